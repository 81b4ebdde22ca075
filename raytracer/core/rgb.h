#pragma once
#include <algorithm>

namespace raypool {

/// A colour: linear Rec. 709 radiance or reflectance, one float a channel.
struct Rgb {
    float r = 0, g = 0, b = 0;

    friend Rgb operator+(Rgb x, Rgb y) { return {x.r + y.r, x.g + y.g, x.b + y.b}; }
    friend Rgb operator*(Rgb x, Rgb y) { return {x.r * y.r, x.g * y.g, x.b * y.b}; }
    friend Rgb operator*(Rgb x, float s) { return {x.r * s, x.g * s, x.b * s}; }
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// Each channel clamped to [0, 1]; NaN becomes 1, as in Rust's f32::min, which the 2018 demo clamps with.
inline Rgb saturate(Rgb c) {
    // std::min keeps its first argument when the comparison fails.
    return {std::max(0.0F, std::min(1.0F, c.r)), std::max(0.0F, std::min(1.0F, c.g)),
            std::max(0.0F, std::min(1.0F, c.b))};
}

}  // namespace raypool
