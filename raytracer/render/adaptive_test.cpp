#include "raytracer/render/adaptive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

TEST(Adaptive, StatisticsOfABlockAreThoseOfItsPixels) {
    Film film;
    ASSERT_TRUE(film.reset(6 * 5, {.sums = true}));
    Pcg32 random(41);
    double luminanceSum = 0, variance = 0;
    for (size_t pixel = 0; pixel < 30; ++pixel) {
        for (uint32_t i = 0; i < 5; ++i) {
            PathResult sample;
            sample.radiance = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
            film.add(pixel, i, sample);
        }
        if (pixel / 6 < 4 || pixel % 6 < 4) continue;   // the corner that is 2 x 1
        luminanceSum += luminance(film.mean(pixel));
        variance += film.luminanceVariance(pixel);
    }
    const BlockStatistics corner = blockStatistics(film, 6, {4, 4, 6, 5});
    EXPECT_EQ(corner.pixels, 2);
    EXPECT_NEAR(corner.luminance, luminanceSum / 2, 1e-6);
    EXPECT_NEAR(corner.variance, variance / 2, 1e-6);
    EXPECT_EQ(blockStatistics(film, 6, {4, 4, 4, 5}).pixels, 0);
}

TEST(Adaptive, LogAverageLeavesOutBlackAndWhatIsNotRendered) {
    const BlockStatistics blocks[] = {{1, 0, 16}, {100, 0, 16}, {0, 0, 16}, {1e6F, 0, 0}};
    EXPECT_NEAR(logAverageLuminance(blocks), 10, 1e-5);
    EXPECT_EQ(logAverageLuminance(std::span(blocks).subspan(2, 1)), 0);
    EXPECT_EQ(logAverageLuminance({}), 0);
}

TEST(Adaptive, ErrorIsRelativeToTheSquareRootOfLuminanceAndToLuminanceAboveWhite) {
    // With a logarithmic average of 0.18 the unit is the scene's.
    EXPECT_NEAR(blockError({0.25F, 0.01F, 16}, 0.18F), 0.1 / 0.5, 1e-6);
    EXPECT_NEAR(blockError({4, 0.01F, 16}, 0.18F), 0.1 / 4, 1e-6);
    EXPECT_NEAR(blockError({0, 0.01F, 16}, 0.18F), 0.1 / std::sqrt(0.001), 1e-4);
    EXPECT_EQ(blockError({1, 0, 16}, 0.18F), 0);
    EXPECT_EQ(blockError({1, 1, 0}, 0.18F), 0);
    EXPECT_EQ(blockError({1, 1, 16}, 0), 0);
    // In whatever unit the scene is given, the error is the same.
    for (const float unit : {1e-6F, 0.5F, 1e6F}) {
        EXPECT_NEAR(blockError({0.25F * unit, 0.01F * unit * unit, 16}, 0.18F * unit), 0.2, 1e-5) << unit;
    }
    // Darker with the same noise: more visible, up to a bound.
    float before = 0;
    for (float y = 10; y > 1e-5F; y /= 2) {
        const float error = blockError({y, 0.01F, 16}, 0.18F);
        EXPECT_GE(error, before);
        before = error;
    }
    EXPECT_LE(before, 0.1F / std::sqrt(0.001F) * 1.0001F);
}

TEST(Adaptive, Percentile95IsTheSmallestThatEnoughDoNotExceed) {
    Pcg32 random(42);
    for (size_t n = 1; n < 130; ++n) {
        std::vector<float> errors(n);
        for (float& e : errors) e = static_cast<float>(random.next() % 50);
        std::vector<float> sorted = errors;
        std::sort(sorted.begin(), sorted.end());
        float expected = 0;
        for (const float candidate : sorted) {
            const auto below = static_cast<size_t>(std::count_if(sorted.begin(), sorted.end(), [&](float e) { return e <= candidate; }));
            if (below * 100 >= n * 95) {
                expected = candidate;
                break;
            }
        }
        EXPECT_EQ(percentile95(errors), expected) << n;
    }
    EXPECT_EQ(percentile95({}), 0);
}

TEST(Adaptive, DilationMarksTheEightNeighboursAndNoMore) {
    const BlockGrid grid{7 * 4 - 1, 5 * 4};   // 7 x 5 blocks, the last column smaller
    Pcg32 random(43);
    for (int round = 0; round < 50; ++round) {
        std::vector<uint8_t> marked(35);
        for (auto& m : marked) m = random.next() % 8 == 0;
        const auto before = marked;
        dilate(grid, marked);
        for (int y = 0; y < 5; ++y) {
            for (int x = 0; x < 7; ++x) {
                bool expected = false;
                for (int v = 0; v < 5; ++v) {
                    for (int u = 0; u < 7; ++u) {
                        expected = expected || (before[static_cast<size_t>(v * 7 + u)] && std::abs(u - x) <= 1 && std::abs(v - y) <= 1);
                    }
                }
                ASSERT_EQ(marked[static_cast<size_t>(y * 7 + x)] != 0, expected) << x << ", " << y;
            }
        }
    }
}

}  // namespace
}  // namespace raypool
