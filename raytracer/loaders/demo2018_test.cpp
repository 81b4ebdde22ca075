#include "raytracer/loaders/demo2018.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "raytracer/loaders/load_scene.h"
#include "raytracer/testing/demo_scene_text.h"
#include "raytracer/testing/pictures.h"

namespace raypool {
namespace {

using testing::demoSceneText;
using testing::demoSceneWith;

SceneDesc loaded(std::string_view text, const SceneOverrides& overrides = {}) {
    auto scene = loadScene(text, overrides);
    if (!scene) {
        ADD_FAILURE() << toString(scene.error().front());
        return {};
    }
    return std::move(*scene);
}

TEST(Demo2018, SceneIsReadExactly) {
    const SceneDesc scene = loaded(demoSceneText());
    EXPECT_EQ(scene.format, SceneFormat::kDemo2018);
    EXPECT_EQ(scene.integrator, IntegratorKind::kClassic);
    EXPECT_EQ(scene.width, 8U);
    EXPECT_EQ(scene.height, 6U);
    EXPECT_EQ(scene.classic.fov, 90);
    EXPECT_EQ(scene.classic.shadowBias, 1e-13);
    EXPECT_EQ(scene.classic.maxDepth, 10U);
    EXPECT_TRUE(scene.warnings.empty());
    ASSERT_EQ(scene.classic.elements.size(), 3U);
    const auto& sphere = std::get<SphereDesc>(scene.classic.elements[0].shape);
    EXPECT_EQ(sphere.center, glm::dvec3(0, 0.5, -5));
    EXPECT_EQ(sphere.radius, 1.25);
    const auto& mirror = scene.classic.elements[0].material;
    EXPECT_EQ(mirror.color, (Rgb{0.2F, 1, 0.25F}));
    EXPECT_EQ(mirror.texture, -1);
    EXPECT_EQ(mirror.albedo, 0.18F);
    EXPECT_EQ(mirror.surface, ClassicSurface::kReflective);
    EXPECT_EQ(mirror.reflectivity, 0.7F);
    const auto& plane = std::get<PlaneDesc>(scene.classic.elements[1].shape);
    EXPECT_EQ(plane.origin, glm::dvec3(0, -2, -5));
    EXPECT_EQ(plane.normal, glm::dvec3(0, -1, 0));   // normalised
    EXPECT_EQ(scene.classic.elements[1].material.texture, 0);
    EXPECT_EQ(scene.classic.elements[1].material.surface, ClassicSurface::kDiffuse);
    EXPECT_EQ(scene.classic.elements[2].material.surface, ClassicSurface::kRefractive);
    EXPECT_EQ(scene.classic.elements[2].material.index, 1.5F);
    EXPECT_EQ(scene.classic.elements[2].material.transparency, 0.9F);
    ASSERT_EQ(scene.classic.textures.size(), 1U);
    EXPECT_EQ(scene.classic.textures[0].path, "scenes/checkerboard.png");
    EXPECT_EQ(scene.classic.textures[0].place.pointer, "/elements/1/Plane/material/coloration/Texture");
    ASSERT_EQ(scene.classic.lights.size(), 2U);
    EXPECT_EQ(std::get<SphericalLightDesc>(scene.classic.lights[0].kind).position, glm::dvec3(5, 10, -3));
    EXPECT_EQ(scene.classic.lights[0].color, (Rgb{0.3F, 0.8F, 0.3F}));
    EXPECT_EQ(scene.classic.lights[0].intensity, 10000);
    EXPECT_EQ(std::get<DirectionalLightDesc>(scene.classic.lights[1].kind).direction, glm::dvec3(0, 0, -1));
    EXPECT_EQ(scene.classic.lights[1].intensity, 0.5F);
}

TEST(Demo2018, TheDemosOwnDefaultScene) {
    const SceneDesc scene = loaded(testing::readText("raytracer/testing/data/demo-2018/default.json"));
    EXPECT_EQ(scene.width, 800U);
    EXPECT_EQ(scene.height, 800U);
    EXPECT_EQ(scene.classic.fov, 90);
    EXPECT_EQ(scene.classic.shadowBias, 1e-13);
    EXPECT_EQ(scene.classic.maxDepth, 20U);
    EXPECT_EQ(scene.classic.elements.size(), 5U);
    EXPECT_EQ(scene.classic.lights.size(), 3U);
    EXPECT_EQ(std::get<SphereDesc>(scene.classic.elements[2].shape).center, glm::dvec3(2, 1, -4));
    const auto& floor = std::get<PlaneDesc>(scene.classic.elements[3].shape);
    EXPECT_EQ(floor.normal, glm::dvec3(0, -1, 0));
    EXPECT_TRUE(scene.warnings.empty());
}

TEST(Demo2018, DirectionsAreNormalised) {
    const SceneDesc scene = loaded(demoSceneWith(R"({"x": 0.0, "y": 0.0, "z": -1.0})", R"({"x": 3, "y": -4, "z": 12})"));
    const auto direction = std::get<DirectionalLightDesc>(scene.classic.lights[1].kind).direction;
    EXPECT_NEAR(glm::length(direction - glm::dvec3(3, -4, 12) / 13.0), 0, 1e-15);
}

TEST(Demo2018, DirectionsThatAreNoneAreWarnedOf) {
    const auto light = loaded(demoSceneWith(R"({"x": 0.0, "y": 0.0, "z": -1.0})", R"({"x": 0, "y": 0, "z": 0})"));
    ASSERT_EQ(light.warnings.size(), 1U);
    EXPECT_EQ(toString(light.warnings[0]),
              "42:35: warning: \"direction\" has no direction (a vector whose length is not 0) "
              "[/lights/1/Directional/direction]");
    const auto plane = loaded(demoSceneWith(R"("normal": {"x": 0.0, "y": -2.0, "z": 0.0})", R"("normal": {"x": 0, "y": 0, "z": 0})"));
    ASSERT_EQ(plane.warnings.size(), 1U);
    EXPECT_EQ(toString(plane.warnings[0]),
              "20:19: warning: \"normal\" has no direction (a vector whose length is not 0) [/elements/1/Plane/normal]");
}

TEST(Demo2018, WholeNumbersWithAPointAreWholeNumbers) {
    const SceneDesc scene = loaded(demoSceneWith("\"width\": 8", "\"width\": 100.0"));
    EXPECT_EQ(scene.width, 100U);
    EXPECT_EQ(loaded(demoSceneWith("\"width\": 8", "\"width\": 1e2")).width, 100U);
    EXPECT_EQ(loaded(demoSceneWith("\"fov\": 90.0", "\"fov\": 45")).classic.fov, 45);
    EXPECT_EQ(loaded(demoSceneWith("\"max_recursion_depth\": 10", "\"max_recursion_depth\": 4294967295")).classic.maxDepth, 4294967295U);
}

TEST(Demo2018, UnknownKeysAreLeftAlone) {
    const SceneDesc scene = loaded(demoSceneWith("\"fov\": 90.0", "\"fov\": 90.0, \"comment\": {\"by\": [1, 2]}"));
    EXPECT_EQ(scene.classic.elements.size(), 3U);
    const SceneDesc inner = loaded(demoSceneWith("\"albedo\": 0.5,", "\"albedo\": 0.5, \"shine\": null,"));
    EXPECT_EQ(inner.classic.elements[1].material.albedo, 0.5F);
    EXPECT_TRUE(inner.warnings.empty());
}

TEST(Demo2018, BothWaysToNameATexture) {
    const SceneDesc scene = loaded(demoSceneWith("\"scenes/checkerboard.png\"", R"({"path": "a/b.png", "more": 1})"));
    ASSERT_EQ(scene.classic.textures.size(), 1U);
    EXPECT_EQ(scene.classic.textures[0].path, "a/b.png");
    EXPECT_EQ(scene.classic.textures[0].place.pointer, "/elements/1/Plane/material/coloration/Texture/path");
}

TEST(Demo2018, ATextureThatIsNamedTwiceIsReadOnce) {
    const SceneDesc scene = loaded(demoSceneWith(R"({"Color": {"red": 0.2, "green": 1.0, "blue": 0.25}})",
                                                 R"({"Texture": {"path": "scenes/checkerboard.png"}})"));
    ASSERT_EQ(scene.classic.textures.size(), 1U);
    EXPECT_EQ(scene.classic.elements[0].material.texture, 0);
    EXPECT_EQ(scene.classic.elements[1].material.texture, 0);
}

TEST(Demo2018, DiffuseAsAnObject) {
    const SceneDesc scene = loaded(demoSceneWith("\"surface\": \"Diffuse\"", "\"surface\": {\"Diffuse\": null}"));
    EXPECT_EQ(scene.classic.elements[1].material.surface, ClassicSurface::kDiffuse);
}

TEST(Demo2018, EmptyLists) {
    const SceneDesc scene = loaded(R"({"width": 1, "height": 1, "fov": 1, "shadow_bias": 0, "max_recursion_depth": 0,
                                       "elements": [], "lights": []})");
    EXPECT_TRUE(scene.classic.elements.empty());
    EXPECT_TRUE(scene.classic.lights.empty());
    EXPECT_EQ(scene.classic.maxDepth, 0U);
}

TEST(Demo2018, OverridesReplaceTheSize) {
    const SceneDesc one = loaded(demoSceneText(), {.width = 640});
    EXPECT_EQ(one.width, 640U);
    EXPECT_EQ(one.height, 6U);
    const SceneDesc both = loaded(demoSceneText(), {.width = 640, .height = 480});
    EXPECT_EQ(both.height, 480U);
}

TEST(Demo2018, OverridesReplaceASizeThatWouldBeRefused) {
    // bheisler's own test scene asks for as much.
    std::string text = demoSceneWith("\"width\": 8", "\"width\": 32000");
    text = testing::replaced(text, "\"height\": 6", "\"height\": 24000");
    EXPECT_FALSE(loadScene(text).has_value());
    const SceneDesc scene = loaded(text, {.width = 800, .height = 600});
    EXPECT_EQ(scene.width, 800U);
    EXPECT_EQ(scene.height, 600U);
}

TEST(LoadScene, FormatsAreRecognisedByTheirKeys) {
    for (const std::string_view text : {R"({"elements": 1})", R"({"max_recursion_depth": 1})", R"({"shadow_bias": 1})"}) {
        EXPECT_TRUE(looksLikeDemo2018(*JsonDocument::parse(text))) << text;
    }
    EXPECT_FALSE(looksLikeDemo2018(*JsonDocument::parse(R"({"raypool": 1})")));
    EXPECT_EQ(loaded(R"({"raypool": 1})").format, SceneFormat::kNative);
    for (const std::string_view text : {R"({})", R"([{"elements": []}])", "3", "null"}) {
        EXPECT_FALSE(looksLikeDemo2018(*JsonDocument::parse(text))) << text;
        const auto scene = loadScene(text);
        ASSERT_FALSE(scene.has_value());
        ASSERT_EQ(scene.error().size(), 1U);
        EXPECT_TRUE(toString(scene.error()[0]).starts_with("1:1: error: this is not a scene that Raypool knows (a scene has "))
            << toString(scene.error()[0]);
    }
}

}  // namespace
}  // namespace raypool
