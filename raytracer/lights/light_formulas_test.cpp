// Light from each kind of light against closed forms.
#include "raytracer/core/elementary.h"
#include "raytracer/core/frame.h"
#include "raytracer/lights/light_cases_test.h"

namespace raypool {
namespace {

using testing::irradiance;
using testing::isMean;
using testing::kAllSelections;
using testing::kFaceDown;
using testing::kPi64;
using testing::lambert;
using testing::moved;
using testing::scaled;
using testing::World;

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
            isMean(irradiance(lights, vec3(0), {0, 1, 0}), 2 * kPi64 * 0.64 / glm::dot(d, d) * d.y / glm::length(d)));
        const vec3 near(dvec3(1, 4.15, 2) * scale);
        EXPECT_NEAR(irradiance(lights, near, {0, 1, 0}).mean() / (2 * kPi64 * sqr(0.8 / 0.85)), 1, 0.02);
        // Around a point in a medium: L times the solid angle.
        const double sin2 = 0.64 / glm::dot(d, d);
        EXPECT_TRUE(isMean(irradiance(lights, vec3(0), vec3(0), true), 2 * 2 * kPi64 * (1 - std::sqrt(1 - sin2))));
        // From inside only a two-sided one shines: pi L on any surface.
        const vec3 inside(dvec3(1.2, 5.3, 1.9) * scale);
        EXPECT_EQ(irradiance(lights, inside, {0, 1, 0}, false, 100).mean(), 0);
        world.lights.areas[0].twoSided = true;
        EXPECT_TRUE(isMean(irradiance(world.build(), inside, {0, 1, 0}), 2 * kPi64));
    }
}

TEST(LightSet, DiskGivesItsFormFactor) {
    for (const double scale : {1e-4, 1.0, 1e4}) {
        World world;
        world.shine(
            world.add(ShapeKind::kDisk, moved(dvec3(0, 2, 0) * scale) * kFaceDown * scaled(dvec3(scale * 1.5)), 0.5F),
            {1, 1, 1});
        const auto disk = [](double r) { return kPi64 * r * r / (4 + r * r); };
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
    for (const LightSelection selection : kAllSelections) {
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
                const double a = 2 * kPi64 * (k + 0.5) / kN, z = isTube ? (i + 0.5) / kN - 0.5 : 2 * (i + 0.5) / kN - 1,
                             r = isTube ? 1 : std::sqrt(1 - z * z);
                const dvec3 own(r * std::cos(a), r * std::sin(a), z), n = isTube ? dvec3(own.x, own.y, 0) : own;
                const dvec3 x(shape.frame.x), y(shape.frame.y), w(shape.frame.z);
                const dvec3 area = (glm::cross(y, w) * n.x + glm::cross(w, x) * n.y + glm::cross(x, y) * n.z) *
                                   ((isTube ? 2 : 4) * kPi64 / (kN * kN));
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
            const double a = degrees * kPi64 / 180, ci = std::cos(kPi64 / 9), co = std::cos(2 * kPi64 / 9);
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
    EXPECT_NEAR(lights.power(0), 2 * kPi64 * 4 * kPi64 * 9, 0.1);
    double sum = 0;
    for (int i = 0; i < 10000; ++i) {
        const double c = 1 - (i + 0.5) / 10000 * (1 - std::cos(0.9));
        sum += 2 * std::pow(std::min((c - std::cos(0.9)) / (std::cos(0.2) - std::cos(0.9)), 1.0), 2);
    }
    EXPECT_NEAR(lights.power(1), sum / 10000 * 2 * kPi64 * (1 - std::cos(0.9)), 1e-3);
    EXPECT_NEAR(lights.power(2), 8 * kPi64, 1e-3);
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
            EXPECT_EQ(lights.environmentAt({1, 2, 3}, n, false, w).pdf, 0);
            continue;
        }
        const double sin2 = std::pow(std::sin(double{diameter} / 2), 2);
        EXPECT_NEAR(lights.environmentRadiance(w).g / (7 / (kPi64 * sin2)), 1, 1e-4);
        const Frame3 frame = Frame3::fromZ(w);
        const auto off = [&](float part) { return frame.toWorld({sin(diameter * part), 0, cos(diameter * part)}); };
        EXPECT_GT(lights.environmentRadiance(off(0.49F)).g, 0);
        EXPECT_EQ(lights.environmentRadiance(off(0.51F)), Rgb{});
        EXPECT_EQ(lights.environmentAt({1, 2, 3}, n, false, off(0.51F)).pdf, 0);
    }
}

}  // namespace
}  // namespace raypool
