#include "raytracer/materials/texture_patterns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

vec3 randomPoint(Pcg32& random, float range) {
    // Braces: the order of the numbers is the same for every compiler.
    return (vec3{random.nextFloat(), random.nextFloat(), random.nextFloat()} - vec3(0.5F)) * range;
}

TEST(TexturePatterns, GradientNoiseIsZeroOnTheLatticeAndSmoothBetween) {
    Pcg32 random(1);
    float least = 1, most = -1;
    double sum = 0;
    for (int i = 0; i < 20000; ++i) {
        const vec3 p = randomPoint(random, 200);
        EXPECT_EQ(gradientNoise(glm::floor(p), 3), 0.0F);
        const float here = gradientNoise(p, 3);
        // Its slope is bounded, over the borders of cells, too.
        for (int axis = 0; axis < 3; ++axis) {
            vec3 q = p;
            q[axis] += 1e-3F;
            EXPECT_LT(std::fabs(gradientNoise(q, 3) - here), 4e-3F);
        }
        least = std::min(least, here);
        most = std::max(most, here);
        sum += double{here};
    }
    EXPECT_NEAR(sum / 20000, 0, 0.01);
    EXPECT_LT(least, -0.7F);
    EXPECT_GT(most, 0.7F);
    EXPECT_GT(least, -1.04F);
    EXPECT_LT(most, 1.04F);
}

TEST(TexturePatterns, CellNoiseIsTheDistanceToPointsOneACell) {
    // Found again from afar: the points are where the distance is 0, and the distance falls towards them by the way.
    Pcg32 random(2);
    double sum = 0;
    for (int i = 0; i < 3000; ++i) {
        const vec3 p = randomPoint(random, 50), q = p + randomPoint(random, 0.3F);
        const float a = cellNoise(p, 9), b = cellNoise(q, 9);
        EXPECT_LE(std::fabs(a - b), glm::length(p - q) + 1e-4F);   // distances have slope 1 at most
        EXPECT_LE(a, 1.7321F);
        sum += double{a};
    }
    // One point a cell: nearer together than a Poisson process of the same density (mean 0.554), farther than a lattice's (0.48).
    EXPECT_GT(sum / 3000, 0.48);
    EXPECT_LT(sum / 3000, 0.57);
}

TEST(TexturePatterns, EveryNoiseStaysWithinItsRangeAndUsesIt) {
    for (const NoiseKind kind : {NoiseKind::kGradient, NoiseKind::kTurbulence, NoiseKind::kMarble, NoiseKind::kWood, NoiseKind::kCells}) {
        Pcg32 random(3);
        float least = 1, most = 0;
        for (int i = 0; i < 5000; ++i) {
            const float v = noiseAt({.kind = kind, .frequency = 2}, randomPoint(random, 30));
            least = std::min(least, v);
            most = std::max(most, v);
        }
        EXPECT_GE(least, 0.0F);
        EXPECT_LE(most, 1.0F);
        EXPECT_GT(most - least, 0.5F) << static_cast<int>(kind);
    }
    for (const float bad : {kInfinity, std::nanf(""), 1e30F}) {
        const float v = noiseAt({}, vec3(bad, 0, bad));
        EXPECT_TRUE(v >= 0 && v <= 1);
    }
}

TEST(TexturePatterns, SeedsSizesAndOctavesCount) {
    const vec3 p(0.3F, 4.7F, -2.2F);
    EXPECT_NE(noiseAt({}, p), noiseAt({.seed = 1}, p));
    EXPECT_EQ(noiseAt({.frequency = 4}, p), noiseAt({}, p * 4.0F));
    EXPECT_EQ(noiseAt({.octaves = 1}, p), 0.5F + 0.5F * gradientNoise(p, 0));
}

TEST(TexturePatterns, NoiseIsTheSameEverywhere) {
    // Over all kinds; natively and as WebAssembly alike.
    uint64_t bits = 0;
    Pcg32 random(4);
    for (int i = 0; i < 500; ++i) {
        const NoisePattern pattern{.kind = static_cast<NoiseKind>(i % 5), .seed = static_cast<uint32_t>(i)};
        bits = hash(bits, std::bit_cast<uint32_t>(noiseAt(pattern, randomPoint(random, 100))));
        const vec2 uv{random.nextFloat(), random.nextFloat()};
        bits = hash(bits, std::bit_cast<uint32_t>(mandelbrotAt({}, uv)));
    }
    EXPECT_EQ(bits, 3513145302076686352ULL);
}

TEST(TexturePatterns, StripesRampsAndSawteethAreAveragedOverAWidth) {
    Pcg32 random(6);
    for (int i = 0; i < 2000; ++i) {
        const float x = (random.nextFloat() - 0.5F) * (i % 2 == 0 ? 6.0F : 300.0F);
        const float width = std::exp2((random.nextFloat() - 0.5F) * 10);   // 1/32 to 32
        constexpr int kParts = 1000;
        double stripes = 0, ramp = 0, sawtooth = 0;
        for (int k = 0; k < kParts; ++k) {
            const double at = double{x} + double{width} * ((k + 0.5) / kParts - 0.5);
            stripes += std::fmod(std::floor(at), 2) == 0 ? 0 : 1;
            ramp += std::clamp(at, 0.0, 1.0);
            sawtooth += at - std::floor(at);
        }
        const double error = 1e-3 + 1e-4 / double{width} + 5e-4 * double{width};   // of floats' differences, and of the sum
        EXPECT_NEAR(stripesAt(x, width), stripes / kParts, error) << x << ' ' << width;
        EXPECT_NEAR(rampAt(x, width), ramp / kParts, error) << x << ' ' << width;
        EXPECT_NEAR(sawtoothAt(x, width), sawtooth / kParts, error) << x << ' ' << width;
    }
    // Sharp without a width, and its mean, whatever the width.
    EXPECT_EQ(stripesAt(-0.25F, 0), 1.0F);
    EXPECT_EQ(stripesAt(2.25F, 0), 0.0F);
    for (const float width : {1e3F, 1e20F, kInfinity}) {
        EXPECT_NEAR(stripesAt(0.3F, width), 0.5F, 2e-3F);
        EXPECT_NEAR(sawtoothAt(0.3F, width), 0.5F, 2e-3F);
    }
}

TEST(TexturePatterns, NoiseFadesToItsMeanWithTheWidth) {
    for (const NoiseKind kind : {NoiseKind::kGradient, NoiseKind::kTurbulence, NoiseKind::kMarble, NoiseKind::kWood, NoiseKind::kCells}) {
        const NoisePattern pattern{.kind = kind, .frequency = 2, .octaves = 3};
        Pcg32 random(7);
        double sum = 0, error2 = 0, unfiltered2 = 0, spread = 0;
        constexpr int kPoints = 400;
        for (int i = 0; i < kPoints; ++i) {
            const vec3 p = randomPoint(random, 30), across = normalize(randomPoint(random, 1)), along = normalize(cross(across, randomPoint(random, 1)));
            const float sharp = noiseAt(pattern, p);
            // Nothing changes in a width that is small against the finest feature, but at the edges of rings.
            if (std::fabs(noiseAt(pattern, p, 1e-3F) - sharp) > 0.02F) spread += 1;
            constexpr int kSide = 12;
            constexpr float kWidth = 0.3F;   // 0.6 features of the first octave, 2.4 of the last
            double mean = 0;
            for (int y = 0; y < kSide; ++y) {
                for (int x = 0; x < kSide; ++x) {
                    const auto way = [](int k) { return kWidth * ((static_cast<float>(k) + 0.5F) / kSide - 0.5F); };
                    mean += double{noiseAt(pattern, p + along * way(x) + cross(across, along) * way(y))} / (kSide * kSide);
                }
            }
            error2 += (double{noiseAt(pattern, p, kWidth)} - mean) * (double{noiseAt(pattern, p, kWidth)} - mean);
            unfiltered2 += (double{sharp} - mean) * (double{sharp} - mean);
            sum += double{sharp};
            const float all = noiseAt(pattern, p, 20);
            EXPECT_NEAR(all, noiseAt(pattern, p + vec3(0.3F), 20), 0.01F);   // flat from far away
        }
        EXPECT_LT(spread, 0.05 * kPoints) << static_cast<int>(kind);
        EXPECT_NEAR(noiseAt(pattern, vec3(1, 2, 3), 20), sum / kPoints, 0.04) << static_cast<int>(kind);
        EXPECT_LT(error2, 0.75 * unfiltered2) << static_cast<int>(kind);   // nearer to the average than a sample is
    }
}

TEST(TexturePatterns, TheMandelbrotSetIsWhereIterationsStay) {
    const MandelbrotPattern pattern{.center = {-0.5, 0}, .height = 4, .iterations = 300, .inside = {}};
    int inside = 0;
    float last = 0;
    for (int y = 0; y < 60; ++y) {
        for (int x = 0; x < 60; ++x) {
            const vec2 uv((static_cast<float>(x) + 0.5F) / 60, (static_cast<float>(y) + 0.5F) / 60);
            // v points down: the imaginary part up.
            const std::complex<double> c(-0.5 + (double{uv.x} - 0.5) * 4, (0.5 - double{uv.y}) * 4);
            std::complex<double> z = 0;
            int n = 0;
            while (n < 300 && std::norm(z) <= 65536) z = z * z + c, ++n;
            const float v = mandelbrotAt(pattern, uv);
            if (n == 300) {
                EXPECT_EQ(v, -1.0F) << c.real() << ' ' << c.imag();
                ++inside;
            } else {
                const double count = n - std::log2(std::log(std::abs(z)) / std::log(256.0));
                EXPECT_NEAR(double{v}, std::log1p(std::max(count, 0.0)) / std::log1p(300.0), 1e-5);
            }
        }
    }
    EXPECT_NEAR(inside * 16.0 / 3600, 1.506, 0.15);   // the set's area
    // Continuous on the way in along the real axis, although the count of iterations jumps.
    for (float u = 0.72F; u < 0.9F; u += 1e-4F) {
        const float v = mandelbrotAt(pattern, {u, 0.5F});
        if (last > 0) {
            EXPECT_LT(std::fabs(v - last), 0.02F) << u;
        }
        last = v;
    }
}

}  // namespace
}  // namespace raypool
