#include "raytracer/geometry/intersect.h"

#include <gtest/gtest.h>

#include <functional>

#include "raytracer/core/hash.h"
#include "raytracer/testing/random_geometry.h"

namespace raypool {
namespace {

struct Solid {
    ShapeKind kind;
    float parameter;
    std::function<double(dvec3)> outside;   // below 0 inside
};

/// Closed shapes: the first change of the implicit function's sign along the ray, by small steps and bisection.
TEST(IntersectShape, ClosedShapesAsTheirImplicitFunctionsSay) {
    const Solid solids[] = {
        {ShapeKind::kSphere, 0, [](dvec3 p) { return glm::length(p) - 1; }},
        {ShapeKind::kBox, 0, [](dvec3 p) { return std::max({std::fabs(p.x), std::fabs(p.y), std::fabs(p.z)}) - 0.5; }},
        {ShapeKind::kCylinder, 1, [](dvec3 p) { return std::max(std::sqrt(p.x * p.x + p.y * p.y) - 1, std::fabs(p.z) - 0.5); }}};
    Pcg32 random(1);
    for (const Solid& solid : solids) {
        int hits = 0;
        for (int i = 0; i < 300; ++i) {
            const dvec3 o(testing::uniformPoint(random, vec3(-2), vec3(2)));
            dvec3 d(testing::uniformDirection(random));
            if (i % 2 == 0) d = glm::normalize(-o + d * 0.5);
            if (i % 10 == 0) d = dvec3(i % 20 == 0 ? 1 : 0, 0, i % 20 == 0 ? 0 : -1);
            const double step = 0.004;
            double expected = -1;
            for (double t = 0; t < 6; t += step) {
                if ((solid.outside(o + d * t) < 0) == (solid.outside(o + d * (t + step)) < 0)) continue;
                double low = t, high = t + step;
                for (int k = 0; k < 60; ++k) {
                    const double middle = (low + high) / 2;
                    ((solid.outside(o + d * middle) < 0) == (solid.outside(o + d * low) < 0) ? low : high) = middle;
                }
                expected = low;
                break;
            }
            ShapeHit hit;
            const bool isHit = intersectShape(solid.kind, solid.parameter, o, d, 0, 6, hit);
            if (expected < 0) {
                // Steps may miss where the ray passes through a corner.
                if (isHit) {
                    EXPECT_GT(solid.outside(o + d * (hit.t + step)), -step);
                }
                continue;
            }
            ++hits;
            ASSERT_TRUE(isHit);
            if (hit.t < expected - 1e-9) {
                EXPECT_GT(solid.outside(o + d * (hit.t + step)), -step);
                continue;
            }
            EXPECT_NEAR(hit.t, expected, 1e-9);
            const dvec3 p = o + d * hit.t;
            if (solid.kind == ShapeKind::kBox) {
                EXPECT_NEAR(p[static_cast<int>(hit.primitive / 2)], (hit.primitive & 1) != 0 ? 0.5 : -0.5, 1e-9);
            } else if (solid.kind == ShapeKind::kCylinder && hit.primitive != 0) {
                EXPECT_NEAR(p.z, hit.primitive == 2 ? 0.5 : -0.5, 1e-9);
            } else if (solid.kind == ShapeKind::kCylinder) {
                EXPECT_NEAR(p.x * p.x + p.y * p.y, 1, 1e-9);
            }
        }
        EXPECT_GT(hits, 100);
    }
}

bool hits(ShapeKind kind, float parameter, dvec3 o, dvec3 d, double tMin = 0, double tMax = 100) {
    ShapeHit hit;
    return intersectShape(kind, parameter, o, d, tMin, tMax, hit);
}

TEST(IntersectShape, FlatShapesAndTubes) {
    const dvec3 down(0, 0, -1);
    EXPECT_TRUE(hits(ShapeKind::kRectangle, 0, {0.49, -0.49, 1}, down));
    EXPECT_FALSE(hits(ShapeKind::kRectangle, 0, {0.51, 0, 1}, down));
    EXPECT_FALSE(hits(ShapeKind::kRectangle, 0, {0, 0, 1}, -down));
    EXPECT_TRUE(hits(ShapeKind::kDisk, 0, {0.7, -0.7, -1}, -down));
    EXPECT_FALSE(hits(ShapeKind::kDisk, 0, {0.72, 0.72, 1}, down));
    EXPECT_FALSE(hits(ShapeKind::kDisk, 0.5F, {0.3, 0.3, 1}, down));
    EXPECT_TRUE(hits(ShapeKind::kDisk, 0.5F, {0.4, 0.4, 1}, down));
    EXPECT_TRUE(hits(ShapeKind::kPlane, 0, {1e6, -1e6, 1}, down));
    EXPECT_FALSE(hits(ShapeKind::kPlane, 0, {0, 0, 1}, {1, 0, 0}));
    EXPECT_FALSE(hits(ShapeKind::kPlane, 0, {0, 0, 1}, down, 0, 1)) << "tMax is not included";
    EXPECT_TRUE(hits(ShapeKind::kPlane, 0, {0, 0, 1}, down, 1, 2)) << "tMin is";
    // A tube is open: along the axis nothing, from above into it its inner side, where a capped one has its lid.
    EXPECT_FALSE(hits(ShapeKind::kCylinder, 0, {0.5, 0, 3}, down));
    EXPECT_TRUE(hits(ShapeKind::kCylinder, 1, {0.5, 0, 3}, down));
    ShapeHit hit;
    ASSERT_TRUE(intersectShape(ShapeKind::kCylinder, 0, {0, 0, 1.5}, glm::normalize(dvec3(1, 0, -1.5)), 0, 100, hit));
    EXPECT_NEAR(hit.t, std::sqrt(1 + 1.5 * 1.5), 1e-12);
    ASSERT_TRUE(intersectShape(ShapeKind::kCylinder, 1, {0, 0, 1.5}, glm::normalize(dvec3(1, 0, -1.5)), 0, 100, hit));
    EXPECT_EQ(hit.primitive, 2U);
}

TEST(IntersectShape, SmallSpheresFarAway) {
    // A sphere of radius 1 from ten million radii, by an aimed ray: the nearest point, to a small part of the radius.
    Pcg32 random(2);
    for (int i = 0; i < 100; ++i) {
        const dvec3 target = glm::normalize(dvec3(testing::uniformDirection(random))) * 0.5;
        const dvec3 o = glm::normalize(dvec3(testing::uniformDirection(random))) * 1e7;
        const dvec3 d = glm::normalize(target - o);
        ShapeHit hit;
        ASSERT_TRUE(intersectShape(ShapeKind::kSphere, 0, o, d, 0, 1e9, hit));
        EXPECT_NEAR(glm::length(o + d * hit.t), 1, 1e-7);
    }
}

}  // namespace
}  // namespace raypool
