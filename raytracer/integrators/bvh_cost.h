// How costs of traversal are shown, by the integrator and by the view.
#pragma once
#include <algorithm>
#include <cstdint>

#include "raytracer/core/rgb.h"

namespace raypool {

inline constexpr float kBvhCostFullScale = 256;   // nodes and blocks (SceneAccel::traversalCost)

/// Black through blue, green and yellow to red at the full scale and beyond: linear, in [0, 1].
inline Rgb bvhCostColour(uint32_t cost) {
    constexpr Rgb kRamp[] = {{0, 0, 0}, {0, 0.05F, 0.6F}, {0, 0.6F, 0.4F}, {0.9F, 0.8F, 0}, {0.9F, 0, 0}};
    const float place = std::min(static_cast<float>(cost) / kBvhCostFullScale, 1.0F) * 4;
    const int i = std::min(static_cast<int>(place), 3);
    return lerp(place - static_cast<float>(i), kRamp[i], kRamp[i + 1]);
}

}  // namespace raypool
