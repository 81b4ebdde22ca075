#include "raytracer/scene/native_desc.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "raytracer/scene/angles.h"
#include "raytracer/scene/cycles.h"

namespace raypool {
namespace {

void expectNear(dvec3 a, dvec3 b) { EXPECT_LT(glm::length(a - b), 1e-12) << a.x << ' ' << a.y << ' ' << a.z; }

TEST(Angles, AgreeWithTheStandardLibrary) {
    for (int i = -4000; i <= 4000; ++i) {
        const double degrees = i * 0.2371, radians = degrees * std::numbers::pi / 180;
        const auto [s, c] = sinCosDegrees(degrees);
        EXPECT_NEAR(s, std::sin(radians), 2e-15 * (1 + std::fabs(radians))) << degrees;
        EXPECT_NEAR(c, std::cos(radians), 2e-15 * (1 + std::fabs(radians))) << degrees;
    }
}

TEST(Angles, RightAnglesAreExact) {
    for (int i = -8; i <= 8; ++i) {
        const auto [s, c] = sinCosDegrees(90.0 * i);
        constexpr double kSines[] = {0, 1, 0, -1};
        EXPECT_EQ(s, kSines[i & 3]);
        EXPECT_EQ(c, kSines[(i + 1) & 3]);
    }
    EXPECT_NEAR(tanDegrees(45), 1, 1e-15);
}

TEST(Placement, UnitShapesGoWhereTheFieldsSay) {
    const Affine64 sphere = placement(SphereShape{{1, 2, 3}, 4});
    expectNear(sphere.point({1, 0, 0}), {5, 2, 3});
    const Affine64 box = placement(BoxShape{{1, 1, 1}, {2, 4, 6}});
    expectNear(box.point({0.5, 0.5, 0.5}), {2, 3, 4});
    const Affine64 cylinder = placement(CylinderShape{{0, 1, 0}, {0, 1, 0}, 0.5, 2, true});
    expectNear(cylinder.point({0, 0, 0.5}), {0, 2, 0});
    EXPECT_NEAR(cylinder.determinant(), 0.5, 1e-12);
    const Affine64 disk = placement(DiskShape{2, 0, {0, 0, 5}, {3, 0, 0}});
    expectNear(disk.vector({0, 0, 1}), {1, 0, 0});
    const Affine64 floor = placement(RectangleShape{2, 3, {0, 0, 0}, {0, 1, 0}});
    expectNear(floor.vector({1, 0, 0}), {2, 0, 0});    // the width stays along x
    expectNear(floor.vector({0, 1, 0}), {0, 0, -3});
    EXPECT_EQ(placement(MeshShape{}), Affine64{});
    EXPECT_EQ(placement(GroupShape{}), Affine64{});
}

TEST(Placement, NormalsOfEveryDirectionAreRotations) {
    for (int i = 0; i < 500; ++i) {
        const double z = -1 + i / 249.5, r = std::sqrt(std::fmax(0, 1 - z * z)), phi = i * 2.4;
        for (const double tiny : {0.0, 1e-8, 1e-20}) {
            const dvec3 n{r * std::cos(phi) + tiny, r * std::sin(phi), z};
            const Affine64 m = placement(PlaneShape{{0, 0, 0}, n * 7.0});
            expectNear(m.z, n / glm::length(n));
            EXPECT_NEAR(m.determinant(), 1, 1e-12);
            EXPECT_NEAR(glm::length(m.x), 1, 1e-12);
            EXPECT_NEAR(glm::dot(m.x, m.y), 0, 1e-12);
        }
    }
}

TEST(CameraDesc, AnglesOfView) {
    CameraDesc camera;
    EXPECT_NEAR(tanHalfFov(camera, 800, 600), std::tan(20 * std::numbers::pi / 180), 1e-15);
    camera.yfov = 60;
    EXPECT_NEAR(tanHalfFov(camera, 1, 5), std::tan(std::numbers::pi / 6), 1e-15);
    camera.yfov.reset();
    camera.xfov = 90;
    EXPECT_NEAR(tanHalfFov(camera, 400, 200), 0.5, 1e-15);
    camera.xfov.reset();
    camera.focalLength = 50;   // a film of 36 mm
    EXPECT_NEAR(tanHalfFov(camera, 300, 200), 12.0 / 50, 1e-15);
    camera.sensorHeight = 24;
    EXPECT_NEAR(tanHalfFov(camera, 200, 200), 12.0 / 50, 1e-15);
    camera.xmag = 3;
    EXPECT_EQ(halfHeight(camera, 300, 200), 2);
    camera.ymag = 7;
    EXPECT_EQ(halfHeight(camera, 300, 200), 7);
}

TEST(CameraDesc, Lenses) {
    CameraDesc camera;
    EXPECT_EQ(lensRadius(camera, 300, 200), 0);
    EXPECT_EQ(focusDistance(camera, 4), 4);
    camera.focalLength = 50;
    camera.fstop = 2;
    EXPECT_NEAR(lensRadius(camera, 300, 200), 0.0125, 1e-15);   // 25 mm wide
    camera.focalLength.reset();
    camera.xfov = 2 * std::atan(18.0 / 50) * 180 / std::numbers::pi;   // what 50 mm see on that film
    EXPECT_NEAR(lensRadius(camera, 300, 200), 0.0125, 1e-12);
    camera.fstop.reset();
    camera.lensRadius = 0.25;
    EXPECT_EQ(lensRadius(camera, 300, 200), 0.25);
    camera.lookAt = LookAt{{0, 0, 5}, {0, 0, 2}, {0, 1, 0}};
    EXPECT_EQ(focusDistance(camera, 4), 3);
    camera.focusDistance = 9;
    EXPECT_EQ(focusDistance(camera, 4), 9);
}

TEST(FilterDesc, EachShapeHasItsOwnRadius) {
    EXPECT_EQ(filterRadius({FilterShape::kBox, 0}), 0.5F);
    EXPECT_EQ(filterRadius({FilterShape::kMitchell, 0}), 2);
    EXPECT_EQ(filterRadius({FilterShape::kMitchell, 3}), 3);
}

TEST(Cycles, ChildrenComeFirst) {
    const Graph graph = {{2, 1}, {3}, {3}, {}, {}};
    const auto order = orderOf(graph);
    EXPECT_FALSE(order.inCycle.has_value());
    ASSERT_EQ(order.children.size(), graph.size());
    std::vector<size_t> at(graph.size());
    for (size_t i = 0; i < order.children.size(); ++i) at[order.children[i]] = i;
    for (size_t i = 0; i < graph.size(); ++i) {
        for (const uint32_t child : graph[i]) EXPECT_LT(at[child], at[i]);
    }
}

TEST(Cycles, AreFoundWhereverTheyAre) {
    EXPECT_EQ(orderOf({{0}}).inCycle, 0U);
    EXPECT_EQ(orderOf({{}, {2}, {3}, {1}}).inCycle, 1U);
    EXPECT_FALSE(orderOf({{1, 1, 1}, {}}).inCycle.has_value());
    Graph ring(100000);
    for (uint32_t i = 0; i < ring.size(); ++i) ring[i] = {(i + 1) % static_cast<uint32_t>(ring.size())};
    EXPECT_TRUE(orderOf(ring).inCycle.has_value());
}

}  // namespace
}  // namespace raypool
