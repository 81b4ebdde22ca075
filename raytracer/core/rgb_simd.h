#pragma once
#include "raytracer/core/rgb.h"

namespace raypool {

/// Rgb in one vector register, with the same operations, channel by channel; the fourth lane is unused.
struct RgbV {
    typedef float Lanes __attribute__((vector_size(16)));
    Lanes v = {0, 0, 0, 0};

    RgbV() = default;
    RgbV(Lanes lanes) : v(lanes) {}
    RgbV(Rgb c) : v{c.r, c.g, c.b, 0} {}
    operator Rgb() const { return {v[0], v[1], v[2]}; }

    friend RgbV operator+(RgbV x, RgbV y) { return x.v + y.v; }
    friend RgbV operator*(RgbV x, RgbV y) { return x.v * y.v; }
    friend RgbV operator*(RgbV x, float s) { return x.v * s; }
};

/// As saturate(Rgb): NaN becomes 1.
inline RgbV saturate(RgbV c) {
    const RgbV::Lanes one = {1, 1, 1, 1}, zero = {0, 0, 0, 0};
    const RgbV::Lanes low = c.v < one ? c.v : one;
    return low > zero ? low : zero;
}

}  // namespace raypool
