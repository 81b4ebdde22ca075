#pragma once
#include <algorithm>
#include <cmath>

namespace raypool {

/// A colour: linear Rec. 709 radiance or reflectance, one float a channel.
struct Rgb {
    float r = 0, g = 0, b = 0;

    friend Rgb operator+(Rgb x, Rgb y) { return {x.r + y.r, x.g + y.g, x.b + y.b}; }
    friend Rgb operator*(Rgb x, Rgb y) { return {x.r * y.r, x.g * y.g, x.b * y.b}; }
    friend Rgb operator*(Rgb x, float s) { return {x.r * s, x.g * s, x.b * s}; }
    friend Rgb operator-(Rgb x, Rgb y) { return {x.r - y.r, x.g - y.g, x.b - y.b}; }
    friend Rgb operator/(Rgb x, float s) { return {x.r / s, x.g / s, x.b / s}; }
    Rgb& operator+=(Rgb x) { return *this = *this + x; }
    Rgb& operator*=(Rgb x) { return *this = *this * x; }
    Rgb& operator*=(float s) { return *this = *this * s; }
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

inline Rgb grey(float x) { return {x, x, x}; }
inline Rgb lerp(float t, Rgb a, Rgb b) { return a * (1 - t) + b * t; }
inline bool isBlack(Rgb c) { return c.r == 0 && c.g == 0 && c.b == 0; }
inline bool isFinite(Rgb c) { return std::isfinite(c.r) && std::isfinite(c.g) && std::isfinite(c.b); }
inline float maxComponent(Rgb c) { return std::max(c.r, std::max(c.g, c.b)); }
inline float average(Rgb c) { return (c.r + c.g + c.b) * (1.0F / 3); }
/// Relative luminance Y of linear Rec. 709.
inline float luminance(Rgb c) { return 0.2126F * c.r + 0.7152F * c.g + 0.0722F * c.b; }

/// Each channel clamped to [0, 1]; NaN becomes 1, as in Rust's f32::min, which the 2018 demo clamps with.
inline Rgb saturate(Rgb c) {
    // std::min keeps its first argument when the comparison fails.
    return {std::max(0.0F, std::min(1.0F, c.r)), std::max(0.0F, std::min(1.0F, c.g)),
            std::max(0.0F, std::min(1.0F, c.b))};
}

}  // namespace raypool
