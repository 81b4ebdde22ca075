#pragma once
#include "raytracer/core/rgb.h"

namespace raypool {

/// What is brighter than the display is cut off. Linear Rec. 709 in, in [0, 1] out.
inline Rgb tonemapLinear(Rgb c) { return saturate(c); }

}  // namespace raypool
