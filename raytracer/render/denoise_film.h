#pragma once
#include "raytracer/core/render_settings.h"
#include "raytracer/denoise/denoise.h"
#include "raytracer/render/frame.h"

namespace raypool {

/// What the denoisers read of a rendered area. The film must have sums and features; pixels with one sample have two equal
/// halves, pixels with none are black.
DenoiseInput denoiseInput(const Frame& frame, const PixelRect& area);

}  // namespace raypool
