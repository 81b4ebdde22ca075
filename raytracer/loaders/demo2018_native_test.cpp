#include "raytracer/loaders/demo2018_native.h"

#include <gtest/gtest.h>

#include <numbers>

#include "raytracer/loaders/load_scene.h"
#include "raytracer/testing/demo_scene_text.h"

namespace raypool {
namespace {

using testing::demoSceneText;
using testing::demoSceneWith;

SceneDesc converted(const std::string& text) {
    const auto scene = loadScene(text);
    EXPECT_TRUE(scene.has_value()) << toString(scene.error()[0]);
    auto native = toNative(*scene);
    EXPECT_TRUE(native.has_value());
    return std::move(*native);
}

TEST(Demo2018Native, TheSameScene) {
    const SceneDesc scene = converted(demoSceneText());
    const NativeDesc& n = scene.native;
    EXPECT_EQ(scene.format, SceneFormat::kNative);
    EXPECT_EQ(scene.integrator, IntegratorKind::kPath);
    EXPECT_EQ(scene.width, 8U);
    EXPECT_EQ(n.camera.yfov, 90);
    EXPECT_FALSE(n.camera.isDefault);
    EXPECT_EQ(n.camera.keys.at(0).transform, Affine64{});
    EXPECT_EQ(n.environment.type, EnvironmentDesc::Type::kBlack);
    EXPECT_EQ(n.display.toneMapping, ToneMapping::kLinear);

    ASSERT_EQ(n.objects.size(), 3U);
    EXPECT_EQ(n.roots, (std::vector<uint32_t>{0, 1, 2}));
    EXPECT_EQ(std::get<SphereShape>(n.objects[0].shape), (SphereShape{{0, 0.5, -5}, 1.25}));
    // The demo's floor is seen from above, and its normal points down.
    const auto& plane = std::get<PlaneShape>(n.objects[1].shape);
    EXPECT_EQ(plane.point, dvec3(0, -2, -5));
    EXPECT_EQ(plane.normal, dvec3(0, 1, 0) + dvec3(0));
    EXPECT_TRUE(n.objects[1].keys.empty());

    const auto materialOf = [&](size_t i) { return n.materials.at(static_cast<size_t>(n.objects[i].material)); };
    const auto mix = std::get<MixDesc>(materialOf(0).model);
    EXPECT_EQ(mix.weight, 0.7F);
    EXPECT_EQ(std::get<DiffuseDesc>(n.materials[mix.a].model).color, (Rgb{0.2F * 0.18F, 0.18F, 0.25F * 0.18F}));
    EXPECT_EQ(std::get<ConductorDesc>(n.materials[mix.b].model).reflectance, (Rgb{1, 1, 1}));
    EXPECT_EQ(std::get<ConductorDesc>(n.materials[mix.b].model).roughness, 0);
    EXPECT_FALSE(materialOf(1).twoSided);
    EXPECT_EQ(std::get<DielectricDesc>(materialOf(2).model).ior, 1.5F);
    EXPECT_EQ(std::get<DielectricDesc>(materialOf(2).model).color, grey(0.9F));

    ASSERT_EQ(n.lights.size(), 2U);
    EXPECT_EQ(n.lights[0].type, PunctualLightDesc::Type::kPoint);
    EXPECT_NEAR(n.lights[0].intensity, 10000 / (4 * std::numbers::pi), 1e-4);
    EXPECT_EQ(n.lights[0].position, dvec3(5, 10, -3));
    EXPECT_EQ(n.lights[1].type, PunctualLightDesc::Type::kDirectional);
    EXPECT_EQ(n.lights[1].irradiance, 0.5F);
    EXPECT_EQ(n.lights[1].direction, dvec3(0, 0, -1));

    ASSERT_EQ(scene.warnings.size(), 1U);
    EXPECT_EQ(toString(scene.warnings[0]),
              "22:37: warning: textures are shown in a plain colour by this integrator (\"classic\" shows them) "
              "[/elements/1/Plane/material/coloration/Texture]");
}

TEST(Demo2018Native, NumbersWithoutPhysicalSenseAreClampedOrLeftOut) {
    const SceneDesc bright = converted(demoSceneWith("\"albedo\": 0.5", "\"albedo\": 5"));
    EXPECT_EQ(std::get<DiffuseDesc>(bright.native.materials.at(static_cast<size_t>(bright.native.objects[1].material)).model).color, grey(1));
    EXPECT_EQ(bright.warnings.size(), 2U);
    EXPECT_EQ(converted(demoSceneWith("\"radius\": 1.25", "\"radius\": 0")).native.objects.size(), 2U);
    EXPECT_EQ(std::get<SphereShape>(converted(demoSceneWith("\"radius\": 1.25", "\"radius\": -2")).native.objects[0].shape).radius, 2);
    EXPECT_EQ(converted(demoSceneWith("\"intensity\": 0.5", "\"intensity\": -0.5")).native.lights.size(), 1U);
    EXPECT_EQ(converted(demoSceneWith("\"fov\": 90.0", "\"fov\": 270")).native.camera.yfov, 179.9);
    EXPECT_EQ(converted(demoSceneWith("\"normal\": {\"x\": 0.0, \"y\": -2.0", "\"normal\": {\"x\": 0.0, \"y\": 0")).native.objects.size(), 2U);
}

TEST(Demo2018Native, AnIntegratorOtherThanClassicConverts) {
    SceneOverrides overrides{.samples = 12};
    overrides.integrator = IntegratorKind::kNormal;
    const auto scene = loadScene(demoSceneText(), overrides);
    ASSERT_TRUE(scene.has_value());
    EXPECT_EQ(scene->format, SceneFormat::kNative);
    EXPECT_EQ(scene->integrator, IntegratorKind::kNormal);
    EXPECT_EQ(scene->native.render.samples, 12U);
    overrides.integrator = IntegratorKind::kClassic;
    EXPECT_EQ(loadScene(demoSceneText(), overrides)->format, SceneFormat::kDemo2018);
}

}  // namespace
}  // namespace raypool
