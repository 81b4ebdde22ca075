#include "raytracer/sampling/pixel_filter.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/hash.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::Chi2Result;
using testing::RunningStats;

constexpr FilterKind kKinds[] = {FilterKind::kBox, FilterKind::kTent, FilterKind::kGaussian, FilterKind::kMitchell,
                                 FilterKind::kBlackmanHarris};

std::vector<PixelFilterDesc> filters() {
    std::vector<PixelFilterDesc> list;
    for (const FilterKind kind : kKinds) {
        list.push_back(defaultFilter(kind));
        PixelFilterDesc wide = defaultFilter(kind);
        wide.radius = 3.3F;
        wide.sigma = 1.2F;
        wide.b = 0;
        wide.c = 0.5F;   // Catmull-Rom
        list.push_back(wide);
    }
    return list;
}

vec2 draw2(Pcg32& random) {
    const float x = random.nextFloat();
    return {x, random.nextFloat()};
}

/// Integral of g(x) f(x) over the filter's width, by midpoints.
template <class G>
double integral(const PixelFilterDesc& desc, const G& g) {
    constexpr int kSteps = 20000;
    double sum = 0;
    for (int i = 0; i < kSteps; ++i) {
        const double x = double{desc.radius} * (2 * (i + 0.5) / kSteps - 1);
        sum += g(x, double{evaluateFilter(desc, static_cast<float>(x))});
    }
    return sum * 2 * double{desc.radius} / kSteps;
}
double plain(double, double f) { return f; }
double absolute(double, double f) { return std::fabs(f); }

TEST(PixelFilter, functionsHaveTheirKnownValues) {
    const PixelFilterDesc tent = defaultFilter(FilterKind::kTent), mitchell = defaultFilter(FilterKind::kMitchell);
    EXPECT_FLOAT_EQ(evaluateFilter(tent, 0.25F), 0.75F);
    // Mitchell and Netravali with 1/3, 1/3: 8/9 in the middle, 1/18 at 1, negative beyond 1.1.
    EXPECT_NEAR(evaluateFilter(mitchell, 0), 8.0 / 9, 1e-6);
    EXPECT_NEAR(evaluateFilter(mitchell, 1), 1.0 / 18, 1e-6);
    EXPECT_LT(evaluateFilter(mitchell, 1.5F), 0);
    // Its integral is 1, whatever b and c are.
    EXPECT_NEAR(integral(mitchell, plain), 1, 1e-6);
    PixelFilterDesc other = mitchell;
    other.b = 0.2F;
    other.c = 0.7F;
    EXPECT_NEAR(integral(other, plain), 1, 1e-6);
    // Catmull-Rom interpolates.
    other.b = 0;
    other.c = 0.5F;
    EXPECT_NEAR(evaluateFilter(other, 0), 1, 1e-6);
    EXPECT_NEAR(evaluateFilter(other, 1), 0, 1e-6);
    const PixelFilterDesc blackman = defaultFilter(FilterKind::kBlackmanHarris);
    EXPECT_NEAR(evaluateFilter(blackman, 0), 1, 1e-6);
    EXPECT_NEAR(evaluateFilter(blackman, 1.4999F), 6e-5, 1e-6);
    EXPECT_NEAR(integral(blackman, plain), 0.35875 * 3, 1e-4);   // the cosines go
    PixelFilterDesc gaussian = defaultFilter(FilterKind::kGaussian);
    EXPECT_NEAR(evaluateFilter(gaussian, 0.5F) + std::exp(-4.5), std::exp(-0.5), 1e-6);
    EXPECT_NEAR(evaluateFilter(gaussian, 1.4999F), 0, 1e-4);
    for (const PixelFilterDesc& f : filters()) {
        EXPECT_EQ(evaluateFilter(f, f.radius), 0);
        for (const float x : {0.1F, 0.4F, 1.3F}) EXPECT_EQ(evaluateFilter(f, x), evaluateFilter(f, -x));
    }
}

TEST(PixelFilter, densityIsTheFiltersSize) {
    for (const PixelFilterDesc& desc : filters()) {
        const PixelFilter filter(desc);
        const double size = integral(desc, absolute);
        Pcg32 random(1);
        for (int i = 0; i < 1000; ++i) {
            const vec2 p = (draw2(random) * 2.0F - 1.0F) * desc.radius;
            const double product = double{evaluateFilter(desc, p.x)} * double{evaluateFilter(desc, p.y)};
            const double expected = std::fabs(product) / size / size;
            const double most = 1 / size / size;
            EXPECT_NEAR(filter.pdf(p), expected, 0.02 * expected + 0.004 * most) << static_cast<int>(desc.kind);
        }
    }
}

TEST(PixelFilter, samplesFollowTheDensity) {
    for (const PixelFilterDesc& desc : filters()) {
        const PixelFilter filter(desc);
        const Chi2Result r = testing::chi2Rectangle(
            vec2(-desc.radius), vec2(desc.radius),
            [&](Pcg32& random, vec2& p) {
                p = filter.sample(draw2(random)).offset;
                return true;
            },
            [&](vec2 p) { return double{filter.pdf(p)}; }, {.samples = 50000, .cellsA = 32, .cellsB = 32});
        EXPECT_TRUE(r.passed) << static_cast<int>(desc.kind) << ": " << r.message;
        EXPECT_NEAR(r.integral, 1, 1e-3);
    }
}

TEST(PixelFilter, weightsMakeItTheFilter) {
    for (const PixelFilterDesc& desc : filters()) {
        const PixelFilter filter(desc);
        const double norm = integral(desc, plain);
        const double cosine = integral(desc, [](double x, double f) { return f * std::cos(1.7 * x); }) / norm;
        const double square = integral(desc, [](double x, double f) { return f * x * x; }) / norm;
        RunningStats one, waves, squares, odd;
        Pcg32 random(2);
        bool isPositive = true;
        for (int i = 0; i < 50000; ++i) {
            const PixelFilter::Sample s = filter.sample(draw2(random));
            const double w = s.weight, x = s.offset.x, y = s.offset.y;
            one.add(w);
            waves.add(w * std::cos(1.7 * x) * std::cos(1.7 * y));
            squares.add(w * x * x);
            odd.add(w * x * y);
            isPositive = isPositive && w == 1;
            ASSERT_LE(std::fabs(s.offset.x), desc.radius);
            ASSERT_LE(std::fabs(s.offset.y), desc.radius);
            ASSERT_EQ(s.weight, filter.weight(s.offset));
            if (desc.kind == FilterKind::kMitchell && std::fabs(std::fabs(s.offset.x) - std::fabs(s.offset.y)) > 0.1F) {
                const float f = evaluateFilter(desc, s.offset.x) * evaluateFilter(desc, s.offset.y);
                if (std::fabs(f) > 1e-3F) {
                    ASSERT_EQ(f > 0, w > 0) << x << " " << y;
                }
            }
        }
        const int kind = static_cast<int>(desc.kind);
        EXPECT_EQ(isPositive, desc.kind != FilterKind::kMitchell) << kind;
        EXPECT_GT(testing::pMeanEquals(one, 1), testing::testLimit()) << kind;
        EXPECT_GT(testing::pMeanEquals(waves, cosine * cosine), testing::testLimit()) << kind;
        EXPECT_GT(testing::pMeanEquals(squares, square), testing::testLimit()) << kind;
        EXPECT_GT(testing::pMeanEquals(odd, 0), testing::testLimit()) << kind;
    }
}

TEST(PixelFilter, invertsItsSamples) {
    for (const PixelFilterDesc& desc : filters()) {
        const PixelFilter filter(desc);
        Pcg32 random(3);
        for (int i = 0; i < 5000; ++i) {
            const vec2 u = draw2(random), v = filter.invert(filter.sample(u).offset);
            ASSERT_NEAR(v.x, u.x, 5e-6) << static_cast<int>(desc.kind);
            ASSERT_NEAR(v.y, u.y, 5e-6) << static_cast<int>(desc.kind);
        }
    }
}

}  // namespace
}  // namespace raypool
