// What the sampler's points are good for: unbiased estimates, less variance, and which errors go together.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

#include "raytracer/sampling/sampler.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/sampler_cases.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::kSamplers;
using testing::kStratified;
using testing::RunningStats;
using testing::samplerNumber;
using testing::samplerPoint;

TEST(SamplerStatistics, pointsOfManyPixelsAreUniform) {
    for (const SamplerKind kind : kSamplers) {
        for (const uint32_t sample : {0U, 1U, 1000U}) {
            uint32_t pixel = 0;
            const testing::Chi2Result r = testing::chi2Square(
                [&](Pcg32&, vec2& p) {
                    p = samplerPoint(kind, 2, {pixel % 256, pixel / 256}, sample, 3);
                    ++pixel;
                    return true;
                },
                [](vec2) { return 1.0; }, {.samples = 65536, .cellsA = 32, .cellsB = 32});
            // Stratified across pixels they may well be more even than chance.
            EXPECT_TRUE(r.passed) << static_cast<int>(kind) << " " << sample << ": " << r.message;
        }
    }
}

using Integrand = std::function<double(vec2)>;
struct Known {
    Integrand f;
    double integral;
};
const std::array<Known, 3>& integrands() {
    static const std::array<Known, 3> list{
        Known{[](vec2 p) { return std::exp(double{p.x} + double{p.y}); }, std::pow(std::exp(1.0) - 1, 2)},
        Known{[](vec2 p) { return std::sin(3.0 * double{p.x}) * double{p.y} * double{p.y}; }, (1 - std::cos(3.0)) / 9},
        Known{[](vec2 p) { return p.x * p.x + p.y * p.y < 1 ? 1.0 : 0.0; }, std::atan(1.0)}};
    return list;
}

/// Mean square error of pixels' estimates, and a test of their mean.
double meanSquareError(SamplerKind kind, const Known& known, uint32_t samples, uint32_t pixels, uint32_t dimension) {
    RunningStats estimates;
    double sum = 0;
    for (uint32_t pixel = 0; pixel < pixels; ++pixel) {
        double mean = 0;
        for (uint32_t i = 0; i < samples; ++i) {
            // Pixels far from each other, so that they are not stratified against each other.
            mean += known.f(samplerPoint(kind, 21, {hash(pixel) % 5000, hash(pixel, 1) % 5000}, i, dimension));
        }
        mean /= samples;
        estimates.add(mean);
        sum += sqr(mean - known.integral);
    }
    EXPECT_GT(testing::pMeanEquals(estimates, known.integral), testing::testLimit());
    return sum / pixels;
}

TEST(SamplerStatistics, isUnbiasedWithLessVariance) {
    for (size_t f = 0; f < integrands().size(); ++f) {
        const Known& known = integrands()[f];
        const double independent = meanSquareError(SamplerKind::kIndependent, known, 64, 400, 2);
        for (const SamplerKind kind : kStratified) {
            for (const uint32_t dimension : {2U, 19U}) {
                // Smooth: N^-3 instead of N^-1; with an edge: N^-1.5.
                EXPECT_LT(meanSquareError(kind, known, 64, 400, dimension), independent * (f == 2 ? 0.35 : 0.02));
            }
        }
    }
}

TEST(SamplerStatistics, smoothErrorFallsWithTheCube) {
    for (const SamplerKind kind : kStratified) {
        const Known& known = integrands()[0];
        const double few = meanSquareError(kind, known, 16, 200, 5), many = meanSquareError(kind, known, 256, 200, 5);
        const double slope = std::log(many / few) / std::log(16.0);
        EXPECT_LT(slope, -2.6) << static_cast<int>(kind);
        EXPECT_GT(slope, -3.4) << static_cast<int>(kind);
    }
}

TEST(SamplerStatistics, dimensionsAreIndependent) {
    // The product of functions of two different pairs of dimensions integrates to the product, with no correlation.
    for (const SamplerKind kind : kSamplers) {
        for (const auto& [a, b] : {std::pair{0U, 2U}, {2U, 4U}, {3U, 19U}, {8U, 24U}, {0U, 1U}}) {
            RunningStats stats;
            for (uint32_t pixel = 0; pixel < 2000; ++pixel) {
                double mean = 0;
                for (uint32_t i = 0; i < 8; ++i) {
                    const uvec2 at{pixel * 37 % 1009, pixel * 101 % 997};
                    const vec2 p = samplerPoint(kind, 4, at, i, a);
                    const float q = samplerNumber(kind, 4, at, i, b);
                    mean += (double{p.x} - 0.5) * (double{q} - 0.5) + (double{p.y} - 0.5) * (double{q} - 0.5);
                }
                stats.add(mean / 8);
            }
            EXPECT_GT(testing::pMeanEquals(stats, 0), testing::testLimit())
                << static_cast<int>(kind) << " " << a << " " << b;
        }
    }
}

TEST(SamplerStatistics, pixelsAreIndependent) {
    // Errors of neighbours of the default kind do not correlate; those of blue noise do, to less than nothing.
    const Known& known = integrands()[0];
    const auto covariance = [&](SamplerKind kind, uint32_t planned) {
        RunningStats products;
        const auto error = [&](uvec2 pixel) {
            double mean = 0;
            for (uint32_t i = 0; i < 4; ++i) mean += known.f(samplerPoint(kind, 3, pixel, i, 6, planned));
            return mean / 4 - known.integral;
        };
        for (uint32_t i = 0; i < 3000; ++i) {
            const uvec2 pixel{2 * (i % 64), 2 * (i / 64)};
            products.add(error(pixel) * error({pixel.x + 1, pixel.y}));
        }
        return products;
    };
    EXPECT_GT(testing::pMeanEquals(covariance(SamplerKind::kSobol, 16), 0), testing::testLimit());
    const RunningStats blue = covariance(SamplerKind::kBlueNoise, 2);
    EXPECT_LT(blue.mean(), -6 * blue.standardError());
}

TEST(SamplerStatistics, blueNoiseBlursBetter) {
    // The error of means over 4 x 4 pixels, which is what an eye sees.
    const Known& known = integrands()[2];
    const auto blurred = [&](SamplerKind kind) {
        double sum = 0;
        for (uint32_t block = 0; block < 256; ++block) {
            double mean = 0;
            for (uint32_t i = 0; i < 16; ++i) {
                const uvec2 pixel{4 * (block % 16) + i % 4, 4 * (block / 16) + i / 4};
                for (uint32_t s = 0; s < 4; ++s) mean += known.f(samplerPoint(kind, 9, pixel, s, 12, 2));
            }
            sum += sqr(mean / 64 - known.integral);
        }
        return sum / 256;
    };
    EXPECT_LT(blurred(SamplerKind::kBlueNoise), 0.5 * blurred(SamplerKind::kSobol));
}

}  // namespace
}  // namespace raypool
