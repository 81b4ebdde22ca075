#include "raytracer/compile/compile_scene.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "raytracer/image/codec.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/testing/demo_scene_text.h"

namespace raypool {
namespace {

class MemoryAssets : public AssetSource {
public:
    std::map<std::string, std::vector<uint8_t>> files;
    std::vector<std::string> asked;
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override {
        asked.push_back(path);
        if (const auto found = files.find(path); found != files.end()) return found->second;
        return std::unexpected("no such file");
    }
};

TEST(CompileScene, TexturesAreDecodedToLinear) {
    MemoryAssets assets;
    const std::vector<uint8_t> rgba = {0, 128, 255, 255, 10, 20, 30, 0};   // 2 x 1; alpha is ignored
    assets.files["scenes/checkerboard.png"] = encodePng(2, 1, rgba);
    Diagnostics warnings;
    const auto scene = compileScene(*loadScene(testing::demoSceneText()), assets, warnings);
    ASSERT_TRUE(scene.has_value());
    EXPECT_TRUE(warnings.empty());
    EXPECT_EQ(scene->width, 8U);
    EXPECT_EQ(scene->height, 6U);
    ASSERT_EQ(scene->classic.textures.size(), 1U);
    const auto& texture = scene->classic.textures[0];
    EXPECT_EQ(texture.width, 2U);
    EXPECT_EQ(texture.height, 1U);
    EXPECT_EQ(texture.texels[0].r, 0);
    EXPECT_NEAR(texture.texels[0].g, std::pow(128 / 255.0, 2.2), 1e-6);
    EXPECT_EQ(texture.texels[0].b, 1);
    EXPECT_NEAR(texture.texels[1].b, std::pow(30 / 255.0, 2.2), 1e-6);
    EXPECT_GT(scene->memoryBytes(), sizeof(RenderScene) + 2 * sizeof(Rgb));
}

TEST(CompileScene, TexturesThatCannotBeHadAreErrorsAtTheirPlace) {
    MemoryAssets assets;
    Diagnostics warnings;
    const auto desc = loadScene(testing::demoSceneText());
    const auto missing = compileScene(*desc, assets, warnings);
    ASSERT_FALSE(missing.has_value());
    ASSERT_EQ(missing.error().size(), 1U);
    EXPECT_EQ(toString(missing.error()[0]),
              "22:37: error: texture \"scenes/checkerboard.png\": no such file [/elements/1/Plane/material/coloration/Texture]");
    EXPECT_EQ(assets.asked, std::vector<std::string>{"scenes/checkerboard.png"});
    assets.files["scenes/checkerboard.png"] = {'t', 'e', 'x', 't'};
    const auto unreadable = compileScene(*desc, assets, warnings);
    ASSERT_FALSE(unreadable.has_value());
    EXPECT_TRUE(unreadable.error()[0].message.starts_with("texture \"scenes/checkerboard.png\": not a picture that can be read"))
        << unreadable.error()[0].message;
    EXPECT_EQ(unreadable.error()[0].line, 22);
}

TEST(CompileScene, EveryMissingTextureIsNamed) {
    MemoryAssets assets;
    Diagnostics warnings;
    const auto desc = loadScene(testing::demoSceneWith(R"({"Color": {"red": 0.2, "green": 1.0, "blue": 0.25}})",
                                                       R"({"Texture": {"path": "a.png"}})"));
    const auto scene = compileScene(*desc, assets, warnings);
    ASSERT_FALSE(scene.has_value());
    EXPECT_EQ(scene.error().size(), 2U);
    EXPECT_EQ(scene.error()[0].message, "texture \"a.png\": no such file");
}

TEST(CompileScene, TreesAreBuiltAnewWhereTheirQualityChanges) {
    MemoryAssets assets;
    Diagnostics warnings;
    // Long triangles across each other, which the better build cuts.
    std::string positions, indices;
    for (int i = 0; i < 600; ++i) {
        const double a = i * 0.37, b = i * 1.91;
        for (const auto& [x, y, z] : {std::array{std::cos(a), std::sin(a), std::sin(b)}, std::array{-std::cos(b), std::sin(b), std::cos(a)},
                                      std::array{-std::cos(b), std::sin(b) + 0.1, std::cos(a)}}) {
            positions += (positions.empty() ? "[" : ", [") + std::to_string(x) + ", " + std::to_string(y) + ", " + std::to_string(z) + "]";
        }
        indices += (i == 0 ? "[" : ", [") + std::to_string(3 * i) + ", " + std::to_string(3 * i + 1) + ", " + std::to_string(3 * i + 2) + "]";
    }
    const auto compiled = [&](const char* render, const SceneOverrides& overrides, const RenderScene* before) {
        auto scene = compileScene(*loadScene(std::string(R"({"raypool": 1, "render": {)") + render + R"(}, "objects": [{"mesh": {"positions": [)" +
                                                 positions + R"(], "indices": [)" + indices + "]}}]}",
                                             overrides),
                                  assets, warnings, nullptr, {.scene = before});
        EXPECT_TRUE(scene.has_value());
        return std::move(*scene);
    };
    const RenderScene usual = compiled("", {}, nullptr), high = compiled(R"("bvh_build": "high")", {}, nullptr);
    EXPECT_NE(usual.accel.hash(), high.accel.hash());
    const RenderScene edited = compiled(R"("bvh_build": "high")", {}, &usual);
    EXPECT_EQ(edited.accel.meshesBuilt(), 1U);
    EXPECT_EQ(edited.accel.hash(), high.accel.hash());
    EXPECT_EQ(compiled(R"("bvh_build": "high")", {}, &high).accel.meshesBuilt(), 0U);
    EXPECT_EQ(compiled("", {}, &high).accel.hash(), usual.accel.hash());
    EXPECT_EQ(compiled("", {.bvhBuild = BvhBuild::kHigh}, nullptr).accel.hash(), high.accel.hash());
    EXPECT_EQ(compiled(R"("bvh_build": "high")", {.bvhBuild = BvhBuild::kDefault}, nullptr).accel.hash(), usual.accel.hash());
}

}  // namespace
}  // namespace raypool
