// Sampled points of all finite shapes against geometry in double: where they are, how dense, how large the shape
// appears.
#include "raytracer/geometry/shape_sampling.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <string>

#include "raytracer/core/hash.h"
#include "raytracer/geometry/geometry.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::RunningStats;
constexpr double kPi64 = std::numbers::pi;

Affine64 turned(double degrees, dvec3 axis) {
    const dvec3 a = glm::normalize(axis);
    const double c = std::cos(degrees * kPi64 / 180), s = std::sin(degrees * kPi64 / 180);
    const auto rotated = [&](dvec3 v) { return v * c + glm::cross(a, v) * s + a * (glm::dot(a, v) * (1 - c)); };
    return {rotated({1, 0, 0}), rotated({0, 1, 0}), rotated({0, 0, 1}), {0, 0, 0}};
}
Affine64 scaled(dvec3 s) { return {{s.x, 0, 0}, {0, s.y, 0}, {0, 0, s.z}, {0, 0, 0}}; }
Affine64 moved(dvec3 t) { return {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, t}; }

struct Case {
    std::string name;
    ShapeKind kind;
    float parameter;
    uint32_t primitive;
    Affine64 matrix;
};

const std::array<vec3, 3> kTriangle{vec3(-0.4F, -0.5F, 0.1F), vec3(0.7F, -0.3F, 0), vec3(0.1F, 0.6F, -0.2F)};

/// Every kind of primitive under every kind of transform, of size `scale` and around `centre`.
std::vector<Case> cases(double scale, dvec3 centre) {
    const std::array<std::pair<const char*, Affine64>, 4> transforms{{
        {"rotated", turned(40, {1, 2, 3})},
        {"stretched", turned(70, {-1, 1, 0}) * scaled({1.5, 0.6, 1})},
        {"mirrored", turned(25, {0, 1, 3}) * scaled({1, -0.8, 1.2})},
        {"sheared", turned(110, {1, 0, 1}) * Affine64{{1, 0, 0}, {0.4, 1, 0}, {0.2, -0.3, 0.8}, {0, 0, 0}}},
    }};
    const std::array<std::tuple<const char*, ShapeKind, float, uint32_t>, 9> shapes{{
        {"triangle", ShapeKind::kMesh, 0.0F, 0U},
        {"sphere", ShapeKind::kSphere, 0.0F, 0U},
        {"rectangle", ShapeKind::kRectangle, 0.0F, 0U},
        {"disk", ShapeKind::kDisk, 0.0F, 0U},
        {"ring", ShapeKind::kDisk, 0.6F, 0U},
        {"box face -x", ShapeKind::kBox, 0.0F, 0U},
        {"box face +y", ShapeKind::kBox, 0.0F, 3U},
        {"tube", ShapeKind::kCylinder, 0.0F, 0U},
        {"cap", ShapeKind::kCylinder, 1.0F, 1U},
    }};
    std::vector<Case> all;
    for (const auto& [shapeName, kind, parameter, primitive] : shapes) {
        for (const auto& [transformName, matrix] : transforms) {
            all.push_back({std::string(shapeName) + ' ' + transformName, kind, parameter, primitive,
                           moved(centre) * matrix * scaled(dvec3(scale))});
        }
    }
    return all;
}

PlacedShape placed(const Case& c) {
    Object object;
    object.shape = c.kind;
    object.parameter = c.parameter;
    return placeShape(object, Transform(c.matrix), c.primitive, kTriangle.data());
}

/// A place on a primitive: by two numbers in [0, 1], uniform by area in the shape's own space.
struct Spot {
    dvec3 p;     // world
    dvec3 area;  // vector of the area that the whole unit square would have, if all were as here; along the front's
                 // normal
};

/// What the primitive is, apart from placeShape.
Spot spotAt(const Case& c, double s, double t) {
    dvec3 own(0), x(0), y(0);  // area vector in own space: x cross y
    const double angle = 2 * kPi64 * t;
    switch (c.kind) {
        case ShapeKind::kMesh: {
            const dvec3 v0(kTriangle[0]), v1(kTriangle[1]), v2(kTriangle[2]);
            const double r = std::sqrt(s);
            own = v0 * (1 - r) + v1 * (r * (1 - t)) + v2 * (r * t);
            x = (v1 - v0) * 0.5;
            y = v2 - v0;
            break;
        }
        case ShapeKind::kSphere: {
            const double z = 2 * s - 1, r = std::sqrt(1 - z * z);
            own = {r * std::cos(angle), r * std::sin(angle), z};
            x = glm::normalize(glm::cross(std::fabs(own.x) < 0.5 ? dvec3(1, 0, 0) : dvec3(0, 1, 0), own));
            y = glm::cross(own, x) * (4 * kPi64);
            break;
        }
        case ShapeKind::kRectangle:
            own = {s - 0.5, t - 0.5, 0};
            x = {1, 0, 0};
            y = {0, 1, 0};
            break;
        case ShapeKind::kDisk: {
            const double hole2 = double{c.parameter} * double{c.parameter}, r = std::sqrt(hole2 + s * (1 - hole2));
            own = {r * std::cos(angle), r * std::sin(angle), 0};
            x = {kPi64 * (1 - hole2), 0, 0};
            y = {0, 1, 0};
            break;
        }
        case ShapeKind::kBox:
            if (c.primitive == 0) {
                own = {-0.5, s - 0.5, t - 0.5};
                x = {0, 0, 1};
                y = {0, 1, 0};
            } else {
                own = {s - 0.5, 0.5, t - 0.5};
                x = {0, 0, 1};
                y = {1, 0, 0};
            }
            break;
        case ShapeKind::kCylinder:
            if (c.primitive == 0) {
                own = {std::cos(angle), std::sin(angle), s - 0.5};
                x = dvec3(-own.y, own.x, 0) * (2 * kPi64);
                y = {0, 0, 1};
            } else {
                const double r = std::sqrt(s);
                own = {r * std::cos(angle), r * std::sin(angle), -0.5};
                x = {0, kPi64, 0};
                y = {1, 0, 0};
            }
            break;
        case ShapeKind::kPlane:
            break;
    }
    const double handed = c.matrix.determinant() < 0 ? -1 : 1;
    return {c.matrix.point(own), glm::cross(c.matrix.vector(x), c.matrix.vector(y)) * handed};
}

/// The two numbers of a point, which is close to the primitive.
vec2 numbersOf(const Case& c, vec3 p) {
    const dvec3 own = inverse(c.matrix).point(dvec3(p));
    double angle = std::atan2(own.y, own.x) / (2 * kPi64);
    if (angle < 0) angle += 1;
    const double r2 = own.x * own.x + own.y * own.y;
    dvec3 st(0);
    switch (c.kind) {
        case ShapeKind::kMesh: {
            const dvec3 v0(kTriangle[0]), e1 = dvec3(kTriangle[1]) - v0, e2 = dvec3(kTriangle[2]) - v0,
                                          n = glm::cross(e1, e2), d = own - v0;
            const double b1 = glm::dot(glm::cross(d, e2), n) / glm::dot(n, n),
                         b2 = glm::dot(glm::cross(e1, d), n) / glm::dot(n, n);
            st = {(b1 + b2) * (b1 + b2), b2 / (b1 + b2), 0};
            break;
        }
        case ShapeKind::kSphere:
            st = {(own.z / glm::length(own) + 1) / 2, angle, 0};
            break;
        case ShapeKind::kRectangle:
            st = {own.x + 0.5, own.y + 0.5, 0};
            break;
        case ShapeKind::kDisk: {
            const double hole2 = double{c.parameter} * double{c.parameter};
            st = {(r2 - hole2) / (1 - hole2), angle, 0};
            break;
        }
        case ShapeKind::kBox:
            st = c.primitive == 0 ? dvec3(own.y + 0.5, own.z + 0.5, 0) : dvec3(own.x + 0.5, own.z + 0.5, 0);
            break;
        case ShapeKind::kCylinder:
            st = c.primitive == 0 ? dvec3(own.z + 0.5, angle, 0) : dvec3(r2, angle, 0);
            break;
        case ShapeKind::kPlane:
            break;
    }
    return {clamp(static_cast<float>(st.x), 0, kOneMinusEpsilon), clamp(static_cast<float>(st.y), 0, kOneMinusEpsilon)};
}

/// Of a sphere from outside only the near side is to be found.
bool isHidden(const Case& c, const Spot& spot, dvec3 reference) {
    return c.kind == ShapeKind::kSphere && glm::length(inverse(c.matrix).point(reference)) > 1 &&
           glm::dot(spot.area, reference - spot.p) <= 0;
}

/// Per unit of the two numbers.
double density(const Case& c, const PlacedShape& shape, vec3 reference, vec2 st) {
    const Spot spot = spotAt(c, double{st.x}, double{st.y});
    const dvec3 d = spot.p - dvec3(reference);
    if (isHidden(c, spot, dvec3(reference))) return 0;
    const double pdf = double{pdfShape(shape, reference, vec3(spot.p), vec3(glm::normalize(spot.area)))};
    return pdf * std::fabs(glm::dot(spot.area, d)) / std::pow(glm::dot(d, d), 1.5);
}

void checkDensity(const Case& c, vec3 reference, uint64_t seed) {
    SCOPED_TRACE(c.name + " from " + std::to_string(reference.x) + ' ' + std::to_string(reference.y) + ' ' +
                 std::to_string(reference.z));
    const PlacedShape shape = placed(c);
    const auto result = testing::chi2Square(
        [&](Pcg32& random, vec2& st) {
            const vec2 u(random.nextFloat(), random.nextFloat());
            ShapeSample sample;
            if (!sampleShape(shape, reference, u, sample)) return false;
            st = numbersOf(c, sample.p);
            return true;
        },
        [&](vec2 st) { return density(c, shape, reference, st); },
        {.samples = 8000, .cellsA = 6, .cellsB = 6, .seed = seed});
    EXPECT_TRUE(result.passed) << result.message;
    EXPECT_NEAR(result.integral, 1, 0.01);
}

TEST(ShapeSampling, PointsFollowTheDensityFromNearAndFar) {
    uint64_t seed = 1;
    for (const Case& c : cases(1, {0, 0, 0})) {
        checkDensity(c, {0.9F, 1.6F, 1.2F}, ++seed);
        checkDensity(c, {30, -20, 50}, ++seed);
    }
}

TEST(ShapeSampling, PointsFollowTheDensityAtAnyScale) {
    uint64_t seed = 1000;
    for (const Case& c : cases(1e-4, {0, 0, 0})) checkDensity(c, {1.1e-4F, -1.2e-4F, 1.7e-4F}, ++seed);
    for (const Case& c : cases(1e4, {1e4, 0, -1e4})) checkDensity(c, {3e4F, 1e4F, 1e4F}, ++seed);
}

TEST(ShapeSampling, PointsFollowTheDensityFromInsideAndGrazing) {
    uint64_t seed = 2000;
    for (const Case& c : cases(1, {0, 0, 0})) {
        if (c.kind == ShapeKind::kSphere) {
            checkDensity(c, vec3(0.1F, 0.2F, -0.1F), ++seed);
            checkDensity(c, vec3(c.matrix.point({0, 0, 0.95})), ++seed);
            checkDensity(c, vec3(c.matrix.point({0, 0.1, 1.05})), ++seed);
        } else {
            // A little above the plane of the primitive, beside it.
            const Spot middle = spotAt(c, 0.5, 0.5), edge = spotAt(c, 0.9, 0.1);
            const dvec3 beside = middle.p + (edge.p - middle.p) * 3.0 + glm::normalize(middle.area) * 0.1;
            checkDensity(c, vec3(beside), ++seed);
        }
    }
}

TEST(ShapeSampling, SampledDensityIsTheOneOfTheHit) {
    Pcg32 random(7);
    for (const double scale : {1e-4, 1.0, 1e4}) {
        for (const Case& c : cases(scale, {0, 0, 0})) {
            SCOPED_TRACE(c.name);
            const PlacedShape shape = placed(c);
            for (int i = 0; i < 200; ++i) {
                const vec3 reference =
                    vec3(random.nextFloat() - 0.5F, random.nextFloat() - 0.5F, random.nextFloat() - 0.5F) *
                    static_cast<float>(5 * scale);
                ShapeSample s;
                if (!sampleShape(shape, reference, {random.nextFloat(), random.nextFloat()}, s)) continue;
                EXPECT_NEAR(pdfShape(shape, reference, s.p, s.n) / s.pdf, 1, 2e-3);
                EXPECT_TRUE(s.pdf > 0 && s.pdf < kInfinity);
                EXPECT_NEAR(length(s.n), 1, 1e-6);
            }
        }
    }
}

TEST(ShapeSampling, PointsLieOnTheSurfaceWithinTheirError) {
    Pcg32 random(11);
    for (const double scale : {1e-4, 1.0, 1e4}) {
        for (const dvec3 centre : {dvec3(0, 0, 0), dvec3(300, -20, 7), dvec3(-1e4, 1e4, 5e3)}) {
            for (const Case& c : cases(scale, centre)) {
                SCOPED_TRACE(c.name + " of size " + std::to_string(scale));
                const PlacedShape shape = placed(c);
                const vec3 reference = vec3(centre) + vec3(1, 2, 1.5F) * static_cast<float>(scale);
                const Affine64 toOwn = inverse(c.matrix);
                for (int i = 0; i < 50; ++i) {
                    ShapeSample s;
                    if (!sampleShape(shape, reference, {random.nextFloat(), random.nextFloat()}, s)) continue;
                    // Height above the surface: that of the tangent plane, or of the level set in own space.
                    dvec3 n;
                    double height = 0;
                    const dvec3 own = toOwn.point(dvec3(s.p));
                    const bool isTube = c.kind == ShapeKind::kCylinder && c.primitive == 0;
                    if (c.kind == ShapeKind::kSphere || isTube) {
                        const dvec3 out = isTube ? dvec3(own.x, own.y, 0) : own;
                        const dvec3 g(glm::dot(toOwn.x, out), glm::dot(toOwn.y, out), glm::dot(toOwn.z, out));
                        n = glm::normalize(g);
                        height = (glm::length(out) - 1) * glm::length(out) / glm::length(g);
                    } else {
                        const Spot spot = spotAt(c, 0.3, 0.6);
                        n = glm::normalize(spot.area);
                        height = glm::dot(n, dvec3(s.p) - spot.p);
                    }
                    const double allowed = glm::dot(glm::abs(n), dvec3(s.pError));
                    EXPECT_LE(std::fabs(height), allowed);
                    // The bound is of the size of the coordinates' rounding, not just large.
                    EXPECT_LE(double{maxComponent(s.pError)}, 2e-5 * (scale + glm::length(centre)));
                    // A shape smaller than its place is precise has no shape.
                    if (scale >= 1e-3 * glm::length(centre)) {
                        EXPECT_GT(glm::dot(dvec3(s.n), n), 0.999);
                    }
                }
            }
        }
    }
}

/// Mean of 1 / pdf is the solid angle.
RunningStats solidAngle(const Case& c, vec3 reference) {
    const PlacedShape shape = placed(c);
    RunningStats stats;
    Pcg32 random(3);
    for (int i = 0; i < 40000; ++i) {
        ShapeSample s;
        stats.add(sampleShape(shape, reference, {random.nextFloat(), random.nextFloat()}, s) ? 1 / double{s.pdf} : 0);
    }
    return stats;
}

TEST(ShapeSampling, SolidAnglesAreThoseOfTheTextbook) {
    for (const double scale : {1e-4, 1.0, 1e4}) {
        const auto at = [&](dvec3 p) { return vec3(p * scale); };
        const Affine64 size = scaled(dvec3(scale));
        const auto check = [&](const Case& c, dvec3 p, double expected) {
            EXPECT_GT(testing::pMeanEquals(solidAngle(c, at(p)), expected), testing::testLimit())
                << c.name << ' ' << expected;
        };
        // A face of a cube from its middle; a ring, a disk and a sphere on their axes.
        check({"face", ShapeKind::kRectangle, 0, 0, size}, {0, 0, 0.5}, 4 * kPi64 / 6);
        check({"disk", ShapeKind::kDisk, 0, 0, size}, {0, 0, 2}, 2 * kPi64 * (1 - 2 / std::sqrt(5.0)));
        check({"ring", ShapeKind::kDisk, 0.5F, 0, size}, {0, 0, 1},
              2 * kPi64 * (1 / std::sqrt(1.25) - 1 / std::sqrt(2.0)));
        check({"sphere", ShapeKind::kSphere, 0, 0, size}, {0, 3, 0}, 2 * kPi64 * (1 - std::sqrt(8.0) / 3));
        check({"from inside", ShapeKind::kSphere, 0, 0, size}, {0, 0.3, 0.2}, 4 * kPi64);
        // A tube from its middle: all but the two caps.
        check({"tube", ShapeKind::kCylinder, 0, 0, size}, {0, 0, 0}, 4 * kPi64 * 0.5 / std::sqrt(1.25));
        // An ellipsoid seen along an axis appears as a cone: that of the silhouette.
        const Affine64 egg = size * scaled({1, 1, 2});
        check({"egg", ShapeKind::kSphere, 0, 0, egg}, {0, 0, 4}, 2 * kPi64 * (1 - std::sqrt(12.0 / 13)));
    }
}

TEST(ShapeSampling, AreasAreThoseOfTheTextbook) {
    const auto area = [](ShapeKind kind, float parameter, uint32_t primitive, const Affine64& m) {
        return placed({"", kind, parameter, primitive, m}).area();
    };
    const Affine64 m = turned(33, {1, 1, 0}) * scaled({2, 3, 4});
    EXPECT_NEAR(area(ShapeKind::kRectangle, 0, 0, m), 6, 1e-5);
    EXPECT_NEAR(area(ShapeKind::kDisk, 0.5F, 0, m), 6 * 0.75 * kPi64, 1e-4);
    EXPECT_NEAR(area(ShapeKind::kBox, 0, 1, m), 12, 1e-5);
    EXPECT_NEAR(area(ShapeKind::kCylinder, 1, 2, m), 6 * kPi64, 1e-4);
    EXPECT_NEAR(area(ShapeKind::kSphere, 0, 0, scaled(dvec3(-2))), 16 * kPi64, 1e-4);
    // Prolate spheroid, half axes 1, 1, 2: 2 pi (1 + 2 / e asin e), e = sqrt(3) / 2.
    const double e = std::sqrt(0.75);
    EXPECT_NEAR(area(ShapeKind::kSphere, 0, 0, scaled({1, 1, 2})), 2 * kPi64 * (1 + 2 / e * std::asin(e)), 0.02);
    EXPECT_NEAR(area(ShapeKind::kCylinder, 0, 0, scaled({3, 3, 5})), 30 * kPi64, 1e-3);
}

TEST(ShapeSampling, WithoutAreaThereIsNothing) {
    Object mesh;
    mesh.shape = ShapeKind::kMesh;
    const std::array<vec3, 3> line{vec3(0), vec3(1, 0, 0), vec3(2, 0, 0)};
    const PlacedShape shape = placeShape(mesh, Transform(), 0, line.data());
    ShapeSample s;
    EXPECT_EQ(shape.area(), 0);
    EXPECT_FALSE(sampleShape(shape, {0, 0, 1}, {0.3F, 0.4F}, s));
    // Edge on.
    Object rectangle;
    rectangle.shape = ShapeKind::kRectangle;
    EXPECT_FALSE(sampleShape(placeShape(rectangle, Transform(), 0, nullptr), {3, 0, 0}, {0.3F, 0.4F}, s));
}

TEST(ShapeSampling, TheSameBitsOnEveryPlatform) {
    // What -O0, clang and WebAssembly give. A compiler that rounds otherwise shows in a few pixels of some scene.
    constexpr std::array<ShapeKind, 6> kinds{ShapeKind::kMesh, ShapeKind::kSphere, ShapeKind::kRectangle,
                                             ShapeKind::kDisk, ShapeKind::kBox,    ShapeKind::kCylinder};
    Pcg32 random(7);
    const auto number = [&] { return random.nextFloat() * 2 - 1; };
    const auto vector = [&] {
        const float x = number(), y = number();
        return vec3(x, y, number());
    };
    uint64_t bits = 0;
    const auto add = [&](float x) { bits = hash(bits, std::bit_cast<uint32_t>(x)); };
    for (uint32_t i = 0; i < 6000; ++i) {
        Object object;
        object.shape = kinds[i % kinds.size()];
        Transform transform;
        // Every other one keeps its right angles.
        const float size = 0.2F + random.nextFloat();
        transform.toWorld = {vector(), vector(), vector(), vector() * 3.0F};
        if (i % 2 == 0) transform.toWorld = {{size, 0, 0}, {0, 0, size}, {0, -size, 0}, transform.toWorld.t};
        const std::array<vec3, 3> vertices{vector(), vector(), vector()};
        const PlacedShape shape = placeShape(object, transform, 0, vertices.data());
        const vec3 reference = vector() * 4.0F;
        const float u = random.nextFloat();
        ShapeSample sample;
        if (!sampleShape(shape, reference, {u, random.nextFloat()}, sample)) continue;
        for (const vec3 v : {sample.p, sample.pError, sample.n}) add(v.x), add(v.y), add(v.z);
        add(sample.pdf);
        add(pdfShape(shape, reference, sample.p, sample.n));
    }
    EXPECT_EQ(bits, 5069571721959826550ULL);
}

TEST(ShapeSampling, MovingObjectsAreWhereTheyAreThen) {
    Geometry geometry;
    geometry.motions.emplace_back(
        std::vector<std::pair<float, Affine64>>{{0.0F, moved({0, 0, 0})}, {1.0F, moved({10, 0, 0})}});
    Object sphere;
    sphere.motion = 0;
    geometry.objects.push_back(sphere);
    ShapeSample s;
    for (const float time : {0.0F, 0.25F, 1.0F}) {
        ASSERT_TRUE(sampleShape(placeShape(geometry, 0, 0, time), {0, 50, 0}, {0.2F, 0.7F}, s));
        EXPECT_NEAR(length(s.p - vec3(10 * time, 0, 0)), 1, 1e-5);
    }
}

}  // namespace
}  // namespace raypool
