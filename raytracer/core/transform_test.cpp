#include "raytracer/core/transform.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

/// In [-1, 1), 53 bits.
double draw(Pcg32& random) { return (random.next() + random.next() * 0x1p-32) * 0x1p-31 - 1; }
dvec3 drawVector(Pcg32& random) {
    const double x = draw(random), y = draw(random);
    return {x, y, draw(random)};
}
dvec3 drawUnit(Pcg32& random) {
    for (;;) {
        const dvec3 v = drawVector(random);
        const double l = glm::length(v);
        if (l > 0.1 && l <= 1) return v / l;
    }
}

/// Rodrigues' formula, column by column: independent of quaternions.
Affine64 rotation(dvec3 axis, double angle, dvec3 translation = dvec3(0)) {
    const auto turned = [&](dvec3 v) {
        const double c = std::cos(angle);
        return v * c + glm::cross(axis, v) * std::sin(angle) + axis * glm::dot(axis, v) * (1 - c);
    };
    return {turned({1, 0, 0}), turned({0, 1, 0}), turned({0, 0, 1}), translation};
}
Affine64 scaling(dvec3 s) { return {{s.x, 0, 0}, {0, s.y, 0}, {0, 0, s.z}, dvec3(0)}; }

double difference(const Affine64& a, const Affine64& b) {
    return std::max({glm::length(a.x - b.x), glm::length(a.y - b.y), glm::length(a.z - b.z), glm::length(a.t - b.t)});
}
/// Rotation, scale by 10^-2 ... 10^2 a side, shear, mirroring half of the time.
Affine64 drawAffine(Pcg32& random) {
    const dvec3 logs = drawVector(random) * 2.0;
    const double sign = random.next() % 2 == 0 ? -1 : 1;
    const dvec3 scale{sign * std::pow(10, logs.x), std::pow(10, logs.y), std::pow(10, logs.z)};
    Affine64 m = rotation(drawUnit(random), 3 * draw(random)) * scaling(scale);
    m = m * Affine64{{1, 0.3 * draw(random), 0}, {0, 1, 0.5 * draw(random)}, {0, 0, 1}, dvec3(0)};
    m.t = drawVector(random) * 100.0;
    return m;
}

TEST(Affine64, composesAndInverts) {
    Pcg32 random(1);
    for (int i = 0; i < 2000; ++i) {
        const Affine64 a = drawAffine(random), b = drawAffine(random);
        const dvec3 p = drawVector(random) * 10.0;
        ASSERT_LT(glm::length((a * b).point(p) - a.point(b.point(p))), 1e-8);
        ASSERT_LT(glm::length((a * b).vector(p) - a.vector(b.vector(p))), 1e-8);
        ASSERT_NEAR((a * b).determinant() / (a.determinant() * b.determinant()), 1, 1e-6);
        const Affine64 back = inverse(a);
        ASSERT_LT(glm::length(back.point(a.point(p)) - p), 1e-8);
        ASSERT_LT(difference(back * a, Affine64{}), 1e-8);
        ASSERT_LT(difference(a * back, Affine64{}), 1e-8);
    }
    // The determinant is the change of volume.
    EXPECT_EQ(scaling({2, 3, 4}).determinant(), 24);
    EXPECT_EQ(scaling({-1, 1, 1}).determinant(), -1);
    EXPECT_NEAR(rotation({0, 0, 1}, 1).determinant(), 1, 1e-15);
}

TEST(Transform, takesPointsThereAndBack) {
    Pcg32 random(2);
    for (int i = 0; i < 2000; ++i) {
        const Affine64 m = drawAffine(random);
        const Transform t(m);
        ASSERT_EQ(t.flipsHandedness, m.determinant() < 0);
        const vec3 p = vec3(drawVector(random));
        const double size = glm::length(dvec3(p)) + glm::length(m.t);
        ASSERT_LT(length(t.toWorld.point(p) - vec3(m.point(dvec3(p)))), 1e-6 * (size + 1000));
        const vec3 back = t.toObject.point(t.toWorld.point(p));
        const vec3 bound = t.toObject.pointError(t.toWorld.point(p), t.toWorld.pointError(p));
        for (int k = 0; k < 3; ++k) ASSERT_LE(std::fabs(back[k] - p[k]), 4 * bound[k] + 1e-4F);
    }
}

TEST(Transform, normalsStayPerpendicular) {
    Pcg32 random(3);
    for (int i = 0; i < 2000; ++i) {
        const Affine64 m = drawAffine(random);
        const Transform t(m);
        const dvec3 n = drawUnit(random), u = glm::cross(n, drawUnit(random));
        const vec3 world = t.normalToWorld(vec3(n)), tangent = vec3(glm::normalize(m.vector(u)));
        ASSERT_NEAR(length(world), 1, 1e-6);
        ASSERT_NEAR(dot(world, tangent), 0, 2e-3) << i;   // shear and scales up to 1:10^4
        // On the side it was.
        ASSERT_GT(glm::dot(dvec3(world), m.vector(n)), 0);
    }
}

TEST(Affine, pointErrorBoundsTheRounding) {
    Pcg32 random(4);
    for (int i = 0; i < 20000; ++i) {
        const Affine64 m = drawAffine(random);
        const Affine f = m.toFloat();
        const Affine64 exact{dvec3(f.x), dvec3(f.y), dvec3(f.z), dvec3(f.t)};
        const vec3 p = vec3(drawVector(random)) * static_cast<float>(std::pow(10, 3 * draw(random)));
        // The point itself is off by up to a ten-thousandth, too.
        const vec3 off = abs(p) * 1e-4F;
        const dvec3 shifted = dvec3(p) + dvec3(off) * drawVector(random);
        const vec3 found = f.point(p), bound = f.pointError(p), wide = f.pointError(p, off);
        for (int k = 0; k < 3; ++k) {
            ASSERT_LE(std::fabs(double{found[k]} - exact.point(dvec3(p))[k]), double{bound[k]} * (1 + 1e-6));
            ASSERT_LE(std::fabs(double{found[k]} - exact.point(shifted)[k]), double{wide[k]} * (1 + 1e-6));
        }
    }
}

TEST(Bounds3, addsAndMeasures) {
    Bounds3 b;
    EXPECT_TRUE(b.isEmpty());
    EXPECT_EQ(b.halfArea(), 0);
    b.add(vec3(1, 2, 3));
    EXPECT_FALSE(b.isEmpty());
    EXPECT_EQ(b.halfArea(), 0);
    b.add(vec3(2, 0, 7));
    EXPECT_EQ(b.low, vec3(1, 0, 3));
    EXPECT_EQ(b.high, vec3(2, 2, 7));
    EXPECT_EQ(b.centre(), vec3(1.5F, 1, 5));
    EXPECT_EQ(b.halfArea(), 1 * 2 + 2 * 4 + 4 * 1);
    Bounds3 other;
    other.add(b);
    EXPECT_EQ(other.low, b.low);
    other.add(Bounds3{});
    EXPECT_EQ(other.high, b.high);
}

TEST(TransformBounds, containTheCorners) {
    Pcg32 random(5);
    for (int i = 0; i < 2000; ++i) {
        const Affine64 m = drawAffine(random);
        Bounds3 box;
        box.add(vec3(drawVector(random)));
        box.add(vec3(drawVector(random)));
        const Affine f = m.toFloat();
        const Affine64 exact{dvec3(f.x), dvec3(f.y), dvec3(f.z), dvec3(f.t)};
        const Bounds3 out = transformBounds(f, box);
        for (int k = 0; k < 27; ++k) {
            const vec3 w{static_cast<float>(k % 3) / 2, static_cast<float>(k / 3 % 3) / 2, static_cast<float>(k / 9) / 2};
            const dvec3 p = exact.point(dvec3(box.low) + dvec3(w) * dvec3(box.size()));
            for (int c = 0; c < 3; ++c) {
                ASSERT_LE(double{out.low[c]}, p[c] + 1e-9);
                ASSERT_GE(double{out.high[c]}, p[c] - 1e-9);
            }
        }
        // And not much more: as large as the columns say.
        for (int c = 0; c < 3; ++c) {
            const dvec3 size = dvec3(box.size());
            const double width = std::fabs(exact.x[c]) * size.x + std::fabs(exact.y[c]) * size.y
                                 + std::fabs(exact.z[c]) * size.z;
            ASSERT_LT(double{out.size()[c]}, width * 1.0001 + 1e-3);
        }
    }
    EXPECT_TRUE(transformBounds(Affine{}, Bounds3{}).isEmpty());
}

TEST(Decomposed, composesWhatItWasMadeFrom) {
    Pcg32 random(6);
    for (int i = 0; i < 2000; ++i) {
        const Affine64 m = drawAffine(random);
        const Decomposed d = Decomposed::from(m);
        const double size = std::max({glm::length(m.x), glm::length(m.y), glm::length(m.z)});
        ASSERT_LT(difference(d.compose(), m), 1e-9 * size) << i;
        ASSERT_NEAR(d.rotation[0] * d.rotation[0] + d.rotation[1] * d.rotation[1] + d.rotation[2] * d.rotation[2]
                        + d.rotation[3] * d.rotation[3], 1, 1e-12);
        // What is left has no rotation in it: it is symmetric.
        ASSERT_NEAR(d.stretch.x.y, d.stretch.y.x, 1e-8 * size) << i;
        ASSERT_NEAR(d.stretch.x.z, d.stretch.z.x, 1e-8 * size) << i;
        ASSERT_NEAR(d.stretch.y.z, d.stretch.z.y, 1e-8 * size) << i;
    }
}

TEST(Decomposed, findsTheRotationOfAnyAngle) {
    Pcg32 random(7);
    for (int i = 0; i < 500; ++i) {
        const dvec3 axis = drawUnit(random);
        const double angle = i == 0 ? 3.14159265358979 : 3.14 * draw(random);
        const Decomposed d = Decomposed::from(rotation(axis, angle, {1, 2, 3}) * scaling({2, 2, 2}));
        // q and -q are the same rotation.
        const double sign = d.rotation[3] * std::cos(angle / 2) < 0 ? -1 : 1;
        for (int k = 0; k < 3; ++k) {
            const double found = sign * d.rotation[static_cast<size_t>(k)];
            ASSERT_NEAR(std::fabs(found), std::fabs(axis[k] * std::sin(angle / 2)), 1e-9);
        }
        ASSERT_NEAR(std::fabs(d.rotation[3]), std::fabs(std::cos(angle / 2)), 1e-9);
        ASSERT_LT(difference(d.stretch, scaling({2, 2, 2})), 1e-12);
        ASSERT_EQ(d.translation, dvec3(1, 2, 3));
    }
}

TEST(Interpolate, rotationsTurnByTheShareOfTheAngle) {
    Pcg32 random(8);
    for (int i = 0; i < 300; ++i) {
        const dvec3 axis = drawUnit(random), from = drawVector(random), to = drawVector(random);
        const Affine64 start = rotation(drawUnit(random), draw(random));
        // Less than half a turn: that way it is the shorter one. Tiny angles, too.
        const double angle = i % 3 == 0 ? 1e-3 * draw(random) : 3.1 * draw(random);
        Affine64 a = start, b = rotation(axis, angle) * start;
        a.t = from;
        b.t = to;
        for (const double t : {0.0, 0.25, 0.5, 0.9, 1.0}) {
            const Affine64 found = interpolate(Decomposed::from(a), Decomposed::from(b), t).compose();
            Affine64 expected = rotation(axis, t * angle) * start;
            expected.t = from * (1 - t) + to * t;
            ASSERT_LT(difference(found, expected), 2e-6) << angle << " " << t;
        }
    }
}

TEST(Interpolate, takesTheShorterWay) {
    // 200 degrees one way are 160 the other.
    const dvec3 up{0, 1, 0};
    constexpr double kDegree = 3.14159265358979 / 180;
    const Decomposed end = Decomposed::from(rotation(up, 200 * kDegree));
    const Affine64 found = interpolate(Decomposed::from({}), end, 0.5).compose();
    EXPECT_LT(difference(found, rotation(up, -80 * kDegree)), 1e-6);
}

TEST(MotionTransform, passesThroughItsKeys) {
    Pcg32 random(9);
    const std::vector<std::pair<float, Affine64>> keys{
        {0.1F, drawAffine(random)}, {0.4F, drawAffine(random)}, {0.5F, drawAffine(random)}, {1.0F, drawAffine(random)}};
    const MotionTransform motion(keys);
    for (const auto& [time, matrix] : keys) {
        EXPECT_LT(difference(motion.matrixAt(time), matrix), 1e-4) << time;
        // Without a jump there.
        EXPECT_LT(difference(motion.matrixAt(time - 1e-6F), motion.matrixAt(time + 1e-6F)), 0.05) << time;
    }
    EXPECT_LT(difference(motion.matrixAt(0), keys.front().second), 1e-9);
    EXPECT_LT(difference(motion.matrixAt(2), keys.back().second), 1e-9);
    EXPECT_EQ(MotionTransform().matrixAt(0.5F), Affine64{});
    const MotionTransform still({{0.0F, keys[0].second}});
    EXPECT_LT(difference(still.matrixAt(0.7F), keys[0].second), 1e-9);
}

TEST(MotionTransform, boundsContainEveryMoment) {
    Pcg32 random(10);
    for (int i = 0; i < 60; ++i) {
        std::vector<std::pair<float, Affine64>> keys;
        const uint32_t count = 1 + random.next() % 4;
        for (uint32_t k = 0; k < count; ++k) {
            const bool turns = i % 3 != 0;
            Affine64 m = turns ? drawAffine(random) : scaling({1, 2, 3});
            m.t = drawVector(random) * 5.0;
            keys.emplace_back(static_cast<float>(k) * 0.3F, m);
        }
        const MotionTransform motion(keys);
        Bounds3 box;
        box.add(vec3(drawVector(random)));
        box.add(vec3(drawVector(random)));
        const float time0 = 0.4F * random.nextFloat(), time1 = time0 + 0.6F * random.nextFloat();
        const Bounds3 out = motion.bounds(box, time0, time1);
        for (int k = 0; k <= 1000; ++k) {
            const Affine64 m = motion.matrixAt(lerp(static_cast<float>(k) / 1000, time0, time1));
            for (int corner = 0; corner < 8; ++corner) {
                const dvec3 p = m.point({double{(corner & 1) != 0 ? box.low.x : box.high.x},
                                         double{(corner & 2) != 0 ? box.low.y : box.high.y},
                                         double{(corner & 4) != 0 ? box.low.z : box.high.z}});
                for (int c = 0; c < 3; ++c) {
                    ASSERT_LE(double{out.low[c]}, p[c]) << i << " " << k;
                    ASSERT_GE(double{out.high[c]}, p[c]) << i << " " << k;
                }
            }
        }
    }
    EXPECT_TRUE(MotionTransform().bounds(Bounds3{}, 0, 1).isEmpty());
}

}  // namespace
}  // namespace raypool
