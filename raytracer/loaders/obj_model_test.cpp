#include <gtest/gtest.h>

#include "raytracer/loaders/expand_models.h"
#include "raytracer/loaders/model.h"
#include "raytracer/loaders/needed_files.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

const char* const kQuads =
    "mtllib my materials.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 0 0 2\nvt 0 0\nvt 1 0\nvt 1 1\nusemtl red\nf 1/1 2/2 3/3\n"
    "usemtl glass\nf 1/1 2/2 5/3\nusemtl red\nf 1/1 3/3 4/2\nusemtl nowhere\nf 2/1 3/2 5/3\n";

Model load(const std::string& name, const std::string& text, AssetSource& assets) {
    auto model = loadObjModel(name, {reinterpret_cast<const uint8_t*>(text.data()), text.size()}, assets);
    EXPECT_TRUE(model.has_value());
    return model ? std::move(*model) : Model{};
}
/// The first material, of a triangle with this MTL.
MaterialDesc materialFrom(const std::string& mtl, Model* whole = nullptr) {
    testing::MemoryFiles files;
    files.put("a.mtl", "newmtl m\n" + mtl);
    for (const auto* picture : {"a.png", "b c.png", "-x.png", "2.png", "Wall_Normal.png"}) files.put(picture, "picture");
    Model model = load("a.obj", "mtllib a.mtl\nv 0 0 0\nv 100 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\n", files);
    MaterialDesc out = model.scene.materials.at(0);
    if (whole != nullptr) *whole = std::move(model);
    return out;
}
const OpenPbrDesc& pbrOf(const MaterialDesc& m) { return std::get<OpenPbrDesc>(m.model); }
const ImageTextureDesc& imageOf(const Model& model, int32_t texture) {
    return std::get<ImageTextureDesc>(model.scene.textures.at(static_cast<size_t>(texture)).model);
}

TEST(ObjModel, AnObjectForEachMaterial) {
    testing::MemoryFiles files;
    files.put("models/my materials.mtl", "newmtl red\nKd 0.8 0.1 0.1\nnewmtl glass\nillum 7\nNi 1.45\nTf 0.9 1 0.9\n");
    const Model model = load("models/a.obj", kQuads, files);
    ASSERT_EQ(model.scene.objects.size(), 3U);
    const auto trianglesOf = [&](size_t i) { return std::get<MeshShape>(model.scene.objects[i].shape).indices.size() / 3; };
    EXPECT_EQ(model.scene.objects[0].name, "red");
    EXPECT_EQ(trianglesOf(0), 2U);
    EXPECT_EQ(trianglesOf(1), 1U);
    // Only the vertices that are used.
    EXPECT_EQ(std::get<MeshShape>(model.scene.objects[1].shape).positions, (std::vector<vec3>{{0, 0, 0}, {1, 0, 0}, {0, 0, 2}}));
    EXPECT_EQ(std::get<MeshShape>(model.scene.objects[1].shape).uvs, (std::vector<vec2>{{0, 1}, {1, 1}, {1, 0}}));
    EXPECT_EQ(pbrOf(model.scene.materials.at(0)).baseColor.value, (Rgb{0.8F, 0.1F, 0.1F}));
    const auto& glass = pbrOf(model.scene.materials.at(1));
    EXPECT_EQ(glass.transmissionWeight, 1.0F);
    EXPECT_EQ(glass.specularIor.value, 1.45F);
    EXPECT_EQ(glass.specularRoughness.value, 0.0F);
    EXPECT_EQ(glass.transmissionColor.value, (Rgb{0.9F, 1, 0.9F}));
    EXPECT_EQ(model.scene.objects[2].material, kInherit);
    ASSERT_EQ(model.warnings.size(), 1U);
    EXPECT_EQ(model.warnings[0].message, "there is no material \"nowhere\" in the material libraries");
}

TEST(ObjModel, WithoutLibraryAndPicturesItStillOpens) {
    testing::MemoryFiles files;
    Model model = load("a.obj", kQuads, files);
    EXPECT_EQ(model.scene.objects.size(), 3U);
    ASSERT_FALSE(model.warnings.empty());
    EXPECT_EQ(model.warnings[0].message, "the material library \"my materials.mtl\" is not there");
    files.put("my materials.mtl", "newmtl red\nmap_Kd none.png\nmap_Ks none.png\n");
    model = load("a.obj", kQuads, files);
    EXPECT_EQ(model.warnings.at(0).message, "the picture \"none.png\" of the material \"red\" is not there");
    EXPECT_EQ(pbrOf(model.scene.materials.at(0)).baseColor.texture, kNoTexture);
}

TEST(ObjModel, PicturesAreFoundHoweverTheyAreWritten) {
    testing::MemoryFiles files;
    files.put("m/a.mtl", "newmtl m\r\nmap_Kd Textures\\Old Wood.JPG\r\nmap_Ks C:\\Users\\me\\Shine.PNG\r\n");
    files.put("m/textures/old wood.jpg", "picture");
    files.put("m/shine.png", "picture");
    const Model model = load("m/a.obj", "mtllib A.MTL\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\n", files);
    EXPECT_TRUE(model.warnings.empty());
    const auto& m = pbrOf(model.scene.materials.at(0));
    EXPECT_EQ(imageOf(model, m.baseColor.texture).path, "m/textures/old wood.jpg");
    EXPECT_EQ(imageOf(model, m.specularColor.texture).path, "m/shine.png");
}

TEST(ObjModel, CommentsAndQuotesAtTheEndsOfLines) {
    testing::MemoryFiles files;
    files.put("b c.mtl", "newmtl red # mine\nKd 0.5 0 0 # dark\nmap_Kd a.png # wood\nnewmtl Material #25\nKd 0 1 0\nnewmtl plain\nKd 0 0 1\n");
    files.put("a.png", "picture");
    const std::string face = "\nf 1 2 3 # a face\n";
    const Model model = load("a.obj", "mtllib \"b c.mtl\" # the library\nv 0 0 0 # v\nv 1 0 0\nv 0 1 0\nusemtl red" + face + "usemtl Material #25" + face +
                             "usemtl plain # blue" + face, files);
    EXPECT_TRUE(model.warnings.empty()) << model.warnings[0].message;
    ASSERT_EQ(model.scene.materials.size(), 3U);
    EXPECT_EQ(imageOf(model, pbrOf(model.scene.materials[0]).baseColor.texture).path, "a.png");
    EXPECT_EQ(pbrOf(model.scene.materials[1]).baseColor.value, (Rgb{0, 1, 0}));   // a name as 3ds Max gives them
    EXPECT_EQ(pbrOf(model.scene.materials[2]).baseColor.value, (Rgb{0, 0, 1}));
}

TEST(ObjModel, WarningsHaveAnEnd) {
    testing::MemoryFiles files;
    std::string text = "v 0 0 0\nv 1 0 0\nv 0 1 0\n";
    for (int i = 0; i < 1000; ++i) text += "usemtl m" + std::to_string(i) + "\nf 1 2 3\n";
    const Model model = load("a.obj", text, files);
    EXPECT_EQ(model.scene.objects.size(), 1000U);
    EXPECT_LT(model.warnings.size(), 100U);
    EXPECT_EQ(model.warnings.back().message, "further warnings are left out");
}

TEST(ObjModel, PhongsExponentIsRoughness) {
    // Walter et al. 2007: exponent = 2 / alpha^2 - 2, and alpha is the square of the roughness.
    for (const float exponent : {0.0F, 10.0F, 250.0F, 1000.0F}) {
        const float r = pbrOf(materialFrom("Ks 0.5 0.5 0.5\nNs " + std::to_string(exponent))).specularRoughness;
        EXPECT_NEAR(2 / (r * r * r * r) - 2, exponent, 1e-3F * exponent + 1e-5F);
    }
    EXPECT_EQ(pbrOf(materialFrom("Ks 0 0 0\nNs 10")).specularWeight.value, 0.0F);
    EXPECT_EQ(pbrOf(materialFrom("Ks 0.5 0.5 0.5\nillum 1")).specularWeight.value, 0.0F);
    EXPECT_EQ(pbrOf(materialFrom("Ks 0.5 0.5 0.5\nillum 2")).specularWeight.value, 1.0F);
}

TEST(ObjModel, WhatOnlyReflectsIsMetal) {
    const auto m = materialFrom("Kd 0 0 0\nKs 0.9 0.8 0.7\nillum 3");
    EXPECT_EQ(pbrOf(m).baseMetalness.value, 1.0F);
    EXPECT_EQ(pbrOf(m).baseColor.value, (Rgb{0.9F, 0.8F, 0.7F}));
    EXPECT_EQ(pbrOf(m).specularRoughness.value, 0.0F);
}

TEST(ObjModel, StatementsForPhysicalMaterials) {
    const auto m = materialFrom("Kd 1 0 0\nPr 0.4\nPm 0.7\nPs 0.2\nPc 0.6\nPcr 0.1\naniso 0.5\nanisor 0.25\nKe 2 3 4");
    EXPECT_EQ(pbrOf(m).specularRoughness.value, 0.4F);
    EXPECT_EQ(pbrOf(m).specularWeight.value, 1.0F);
    EXPECT_EQ(pbrOf(m).baseMetalness.value, 0.7F);
    EXPECT_EQ(pbrOf(m).fuzzWeight.value, 0.2F);
    EXPECT_EQ(pbrOf(m).coatWeight.value, 0.6F);
    EXPECT_EQ(pbrOf(m).coatRoughness.value, 0.1F);
    EXPECT_EQ(pbrOf(m).specularRoughnessAnisotropy.value, 0.5F);
    EXPECT_EQ(m.tangentRotation, 90.0F);
    EXPECT_EQ(m.emissionColor.value, (Rgb{2, 3, 4}));
    EXPECT_EQ(m.emissionLuminance.value, 1.0F);
}

TEST(ObjModel, TransparencyIsOpacityUnlessItIsGlass) {
    EXPECT_EQ(materialFrom("d 0.25").opacity.value, 0.25F);
    EXPECT_EQ(materialFrom("Tr 0.25").opacity.value, 0.75F);
    EXPECT_EQ(materialFrom("d 0.5\nTr 0.5\nTr 1").opacity.value, 0.5F);   // d is the one that is meant
    const auto glass = materialFrom("d 0.25\nillum 4");
    EXPECT_EQ(glass.opacity.value, 1.0F);
    EXPECT_EQ(pbrOf(glass).transmissionWeight.value, 0.75F);
    EXPECT_TRUE(pbrOf(glass).geometryThinWalled);
    Model model;
    const auto leaf = materialFrom("map_Kd a.png\nmap_d a.png", &model);
    ASSERT_TRUE(leaf.opacity.isMapped());
    EXPECT_EQ(model.scene.textures.at(static_cast<size_t>(leaf.opacity.texture)).channel, TextureChannel::kAlpha);
}

TEST(ObjModel, OptionsOfMaps) {
    Model model;
    auto m = materialFrom("Kd 0 0 0\nmap_Kd -s 2 3 1 -o 0.25 0.5 -clamp on -blendu off b c.png", &model);
    const auto& texture = model.scene.textures.at(static_cast<size_t>(pbrOf(m).baseColor.texture));
    EXPECT_EQ(imageOf(model, pbrOf(m).baseColor.texture).path, "b c.png");
    EXPECT_EQ(imageOf(model, pbrOf(m).baseColor.texture).wrapV, WrapMode::kClamp);
    EXPECT_EQ(texture.factor, (Rgb{1, 1, 1}));   // black would hide it
    // The file's v is 1 - ours: at our (u, v) it means 3 (1 - v) + 0.5, which is 1 minus what we look at.
    const double v = 0.3;
    EXPECT_NEAR(texture.scale.y * v + texture.offset.y, 1 - (3 * (1 - v) + 0.5), 1e-12);
    EXPECT_EQ(texture.offset.x, 0.25);
    m = materialFrom("map_Pr -imfchan g -mm 0.1 0.5 -s 1 2.png", &model);
    const auto& rough = model.scene.textures.at(static_cast<size_t>(pbrOf(m).specularRoughness.texture));
    EXPECT_EQ(std::get<ImageTextureDesc>(rough.model).path, "2.png");   // the last word is the name, even if it begins like a number
    EXPECT_EQ(rough.channel, TextureChannel::kGreen);
    EXPECT_EQ(rough.factor.r, 0.5F);
    EXPECT_EQ(rough.bias.r, 0.1F);
    m = materialFrom("map_Kd -x.png", &model);
    EXPECT_EQ(imageOf(model, pbrOf(m).baseColor.texture).path, "-x.png");
}

TEST(ObjModel, HeightsAndNormals) {
    Model model;
    auto m = materialFrom("map_Bump -bm 0.5 a.png", &model);
    EXPECT_NE(m.bumpTexture, kNoTexture);
    EXPECT_NEAR(m.bumpHeight, 0.5, 0.001);   // half a hundredth of 100 m
    m = materialFrom("bump -bm 0.5 Wall_Normal.png", &model);
    EXPECT_EQ(m.bumpTexture, kNoTexture);
    EXPECT_NE(m.normalTexture, kNoTexture);
    EXPECT_EQ(m.normalScale, 0.5F);
    EXPECT_NE(materialFrom("norm a.png", &model).normalTexture, kNoTexture);
    EXPECT_EQ(imageOf(model, 0).colorSpace, ColorSpace::kLinear);
}

TEST(ObjModel, WhatMakesNoSenseIsLeftOutWithAWarning) {
    Model model;
    materialFrom("Kd red\nrefl -type sphere a.png\ndisp a.png\nKs spectral x.rfl\nfoo\nmap_Ke\n", &model);
    std::string all;
    for (const auto& w : model.warnings) all += w.message + "\n";
    EXPECT_EQ(all, "\"a.mtl\", line 2: Kd has no number\n\"a.mtl\", line 3: 'refl' is left aside\n\"a.mtl\", line 4: 'disp' is left aside\n"
                   "\"a.mtl\", line 5: Ks by a spectral file is not read\n\"a.mtl\", line 6: 'foo' is left aside\n\"a.mtl\", line 7: map_Ke names no file\n");
}

TEST(ObjModel, VertexColorsAreTheBaseColor) {
    testing::MemoryFiles files;
    const Model model = load("a.obj", "v 0 0 0 1 0 0\nv 1 0 0 0 1 0\nv 0 1 0 0 0 1\nf 1 2 3\n", files);
    const auto& base = pbrOf(model.scene.materials.at(0)).baseColor;
    ASSERT_TRUE(base.isMapped());
    EXPECT_TRUE(std::holds_alternative<VertexColorTextureDesc>(model.scene.textures.at(static_cast<size_t>(base.texture)).model));
    EXPECT_EQ(std::get<MeshShape>(model.scene.objects[0].shape).colors.at(2), glm::vec4(0, 0, 1, 1));
}

TEST(NeededFiles, LibrariesFirstThenTheirPictures) {
    testing::MemoryFiles files;
    const std::string obj = "# no mtllib here\n mtllib a.mtl b.mtl\nmtllib a.mtl\nv 0 0 0\n";
    const std::span<const uint8_t> bytes(reinterpret_cast<const uint8_t*>(obj.data()), obj.size());
    auto needed = filesOfModel("m/x.obj", bytes, files);
    ASSERT_EQ(needed.size(), 2U);
    EXPECT_EQ(needed[0][0], "m/a.mtl");
    EXPECT_EQ(needed[1][0], "m/b.mtl");
    files.put("m/a.mtl", "newmtl x\nmap_Kd T\\a.PNG\nbump -bm 2 b.png\n");
    needed = filesOfModel("m/x.obj", bytes, files);
    ASSERT_EQ(needed.size(), 4U);
    EXPECT_EQ(needed[0], (FileNames{"m/T/a.PNG", "m/t/a.png", "m/a.PNG", "m/a.png"}));
    EXPECT_EQ(needed[1][0], "m/b.png");
}

TEST(NeededFiles, OfGltf) {
    testing::MemoryFiles files;
    const std::string text = R"({"asset": {"version": "2.0"}, "buffers": [{"uri": "a%20b.bin"}, {"uri": "data:,x"}, {}], "images": [{"uri": "c.png"}, {"bufferView": 0}]})";
    const auto needed = filesOfModel("m/x.gltf", {reinterpret_cast<const uint8_t*>(text.data()), text.size()}, files);
    ASSERT_EQ(needed.size(), 2U);
    EXPECT_EQ(needed[0][0], "m/a b.bin");
    EXPECT_EQ(needed[1][0], "m/c.png");
}

}  // namespace
}  // namespace raypool
