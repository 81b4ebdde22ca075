// The transfer function of sRGB (IEC 61966-2-1).
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/image/image.h"

namespace raypool {

/// [0, 1] to [0, 1].
inline float srgbToLinear(float v) { return v <= 0.04045F ? v / 12.92F : pow((v + 0.055F) / 1.055F, 2.4F); }
inline float linearToSrgb(float v) { return v <= 0.0031308F ? v * 12.92F : 1.055F * pow(v, 1 / 2.4F) - 0.055F; }

/// 8-bit sRGB pixels as linear values in [0, 1].
ImageF linearFromSrgb(const Image8& image);

}  // namespace raypool
