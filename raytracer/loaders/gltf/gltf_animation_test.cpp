// Animations, morph targets and skins against closed forms.
#include "raytracer/loaders/gltf/gltf_animation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/testing/gltf_text.h"

namespace raypool {
namespace {

using testing::GltfText;
using testing::loadGltfText;

std::string problemOf(const Result<Model>& model) { return model ? "" : toString(model.error().at(0)); }

/// A triangle whose node one channel moves; keys at 1 s and 3 s.
Result<Model> animated(const std::string& path, const std::string& interpolation, const std::vector<float>& values, double time, const std::string& name = {},
                       const std::vector<float>& times = {1, 3}) {
    GltfText file;
    file.floats({0, 0, 0, 1, 0, 0, 0, 1, 0}, "VEC3");
    file.floats(times, "SCALAR");
    file.floats(values, path == "rotation" ? "VEC4" : path == "weights" ? "SCALAR" : "VEC3");
    file.floats({0, 0, 1, 0, 0, 2, 0, 0, 3}, "VEC3");
    return loadGltfText(file.json(R"("meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "targets": [{"POSITION": 3}]}]}], "nodes": [{"mesh": 0}],
        "animations": [{"name": "walk", "samplers": [{"input": 1, "output": 2, "interpolation": ")" + interpolation + R"("}],
        "channels": [{"sampler": 0, "target": {"node": 0, "path": ")" + path + R"("}}]}])"), {.time = time, .animation = name, .variant = {}});
}

Affine64 poseOf(const Result<Model>& model) {
    EXPECT_TRUE(model) << problemOf(model);
    if (!model || model->scene.objects.at(0).keys.empty()) return {};
    return model->scene.objects[0].keys[0].transform;
}

TEST(GltfAnimation, LinearAndStepTranslations) {
    const std::vector<float> values = {0, 0, 0, 4, 8, 2};
    const auto at = [&](const char* how, double time) { return poseOf(animated("translation", how, values, time)).t; };
    EXPECT_EQ(at("LINEAR", 2), dvec3(2, 4, 1));
    EXPECT_EQ(at("LINEAR", 1.5), dvec3(1, 2, 0.5));
    EXPECT_EQ(at("LINEAR", 0), dvec3(0));         // clamped
    EXPECT_EQ(at("LINEAR", 99), dvec3(4, 8, 2));
    EXPECT_EQ(at("STEP", 2.99), dvec3(0));
    EXPECT_EQ(at("STEP", 3), dvec3(4, 8, 2));
    EXPECT_EQ(at("LINEAR", 2), poseOf(animated("translation", "LINEAR", values, 2, "walk")).t);
}

TEST(GltfAnimation, TwoKeysAtOneTimeAreAJump) {
    const auto at = [](double time) { return poseOf(animated("translation", "LINEAR", {0, 0, 0, 2, 0, 0, 5, 0, 0, 7, 0, 0}, time, {}, {0, 1, 1, 2})).t.x; };
    EXPECT_EQ(at(0.5), 1);
    EXPECT_EQ(at(1), 5);
    EXPECT_EQ(at(1.5), 6);
    EXPECT_NE(problemOf(animated("translation", "LINEAR", {0, 0, 0, 2, 0, 0}, 0, {}, {1, 0.5F})).find("must ascend"), std::string::npos);
}

TEST(GltfAnimation, CubicSplinesAreHermites) {
    // From 0 with slope 1 to 6 with slope -2 in 2 s; the cubic through these is p(u) = u + 5 u^2 / ... by its four conditions.
    const std::vector<float> values = {0, 0, 0, 0, 0, 0, 1, 0, 0, -2, 0, 0, 6, 0, 0, 0, 0, 0};
    for (const double u : {0.25, 0.5, 0.9}) {
        // Solved apart from the basis functions: p = a u^3 + b u^2 + c u with u = t / 2, c = 2, a + b = 4, 3 a + 2 b = -6.
        const double a = -14, b = 18, c = 2, expected = ((a * u + b) * u + c) * u;
        EXPECT_NEAR(poseOf(animated("translation", "CUBICSPLINE", values, 1 + 2 * u)).t.x, expected, 1e-9) << u;
    }
}

TEST(GltfAnimation, RotationsTurnEvenly) {
    const float half = std::sqrt(0.5F);
    // A quarter about z, its quaternion negated: the shorter way all the same.
    const Affine64 pose = poseOf(animated("rotation", "LINEAR", {0, 0, 0, 1, 0, 0, -half, -half}, 1 + 2.0 / 3));
    const double angle = std::acos(-1.0) / 6;
    EXPECT_NEAR(pose.x.x, std::cos(angle), 1e-6);
    EXPECT_NEAR(pose.x.y, std::sin(angle), 1e-6);
    EXPECT_NEAR(pose.determinant(), 1, 1e-6);
}

TEST(GltfAnimation, WeightsOfMorphTargets) {
    const auto model = animated("weights", "LINEAR", {0, 1}, 1.5);
    ASSERT_TRUE(model) << problemOf(model);
    const auto& mesh = std::get<MeshShape>(model->scene.objects.at(0).shape);
    EXPECT_EQ(mesh.positions.at(0), vec3(0, 0, 0.25F));
    EXPECT_EQ(mesh.positions.at(2), vec3(0, 1, 0.75F));
}

TEST(GltfAnimation, MorphTargetsThatLeaveTheNumbers) {
    EXPECT_NE(problemOf(animated("weights", "STEP", {3e38F, 3e38F}, 1)).find("too far away"), std::string::npos);
}

TEST(GltfAnimation, WhatIsNotThereIsSaid) {
    EXPECT_NE(problemOf(animated("translation", "LINEAR", {0, 0, 0, 1, 1, 1}, 0, "run")).find("it has \"walk\""), std::string::npos);
    EXPECT_NE(problemOf(animated("translation", "LINEAR", {0, 0, 0}, 0)).find("2 times"), std::string::npos);
    EXPECT_NE(problemOf(animated("translation", "CUBIC", {0, 0, 0, 1, 1, 1}, 0)).find("CUBICSPLINE"), std::string::npos);
    const auto other = animated("pointer", "LINEAR", {0, 0, 0, 1, 1, 1}, 0);
    ASSERT_TRUE(other) << problemOf(other);
    EXPECT_NE(other->warnings.at(0).message.find("KHR_animation_pointer"), std::string::npos);
}

TEST(GltfSkin, VerticesFollowTheirJoints) {
    GltfText file;
    file.floats({1, 0, 0, 1, 2, 0, 1, 1, 0}, "VEC3");
    file.floats({1, 0, 0, 1, 0, 0, 1, 0, 0}, "VEC3");   // normals
    file.accessor(file.view(std::vector<uint8_t>{0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0}), 5121, 3, "VEC4");
    // The last vertex is held by both; its weights sum up to 2 and count for half of that.
    file.floats({1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}, "VEC4");
    file.floats({1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -1, 0, 1}, "MAT4");
    // The second joint stands at (0, 1, 0) and is turned by a half about y. The mesh's own node is somewhere else.
    const auto model = loadGltfText(file.json(R"("meshes": [{"primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1, "JOINTS_0": 2, "WEIGHTS_0": 3}}]}],
        "skins": [{"joints": [1, 2], "inverseBindMatrices": 4}],
        "nodes": [{"mesh": 0, "skin": 0, "translation": [50, 0, 0]}, {"children": [2]}, {"translation": [0, 1, 0], "rotation": [0, 1, 0, 0]}])"));
    ASSERT_TRUE(model) << problemOf(model);
    const auto& object = model->scene.objects.at(0);
    EXPECT_TRUE(object.keys.empty());
    const auto& mesh = std::get<MeshShape>(object.shape);
    const vec3 expected[] = {{1, 0, 0}, {-1, 2, 0}, {0, 1, 0}};
    for (size_t i = 0; i < 3; ++i) EXPECT_LT(length(mesh.positions.at(i) - expected[i]), 1e-6F) << i;
    EXPECT_LT(length(mesh.normals.at(0) - vec3(1, 0, 0)), 1e-6F);
    EXPECT_LT(length(mesh.normals.at(1) - vec3(-1, 0, 0)), 1e-6F);
}

TEST(GltfSkin, JointsThatTheSkinDoesNotHave) {
    GltfText file;
    file.floats({1, 0, 0, 1, 2, 0, 1, 1, 0}, "VEC3");
    file.accessor(file.view(std::vector<uint8_t>{0, 0, 0, 0, 9, 0, 0, 0, 0, 1, 0, 0}), 5121, 3, "VEC4");
    file.floats({1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}, "VEC4");
    const auto model = loadGltfText(file.json(R"("meshes": [{"primitives": [{"attributes": {"POSITION": 0, "JOINTS_0": 1, "WEIGHTS_0": 2}}]}],
        "skins": [{"joints": [1]}], "nodes": [{"mesh": 0, "skin": 0}, {}])"));
    EXPECT_NE(problemOf(model).find("joint 9; the skin has 1"), std::string::npos);
}

}  // namespace
}  // namespace raypool
