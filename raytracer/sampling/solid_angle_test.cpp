#include "raytracer/sampling/solid_angle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "raytracer/sampling/warp.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::Chi2Result;
using testing::effort;
using testing::RunningStats;

const uint32_t kSamples = effort(100000, 20000);
constexpr double kDoublePi = 3.14159265358979323846;

vec2 drawPair(Pcg32& random) {
    const float x = random.nextFloat();
    return {x, random.nextFloat()};
}
/// The i-th (of 16) of a grid with the square's edges.
vec2 edgePoint(int i) { return vec2(static_cast<float>(i % 4), static_cast<float>(i / 4)) * (kOneMinusEpsilon / 3); }
vec3 drawBox(Pcg32& random) {
    const vec2 a = drawPair(random);
    return vec3(2 * a.x - 1, 2 * a.y - 1, 2 * random.nextFloat() - 1);
}

/// Solid angle of a small flat piece around q with unit normal n: area cos / d^2. Sums of them are the oracle.
double pieceAngle(dvec3 q, dvec3 n, double area) {
    const double d2 = glm::dot(q, q);
    return area * std::fabs(glm::dot(q, n)) / (d2 * std::sqrt(d2));
}
/// Of a parallelogram or (half) triangle as seen from 0, by midpoints of n x n pieces.
double angleByPieces(dvec3 corner, dvec3 x, dvec3 y, bool isTriangle, int n) {
    const dvec3 normal = glm::cross(x, y);
    const double area = glm::length(normal) / n / n;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            if (isTriangle && i + j >= n) break;
            // A triangle's last pieces are halves, with the centroid at a third.
            const bool isHalf = isTriangle && i + j == n - 1;
            const double part = isHalf ? 1.0 / 3 : 0.5;
            const dvec3 q = corner + x * ((i + part) / n) + y * ((j + part) / n);
            sum += pieceAngle(q, glm::normalize(normal), isHalf ? area / 2 : area);
        }
    }
    return sum;
}

TEST(SphericalTriangle, anOctantIsAnEighthOfTheSphere) {
    const SphericalTriangle t({1, 2, 3}, {3, 2, 3}, {1, 2.5F, 3}, {1, 2, 13});
    EXPECT_NEAR(t.solidAngle(), kDoublePi / 2, 1e-6);
    EXPECT_TRUE(t.isUsable());
}

TEST(SphericalTriangle, solidAngleIsTheSumOfPieces) {
    Pcg32 random(1);
    for (int i = 0; i < 40; ++i) {
        const vec3 p = drawBox(random) * 3.0F, a = drawBox(random), b = drawBox(random), c = drawBox(random);
        const double expected = angleByPieces(dvec3(a) - dvec3(p), dvec3(b - a), dvec3(c - a), true, 400);
        const SphericalTriangle t(p, a, b, c);
        EXPECT_NEAR(t.solidAngle(), expected, 2e-3 * expected + 1e-6) << i;
    }
}

TEST(SphericalTriangle, smallAndFarOnesKeepTheirPrecision) {
    // From far away the solid angle is area cos / d^2.
    for (const float d : {10.0F, 1e3F, 1e4F}) {
        const SphericalTriangle t({0, 0, d}, {0, 0, 0}, {0.1F, 0, 0}, {0, 0.1F, 0});
        const double expected = 0.005 / double{d} / double{d};
        EXPECT_NEAR(t.solidAngle() / expected, 1, 1e-4 + 0.01 / double{d}) << d;
    }
    const SphericalTriangle tiny({0, 0, 100}, {0, 0, 0}, {0.01F, 0, 0}, {0, 0.01F, 0});
    EXPECT_TRUE(tiny.isUsable());
    const SphericalTriangle none({0, 0, 1e5F}, {0, 0, 0}, {0.01F, 0, 0}, {0, 0.01F, 0});
    EXPECT_FALSE(none.isUsable());
}

TEST(SphericalTriangle, degenerateOnesAreNotUsable) {
    EXPECT_FALSE(SphericalTriangle({0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 1, 0}).isUsable());   // seen from its plane
    EXPECT_FALSE(SphericalTriangle({0, 0, 1}, {1, 0, 0}, {1, 0, 0}, {0, 1, 0}).isUsable());   // a line
    EXPECT_FALSE(SphericalTriangle({1, 1, 1}, {1, 1, 1}, {2, 3, 4}, {0, 1, 0}).isUsable());   // seen from a corner
}

struct TriangleCase {
    const char* name;
    vec3 p, a, b, c;
};
const TriangleCase kTriangles[] = {
    {"octant", {0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {"common", {0.2F, -0.1F, 2}, {-1, -0.5F, 0}, {1.2F, -0.7F, 0.3F}, {0.1F, 0.9F, -0.2F}},
    {"near, almost a hemisphere", {0.1F, 0.1F, 0.01F}, {-5, -4, 0}, {6, -3, 0}, {0, 5, 0}},
    {"grazing", {3, 0, 0.02F}, {-1, -1, 0}, {1, -1, 0}, {0, 1, 0}},
    {"sliver", {0, 0, 1}, {-1, 0, 0}, {1, 0.001F, 0}, {1, 0.01F, 0}},
    {"small", {0, 0, 30}, {0, 0, 0}, {0.1F, 0, 0}, {0, 0.1F, 0}},
    {"off the origin", {1000, 1000.5F, 1001}, {999.5F, 1000, 1000}, {1001, 1000, 1000}, {1000, 1001, 1000.25F}},
};

TEST(SphericalTriangle, directionsAreUniformOnIt) {
    // On the triangle the share of directions within barycentric cells is the share of their solid angles, by pieces.
    for (const TriangleCase& k : kTriangles) {
        const SphericalTriangle t(k.p, k.a, k.b, k.c);
        ASSERT_TRUE(t.isUsable()) << k.name;
        const dvec3 a = dvec3(k.a) - dvec3(k.p), b = dvec3(k.b) - dvec3(k.p), c = dvec3(k.c) - dvec3(k.p);
        const dvec3 normal = glm::cross(b - a, c - a);
        const double area2 = glm::length(normal);
        const auto pdf = [&](vec2 bary) {
            if (bary.x + bary.y > 1) return 0.0;
            const dvec3 q = a * double{bary.x} + b * double{bary.y} + c * (1 - double{bary.x} - double{bary.y});
            return pieceAngle(q, normal / area2, area2) / double{t.solidAngle()};
        };
        const Chi2Result r = testing::chi2Square(
            [&](Pcg32& random, vec2& bary) {
                bary = t.sample(drawPair(random)).b;
                return true;
            },
            pdf, {.samples = kSamples, .cellsA = 24, .cellsB = 24});
        EXPECT_TRUE(r.passed) << k.name << ": " << r.message;
        EXPECT_NEAR(r.integral, 1, 2e-3) << k.name;
    }
}

TEST(SphericalTriangle, samplesAgreeWithThemselves) {
    for (const TriangleCase& k : kTriangles) {
        const SphericalTriangle t(k.p, k.a, k.b, k.c);
        Pcg32 random(2);
        double worstPlace = 0, worstInverse = 0;
        for (int i = 0; i < 5000; ++i) {
            const vec2 u = drawPair(random);
            const SphericalTriangle::Sample s = t.sample(u);
            ASSERT_NEAR(length(s.wi), 1, 1e-6) << k.name;
            ASSERT_TRUE(s.b.x >= 0 && s.b.y >= 0 && s.b.x + s.b.y <= 1 + 1e-6F) << k.name;
            const dvec3 q = dvec3(k.a) * double{s.b.x} + dvec3(k.b) * double{s.b.y}
                            + dvec3(k.c) * (1 - double{s.b.x} - double{s.b.y}) - dvec3(k.p);
            worstPlace = std::max(worstPlace, glm::length(dvec3(s.wi) - glm::normalize(q)));
            EXPECT_NEAR(glm::length(q) / double{s.distance}, 1, 1e-4) << k.name;
            const vec2 v = t.invert(s.wi);
            // Nearly at the corner b, all arcs meet: their number says nothing there.
            if (u.y > 0.01F) worstInverse = std::max(worstInverse, std::fabs(double{v.x} - double{u.x}));
            worstInverse = std::max(worstInverse, std::fabs(double{v.y} - double{u.y}));
        }
        // A barycentric coordinate's last place is that much more of a direction, the nearer the triangle is.
        EXPECT_LT(worstPlace, k.p.z == 0.01F ? 1e-4 : 1e-6) << k.name;
        // wi is rounded to floats: 1e-7 of a direction is that much more of a small triangle.
        const double size = std::sqrt(double{t.solidAngle()});
        EXPECT_LT(worstInverse, k.name == std::string("sliver") ? 0.02 : 1e-6 + 4e-6 / size) << k.name;
    }
}

TEST(SphericalTriangle, everyCornerOfTheSquareGivesAPoint) {
    for (const TriangleCase& k : kTriangles) {
        const SphericalTriangle t(k.p, k.a, k.b, k.c);
        for (const float x : {0.0F, 0x1p-24F, 0.5F, kOneMinusEpsilon}) {
            for (const float y : {0.0F, 0x1p-24F, 0.5F, kOneMinusEpsilon}) {
                const SphericalTriangle::Sample s = t.sample({x, y});
                EXPECT_NEAR(length(s.wi), 1, 1e-6) << k.name << " " << x << " " << y;
                EXPECT_GT(s.distance, 0) << k.name;
                EXPECT_TRUE(s.b.x >= 0 && s.b.y >= 0 && s.b.x + s.b.y <= 1 + 1e-6F) << k.name;
            }
        }
    }
}

struct RectangleCase {
    const char* name;
    vec3 p, corner, x, y;
};
const RectangleCase kRectangles[] = {
    {"above", {0, 0, 1}, {-1, -1, 0}, {2, 0, 0}, {0, 2, 0}},
    {"below, turned", {0.3F, 0.2F, -1}, {-1, -1, 0.5F}, {1.6F, 1.2F, 0}, {-0.6F, 0.8F, 0}},
    {"aside", {4, 2, 1}, {-1, -1, 0}, {2, 0, 0}, {0, 3, 0}},
    {"grazing", {3, 0, 0.01F}, {-1, -1, 0}, {2, 0, 0}, {0, 2, 0}},
    {"near", {0.1F, 0.2F, 0.001F}, {-1, -1, 0}, {2, 0, 0}, {0, 2, 0}},
    {"all but touching", {0.1F, 0.2F, 1e-5F}, {-1, -1, 0}, {2, 0, 0}, {0, 2, 0}},
    {"narrow", {0.5F, 0, 2}, {-1, 0, 0}, {2, 0, 0}, {0, 0.001F, 0}},
    {"small", {1, 2, 50}, {0, 0, 0}, {0.1F, 0, 0}, {0, 0.1F, 0}},
    {"small and aside", {50, 2, 20}, {0, 0, 0}, {0.1F, 0, 0}, {0, 0.1F, 0}},
    {"off the origin", {1000, 1000.5F, 1001}, {999.5F, 1000, 1000}, {1, 0, 0}, {0, 0, 2}},
    {"standing", {2, 0.5F, 0.5F}, {0, 0, 0}, {0, 0, 1}, {0, 1, 0}},
};

TEST(SphericalRectangle, knownSolidAngles) {
    // A face of a cube seen from its middle is a sixth of the sphere.
    EXPECT_NEAR(SphericalRectangle({0, 0, 0}, {-1, -1, 1}, {2, 0, 0}, {0, 2, 0}).solidAngle(), 4 * kDoublePi / 6, 1e-6);
    for (const RectangleCase& k : kRectangles) {
        const SphericalRectangle r(k.p, k.corner, k.x, k.y);
        const double expected = angleByPieces(dvec3(k.corner) - dvec3(k.p), dvec3(k.x), dvec3(k.y), false, 1000);
        if (k.p.z > 2e-3F || k.p.z < 0) {   // nearer, the pieces are too large
            EXPECT_NEAR(r.solidAngle() / expected, 1, 2e-3) << k.name;
        }
        EXPECT_TRUE(r.isUsable()) << k.name;
    }
    // Half of the sphere, but for what the rectangle leaves open at the horizon.
    EXPECT_NEAR(SphericalRectangle({0, 0, 1e-3F}, {-1, -1, 0}, {2, 0, 0}, {0, 2, 0}).solidAngle(), 2 * kDoublePi, 0.01);
    EXPECT_FALSE(SphericalRectangle({0, 0, 0}, {1, 1, 0}, {2, 0, 0}, {0, 2, 0}).isUsable());
    EXPECT_FALSE(SphericalRectangle({0, 0, 1}, {1, 1, 0}, {0, 0, 0}, {0, 2, 0}).isUsable());
}

TEST(SphericalRectangle, directionsAreUniformOnIt) {
    for (const RectangleCase& k : kRectangles) {
        if (k.p.z > 0 && k.p.z < 1e-4F) continue;   // almost all within a hundred-thousandth: by direction, below
        const SphericalRectangle t(k.p, k.corner, k.x, k.y);
        const dvec3 corner = dvec3(k.corner) - dvec3(k.p), normal = glm::cross(dvec3(k.x), dvec3(k.y));
        const double area = glm::length(normal);
        const auto pdf = [&](vec2 st) {
            const dvec3 q = corner + dvec3(k.x) * double{st.x} + dvec3(k.y) * double{st.y};
            return pieceAngle(q, normal / area, area) / double{t.solidAngle()};
        };
        const Chi2Result r = testing::chi2Square(
            [&](Pcg32& random, vec2& st) {
                st = t.sample(drawPair(random));
                return true;
            },
            pdf, {.samples = kSamples, .cellsA = 24, .cellsB = 24});
        EXPECT_TRUE(r.passed) << k.name << ": " << r.message;
        EXPECT_NEAR(r.integral, 1, 2e-3) << k.name;
    }
}

TEST(SphericalRectangle, fromNearbyItIsHalfTheSphere) {
    for (const float z : {0.1F, 1e-3F}) {   // nearer, a place's last digit is too much of a direction
        const SphericalRectangle t({0.1F, 0.2F, z}, {-1, -1, 0}, {2, 0, 0}, {0, 2, 0});
        const auto pdf = [&](vec3 w) {
            if (w.z >= 0) return 0.0;
            const float d = -z / w.z;
            return std::fabs(0.1F + d * w.x) <= 1 && std::fabs(0.2F + d * w.y) <= 1 ? double{t.pdf()} : 0;
        };
        const Chi2Result r = testing::chi2Sphere(
            [&](Pcg32& random, vec3& w) {
                const vec2 st = t.sample(drawPair(random));
                w = normalize(vec3(2 * st.x - 1.1F, 2 * st.y - 1.2F, -z));
                return true;
            },
            pdf, {.samples = kSamples});
        EXPECT_TRUE(r.passed) << z << ": " << r.message;
        EXPECT_NEAR(r.integral, 1, 2e-3) << z;
    }
}

TEST(SphericalRectangle, samplesAgreeWithThemselves) {
    for (const RectangleCase& k : kRectangles) {
        const SphericalRectangle t(k.p, k.corner, k.x, k.y);
        // A place's last digit is that much more of a direction, the nearer the rectangle is.
        const bool isNear = k.p.z > 0 && k.p.z < 2e-3F;
        Pcg32 random(3);
        double worstInverse = 0;
        for (int i = 0; i < 5000; ++i) {
            vec2 u = drawPair(random);
            if (i < 16) u = edgePoint(i);
            const vec2 st = t.sample(u);
            ASSERT_TRUE(st.x >= 0 && st.y >= 0 && st.x <= 1 && st.y <= 1) << k.name;
            const vec2 v = t.invert(st);
            worstInverse = std::max(worstInverse, std::fabs(double{v.x} - double{u.x}));
            worstInverse = std::max(worstInverse, std::fabs(double{v.y} - double{u.y}));
        }
        EXPECT_LT(worstInverse, isNear ? 1e-6 / double{k.p.z} : 1e-5) << k.name;
    }
}

struct SphereCase {
    const char* name;
    vec3 p, centre;
    float radius;
};
const SphereCase kSpheres[] = {
    {"common", {0, 0, 0}, {1, 2, -2}, 1},
    {"far", {0, 0, 0}, {1000, 2000, -2000}, 1},
    {"very far", {0, 0, 0}, {1e6F, 2e6F, -2e6F}, 1},
    {"nearly touching", {1.00001F, 0, 0}, {0, 0, 0}, 1},
    {"touching as floats can", {1.0000001F, 0, 0}, {0, 0, 0}, 1},
    {"large", {0, 1, 0}, {0, -1e5F, 0}, 1e5F},
    {"below", {0.5F, -3, 0.2F}, {0, 0, 0}, 0.7F},
};

TEST(SphereCone, isTheConeThatTouches) {
    for (const SphereCase& k : kSpheres) {
        const SphereCone cone(k.p, k.centre, k.radius);
        ASSERT_TRUE(cone.isUsable()) << k.name;
        const double d = glm::length(dvec3(k.centre) - dvec3(k.p)), sine = double{k.radius} / d;
        const double expected = sine * sine / (1 + std::sqrt((1 - sine) * (1 + sine)));
        EXPECT_NEAR(cone.oneMinusCosMax() / expected, 1, 1e-6) << k.name;
        EXPECT_NEAR(cone.pdf() * cone.solidAngle(), 1, 1e-6);
    }
    EXPECT_FALSE(SphereCone({0.5F, 0, 0}, {0, 0, 0}, 1).isUsable());
    EXPECT_FALSE(SphereCone({1, 0, 0}, {0, 0, 0}, 1).isUsable());
    EXPECT_FALSE(SphereCone({0, 0, 0}, {0, 0, 0}, 1).isUsable());
}

TEST(SphereCone, directionsAreUniform) {
    for (const SphereCase& k : kSpheres) {
        const SphereCone cone(k.p, k.centre, k.radius);
        const vec3 axis = vec3(glm::normalize(dvec3(k.centre) - dvec3(k.p)));
        const float limit = cone.oneMinusCosMax();
        if (limit < 1e-5F) continue;   // too narrow to be told from directions rounded to floats; tested by invert
        const Chi2Result r = testing::chi2Sphere(
            [&](Pcg32& random, vec3& w) {
                w = cone.sample(drawPair(random)).wi;
                return true;
            },
            [&](vec3 w) { return 0.5F * length2(normalize(w) - axis) <= limit ? double{cone.pdf()} : 0; },
            {.samples = kSamples, .pole = axis});
        EXPECT_TRUE(r.passed) << k.name << ": " << r.message;
        EXPECT_NEAR(r.integral, 1, 2e-3) << k.name;
    }
}

TEST(SphereCone, samplesAgreeWithThemselves) {
    for (const SphereCase& k : kSpheres) {
        const SphereCone cone(k.p, k.centre, k.radius);
        Pcg32 random(4);
        for (int i = 0; i < 2000; ++i) {
            vec2 u = drawPair(random);
            if (i < 16) u = edgePoint(i);
            const SphereCone::Sample s = cone.sample(u);
            ASSERT_NEAR(length(s.wi), 1, 1e-6) << k.name;
            ASSERT_NEAR(length(s.n), 1, 1e-6) << k.name;
            ASSERT_LE(dot(s.n, s.wi), 1e-3F) << k.name;   // the side that faces p
            ASSERT_GT(s.distance, 0) << k.name;
            // Both ways to the point are the same.
            const dvec3 onSphere = dvec3(k.centre) - dvec3(k.p) + dvec3(s.n) * double{k.radius};
            const dvec3 onRay = dvec3(s.wi) * double{s.distance};
            const double scale = glm::length(dvec3(k.centre) - dvec3(k.p));
            ASSERT_LT(glm::length(onSphere - onRay), 4e-7 * scale) << k.name << " " << u.x << " " << u.y;
            const vec2 v = cone.invert(s.wi);
            const double size = std::sqrt(double{cone.solidAngle()});
            if (size > 1e-3) {
                ASSERT_NEAR(v.x, u.x, 1e-6 + 4e-7 / size) << k.name;
            }
        }
    }
}

TEST(SolidAngle, samplingIntegratesLikeSamplingByArea) {
    // Irradiance at p from a triangle and a rectangle, by both ways.
    Pcg32 random(5);
    const vec3 p{0.2F, -0.1F, 2}, n = normalize(vec3(0.3F, 0.2F, -1));
    const vec3 a{-1, -0.5F, 0}, b{1.2F, -0.7F, 0.3F}, c{0.1F, 0.9F, -0.2F};
    const SphericalTriangle triangle(p, a, b, c);
    RunningStats byAngle, byArea;
    const float area = 0.5F * length(cross(b - a, c - a));
    const vec3 normal = normalize(cross(b - a, c - a));
    for (int i = 0; i < effort(40000, 10000); ++i) {
        byAngle.add(std::max(0.0, double{dot(n, triangle.sample(drawPair(random)).wi)} / double{triangle.pdf()}));
        const vec2 w = sampleTriangle(drawPair(random));
        const vec3 d = a * w.x + b * w.y + c * (1 - w.x - w.y) - p, wi = normalize(d);
        byArea.add(std::max(0.0, double{dot(n, wi) * std::fabs(dot(normal, wi)) / length2(d) / pdfTriangle(area)}));
    }
    EXPECT_GT(testing::pMeansEqual(byAngle, byArea), testing::testLimit());
    EXPECT_LT(byAngle.variance(), byArea.variance());
}

}  // namespace
}  // namespace raypool
