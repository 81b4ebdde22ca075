// Patterns that are worked out instead of stored. The same bits on every platform: their own hashes and elementary
// functions.
#pragma once
#include <cstdint>

#include "raytracer/core/rgb.h"
#include "raytracer/core/vec.h"

namespace raypool {

enum class NoiseKind : uint8_t { kGradient, kTurbulence, kMarble, kWood, kCells };

struct NoisePattern {
    NoiseKind kind = NoiseKind::kGradient;
    float frequency = 1;      // features a metre
    uint32_t octaves = 4;
    float lacunarity = 2, gain = 0.5F;
    uint32_t seed = 0;
    float finest = 1;         // metres: a feature of the last octave
};

/// Gradient noise (Perlin 2002, "Improving Noise"): twice differentiable, 0 at the lattice's points, in [-1.04, 1.04].
float gradientNoise(vec3 p, uint32_t seed);
/// Distance from p to the nearest of points strewn one a cell of the lattice (Worley 1996), at most sqrt 3.
float cellNoise(vec3 p, uint32_t seed);
/// In [0, 1].
///   gradient     1/2 + 1/2 sum of octaves of gradient noise, over the sum of their weights
///   turbulence   the sum of their absolute values
///   marble       1/2 + 1/2 sin(2 pi (x + turbulence)), x in features
///   wood         rings about the y axis: what is behind the point of (distance + a quarter of the noise), in features
///   cells        distance to the nearest strewn point, octaves added; 0 at the points
/// Averaged over a width, about: each octave fades to its mean as much as a square of that width takes from gradient noise;
/// waves and rings are integrated over it.
float noiseAt(const NoisePattern& pattern, vec3 p, float width = 0);

/// Averages over [x - width / 2, x + width / 2]; a width of 0: the value at x.
/// 0 where floor x is even, 1 where it is odd.
float stripesAt(float x, float width);
/// x where that lies in [0, 1]; 0 below and 1 above.
float rampAt(float x, float width);
/// x - floor x.
float sawtoothAt(float x, float width);

struct MandelbrotPattern {
    dvec2 center{-0.6, 0};
    double height = 2.4;      // of the plane over the unit square
    uint32_t iterations = 256;
    Rgb inside{};
};
/// -1 inside the set (as far as the iterations can tell); else how long the point takes to escape, 0 at once to 1: the
/// logarithm of the continuous count of iterations over that of all of them.
float mandelbrotAt(const MandelbrotPattern& pattern, vec2 uv);

}  // namespace raypool
