#include "raytracer/sampling/warp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "raytracer/testing/chi2.h"
#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

using testing::Chi2Config;
using testing::Chi2Result;
using testing::effort;

vec2 drawPoint(Pcg32& random) {
    const float x = random.nextFloat();
    return {x, random.nextFloat()};
}

const uint32_t kDraws = effort(200000, 30000);

void expectDirections(const std::function<vec3(vec2)>& sample, const std::function<double(vec3)>& pdf) {
    const Chi2Result r = testing::chi2Sphere(
        [&](Pcg32& random, vec3& w) {
            w = sample(drawPoint(random));
            return true;
        },
        pdf, {.samples = kDraws});
    EXPECT_TRUE(r.passed) << r.message;
    EXPECT_NEAR(r.integral, 1, 1e-3);
}
void expectPoints(vec2 low, vec2 high, const std::function<vec2(vec2)>& sample,
                  const std::function<double(vec2)>& pdf) {
    const Chi2Result r = testing::chi2Rectangle(
        low, high,
        [&](Pcg32& random, vec2& p) {
            p = sample(drawPoint(random));
            return true;
        },
        pdf, {.samples = kDraws, .cellsA = 32, .cellsB = 32});
    EXPECT_TRUE(r.passed) << r.message;
    EXPECT_NEAR(r.integral, 1, 1e-3);
}

/// invert(sample(u)) is u, for u over the square, its edges and corners included, up to `tolerance`; around the turn (the
/// last coordinate, if `turns`) 0 and 1 are the same.
template <class Sample, class Invert>
void expectInverse(const Sample& sample, const Invert& invert, float tolerance = 4e-6F, bool turns = false) {
    Pcg32 random(5);
    for (int i = 0; i < 20000; ++i) {
        vec2 u = drawPoint(random);
        if (i < 64) u = vec2(static_cast<float>(i % 8) / 8, static_cast<float>(i / 8) / 8) + 1e-3F;
        const vec2 v = invert(sample(u));
        ASSERT_TRUE(v.x >= 0 && v.x < 1 && v.y >= 0 && v.y < 1);
        ASSERT_NEAR(v.x, u.x, tolerance) << u.x << " " << u.y;
        float d = std::fabs(v.y - u.y);
        if (turns && d > 0.5F) d = 1 - d;
        // The azimuth means less, the nearer the pole.
        ASSERT_LE(d, turns ? 2e-3F : tolerance) << u.x << " " << u.y;
    }
}

TEST(Warp, cosineHemisphere) {
    expectDirections(sampleCosineHemisphere, [](vec3 w) { return pdfCosineHemisphere(w.z); });
    expectInverse(sampleCosineHemisphere, invertCosineHemisphere);
}

TEST(Warp, uniformHemisphere) {
    expectDirections(sampleUniformHemisphere, [](vec3 w) { return w.z > 0 ? pdfUniformHemisphere() : 0; });
    expectInverse(sampleUniformHemisphere, invertUniformHemisphere, 4e-6F, true);
}

TEST(Warp, uniformSphere) {
    expectDirections(sampleUniformSphere, [](vec3) { return pdfUniformSphere(); });
    expectInverse(sampleUniformSphere, invertUniformSphere, 4e-6F, true);
}

void expectCone(float k) {
    expectInverse([&](vec2 u) { return sampleUniformCone(u, k); }, [&](vec3 w) { return invertUniformCone(w, k); },
                  1e-5F, true);
}

TEST(Warp, uniformCone) {
    for (const float k : {1e-3F, 0.2F, 1.0F, 1.7F, 2.0F}) {
        const Chi2Result r = testing::chi2Sphere(
            [&](Pcg32& random, vec3& w) {
                w = sampleUniformCone(drawPoint(random), k);
                return true;
            },
            [&](vec3 w) { return w.z >= 1 - k ? pdfUniformCone(k) : 0; },
            {.samples = kDraws, .cellsA = 2000, .cellsB = 8});
        EXPECT_TRUE(r.passed) << k << ": " << r.message;
        expectCone(k);
    }
}

TEST(Warp, narrowConesKeepTheirPrecision) {
    // The sun is 1 - cos = 1.1e-5 wide; this one would be none if its cosine were stored.
    const float k = 1e-12F;
    float widest = 0;
    Pcg32 random(6);
    for (int i = 0; i < 1000; ++i) {
        const vec3 w = sampleUniformCone(drawPoint(random), k);
        EXPECT_NEAR(length(w), 1, 1e-6);
        widest = std::max(widest, std::sqrt(w.x * w.x + w.y * w.y));
    }
    EXPECT_NEAR(widest, std::sqrt(2e-12), 1e-8);
    EXPECT_NEAR(double{pdfUniformCone(k)} * 6.283185307 * 1e-12, 1, 1e-6);
    expectCone(k);
}

TEST(Warp, concentricDisk) {
    const auto inside = [](vec2 p) { return p.x * p.x + p.y * p.y < 1 ? double{pdfConcentricDisk()} : 0; };
    expectPoints({-1, -1}, {1, 1}, sampleConcentricDisk, inside);
    expectInverse(sampleConcentricDisk, invertConcentricDisk);
    EXPECT_EQ(sampleConcentricDisk({0.5F, 0.5F}), vec2(0, 0));
}

TEST(Warp, triangle) {
    const auto inside = [](vec2 b) { return b.x + b.y < 1 ? double{pdfTriangle(0.5F)} : 0; };
    expectPoints({0, 0}, {1, 1}, sampleTriangle, inside);
    expectInverse(sampleTriangle, invertTriangle);
}

TEST(Warp, regularPolygon) {
    for (const uint32_t corners : {3U, 4U, 5U, 9U}) {
        for (const float rotation : {0.0F, -4.0F}) {
            // Inside: on the inner side of each edge, by the distance of edges from the middle.
            const auto inside = [&](vec2 p) {
                for (uint32_t i = 0; i < corners; ++i) {
                    const double middle = double{rotation} + (i + 0.5) * 6.283185307179586 / corners;
                    const double distance = double{p.x} * std::cos(middle) + double{p.y} * std::sin(middle);
                    if (distance > std::cos(3.14159265358979 / corners)) return 0.0;
                }
                return double{pdfRegularPolygon(corners)};
            };
            expectPoints({-1, -1}, {1, 1}, [&](vec2 u) { return sampleRegularPolygon(u, corners, rotation); }, inside);
            Pcg32 random(7);
            for (int i = 0; i < 2000; ++i) {
                vec2 u = drawPoint(random);
                // Where a sector begins, the one before it ends.
                const float part = u.x * static_cast<float>(corners) - std::floor(u.x * static_cast<float>(corners));
                if (part < 0.01F || part > 0.99F || u.y < 0.01F) continue;
                const vec2 v = invertRegularPolygon(sampleRegularPolygon(u, corners, rotation), corners, rotation);
                ASSERT_NEAR(v.x, u.x, 2e-5F);
                ASSERT_NEAR(v.y, u.y, 2e-5F);
            }
        }
    }
}

TEST(Warp, exponential) {
    for (const float rate : {0.01F, 1.0F, 300.0F}) {
        // Up to 20 mean lengths; what is beyond (2e-9) is nothing.
        expectPoints({0, 0}, {20 / rate, 1}, [&](vec2 u) { return vec2{sampleExponential(u.x, rate), u.y}; },
                     [&](vec2 p) { return double{pdfExponential(p.x, rate)}; });
        expectInverse([&](vec2 u) { return vec2{sampleExponential(u.x, rate), u.y}; },
                      [&](vec2 p) { return vec2{invertExponential(p.x, rate), p.y}; });
    }
    EXPECT_EQ(sampleExponential(0, 1), 0);
    EXPECT_TRUE(std::isfinite(sampleExponential(kOneMinusEpsilon, 1)));
}

TEST(Warp, tent) {
    for (const float radius : {0.5F, 1.0F, 3.0F}) {
        expectPoints({-radius, 0}, {radius, 1}, [&](vec2 u) { return vec2{sampleTent(u.x, radius), u.y}; },
                     [&](vec2 p) { return double{pdfTent(p.x, radius)}; });
        expectInverse([&](vec2 u) { return vec2{sampleTent(u.x, radius), u.y}; },
                      [&](vec2 p) { return vec2{invertTent(p.x, radius), p.y}; });
    }
}

TEST(Warp, directionsHaveUnitLengthAtTheSquaresEdges) {
    for (const float x : {0.0F, 0x1p-24F, 0.5F, kOneMinusEpsilon}) {
        for (const float y : {0.0F, 0x1p-24F, 0.5F, kOneMinusEpsilon}) {
            const vec2 u{x, y};
            for (const vec3 w : {sampleCosineHemisphere(u), sampleUniformHemisphere(u), sampleUniformSphere(u),
                                 sampleUniformCone(u, 0.3F), sampleUniformCone(u, 2)}) {
                EXPECT_NEAR(length(w), 1, 1e-6) << x << " " << y;
            }
            EXPECT_GE(sampleCosineHemisphere(u).z, 0);
            const vec2 b = sampleTriangle(u);
            EXPECT_TRUE(b.x >= 0 && b.y >= 0 && b.x + b.y <= 1);
            EXPECT_LE(length(sampleRegularPolygon(u, 5, 1)), 1 + 1e-6F);
        }
    }
}

}  // namespace
}  // namespace raypool
