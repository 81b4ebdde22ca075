#include "raytracer/core/ray.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "raytracer/core/frame.h"
#include "raytracer/core/hash.h"

namespace raypool {
namespace {

vec3 drawDirection(Pcg32& random) {
    for (;;) {
        const float x = 2 * random.nextFloat() - 1, y = 2 * random.nextFloat() - 1;
        const vec3 v{x, y, 2 * random.nextFloat() - 1};
        const float l2 = length2(v);
        if (l2 > 0.01F && l2 <= 1) return v / std::sqrt(l2);
    }
}

TEST(NextFloat, isTheStandardLibrarys) {
    Pcg32 random(1);
    for (int i = 0; i < 100000; ++i) {
        const float x = std::bit_cast<float>(random.next());
        if (!std::isfinite(x)) continue;
        ASSERT_EQ(nextUp(x), std::nextafter(x, kInfinity)) << x;
        ASSERT_EQ(nextDown(x), std::nextafter(x, -kInfinity)) << x;
    }
    EXPECT_EQ(nextUp(kInfinity), kInfinity);
    EXPECT_EQ(nextDown(-kInfinity), -kInfinity);
    EXPECT_EQ(nextUp(0.0F), std::numeric_limits<float>::denorm_min());
    EXPECT_EQ(nextUp(-0.0F), std::numeric_limits<float>::denorm_min());
    EXPECT_EQ(nextUp(std::numeric_limits<float>::max()), kInfinity);
}

TEST(GammaBound, boundsTheErrorOfSums) {
    // n rounded products of 1 + e: the worst relative error of any order stays below gamma(n) (Higham).
    Pcg32 random(2);
    for (int n = 1; n <= 20; ++n) {
        float rounded = 1;
        double exact = 1;
        for (int i = 0; i < n; ++i) {
            const float factor = 0.5F + random.nextFloat();
            rounded *= factor;
            exact *= double{factor};
        }
        EXPECT_LE(std::fabs(double{rounded} / exact - 1), double{gammaBound(n)}) << n;
    }
}

TEST(OffsetRayOrigin, leavesTheErrorBoxOnTheRaysSide) {
    Pcg32 random(3);
    for (int i = 0; i < 20000; ++i) {
        const float scale = std::exp(20 * random.nextFloat() - 10), relative = std::exp(-6 - 10 * random.nextFloat());
        const vec3 p = drawDirection(random) * scale, n = drawDirection(random), w = drawDirection(random);
        const vec3 error = abs(p) * relative + vec3(scale * 1e-7F);
        const dvec3 o = dvec3(offsetRayOrigin(p, error, n, w));
        const double side = dot(n, w) < 0 ? -1 : 1;
        // No corner of the box reaches beyond the new origin, seen along the normal.
        for (int corner = 0; corner < 8; ++corner) {
            const dvec3 c{double{p.x} + ((corner & 1) != 0 ? 1 : -1) * double{error.x},
                          double{p.y} + ((corner & 2) != 0 ? 1 : -1) * double{error.y},
                          double{p.z} + ((corner & 4) != 0 ? 1 : -1) * double{error.z}};
            ASSERT_GE(side * glm::dot(o - c, dvec3(n)), -2e-7 * double{scale} * double{relative}) << i;
        }
        // And it goes no farther than needed.
        ASSERT_LE(glm::length(o - dvec3(p)), 2 * glm::length(dvec3(error)) + 1e-6 * double{scale});
    }
}

TEST(OffsetRayOrigin, moves) {
    // Even with no error at all it must not stay on the surface's wrong side; with one it has to leave the point.
    const vec3 p{1, 2, 3}, n{0, 0, 1};
    EXPECT_EQ(offsetRayOrigin(p, vec3(0), n, n), p);
    EXPECT_GT(offsetRayOrigin(p, vec3(1e-7F), n, n).z, 3.0F);
    EXPECT_LT(offsetRayOrigin(p, vec3(1e-7F), n, vec3(0.6F, 0, -0.8F)).z, 3.0F);
    EXPECT_EQ(offsetRayOrigin(p, vec3(1e-7F), n, n).x, 1.0F);
}

TEST(Ray, pointsLieAlongIt) {
    Ray ray;
    ray.o = {1, 2, 3};
    ray.d = {0, 0.5F, -2};
    EXPECT_EQ(ray.at(4), vec3(1, 4, -5));
    EXPECT_EQ(ray.tMin, 0);
    EXPECT_EQ(ray.tMax, kInfinity);
}

TEST(Frame3, isOrthonormalAroundAnyNormal) {
    Pcg32 random(4);
    for (int i = 0; i < 20000; ++i) {
        vec3 n = drawDirection(random);
        constexpr std::array<vec3, 6> kAxes{vec3(1, 0, 0), vec3(-1, 0, 0), vec3(0, 1, 0),
                                            vec3(0, -1, 0), vec3(0, 0, 1), vec3(0, 0, -1)};
        if (i < 6) n = kAxes[static_cast<size_t>(i)];
        if (i >= 6 && i < 100) n = normalize(vec3(1e-5F * n.x, 1e-5F * n.y, i % 2 == 0 ? 1 : -1));
        const vec3 tangent = i % 10 == 0 ? n * 2.0F : drawDirection(random);
        for (const Frame3& f : {Frame3::fromZ(n), Frame3::fromZX(n, tangent)}) {
            ASSERT_EQ(f.z, n);
            ASSERT_NEAR(length(f.x), 1, 2e-6);
            ASSERT_NEAR(length(f.y), 1, 2e-6);
            ASSERT_NEAR(dot(f.x, f.y), 0, 2e-6);
            ASSERT_NEAR(dot(f.x, f.z), 0, 2e-6);
            ASSERT_NEAR(dot(f.y, f.z), 0, 2e-6);
            ASSERT_NEAR(dot(cross(f.x, f.y), f.z), 1, 4e-6);
            const vec3 v = drawDirection(random);
            ASSERT_LT(length(f.toWorld(f.toLocal(v)) - v), 4e-6F);
        }
        if (i % 10 != 0) {
            // As much of the tangent as there is beside the normal.
            const Frame3 f = Frame3::fromZX(n, tangent);
            ASSERT_GT(dot(f.x, tangent), 0);
            ASSERT_NEAR(dot(f.y, tangent), 0, 1e-5);
        }
    }
}

}  // namespace
}  // namespace raypool
