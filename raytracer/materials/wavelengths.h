// Light of one wavelength in a renderer of three channels: what each channel takes of it, and how a path draws one.
#pragma once
#include "raytracer/core/rgb.h"

namespace raypool {

/// How much of light of a wavelength (micrometres) each channel shows: the CIE 1931 observer (the fit of Wyman, Sloan and
/// Shirley 2013) in linear Rec. 709, without what is negative because monochromatic colours lie outside of the gamut. Per
/// micrometre, each channel's integral is 1, so that light of equal energy is white.
Rgb channelResponse(float wavelength);

/// Draws a wavelength for a path that carries `throughput` (not negative, not black), in proportion to what its channels
/// show of each. The throughput becomes that of the wavelength: each channel's expectation stays what it was, and the sum
/// of all is the same at every wavelength. u in [0, 1).
float sampleWavelength(float u, Rgb& throughput);

/// The first and the last wavelength that are drawn, micrometres.
inline constexpr float kFirstWavelength = 0.38F, kLastWavelength = 0.76F;

}  // namespace raypool
