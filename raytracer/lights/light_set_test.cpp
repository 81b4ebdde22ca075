// Light from all kinds of lights against closed forms, and sampling against what rays hit.
#include "raytracer/lights/light_set.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "raytracer/accel/scene_accel.h"
#include "raytracer/core/elementary.h"
#include "raytracer/core/frame.h"
#include "raytracer/core/hash.h"
#include "raytracer/geometry/surface.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::RunningStats;
constexpr double kPiExact = std::numbers::pi;

Affine64 moved(dvec3 t) { return {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, t}; }
Affine64 scaled(dvec3 s) { return {{s.x, 0, 0}, {0, s.y, 0}, {0, 0, s.z}, {0, 0, 0}}; }
/// Front towards -y.
const Affine64 kFaceDown{{1, 0, 0}, {0, 0, 1}, {0, -1, 0}, {0, 0, 0}};

struct World {
    Geometry geometry;
    LightSetDesc lights;

    uint32_t add(ShapeKind shape, const Affine64& m, float parameter = 0) {
        Object object;
        object.shape = shape;
        object.parameter = parameter;
        object.transform = static_cast<uint32_t>(geometry.transforms.size());
        geometry.transforms.emplace_back(m);
        geometry.objects.push_back(object);
        return static_cast<uint32_t>(geometry.objects.size() - 1);
    }
    uint32_t addMesh(Mesh mesh, const Affine64& m) {
        const uint32_t object = add(ShapeKind::kMesh, m);
        geometry.objects[object].mesh = static_cast<uint32_t>(geometry.meshes.size());
        geometry.meshes.push_back(std::move(mesh));
        return object;
    }
    void shine(uint32_t object, Rgb radiance, bool twoSided = false) {
        lights.areas.push_back({object, kNone, radiance, twoSided});
    }
    LightSet build(LightSelection selection = LightSelection::kTree) {
        lights.selection = selection;
        return LightSet(lights, geometry);
    }
};

/// Irradiance by a polygon above the horizon of n, whose corners run clockwise as seen from p (Lambert 1760).
double lambert(dvec3 p, dvec3 n, const std::vector<dvec3>& corners) {
    double sum = 0;
    for (size_t i = 0; i < corners.size(); ++i) {
        const dvec3 a = glm::normalize(corners[i] - p), b = glm::normalize(corners[(i + 1) % corners.size()] - p),
                    c = glm::cross(a, b);
        sum += std::atan2(glm::length(c), glm::dot(a, b)) * glm::dot(glm::normalize(c), n);
    }
    return std::fabs(sum) / 2;
}

/// Estimate of the green irradiance at p, or with n = 0 of the light from all directions; on both sides where
/// `transmits`.
RunningStats irradiance(const LightSet& lights, vec3 p, vec3 n, bool transmits = false, int samples = 20000,
                        float time = 0) {
    RunningStats stats;
    Pcg32 random(17);
    for (int i = 0; i < samples; ++i) {
        const float select = random.nextFloat();
        const vec2 u(random.nextFloat(), random.nextFloat());
        LightSample s;
        double value = 0;
        if (lights.sample(p, n, transmits, time, select, u, s)) {
            EXPECT_TRUE(s.pdf > 0 && s.pdf < kInfinity);
            EXPECT_NEAR(length(s.wi), 1, 1e-5);
            float cosine = n == vec3(0) ? 1 : dot(n, s.wi);
            if (transmits) cosine = std::fabs(cosine);
            value = double{s.radiance.g} * double{std::max(cosine, 0.0F)} / double{s.pdf};
        }
        stats.add(value);
    }
    return stats;
}

::testing::AssertionResult isMean(const RunningStats& stats, double expected) {
    if (testing::pMeanEquals(stats, expected) > testing::testLimit()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << stats.mean() << " +- " << stats.standardError() << " instead of "
                                         << expected;
}

const LightSelection kAll[] = {LightSelection::kTree, LightSelection::kPower, LightSelection::kUniform};

TEST(LightSet, RectangleGivesLambertsIrradiance) {
    for (const double scale : {1e-4, 1.0, 1e4}) {
        World world;
        const Affine64 m = scaled(dvec3(scale)) * moved({0.3, 2, 0.1}) * kFaceDown * scaled({1.5, 0.7, 1});
        world.shine(world.add(ShapeKind::kRectangle, m), {1, 3, 1});
        const LightSet lights = world.build();
        EXPECT_EQ(lights.lightCount(), 1U);
        const std::vector<dvec3> corners{m.point({-0.5, -0.5, 0}), m.point({0.5, -0.5, 0}), m.point({0.5, 0.5, 0}),
                                         m.point({-0.5, 0.5, 0})};
        for (const dvec3 p : {dvec3(0, 0, 0), dvec3(1.5, 0.5, -0.8), dvec3(0.3, 1.9, 0.1), dvec3(-6, 0, -2)}) {
            const dvec3 n = glm::normalize(dvec3(0.1, 1, 0.2));
            const vec3 at(p * scale);
            if (p.y > 1) {  // so near that a part is below this horizon
                EXPECT_TRUE(isMean(irradiance(lights, at, {0, 1, 0}), 3 * lambert(dvec3(at), {0, 1, 0}, corners)));
            } else {
                EXPECT_TRUE(isMean(irradiance(lights, at, vec3(n)), 3 * lambert(dvec3(at), dvec3(vec3(n)), corners)));
            }
        }
        // Nothing on its back, but when it is two-sided.
        LightSample s;
        EXPECT_FALSE(lights.sample(vec3(dvec3(0.3, 3, 0.1) * scale), {0, -1, 0}, false, 0, 0.5F, {0.5F, 0.5F}, s));
        world.lights.areas[0].twoSided = true;
        const vec3 above(dvec3(0.3, 2.5, 0.4) * scale);
        EXPECT_TRUE(
            isMean(irradiance(world.build(), above, {0, -1, 0}), 3 * lambert(dvec3(above), {0, -1, 0}, corners)));
    }
}

TEST(LightSet, SphereGivesItsFormFactor) {
    for (const double scale : {1e-4, 1.0, 1e4}) {
        World world;
        world.shine(world.add(ShapeKind::kSphere, moved(dvec3(1, 5, 2) * scale) * scaled(dvec3(scale * 0.8))),
                    {0, 2, 0});
        const LightSet lights = world.build();
        const dvec3 d(1, 5, 2);
        // pi L (r / d)^2 cos, as long as all of it is above the horizon.
        EXPECT_TRUE(
            isMean(irradiance(lights, vec3(0), {0, 1, 0}), 2 * kPiExact * 0.64 / glm::dot(d, d) * d.y / glm::length(d)));
        const vec3 near(dvec3(1, 4.15, 2) * scale);
        EXPECT_NEAR(irradiance(lights, near, {0, 1, 0}).mean() / (2 * kPiExact * sqr(0.8 / 0.85)), 1, 0.02);
        // Around a point in a medium: L times the solid angle.
        const double sin2 = 0.64 / glm::dot(d, d);
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), vec3(0), true), 2 * 2 * kPiExact * (1 - std::sqrt(1 - sin2))));
        // From inside only a two-sided one shines: pi L on any surface.
        const vec3 inside(dvec3(1.2, 5.3, 1.9) * scale);
        EXPECT_EQ(irradiance(lights, inside, {0, 1, 0}, false, 100).mean(), 0);
        world.lights.areas[0].twoSided = true;
        EXPECT_TRUE(isMean(irradiance(world.build(), inside, {0, 1, 0}), 2 * kPiExact));
    }
}

TEST(LightSet, DiskGivesItsFormFactor) {
    for (const double scale : {1e-4, 1.0, 1e4}) {
        World world;
        world.shine(
            world.add(ShapeKind::kDisk, moved(dvec3(0, 2, 0) * scale) * kFaceDown * scaled(dvec3(scale * 1.5)), 0.5F),
            {1, 1, 1});
        const auto disk = [](double r) { return kPiExact * r * r / (4 + r * r); };
        EXPECT_TRUE(isMean(irradiance(world.build(), vec3(0), {0, 1, 0}), disk(1.5) - disk(0.75)));
    }
}

TEST(LightSet, BoxesAndMeshesGiveTheSumOfTheirFaces) {
    World world;
    const Affine64 m = moved({2, 4, 1}) * scaled({1, 2, 1.5});
    const uint32_t box = world.add(ShapeKind::kBox, m);
    world.shine(box, {1, 1, 1});
    const LightSet lights = world.build();
    EXPECT_EQ(lights.lightCount(), 6U);
    const auto face = [&](int axis, double side) {
        std::vector<dvec3> corners;
        for (const auto& [s, t] :
             {std::pair{-0.5, -0.5}, std::pair{0.5, -0.5}, std::pair{0.5, 0.5}, std::pair{-0.5, 0.5}}) {
            dvec3 c(0);
            c[axis] = side;
            c[(axis + 1) % 3] = s;
            c[(axis + 2) % 3] = t;
            corners.push_back(m.point(c));
        }
        return lambert({0, 0, 0}, {0, 1, 0}, corners);
    };
    // From the origin its faces to -x, -y and -z are seen.
    const double expected = face(0, -0.5) + face(1, -0.5) + face(2, -0.5);
    EXPECT_TRUE(isMean(irradiance(lights, vec3(0), {0, 1, 0}, false, 60000), expected));
    EXPECT_EQ(lights.emitted(box, 3, true), (Rgb{1, 1, 1}));
    EXPECT_EQ(lights.emitted(box, 3, false), Rgb{});

    // The same as triangles, mirrored: the fronts stay outside.
    World meshes;
    Mesh mesh;
    for (int i = 0; i < 8; ++i)
        mesh.positions.push_back(vec3(i & 1 ? 0.5F : -0.5F, i & 2 ? 0.5F : -0.5F, i & 4 ? 0.5F : -0.5F));
    mesh.indices = {0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5, 0, 1, 5, 0, 5, 4,
                    2, 6, 7, 2, 7, 3, 0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6};
    for (auto i : mesh.indices) ASSERT_LT(i, 8U);
    meshes.shine(meshes.addMesh(mesh, m * scaled({-1, 1, 1})), {1, 1, 1});
    for (const LightSelection selection : kAll) {
        const LightSet triangles = meshes.build(selection);
        EXPECT_EQ(triangles.lightCount(), 12U);
        EXPECT_TRUE(isMean(irradiance(triangles, vec3(0), {0, 1, 0}, false, 60000), expected));
    }
}

TEST(LightSet, TubesAndEllipsoidsGiveTheIntegralOverTheirSurface) {
    // Against the integral over the surface, by midpoints, in double.
    const auto integral = [](const PlacedShape& shape, bool isTube) {
        double sum = 0;
        constexpr int kN = 400;
        for (int i = 0; i < kN; ++i) {
            for (int k = 0; k < kN; ++k) {
                const double a = 2 * kPiExact * (k + 0.5) / kN, z = isTube ? (i + 0.5) / kN - 0.5 : 2 * (i + 0.5) / kN - 1,
                             r = isTube ? 1 : std::sqrt(1 - z * z);
                const dvec3 own(r * std::cos(a), r * std::sin(a), z), n = isTube ? dvec3(own.x, own.y, 0) : own;
                const dvec3 x(shape.frame.x), y(shape.frame.y), w(shape.frame.z);
                const dvec3 area = (glm::cross(y, w) * n.x + glm::cross(w, x) * n.y + glm::cross(x, y) * n.z) *
                                   ((isTube ? 2 : 4) * kPiExact / (kN * kN));
                const dvec3 d = x * own.x + y * own.y + w * own.z + dvec3(shape.frame.t);
                const double cosine = -glm::dot(area, d);
                if (cosine > 0 && d.y > 0) sum += cosine * d.y / std::pow(glm::dot(d, d), 2);
            }
        }
        return sum;
    };
    for (const ShapeKind kind : {ShapeKind::kCylinder, ShapeKind::kSphere}) {
        World world;
        const Affine64 m = moved({1, 3, 0.5}) * Affine64{{0.9, 0.2, 0}, {-0.1, 0.5, 0.3}, {0.3, 0, 2}, {0, 0, 0}};
        const uint32_t object = world.add(kind, m);
        world.shine(object, {1, 1, 1});
        EXPECT_TRUE(isMean(irradiance(world.build(), vec3(0), {0, 1, 0}, false, 100000),
                           integral(placeShape(world.geometry, object, 0, 0), kind == ShapeKind::kCylinder)));
    }
}

TEST(LightSet, PunctualLightsFollowTheirFormulas) {
    for (const float scale : {1e-4F, 1.0F, 1e4F}) {
        World world;
        PunctualDesc lamp;
        lamp.position = vec3(1, 3, 2) * scale;
        lamp.intensity = {1, 5, 1};
        world.lights.punctuals = {lamp};
        EXPECT_NEAR(irradiance(world.build(), vec3(0), {0, 1, 0}, false, 10).mean() * double{scale * scale} /
                        (5 * 3 / std::pow(14.0, 1.5)),
                    1, 1e-5);
        LightSample s;
        ASSERT_TRUE(world.build().sample(vec3(0), {0, 1, 0}, false, 0, 0.3F, {0.1F, 0.2F}, s));
        EXPECT_TRUE(s.isDelta);
        EXPECT_EQ(s.pdf, 1);
        EXPECT_FLOAT_EQ(s.distance, std::sqrt(14.0F) * scale);

        // KHR_lights_punctual: the square of the cosine between the cones, from 1 to 0.
        lamp.kind = PunctualKind::kSpot;
        lamp.position = vec3(0, 2, 0) * scale;
        lamp.direction = {0, -3, 0};
        lamp.innerAngle = radians(20);
        lamp.outerAngle = radians(40);
        world.lights.punctuals = {lamp};
        const LightSet spot = world.build();
        for (const double degrees : {0.0, 15.0, 19.9, 25.0, 30.0, 38.0, 39.9}) {
            const double a = degrees * kPiExact / 180, ci = std::cos(kPiExact / 9), co = std::cos(2 * kPiExact / 9);
            const double falloff = std::pow(std::clamp((std::cos(a) - co) / (ci - co), 0.0, 1.0), 2);
            const vec3 p(static_cast<float>(2 * std::tan(a)) * scale, 0, 0);
            const double expected = 5 * falloff * std::pow(std::cos(a), 3) / 4;
            EXPECT_NEAR(irradiance(spot, p, {0, 1, 0}, false, 1).mean() * double{scale * scale}, expected, 1e-4)
                << degrees;
        }
        EXPECT_EQ(irradiance(spot, vec3(2, 0, 0) * scale, {0, 1, 0}, false, 10).mean(), 0);
        EXPECT_EQ(irradiance(spot, vec3(0, 3, 0) * scale, {0, -1, 0}, false, 10).mean(), 0);
    }
}

TEST(LightSet, PowersAreIntegralsOfTheIntensity) {
    World world;
    PunctualDesc lamp;
    lamp.kind = PunctualKind::kSpot;
    lamp.innerAngle = 0.2F;
    lamp.outerAngle = 0.9F;
    lamp.intensity = grey(2);
    world.lights.punctuals.push_back(lamp);
    lamp.kind = PunctualKind::kPoint;
    world.lights.punctuals.push_back(lamp);
    world.shine(world.add(ShapeKind::kSphere, scaled(dvec3(3))), grey(2));
    const LightSet lights = world.build();
    EXPECT_NEAR(lights.power(0), 2 * kPiExact * 4 * kPiExact * 9, 0.1);
    double sum = 0;
    for (int i = 0; i < 10000; ++i) {
        const double c = 1 - (i + 0.5) / 10000 * (1 - std::cos(0.9));
        sum += 2 * std::pow(std::min((c - std::cos(0.9)) / (std::cos(0.2) - std::cos(0.9)), 1.0), 2);
    }
    EXPECT_NEAR(lights.power(1), sum / 10000 * 2 * kPiExact * (1 - std::cos(0.9)), 1e-3);
    EXPECT_NEAR(lights.power(2), 8 * kPiExact, 1e-3);
}

TEST(LightSet, DirectionalLightsGiveTheirIrradiance) {
    for (const float diameter : {0.0F, 0.00931F, 0.3F, 2.0F}) {
        World world;
        world.add(ShapeKind::kSphere, moved({0, 0, 0}));
        PunctualDesc sun;
        sun.kind = PunctualKind::kDirectional;
        sun.direction = {-0.2F, -2, -0.3F};
        sun.intensity = {1, 7, 1};
        sun.angularDiameter = diameter;
        world.lights.punctuals = {sun};
        const LightSet lights = world.build();
        const vec3 w = normalize(-sun.direction), n = normalize(vec3(0.3F, 1, 0));
        EXPECT_TRUE(isMean(irradiance(lights, {1, 2, 3}, n), 7 * double{dot(w, n)}));
        if (diameter == 0) {
            EXPECT_EQ(lights.environmentRadiance(w), Rgb{});
            EXPECT_EQ(lights.pdfEnvironment({1, 2, 3}, n, false, w), 0);
            continue;
        }
        const double sin2 = std::pow(std::sin(double{diameter} / 2), 2);
        EXPECT_NEAR(lights.environmentRadiance(w).g / (7 / (kPiExact * sin2)), 1, 1e-4);
        const Frame3 frame = Frame3::fromZ(w);
        const auto off = [&](float part) { return frame.toWorld({sin(diameter * part), 0, cos(diameter * part)}); };
        EXPECT_GT(lights.environmentRadiance(off(0.49F)).g, 0);
        EXPECT_EQ(lights.environmentRadiance(off(0.51F)), Rgb{});
        EXPECT_EQ(lights.pdfEnvironment({1, 2, 3}, n, false, off(0.51F)), 0);
    }
}

/// Lamps of all kinds, and the irradiance that they give at the origin with normal +y; `both`: from below, too.
World everything(double& above, double& below) {
    World world;
    const Affine64 top = moved({0.5, 3, 0}) * kFaceDown, bottom = moved({0, -2, 1}) * scaled(dvec3(0.5));
    world.shine(world.add(ShapeKind::kRectangle, top), {1, 4, 1});
    world.shine(world.add(ShapeKind::kSphere, bottom), {1, 2, 1});
    PunctualDesc lamp;
    lamp.position = {-2, 1, 0};
    lamp.intensity = {1, 3, 1};
    PunctualDesc sun;
    sun.kind = PunctualKind::kDirectional;
    sun.direction = {1, -1, 1};
    sun.intensity = {1, 2, 1};
    sun.angularDiameter = 0.1F;
    PunctualDesc beam = sun;
    beam.direction = {0, -1, 0};
    beam.angularDiameter = 0;
    PunctualDesc up = sun;
    up.direction = {0, 1, 0.5F};
    world.lights.punctuals = {lamp, sun, beam, up};
    world.lights.environment.kind = EnvironmentKind::kConstant;
    world.lights.environment.radiance = {0.1F, 0.5F, 0.1F};
    above = 4 * lambert({0, 0, 0}, {0, 1, 0},
                        {top.point({-0.5, -0.5, 0}), top.point({0.5, -0.5, 0}), top.point({0.5, 0.5, 0}),
                         top.point({-0.5, 0.5, 0})}) +
            3 * 1 / std::pow(5.0, 1.5) + 2 / std::sqrt(3.0) + 2 + 0.5 * kPiExact;
    below = 2 * kPiExact * 0.25 / 5 * 2 / std::sqrt(5.0) + 2 / std::sqrt(1.25) + 0.5 * kPiExact;
    return world;
}

TEST(LightSet, AllKindsTogetherAddUpHoweverTheyAreChosen) {
    double above = 0, below = 0;
    World world = everything(above, below);
    for (const LightSelection selection : kAll) {
        const LightSet lights = world.build(selection);
        EXPECT_EQ(lights.lightCount(), 7U);
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), {0, 1, 0}, false, 100000), above));
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), {0, 1, 0}, true, 100000), above + below));
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), {0, -1, 0}, false, 100000), below));
    }
}

TEST(LightSet, SelectionIsWhatItsProbabilitySays) {
    double above = 0, below = 0;
    World world = everything(above, below);
    for (const LightSelection selection : kAll) {
        const LightSet lights = world.build(selection);
        Pcg32 random(3);
        for (const vec3 n : {vec3(0, 1, 0), vec3(0)}) {
            for (const bool transmits : {false, true}) {
                const uint32_t count = lights.lightCount();
                std::vector<double> observed(count + 1), expected(count + 1);
                constexpr int kSamples = 30000;
                double sum = 0;
                for (uint32_t i = 0; i < count; ++i) {
                    expected[i] = kSamples * double{lights.selectionProbability({0.1F, 0.2F, 0}, n, transmits, i)};
                    sum += expected[i];
                }
                EXPECT_NEAR(sum / kSamples, 1, 1e-5);
                for (int k = 0; k < kSamples; ++k) {
                    LightSample s;
                    const float select = random.nextFloat();
                    const vec2 u(random.nextFloat(), random.nextFloat());
                    s.light = count;
                    lights.sample({0.1F, 0.2F, 0}, n, transmits, 0, select, u, s);
                    ++observed[s.light];
                }
                const auto result = testing::chi2Counts(observed, expected);
                EXPECT_TRUE(result.passed) << result.message;
            }
        }
    }
}

/// Uniform directions over the hemisphere meet the lights, or sampling does: weighted by the balance heuristic (Veach
/// 1997, 9.2.2), which is right only if both densities are.
TEST(LightSet, BothWaysToFindLightAgreeOnDensities) {
    for (const float scale : {1e-3F, 1.0F, 1e3F}) {
        World world;
        const auto size = double{scale};
        world.shine(
            world.add(ShapeKind::kRectangle, scaled(dvec3(size)) * moved({0.5, 3, 0}) * kFaceDown * scaled(dvec3(2))),
            grey(4));
        world.shine(world.add(ShapeKind::kSphere, scaled(dvec3(size)) * moved({-2, 1, 1}) * scaled({0.5, 0.8, 0.4})),
                    grey(2));
        world.shine(world.add(ShapeKind::kCylinder, scaled(dvec3(size)) * moved({1, 2, 3}) * scaled({0.5, 1, 1}), 1),
                    grey(3));
        Mesh mesh;
        mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0.3F}};
        mesh.indices = {0, 1, 2, 1, 3, 2};
        world.shine(world.addMesh(mesh, scaled(dvec3(size)) * moved({-1, 1, -2}) * scaled({2, 1, 1})), grey(2), true);
        PunctualDesc sun;
        sun.kind = PunctualKind::kDirectional;
        sun.direction = {2, -3, -1};
        sun.angularDiameter = 0.6F;
        world.lights.punctuals = {sun};
        world.lights.environment.kind = EnvironmentKind::kGradient;
        const SceneAccel accel = SceneAccel::build(world.geometry);
        const vec3 p(0), n(0, 1, 0);
        for (const LightSelection selection : kAll) {
            const LightSet lights = world.build(selection);
            RunningStats balanced, plain;
            Pcg32 random(12);
            for (int i = 0; i < 40000; ++i) {
                // One light sample; what stands before it is in its shadow.
                const float select = random.nextFloat();
                const vec2 u(random.nextFloat(), random.nextFloat());
                LightSample s;
                double value = 0;
                if (lights.sample(p, n, false, 0, select, u, s) && s.wi.y > 0) {
                    Ray ray;
                    ray.d = s.wi;
                    if (s.distance < kInfinity) {
                        const vec3 target = offsetRayOrigin(s.p, s.pError, s.n, -s.wi);
                        ray.d = normalize(target);
                        ray.tMax = length(target) * (1 - gammaBound(6));
                    }
                    if (!accel.occluded(ray, kShadowRays))
                        value = double{s.radiance.g * s.wi.y} / (double{s.pdf} + double{kInvTwoPi});
                }
                // One direction.
                const float y = random.nextFloat(), around = random.nextFloat();
                const float r = std::sqrt(1 - y * y);
                Ray ray;
                ray.d = normalize(vec3(r * cos(kTwoPi * around), y, r * sin(kTwoPi * around)));
                Hit hit;
                Rgb seen;
                float pdf = 0;
                if (accel.intersect(ray, kIndirectRays, hit)) {
                    const SurfacePoint point = surfaceAt(world.geometry, ray, hit);
                    seen = lights.emitted(hit, dot(point.ng, ray.d) < 0);
                    pdf = lights.pdfHit(p, n, false, 0, ray, hit, point);
                    EXPECT_EQ(isBlack(seen), pdf == 0);
                } else {
                    seen = lights.environmentRadiance(ray.d);
                    pdf = lights.pdfEnvironment(p, n, false, ray.d);
                }
                value += double{seen.g * y} / (double{pdf} + double{kInvTwoPi});
                balanced.add(value);
                plain.add(double{seen.g * y / kInvTwoPi});
            }
            EXPECT_GT(testing::pMeansEqual(balanced, plain), testing::testLimit())
                << balanced.mean() << ' ' << plain.mean() << " at " << scale;
            EXPECT_LT(balanced.variance(), plain.variance());
        }
    }
}

TEST(LightSet, ShadowRaysReachTheLightButDoNotHitIt) {
    for (const double scale : {1e-3, 1.0, 1e3}) {
        for (const double place : {0.0, 30.0}) {
            const Affine64 to = moved(dvec3(place * scale, 0, -2 * place * scale)) * scaled(dvec3(scale));
            const Affine64 tilted{{0.9, 0.1, 0}, {0, 0.3, 0.8}, {0.1, -0.9, 0.4}, {0, 0, 0}};
            World world;
            for (const auto& [kind, x] : {std::pair{ShapeKind::kRectangle, -4.0}, std::pair{ShapeKind::kSphere, -1.0},
                                          std::pair{ShapeKind::kDisk, 2.0}, std::pair{ShapeKind::kCylinder, 5.0},
                                          std::pair{ShapeKind::kBox, 8.0}}) {
                world.shine(world.add(kind, to * moved({x, 3, 0}) * tilted, kind == ShapeKind::kCylinder ? 1.0F : 0.0F),
                            grey(1));
            }
            Mesh mesh;
            mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0.3F}};
            mesh.indices = {0, 1, 2, 1, 3, 2};
            world.shine(world.addMesh(mesh, to * moved({-6, 3, 0}) * tilted), grey(1), true);
            const LightSet lights = world.build(LightSelection::kUniform);
            const SceneAccel accel = SceneAccel::build(world.geometry);
            Pcg32 random(6);
            int blocked = 0, found = 0;
            for (int i = 0; i < 4000; ++i) {
                const vec3 p(to.point({double{random.nextFloat()} * 14 - 6, -1, double{random.nextFloat()} * 4 - 2}));
                LightSample s;
                if (!lights.sample(p, {0, 1, 0}, false, 0, random.nextFloat(), {random.nextFloat(), random.nextFloat()},
                                   s))
                    continue;
                const vec3 target = offsetRayOrigin(s.p, s.pError, s.n, -s.wi);
                Ray ray;
                ray.o = p;
                ray.d = normalize(target - p);
                ray.tMax = length(target - p) * (1 - gammaBound(6));
                Hit hit;
                ++found;
                // Other lights, and other parts of the same, may be before it; the point itself must not.
                if (accel.intersect(ray, kShadowRays, hit) && hit.object == s.object && hit.primitive == s.primitive &&
                    hit.t > 0.999F * ray.tMax) {
                    ++blocked;
                }
                // They go so far that what is a thousandth before the light hides it.
                EXPECT_LT(s.distance * 0.999F, ray.tMax);
            }
            EXPECT_GT(found, 1000);
            EXPECT_EQ(blocked, 0) << "of " << found << " at size " << scale << ", place " << place;
        }
    }
}

TEST(LightSet, MeshSurfacesMayShineApart) {
    World world;
    Mesh mesh;
    mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}};
    mesh.indices = {0, 1, 2, 1, 3, 2, 0, 0, 1};
    mesh.surfaceOfTriangle = {0, 1, 1};
    const uint32_t plain = world.add(ShapeKind::kSphere, moved({9, 9, 9}));
    const uint32_t object = world.addMesh(mesh, moved({0, 0, 0}));
    world.lights.areas = {{object, 1, {1, 2, 3}, true}};
    const LightSet one = world.build();
    EXPECT_EQ(one.lightCount(), 1U);  // the third triangle has no area
    EXPECT_EQ(one.lightOf(object, 0), kNone);
    EXPECT_EQ(one.lightOf(object, 1), 0U);
    EXPECT_EQ(one.emitted(object, 0, true), Rgb{});
    EXPECT_EQ(one.emitted(object, 1, false), (Rgb{1, 2, 3}));
    EXPECT_FALSE(one.isEmitter(plain));
    EXPECT_EQ(one.emitted(plain, 0, true), Rgb{});
    world.lights.areas.push_back({object, 0, {5, 5, 5}, false});
    const LightSet both = world.build();
    EXPECT_EQ(both.lightCount(), 2U);
    EXPECT_EQ(both.emitted(object, 0, true), (Rgb{5, 5, 5}));
    EXPECT_EQ(both.emitted(object, 1, true), (Rgb{1, 2, 3}));
}

TEST(LightSet, MovingLightsShineFromWhereTheyAre) {
    World world;
    Object object;
    object.motion = 0;
    world.geometry.objects.push_back(object);
    world.geometry.motions.emplace_back(
        std::vector<std::pair<float, Affine64>>{{0.0F, moved({-4, 3, 0})}, {1.0F, moved({4, 3, 0})}});
    world.shine(0, grey(1));
    const LightSet lights = world.build();
    for (const float time : {0.0F, 0.3F, 1.0F}) {
        const double x = -4 + 8 * double{time}, d2 = x * x + 9;
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), {0, 1, 0}, false, 10000, time), kPiExact / d2 * 3 / std::sqrt(d2)));
    }
    // A turning rectangle, as a triangle mesh, too: never left out, wherever it faces.
    World turning;
    Mesh mesh;
    mesh.positions = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}};
    mesh.indices = {0, 1, 2, 0, 2, 3};
    turning.geometry.meshes.push_back(mesh);
    object.shape = ShapeKind::kMesh;
    object.mesh = 0;
    turning.geometry.objects.push_back(object);
    const Affine64 up = moved({0, 3, 0}) * Affine64{{1, 0, 0}, {0, 0, -1}, {0, 1, 0}, {0, 0, 0}};
    turning.geometry.motions.emplace_back(std::vector<std::pair<float, Affine64>>{
        {0.0F, up}, {0.5F, moved({0, 3, 0})}, {1.0F, moved({0, 3, 0}) * kFaceDown}});
    turning.shine(0, grey(1));
    const LightSet turned = turning.build();
    EXPECT_EQ(irradiance(turned, vec3(0), {0, 1, 0}, false, 200, 0).mean(), 0);
    EXPECT_TRUE(isMean(irradiance(turned, vec3(0), {0, 1, 0}, false, 10000, 1),
                       lambert({0, 0, 0}, {0, 1, 0}, {{-1, 3, -1}, {1, 3, -1}, {1, 3, 1}, {-1, 3, 1}})));
}

TEST(LightSet, PlanesEmitButAreOnlyHit) {
    World world;
    const uint32_t plane = world.add(ShapeKind::kPlane, moved({0, 0, 0}));
    world.shine(plane, grey(2));
    const LightSet lights = world.build();
    EXPECT_TRUE(lights.isEmpty());
    EXPECT_EQ(lights.emitted(plane, 0, true), grey(2));
    EXPECT_EQ(lights.emitted(plane, 0, false), Rgb{});
    Hit hit;
    hit.object = plane;
    EXPECT_EQ(lights.pdfHit({0, 0, 1}, {0, 0, -1}, false, 0, {}, hit, {}), 0);
}

TEST(LightSet, NothingComesOfNothing) {
    World world;
    const uint32_t object = world.add(ShapeKind::kSphere, moved({0, 0, 0}));
    world.shine(object, {std::nanf(""), -1, 0});
    PunctualDesc lamp;
    lamp.intensity = {0, 0, 0};
    world.lights.punctuals = {lamp};
    for (const LightSelection selection : kAll) {
        const LightSet lights = world.build(selection);
        LightSample s;
        EXPECT_TRUE(lights.isEmpty());
        EXPECT_FALSE(lights.sample({0, 3, 0}, {0, -1, 0}, false, 0, 0.5F, {0.5F, 0.5F}, s));
        EXPECT_EQ(lights.environmentRadiance({0, 1, 0}), Rgb{});
        EXPECT_EQ(lights.pdfEnvironment({0, 3, 0}, {0, 1, 0}, false, {0, 1, 0}), 0);
        EXPECT_EQ(lights.emitted(object, 0, true), Rgb{});
    }
    EXPECT_TRUE(LightSet().isEmpty());
}

TEST(LightSet, ThousandsOfLampsAreFoundWithLessNoise) {
    World world;
    Pcg32 random(44);
    double expected = 0;
    for (int i = 0; i < 2000; ++i) {
        PunctualDesc lamp;
        lamp.position = vec3(random.nextFloat() * 60 - 30, 1 + random.nextFloat(), random.nextFloat() * 60 - 30);
        lamp.intensity = grey(1 + random.nextFloat());
        world.lights.punctuals.push_back(lamp);
        const dvec3 d(lamp.position);
        expected += double{lamp.intensity.g} * d.y / std::pow(glm::dot(d, d), 1.5);
    }
    const RunningStats byTree = irradiance(world.build(), vec3(0), {0, 1, 0}, false, 20000);
    const RunningStats byPower = irradiance(world.build(LightSelection::kPower), vec3(0), {0, 1, 0}, false, 20000);
    EXPECT_TRUE(isMean(byTree, expected));
    EXPECT_LT(byTree.variance(), 0.1 * byPower.variance());
}

}  // namespace
}  // namespace raypool
