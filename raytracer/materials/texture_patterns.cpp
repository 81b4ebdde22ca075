#include "raytracer/materials/texture_patterns.h"

#include <algorithm>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/core/hash.h"

namespace raypool {
namespace {

/// A lattice point's own number.
uint64_t latticeHash(int32_t x, int32_t y, int32_t z, uint32_t seed) {
    const auto wide = [](int32_t v) { return static_cast<uint64_t>(static_cast<uint32_t>(v)); };
    return mixBits((wide(x) | wide(y) << 32) * 0x9E3779B97F4A7C15ULL ^ (wide(z) | uint64_t{seed} << 32) * 0xD1B54A32D192ED03ULL);
}

struct Cell {
    int32_t x, y, z;
    vec3 within;   // [0, 1)
};
Cell cellOf(vec3 p) {
    // Where floats have no fractions any more, there is no pattern either.
    const auto kept = [](float v) { return std::fabs(v) < 1e9F ? v : 0.0F; };
    p = {kept(p.x), kept(p.y), kept(p.z)};
    const vec3 low = glm::floor(p);
    return {static_cast<int32_t>(low.x), static_cast<int32_t>(low.y), static_cast<int32_t>(low.z), p - low};
}

/// One of the directions from a cube's middle to its edges' (Perlin 2002), times the way.
float slope(uint64_t h, float x, float y, float z) {
    const float u = (h & 8) == 0 ? x : y;
    const float v = (h & 12) == 0 ? y : ((h & 13) == 12 ? x : z);
    return ((h & 1) == 0 ? u : -u) + ((h & 2) == 0 ? v : -v);
}

float fade(float t) { return t * t * t * (t * (t * 6 - 15) + 10); }

/// What a square of a width in features leaves of gradient noise's amplitude, within 0.03 (measured: 0.88 at 1/2, 0.64 at 1,
/// 0.47 at 3/2, 0.34 at 2).
float leftOf(float width) { return 1 / (1 + 0.5F * width * width); }
/// Less than half of one of 256 shades.
constexpr float kNothingLeft = 0.002F;

/// Means over all points, by 4 million of them.
constexpr float kMeanTurbulence = 0.2201F, kMeanCells = 0.5205F;

/// Sum of octaves over the sum of their weights. mean: of the noise.
template <class Noise>
float octaves(const NoisePattern& pattern, vec3 p, float width, float mean, Noise&& noise) {
    float sum = 0, weights = 0, weight = 1;
    for (uint32_t i = 0; i < pattern.octaves; ++i) {
        const float left = leftOf(width);
        const float value = left > kNothingLeft ? noise(p, pattern.seed + i * 0x9E3779B9U) : mean;
        sum += weight * (width > 0 ? mean + left * (value - mean) : value);
        weights += weight;
        weight *= pattern.gain;
        width *= pattern.lacunarity;
        // Octaves whose lattices all had a point in common would show it.
        p = p * pattern.lacunarity + vec3(17.31F, 5.77F, 11.13F);
    }
    return weights > 0 ? sum / weights : 0;
}

float gradient(const NoisePattern& pattern, vec3 p, float width) { return octaves(pattern, p, width, 0, gradientNoise); }
float turbulence(const NoisePattern& pattern, vec3 p, float width) {
    return octaves(pattern, p, width, kMeanTurbulence, [](vec3 q, uint32_t seed) { return std::fabs(gradientNoise(q, seed)); });
}

/// Of the integral of a function, where its differences are exact enough; else the function's own value.
template <class Integral, class Value>
float averaged(float x, float width, Integral&& integral, Value&& value) {
    // Differences lose what floats round; there the function is as good as straight.
    if (!(width > 1e-3F) || !(std::fabs(x) < 1e4F)) return value(x);
    width = std::min(width, 1e4F);
    return (integral(x + 0.5F * width) - integral(x - 0.5F * width)) / width;
}

}  // namespace

float gradientNoise(vec3 p, uint32_t seed) {
    const Cell c = cellOf(p);
    const vec3 f = c.within;
    const auto corner = [&](int32_t x, int32_t y, int32_t z) {
        return slope(latticeHash(c.x + x, c.y + y, c.z + z, seed) >> 60, f.x - static_cast<float>(x), f.y - static_cast<float>(y),
                     f.z - static_cast<float>(z));
    };
    const float u = fade(f.x), v = fade(f.y), w = fade(f.z);
    const auto row = [&](int32_t y, int32_t z) { return lerp(u, corner(0, y, z), corner(1, y, z)); };
    return lerp(w, lerp(v, row(0, 0), row(1, 0)), lerp(v, row(0, 1), row(1, 1)));
}

float cellNoise(vec3 p, uint32_t seed) {
    const Cell c = cellOf(p);
    float nearest = 3;   // squared; the cell's own point is not farther
    for (int32_t z = -1; z <= 1; ++z) {
        for (int32_t y = -1; y <= 1; ++y) {
            for (int32_t x = -1; x <= 1; ++x) {
                const uint64_t h = latticeHash(c.x + x, c.y + y, c.z + z, seed);
                const auto part = [&](int shift) { return static_cast<float>(h >> shift & 0xFFFFF) * 0x1p-20F; };
                const vec3 way = vec3(static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)) +
                                 vec3(part(0), part(20), part(40)) - c.within;
                nearest = std::min(nearest, length2(way));
            }
        }
    }
    return std::sqrt(nearest);
}

float stripesAt(float x, float width) {
    const auto place = [](float v) { return v - 2 * std::floor(v * 0.5F); };   // in the period of 2
    const float mean = averaged(
        x, width,
        [&](float v) {   // of 1 and -1: periodic
            const float t = place(v);
            return t < 1 ? t : 2 - t;
        },
        [&](float v) { return place(v) < 1 ? 1.0F : -1.0F; });
    return clamp(0.5F - 0.5F * mean, 0, 1);
}

float rampAt(float x, float width) {
    const auto ramp = [](float v) { return clamp(v, 0, 1); };
    return averaged(x, width, [&](float v) { return 0.5F * ramp(v) * ramp(v) + (v > 1 ? v - 1 : 0); }, ramp);
}

float sawtoothAt(float x, float width) {
    // Counted from where x is, so that whole numbers don't take digits from the differences.
    const float low = std::floor(x);
    const auto rest = [](float v) { return v - std::floor(v); };
    return clamp(averaged(x - low, width, [&](float v) { return 0.5F * (std::floor(v) + rest(v) * rest(v)); }, rest), 0, 1);
}

float noiseAt(const NoisePattern& pattern, vec3 p, float width) {
    p = p * pattern.frequency;
    width *= pattern.frequency;
    float v = 0;
    switch (pattern.kind) {
        case NoiseKind::kGradient: v = 0.5F + 0.5F * gradient(pattern, p, width); break;
        case NoiseKind::kTurbulence: v = turbulence(pattern, p, width); break;
        case NoiseKind::kMarble: {
            const float x = p.x + turbulence(pattern, p, width);
            // The average of a wave over a width is the wave times sin(pi w) / (pi w).
            const float left = width > 0.01F ? (width < 1 ? sin(kPi * width) / (kPi * width) : 0) : 1;
            v = 0.5F + 0.5F * left * sin(kTwoPi * (x - std::floor(x)));
            break;
        }
        case NoiseKind::kWood: {
            v = sawtoothAt(std::sqrt(p.x * p.x + p.z * p.z) + 0.25F * gradient(pattern, p, width), width);
            break;
        }
        case NoiseKind::kCells: v = octaves(pattern, p, width, kMeanCells, cellNoise); break;
    }
    return v >= 0 ? std::min(v, 1.0F) : 0;
}

float mandelbrotAt(const MandelbrotPattern& pattern, vec2 uv) {
    const double cr = pattern.center.x + (double{uv.x} - 0.5) * pattern.height;
    const double ci = pattern.center.y + (0.5 - double{uv.y}) * pattern.height;
    // The main cardioid and the disk to its left, where every iteration would be spent.
    const double q = (cr - 0.25) * (cr - 0.25) + ci * ci;
    if (q * (q + (cr - 0.25)) <= 0.25 * ci * ci || (cr + 1) * (cr + 1) + ci * ci <= 0.0625) return -1;
    constexpr double kEscape2 = 65536;   // far out, so that the count is smooth
    double x = 0, y = 0;
    for (uint32_t i = 0; i < pattern.iterations; ++i) {
        const double xx = x * x, yy = y * y;
        if (xx + yy > kEscape2) {
            // n + 1 - log2(ln |z| / ln R): continuous, 0 where z escapes at once.
            const double late = log(0.5 * log(xx + yy) / (0.5 * log(kEscape2))) / 0.69314718055994530942;
            const double count = static_cast<double>(i) - late;
            const double all = log(1 + static_cast<double>(pattern.iterations));
            return clamp(static_cast<float>(log(1 + std::max(count, 0.0)) / all), 0, 1);
        }
        y = 2 * x * y + ci;
        x = xx - yy + cr;
    }
    return -1;
}

}  // namespace raypool
