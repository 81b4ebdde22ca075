#include "raytracer/materials/ggx.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "raytracer/materials/bsdf_cases_test.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

using testing::directionAt;
using testing::effort;

struct Widths {
    float x, y;
};
constexpr Widths kWidths[] = {{0.05F, 0.05F}, {0.3F, 0.3F}, {1, 1}, {0.5F, 0.1F}, {1.2F, 0.3F}};

/// Integral over the hemisphere, denser where the facets are: tan^2 = alpha^2 u / (1 - u), with 1 - u = (1 - v)^2.
template <class F>
double integrateNormals(double alpha, F f) {
    constexpr int rings = 200, sectors = 128;
    double sum = 0;
    for (int i = 0; i < rings; ++i) {
        const double w = 1 - (i + 0.5) / rings, q = w * w + alpha * alpha * (1 - w * w), z = w / std::sqrt(q);
        for (int j = 0; j < sectors; ++j) {
            sum += f(directionAt(static_cast<float>(z), static_cast<float>(6.283185307179586 * (j + 0.5) / sectors))) * alpha * alpha / (q * std::sqrt(q));
        }
    }
    return sum * 6.283185307179586 / (rings * sectors);
}

TEST(Ggx, normalsCoverTheSurfaceOnce) {
    for (const Widths& width : kWidths) {
        const double area = integrateNormals(std::sqrt(double{width.x} * double{width.y}), [&](vec3 m) { return double{ggxD(m, width.x, width.y)} * double{m.z}; });
        EXPECT_NEAR(area, 1, 2e-3) << width.x << " " << width.y;
    }
}

// What wo sees of the facets is what it sees of the surface: the definition of masking (Heitz 2014, equation 14).
TEST(Ggx, visibleFacetsFillTheView) {
    for (const Widths& width : kWidths) {
        for (const float c : {1.0F, 0.6F, 0.1F}) {
            const vec3 wo = directionAt(c, 0.6F);
            const float stretched = ggxStretched(wo, width.x, width.y);
            const double seen = integrateNormals(std::sqrt(double{width.x} * double{width.y}), [&](vec3 m) {
                return double{ggxG1(wo.z, stretched)} * std::max(0.0, double{dot(wo, m)}) * double{ggxD(m, width.x, width.y)};
            });
            EXPECT_NEAR(seen, double{wo.z}, 3e-3 * double{wo.z}) << width.x << " " << width.y << " cosine " << c;
        }
    }
}

TEST(Ggx, maskingIsBounded) {
    Pcg32 random(1);
    for (int i = 0; i < 10000; ++i) {
        const float x = 0.001F + 1.4F * random.nextFloat(), y = 0.001F + 1.4F * random.nextFloat();
        const vec3 o = directionAt(1e-4F + 0.9999F * random.nextFloat(), 6 * random.nextFloat());
        const vec3 w = directionAt(1e-4F + 0.9999F * random.nextFloat(), 6 * random.nextFloat());
        const float so = ggxStretched(o, x, y), sw = ggxStretched(w, x, y);
        const float correlated = ggxEscape(o.z, so, w.z, sw, false), separable = ggxEscape(o.z, so, w.z, sw, true);
        ASSERT_GE(correlated, 0);
        ASSERT_LE(correlated, 1.00001F);
        // Facets that are seen are high, and thus in the open for the other direction too.
        ASSERT_LE(separable, correlated * 1.00001F);
        ASSERT_NEAR(separable, ggxG1(w.z, sw), 1e-6F);
        // 1 / (1 + Lambda + Lambda'), from tangents.
        const auto lambda = [&](vec3 v) {
            return 0.5 * (std::sqrt(1 + (sqr(double{x} * double{v.x}) + sqr(double{y} * double{v.y})) / sqr(double{v.z})) - 1);
        };
        ASSERT_NEAR(correlated, (1 + lambda(o)) / (1 + lambda(o) + lambda(w)), 1e-4);
    }
}

TEST(Ggx, visibleNormalsFollowTheirDensity) {
    // The density has an edge where facets turn away from wo; plain midpoints in each cell see it.
    constexpr int cellsZ = 8, cellsPhi = 24, points = effort(48, 24), samples = effort(50000, 10000);
    constexpr float turn = 6.283185307F;
    Pcg32 random(6);
    for (const auto [x, y] : kWidths) {
        for (const float c : {1.0F, 0.4F, 0.05F}) {
            const vec3 wo = directionAt(c, 1.2F);
            const float stretched = ggxStretched(wo, x, y);
            std::vector<double> observed(cellsZ * cellsPhi), expected(cellsZ * cellsPhi);
            for (int i = 0; i < samples; ++i) {
                const float u = random.nextFloat();
                const vec3 m = sampleVisibleNormal(wo, x, y, {u, random.nextFloat()});
                ASSERT_NEAR(length(m), 1, 1e-5);
                ASSERT_TRUE(m.z >= 0 && m.z <= 1.00001F);
                const float phi = std::atan2(m.y, m.x) + (m.y < 0 ? turn : 0);
                const int a = std::min(static_cast<int>(m.z * cellsZ), cellsZ - 1), b = std::min(static_cast<int>(phi / turn * cellsPhi), cellsPhi - 1);
                ++observed[static_cast<size_t>(a * cellsPhi + b)];
            }
            for (int i = 0; i < cellsZ * points; ++i) {
                for (int j = 0; j < cellsPhi * points; ++j) {
                    // Denser towards the pole of the last row, where narrow distributions are.
                    const int a = i / points, b = j / points;
                    const double t = (i % points + 0.5) / points;
                    const bool top = a == cellsZ - 1;
                    const double z = (a + (top ? 1 - std::pow(1 - t, 4) : t)) / cellsZ, width = (top ? 4 * std::pow(1 - t, 3) : 1) / (cellsZ * points);
                    const vec3 m = directionAt(static_cast<float>(z), turn * (static_cast<float>(j) + 0.5F) / (cellsPhi * points));
                    expected[static_cast<size_t>(a * cellsPhi + b)] +=
                        samples * double{pdfVisibleNormal(wo, stretched, m, x, y)} * width * double{turn} / (cellsPhi * points);
                }
            }
            const testing::Chi2Result r = testing::chi2Counts(observed, expected);
            EXPECT_TRUE(r.passed) << x << " " << y << " cosine " << c << ": " << r.message;
        }
    }
}

}  // namespace
}  // namespace raypool
