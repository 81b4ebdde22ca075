#pragma once
#include <cmath>
#include <cstdint>

#include "raytracer/core/hash.h"

namespace raypool {

/// Two numbers in [0, 1) of a pixel, always the same ones.
struct DitherNoise {
    float a, b;

    DitherNoise(uint32_t x, uint32_t y) {
        const uint64_t bits = mixBits((uint64_t{y} << 32 | x) + 0x9E3779B97F4A7C15ULL);
        a = toUnitFloat(static_cast<uint32_t>(bits));
        b = toUnitFloat(static_cast<uint32_t>(bits >> 32));
    }
};

/// A value in [0, 1] as 0 ... 255, rounded at random with triangular noise of two steps' width (Lipshitz et al. 1992,
/// "Quantization and Dither"): over many pixels the mean is the value, and how much it varies does not depend on it, so
/// that soft gradients show no bands. Next to the ends, where that noise would be cut off, it is uniform and of one step:
/// the mean is still right, 0 stays 0 and 1 stays 255.
inline uint32_t ditheredByte(float value, DitherNoise noise) {
    const float x = value * 255;
    if (!(x > 0)) return 0;
    if (x >= 255) return 255;
    const bool atEnd = x < 1 || x > 254;
    const float shift = atEnd ? noise.a : noise.a + noise.b - 0.5F;
    return static_cast<uint32_t>(x + shift);
}

}  // namespace raypool
