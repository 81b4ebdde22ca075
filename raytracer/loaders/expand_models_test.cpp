#include "raytracer/loaders/expand_models.h"

#include <gtest/gtest.h>

#include "raytracer/loaders/load_scene.h"
#include "raytracer/loaders/merge_scene.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

const char* const kTriangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n";

struct Expanded {
    NativeDesc scene;
    Diagnostics problems, warnings;
};
Expanded expand(const std::string& text, AssetSource& assets) {
    auto scene = loadScene(text);
    if (!scene) return {{}, scene.error(), {}};
    Expanded out{std::move(scene->native), {}, {}};
    out.problems = expandModels(out.scene, assets, out.warnings);
    return out;
}
const std::vector<uint32_t>& membersOf(const NativeDesc& scene, uint32_t object) { return std::get<GroupShape>(scene.objects.at(object).shape).objects; }

TEST(ExpandModels, AModelBecomesAGroupOfItsParts) {
    testing::MemoryFiles files;
    files.put("a.obj", kTriangle);
    const auto out = expand(R"({"raypool": 1, "objects": [{"sphere": {}}, {"name": "it", "model": {"file": "a.obj"}, "transform": {"translate": [1, 2, 3]}}]})", files);
    ASSERT_TRUE(out.problems.empty());
    EXPECT_FALSE(hasModels(out.scene));
    EXPECT_EQ(out.scene.objects[1].name, "it");
    EXPECT_EQ(out.scene.objects[1].keys.at(0).transform.t, dvec3(1, 2, 3));
    ASSERT_EQ(membersOf(out.scene, 1).size(), 1U);
    const auto& part = out.scene.objects.at(membersOf(out.scene, 1)[0]);
    EXPECT_EQ(std::get<MeshShape>(part.shape).positions.size(), 3U);
    EXPECT_EQ(part.place.at.pointer, "/objects/1");
}

TEST(ExpandModels, OneFileIsReadOnceHoweverOftenItStands) {
    testing::MemoryFiles files;
    files.put("a.obj", kTriangle);
    const auto out = expand(R"({"raypool": 1, "objects": [{"model": {"file": "a.obj"}}, {"model": {"file": "a.obj"}, "transform": {"scale": 2}},
        {"group": {"objects": [{"model": {"file": "a.obj"}}]}}]})", files);
    ASSERT_TRUE(out.problems.empty());
    EXPECT_EQ(files.reads["a.obj"], 1);
    size_t meshes = 0, instances = 0;
    for (const auto& object : out.scene.objects) {
        meshes += std::holds_alternative<MeshShape>(object.shape);
        instances += std::holds_alternative<InstanceShape>(object.shape);
    }
    EXPECT_EQ(meshes, 1U);
    EXPECT_EQ(instances, 3U);
    ASSERT_EQ(out.scene.prototypes.size(), 1U);
    EXPECT_EQ(out.scene.prototypes[0].name, "a.obj");
}

TEST(ExpandModels, ProblemsStandAtTheModel) {
    testing::MemoryFiles files;
    files.put("bad.obj", "v 0 0 0\nf 1 2 3\n");
    const auto out = expand("{\"raypool\": 1, \"objects\": [\n{\"model\": {\"file\": \"none.obj\"}},\n{\"model\": {\"file\": \"bad.obj\"}}]}", files);
    ASSERT_EQ(out.problems.size(), 2U);
    EXPECT_EQ(out.problems[0].message, "the model \"none.obj\" can't be read: no such file");
    EXPECT_EQ(out.problems[0].line, 2);
    EXPECT_EQ(out.problems[1].message, "the model \"bad.obj\" can't be used: line 2: there is no vertex 2: the file has 1");
    EXPECT_EQ(out.problems[1].pointer, "/objects/1");
}

NativeDesc partWithEverything() {
    NativeDesc part;
    part.textures.resize(3);
    part.textures[0].name = "wood";
    part.textures[0].model = ImageTextureDesc{.path = "0.png"};
    part.textures[1].model = BlendTextureDesc{};
    auto& blend = std::get<BlendTextureDesc>(part.textures[1].model);
    blend.a.texture = 0, blend.weight.texture = 2;
    part.textures[2].model = VertexColorTextureDesc{};
    part.materials.resize(2);
    part.materials[0].name = "red";
    auto& pbr = std::get<OpenPbrDesc>(part.materials[0].model);
    pbr.baseColor.texture = 1, pbr.coatRoughness.texture = 2;
    part.materials[0].normalTexture = 0;
    part.materials[0].emissionColor.texture = 1;
    part.materials[1].model = MixDesc{.a = 0, .b = 0, .weight = {}};
    part.media.emplace_back().name = "fog";
    part.objects.resize(3);
    part.objects[0].material = 1, part.objects[0].medium = 0;
    part.objects[1].shape = GroupShape{{0}};
    part.objects[2].shape = InstanceShape{0};
    part.prototypes.push_back({"p", 1});
    part.files.push_back({"0.png", std::make_shared<const std::vector<uint8_t>>(2, uint8_t{7})});
    part.roots = {2};
    return part;
}

TEST(MergeScene, EveryIndexIsShifted) {
    NativeDesc scene = partWithEverything();
    TakenNames taken(scene);
    const auto roots = mergeScene(scene, partWithEverything(), taken, {});
    EXPECT_EQ(roots, std::vector<uint32_t>{5});
    EXPECT_EQ(scene.roots, std::vector<uint32_t>{2});
    ASSERT_EQ(scene.textures.size(), 6U);
    EXPECT_EQ(scene.textures[3].name, "wood 2");
    EXPECT_EQ(scene.files.at(1).name, "0.png 2");
    EXPECT_EQ(std::get<ImageTextureDesc>(scene.textures[3].model).path, "0.png 2");
    EXPECT_EQ(std::get<BlendTextureDesc>(scene.textures[4].model).a.texture, 3);
    EXPECT_EQ(std::get<BlendTextureDesc>(scene.textures[4].model).b.texture, kNoTexture);
    EXPECT_EQ(std::get<BlendTextureDesc>(scene.textures[4].model).weight.texture, 5);
    const auto& pbr = std::get<OpenPbrDesc>(scene.materials.at(2).model);
    EXPECT_EQ(pbr.baseColor.texture, 4);
    EXPECT_EQ(pbr.coatRoughness.texture, 5);
    EXPECT_EQ(pbr.specularRoughness.texture, kNoTexture);
    EXPECT_EQ(scene.materials[2].normalTexture, 3);
    EXPECT_EQ(scene.materials[2].bumpTexture, kNoTexture);
    EXPECT_EQ(scene.materials[2].emissionColor.texture, 4);
    EXPECT_EQ(std::get<MixDesc>(scene.materials.at(3).model).a, 2U);
    EXPECT_EQ(scene.objects.at(3).material, 3);
    EXPECT_EQ(scene.objects[3].medium, 1);
    EXPECT_EQ(membersOf(scene, 4), std::vector<uint32_t>{3});
    EXPECT_EQ(std::get<InstanceShape>(scene.objects[5].shape).prototype, 1U);
    EXPECT_EQ(scene.prototypes.at(1).object, 4U);
    EXPECT_EQ(scene.prototypes[1].name, "p 2");
    EXPECT_EQ(scene.media.at(1).name, "fog 2");
    // And what was there stays as it was.
    EXPECT_EQ(scene.materials[0], partWithEverything().materials[0]);
}

TEST(MergeScene, ManyOfOneNameTakeLittleTime) {
    NativeDesc scene;
    TakenNames taken(scene);
    for (int i = 0; i < 50000; ++i) taken.materials.unique("same");
    EXPECT_EQ(taken.materials.unique("same"), "same 50001");
    EXPECT_EQ(taken.materials.unique(""), "");
}

}  // namespace
}  // namespace raypool
