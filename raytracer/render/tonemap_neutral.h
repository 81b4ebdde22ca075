// Khronos PBR Neutral (Khronos Group 2024, github.com/KhronosGroup/ToneMapping, PBR_Neutral): base colours that are lit by
// grey light of 1 appear as they are, below a compression of highlights.
#pragma once
#include <algorithm>

#include "raytracer/core/rgb.h"

namespace raypool {

/// Linear Rec. 709, not negative and finite in, in [0, 1] out. Below 0.8 it only takes away what Fresnel reflection of 4 %
/// has added, F90.
inline Rgb tonemapNeutral(Rgb c) {
    constexpr float kFresnel = 0.04F;
    constexpr float kCompressionStart = 0.8F - kFresnel;
    constexpr float kDesaturation = 0.15F;
    const float low = std::min(c.r, std::min(c.g, c.b));
    const float offset = low < 2 * kFresnel ? low - low * low / (4 * kFresnel) : kFresnel;
    c = c - grey(offset);
    const float peak = maxComponent(c);
    if (peak < kCompressionStart) return c;
    constexpr float kRoom = 1 - kCompressionStart;
    const float newPeak = 1 - kRoom * kRoom / (peak + kRoom - kCompressionStart);
    c *= newPeak / peak;
    return lerp(1 - 1 / (kDesaturation * (peak - newPeak) + 1), c, grey(newPeak));
}

}  // namespace raypool
