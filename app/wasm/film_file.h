#pragma once
#include <string_view>

#include "raytracer/raytracer.h"

namespace raypool {

/// The film as a file of this kind: hdr, exr or pfm; empty for any other, and without a picture. `denoised`: as the display
/// shows it, if that is denoised; an exr has the film's own values as noisy.R, noisy.G and noisy.B, then.
Bytes encodeFilm(const Frame& frame, std::string_view kind, bool denoised = false);

}  // namespace raypool
