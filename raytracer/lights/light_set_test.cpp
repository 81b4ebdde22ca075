// Choosing among lights, and sampling against what rays hit.
#include "raytracer/lights/light_set.h"

#include <cmath>
#include <vector>

#include "raytracer/accel/scene_accel.h"
#include "raytracer/core/elementary.h"
#include "raytracer/geometry/surface.h"
#include "raytracer/lights/light_cases_test.h"
#include "raytracer/testing/chi2.h"

namespace raypool {
namespace {

using testing::irradiance;
using testing::isMean;
using testing::kAllSelections;
using testing::kFaceDown;
using testing::kPi64;
using testing::lambert;
using testing::moved;
using testing::RunningStats;
using testing::scaled;
using testing::World;

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
            3 * 1 / std::pow(5.0, 1.5) + 2 / std::sqrt(3.0) + 2 + 0.5 * kPi64;
    below = 2 * kPi64 * 0.25 / 5 * 2 / std::sqrt(5.0) + 2 / std::sqrt(1.25) + 0.5 * kPi64;
    return world;
}

TEST(LightSet, AllKindsTogetherAddUpHoweverTheyAreChosen) {
    double above = 0, below = 0;
    World world = everything(above, below);
    for (const LightSelection selection : kAllSelections) {
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
    for (const LightSelection selection : kAllSelections) {
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
        for (const LightSelection selection : kAllSelections) {
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
                    pdf = lights.environmentAt(p, n, false, ray.d).pdf;
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
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), {0, 1, 0}, false, 10000, time), kPi64 / d2 * 3 / std::sqrt(d2)));
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
    for (const LightSelection selection : kAllSelections) {
        const LightSet lights = world.build(selection);
        LightSample s;
        EXPECT_TRUE(lights.isEmpty());
        EXPECT_FALSE(lights.sample({0, 3, 0}, {0, -1, 0}, false, 0, 0.5F, {0.5F, 0.5F}, s));
        EXPECT_EQ(lights.environmentRadiance({0, 1, 0}), Rgb{});
        EXPECT_EQ(lights.environmentAt({0, 3, 0}, {0, 1, 0}, false, {0, 1, 0}).pdf, 0);
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
