#include "raytracer/loaders/gltf/gltf_materials.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "raytracer/image/codec.h"
#include "raytracer/image/srgb.h"
#include "raytracer/loaders/gltf/gltf_specular_glossiness.h"
#include "raytracer/loaders/gltf/gltf_surface.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/materials/material.h"
#include "raytracer/scene/native_writer.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

/// Three textures: a file repeated, one clamped and mirrored without smoothing, one that can't be had.
const std::string kTextures = R"(
    "textures": [ { "source": 0 }, { "source": 1, "sampler": 0 }, { "extensions": { "KHR_texture_basisu": { "source": 0 } } } ],
    "samplers": [ { "wrapS": 33071, "wrapT": 33648, "magFilter": 9728, "minFilter": 9984 } ],
    "images": [ { "uri": "skin%20of%20it.png" }, { "uri": "b.jpg" } ])";

/// The scene that a file with these materials makes, its first material and what else came out.
struct Outcome {
    NativeDesc scene;
    GltfSurfaces surfaces;
    Diagnostics problems, warnings;

    const MaterialDesc& material() const { return scene.materials.at(static_cast<size_t>(surfaces.of(0, {}).material)); }
    const OpenPbrDesc& model() const { return std::get<OpenPbrDesc>(material().model); }
    template <class T>
    const TextureDesc& texture(const Mapped<T>& value) const { return scene.textures.at(static_cast<size_t>(value.texture)); }
    const TextureDesc& texture(int32_t index) const { return scene.textures.at(static_cast<size_t>(index)); }
    template <class T>
    std::string path(const Mapped<T>& value) const { return std::get<ImageTextureDesc>(texture(value).model).path; }
};

Outcome readFile(const std::string& text, testing::MemoryFiles& files, bool hasColors = false) {
    Outcome out;
    const auto json = JsonDocument::parse(text);
    if (!json) {
        ADD_FAILURE() << json.error().front().message << "\n" << text;
        return out;
    }
    const ModelOptions options;
    GltfReading reading(*json, "models/it.gltf", {}, text.size(), files, options);
    reading.materialUse.assign(reading.count(GltfList::kMaterials) + 1, {true, hasColors, false, false});
    out.surfaces = readGltfMaterials(reading, out.scene);
    out.problems = reading.reader.problems();
    out.warnings = reading.reader.warnings();
    return out;
}
Outcome read(const std::string& material, bool hasColors = false) {
    testing::MemoryFiles files;
    auto out = readFile(R"({"asset": {"version": "2.0"}, "materials": [)" + material + "]," + kTextures + "}", files, hasColors);
    EXPECT_TRUE(out.problems.empty()) << out.problems.front().message << " " << out.problems.front().pointer;
    return out;
}
Outcome readExtension(const std::string& name, const std::string& fields, const std::string& rest = "") {
    return read(R"({ "extensions": { ")" + name + "\": {" + fields + "} }" + (rest.empty() ? "" : ", " + rest) + "}");
}

TEST(GltfMaterials, theDefaultIsWhiteRoughMetalSeenFromTheFront) {
    const auto out = read("{}");
    EXPECT_EQ(out.model().baseColor, (Rgb{1, 1, 1}));
    EXPECT_EQ(out.model().baseMetalness, 1);
    EXPECT_EQ(out.model().specularRoughness, 1);
    EXPECT_EQ(out.model().specularColor, (Rgb{1, 1, 1}));   // Schlick's curve, without F82's dip
    EXPECT_FALSE(out.material().twoSided);
    EXPECT_EQ(out.material().opacity, 1);
    EXPECT_TRUE(isBlack(out.material().emissionColor.value * out.material().emissionLuminance.value));
    const auto& byNobody = out.scene.materials.at(static_cast<size_t>(out.surfaces.of(1, {}).material));
    EXPECT_EQ(byNobody, out.material());
}

TEST(GltfMaterials, anyTwoSetsOfCoordinatesTheNormalMapsFirst) {
    const auto out = read(R"({ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0, "texCoord": 5 },
        "metallicRoughnessTexture": { "index": 1, "texCoord": 2 } } })");
    EXPECT_EQ(out.surfaces.texcoordSets.at(0), (GltfTexcoordSets{2, 5}));
    EXPECT_EQ(out.texture(out.model().baseColor).texcoord, 1U);
    EXPECT_EQ(out.texture(out.model().specularRoughness).texcoord, 0U);
    for (const auto& warning : out.warnings) EXPECT_EQ(warning.message.find("sets of texture"), std::string::npos) << warning.message << warning.pointer;
    // Tangents go along the first set: the normal map's, whatever its number.
    const auto normal = read(R"({ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 } }, "normalTexture": { "index": 0, "texCoord": 1 } })");
    EXPECT_EQ(normal.surfaces.texcoordSets.at(0), (GltfTexcoordSets{1, 0}));
    EXPECT_EQ(normal.texture(normal.model().baseColor).texcoord, 1U);
    EXPECT_EQ(normal.texture(normal.material().normalTexture).texcoord, 0U);
    // A third one is too many.
    const auto three = read(R"({ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0, "texCoord": 3 },
        "metallicRoughnessTexture": { "index": 1, "texCoord": 2 } }, "emissiveFactor": [1, 1, 1], "emissiveTexture": { "index": 0, "texCoord": 4 } })");
    const auto warning = std::ranges::find_if(three.warnings, [](const auto& w) { return w.message.find("two sets of texture") != std::string::npos; });
    ASSERT_NE(warning, three.warnings.end());
    EXPECT_EQ(warning->pointer, "/materials/0/emissiveTexture");
    EXPECT_EQ(three.texture(three.material().emissionColor).texcoord, 0U);
}

TEST(GltfMaterials, factorsAndPicturesOfMetalnessAndRoughness) {
    const auto out = read(R"({ "name": "skin", "doubleSided": true, "pbrMetallicRoughness": {
        "baseColorFactor": [0.5, 0.25, 1, 0.3], "baseColorTexture": { "index": 0 }, "metallicFactor": 0.5, "roughnessFactor": 0.75,
        "metallicRoughnessTexture": { "index": 1, "texCoord": 1 } } })");
    EXPECT_EQ(out.material().name, "skin");
    EXPECT_TRUE(out.material().twoSided);
    EXPECT_EQ(out.material().opacity, 1);   // OPAQUE: alpha says nothing
    const auto& color = out.texture(out.model().baseColor);
    const auto& picture = std::get<ImageTextureDesc>(color.model);
    EXPECT_EQ(picture.path, "models/skin of it.png");
    EXPECT_EQ(picture.colorSpace, ColorSpace::kSrgb);
    EXPECT_EQ(picture.wrapU, WrapMode::kRepeat);
    EXPECT_EQ(picture.filter, TextureFilter::kLinear);
    EXPECT_EQ(color.factor, (Rgb{0.5F, 0.25F, 1}));
    EXPECT_EQ(color.channel, TextureChannel::kColor);
    const auto& metal = out.texture(out.model().baseMetalness);
    const auto& rough = out.texture(out.model().specularRoughness);
    EXPECT_EQ(metal.channel, TextureChannel::kBlue);
    EXPECT_EQ(metal.factor, grey(0.5F));
    EXPECT_EQ(rough.channel, TextureChannel::kGreen);
    EXPECT_EQ(rough.factor, grey(0.75F));
    EXPECT_EQ(rough.texcoord, 1U);
    const auto& sampled = std::get<ImageTextureDesc>(rough.model);
    EXPECT_EQ(sampled.colorSpace, ColorSpace::kLinear);
    EXPECT_EQ(sampled.wrapU, WrapMode::kClamp);
    EXPECT_EQ(sampled.wrapV, WrapMode::kMirror);
    EXPECT_EQ(sampled.filter, TextureFilter::kNearest);
}

TEST(GltfMaterials, textureTransformTurnsInDegreesAndMayChangeTheSet) {
    const auto out = read(R"({ "pbrMetallicRoughness": { "baseColorTexture": { "index": 0, "texCoord": 0, "extensions": { "KHR_texture_transform":
        { "offset": [0.1, -0.2], "rotation": 1.5707963267948966, "scale": [2, -3], "texCoord": 1 } } } } })");
    const auto& texture = out.texture(out.model().baseColor);
    EXPECT_NEAR(texture.offset.x, 0.1, 1e-7);
    EXPECT_NEAR(texture.offset.y, -0.2, 1e-7);
    EXPECT_EQ(texture.scale, dvec2(2, -3));
    EXPECT_NEAR(texture.rotation, 90, 1e-4);
    EXPECT_EQ(texture.texcoord, 1U);
}

TEST(GltfMaterials, alphaModes) {
    const std::string pbr = R"("pbrMetallicRoughness": { "baseColorFactor": [1, 1, 1, 0.4], "baseColorTexture": { "index": 0 } })";
    const auto blend = read(R"({ "alphaMode": "BLEND", )" + pbr + "}");
    const auto& alpha = blend.texture(blend.material().opacity);
    EXPECT_EQ(alpha.channel, TextureChannel::kAlpha);
    EXPECT_EQ(alpha.factor, grey(0.4F));
    EXPECT_FALSE(alpha.threshold.has_value());
    const auto mask = read(R"({ "alphaMode": "MASK", "alphaCutoff": 0.3, )" + pbr + "}");
    EXPECT_EQ(mask.texture(mask.material().opacity).threshold, 0.3F);
    const auto flat = [](float a) {
        return read(R"({ "alphaMode": "MASK", "pbrMetallicRoughness": { "baseColorFactor": [1, 1, 1, )" + std::to_string(a) + "] } }").material().opacity;
    };
    EXPECT_EQ(flat(0.5F), 1);   // the cut-off itself is there
    EXPECT_EQ(flat(0.49F), 0);
    EXPECT_EQ(read(R"({ "alphaMode": "BLEND", "pbrMetallicRoughness": { "baseColorFactor": [1, 1, 1, 0.25] } })").material().opacity, 0.25F);
}

TEST(GltfMaterials, vertexColoursAreAFactorOfColourAndAlpha) {
    const auto out = read(R"({ "alphaMode": "MASK", "pbrMetallicRoughness": { "baseColorFactor": [0.5, 1, 1, 0.8], "baseColorTexture": { "index": 0 } } })", true);
    const auto& colored = out.scene.materials.at(static_cast<size_t>(out.surfaces.of(0, {.hasColors = true}).material));
    const auto& model = std::get<OpenPbrDesc>(colored.model);
    const auto& product = std::get<ProductTextureDesc>(out.texture(model.baseColor).model);
    EXPECT_EQ(out.texture(product.a).factor, (Rgb{0.5F, 1, 1}));
    EXPECT_TRUE(std::holds_alternative<VertexColorTextureDesc>(out.texture(product.b).model));
    const auto& alpha = out.texture(colored.opacity);
    EXPECT_EQ(alpha.threshold, 0.5F);
    const auto& factors = std::get<ProductTextureDesc>(alpha.model);
    EXPECT_EQ(out.texture(factors.a).channel, TextureChannel::kAlpha);
    EXPECT_FALSE(out.texture(factors.a).threshold.has_value());   // of the product, not of one of its factors
    EXPECT_EQ(out.texture(factors.b).channel, TextureChannel::kAlpha);
    // A mesh without colours has the material without them.
    EXPECT_TRUE(std::holds_alternative<ImageTextureDesc>(out.texture(out.model().baseColor).model));
}

TEST(GltfMaterials, emissionIsFactorTimesPictureTimesStrength) {
    const auto out = read(R"({ "emissiveFactor": [1, 0.5, 0], "emissiveTexture": { "index": 0 }, "doubleSided": true,
        "extensions": { "KHR_materials_emissive_strength": { "emissiveStrength": 7.5 } } })");
    EXPECT_EQ(out.texture(out.material().emissionColor).factor, (Rgb{1, 0.5F, 0}));
    EXPECT_EQ(std::get<ImageTextureDesc>(out.texture(out.material().emissionColor).model).colorSpace, ColorSpace::kSrgb);
    EXPECT_EQ(out.material().emissionLuminance, 7.5F);
    EXPECT_TRUE(out.material().emissionTwoSided);
}

TEST(GltfMaterials, normalMapsWithTheirScales) {
    const auto out = read(R"({ "normalTexture": { "index": 0, "scale": -0.5 }, "extensions": { "KHR_materials_clearcoat": {
        "clearcoatFactor": 1, "clearcoatNormalTexture": { "index": 1, "scale": 2 } } } })");
    EXPECT_EQ(out.material().normalScale, -0.5F);
    EXPECT_EQ(std::get<ImageTextureDesc>(out.texture(out.material().normalTexture).model).colorSpace, ColorSpace::kLinear);
    EXPECT_EQ(out.material().coatNormalScale, 2);
    EXPECT_EQ(std::get<ImageTextureDesc>(out.texture(out.material().coatNormalTexture).model).path, "models/b.jpg");
}

TEST(GltfMaterials, unlitShinesAndReflectsNothing) {
    const auto out = readExtension("KHR_materials_unlit", "", R"("pbrMetallicRoughness": { "baseColorFactor": [0.2, 0.4, 0.6, 1] })");
    EXPECT_EQ(out.material().emissionColor, (Rgb{0.2F, 0.4F, 0.6F}));
    EXPECT_EQ(out.material().emissionLuminance, 1);
    EXPECT_EQ(out.model().baseWeight, 0);
    EXPECT_EQ(out.model().specularWeight, 0);
}

const std::string kPlastic = R"("pbrMetallicRoughness": { "metallicFactor": 0 })";

TEST(GltfMaterials, iorAndSpecular) {
    EXPECT_EQ(read("{" + kPlastic + "}").model().specularIor, 1.5F);
    EXPECT_EQ(readExtension("KHR_materials_ior", R"("ior": 1.33)", kPlastic).model().specularIor, 1.33F);
    const auto weak = readExtension("KHR_materials_specular", R"("specularFactor": 0.5, "specularColorFactor": [1, 0.5, 0.25])", kPlastic);
    EXPECT_EQ(weak.model().specularWeight, 0.5F);
    EXPECT_EQ(weak.model().specularColor, (Rgb{1, 0.5F, 0.25F}));
    // F0 = 0.04 * (10, 30, 5), at most 1: OpenPBR's weight times its colour.
    const auto strong = readExtension("KHR_materials_specular", R"("specularColorFactor": [10, 30, 5])", kPlastic);
    const Rgb f0 = strong.model().specularColor.value * (strong.model().specularWeight.value * 0.04F);
    EXPECT_NEAR(f0.r, 0.4F, 1e-5);
    EXPECT_NEAR(f0.g, 1, 1e-5);
    EXPECT_NEAR(f0.b, 0.2F, 1e-5);
    const auto mapped = readExtension("KHR_materials_specular", R"("specularFactor": 0.5, "specularTexture": { "index": 0 }, "specularColorTexture": { "index": 1 })", kPlastic);
    EXPECT_EQ(mapped.texture(mapped.model().specularWeight).channel, TextureChannel::kAlpha);
    EXPECT_EQ(mapped.texture(mapped.model().specularWeight).factor, grey(0.5F));
    EXPECT_EQ(std::get<ImageTextureDesc>(mapped.texture(mapped.model().specularColor).model).colorSpace, ColorSpace::kSrgb);
}

TEST(GltfMaterials, specularCountsForWhatIsNotMetalAlone) {
    const auto metal = readExtension("KHR_materials_specular", R"("specularFactor": 0.1)");
    EXPECT_EQ(metal.model().specularWeight, 1);
    const auto both = readExtension("KHR_materials_specular", R"("specularFactor": 0.1)",
                                    R"("emissiveFactor": [1, 0, 0], "pbrMetallicRoughness": { "metallicFactor": 0.25 })");
    const auto& mix = std::get<MixDesc>(both.material().model);
    EXPECT_EQ(mix.weight, 0.25F);
    const auto& a = both.scene.materials.at(mix.a);
    const auto& b = both.scene.materials.at(mix.b);
    EXPECT_EQ(std::get<OpenPbrDesc>(a.model).baseMetalness, 0);
    EXPECT_EQ(std::get<OpenPbrDesc>(a.model).specularWeight, 0.1F);
    EXPECT_EQ(std::get<OpenPbrDesc>(b.model).baseMetalness, 1);
    EXPECT_EQ(std::get<OpenPbrDesc>(b.model).specularWeight, 1);
    EXPECT_EQ(a.emissionColor, (Rgb{1, 0, 0}));
    EXPECT_EQ(b.emissionColor, (Rgb{1, 0, 0}));
    // Without the extension one material has it all.
    EXPECT_EQ(read(R"({ "pbrMetallicRoughness": { "metallicFactor": 0.25 } })").model().baseMetalness, 0.25F);
}

TEST(GltfMaterials, transmissionIsThinWithoutVolume) {
    const auto out = readExtension("KHR_materials_transmission", R"("transmissionFactor": 0.75, "transmissionTexture": { "index": 1 })",
                                   R"("pbrMetallicRoughness": { "metallicFactor": 0, "baseColorFactor": [0.5, 1, 1, 1] })");
    EXPECT_TRUE(out.model().geometryThinWalled);
    EXPECT_EQ(out.texture(out.model().transmissionWeight).channel, TextureChannel::kRed);
    EXPECT_EQ(out.texture(out.model().transmissionWeight).factor, grey(0.75F));
    EXPECT_EQ(out.model().transmissionColor, (Rgb{0.5F, 1, 1}));
    EXPECT_FALSE(out.material().twoSided);
    EXPECT_EQ(out.surfaces.of(0, {}).medium, kInherit);
}

std::string volume(const std::string& fields, const std::string& color, const std::string& more = "") {
    return R"({ "pbrMetallicRoughness": { "metallicFactor": 0, "baseColorFactor": )" + color + R"( }, "extensions": {
        "KHR_materials_transmission": { "transmissionFactor": 1 }, "KHR_materials_volume": {)" + fields + "}" + more + "} }";
}

TEST(GltfMaterials, volumeMakesABody) {
    const auto out = read(volume(R"("thicknessFactor": 1, "attenuationDistance": 0.25, "attenuationColor": [0.5, 0.1, 1])", "[1, 1, 1, 1]"));
    EXPECT_FALSE(out.model().geometryThinWalled);
    EXPECT_EQ(out.model().transmissionDepth, 0.25F);
    EXPECT_EQ(out.model().transmissionColor, (Rgb{0.5F, 0.1F, 1}));
    EXPECT_TRUE(out.material().twoSided);   // light leaves through the back of the surface
    EXPECT_TRUE(read(volume(R"("thicknessFactor": 0, "attenuationDistance": 0.25, "attenuationColor": [0.5, 0.1, 1])", "[1, 1, 1, 1]")).model().geometryThinWalled);
    const auto clear = read(volume(R"("thicknessFactor": 1)", "[0.5, 1, 1, 1]"));   // without end: nothing is absorbed
    EXPECT_EQ(clear.model().transmissionColor, (Rgb{0.5F, 1, 1}));
    EXPECT_EQ(clear.model().transmissionDepth, 0);
}

TEST(GltfMaterials, aTintedBodyHasAMediumForItsAttenuation) {
    const auto out = read(volume(R"("thicknessFactor": 1, "attenuationDistance": 2, "attenuationColor": [0.25, 1, 0])", "[1, 0.5, 1, 1]"));
    EXPECT_EQ(out.model().transmissionColor, (Rgb{1, 0.5F, 1}));
    EXPECT_EQ(out.model().transmissionDepth, 0);
    const auto& medium = out.scene.media.at(static_cast<size_t>(out.surfaces.of(0, {}).medium));
    EXPECT_NEAR(std::exp(-medium.absorption.r * 2), 0.25F, 1e-6);   // Beer and Lambert's law over the distance
    EXPECT_EQ(medium.absorption.g, 0);
    EXPECT_LT(std::exp(-medium.absorption.b * 2), 1e-5F);
    EXPECT_TRUE(std::isfinite(medium.absorption.b));
}

TEST(GltfMaterials, dispersionIsTwentyOverTheAbbeNumber) {
    const auto abbe = [](const std::string& dispersion) {
        const auto out = read(volume(R"("thicknessFactor": 1)", "[1, 1, 1, 1]", R"(, "KHR_materials_dispersion": { "dispersion": )" + dispersion + "}"));
        return out.model().transmissionDispersionAbbeNumber / out.model().transmissionDispersionScale;   // OpenPBR's
    };
    EXPECT_NEAR(abbe("0.5"), 40, 1e-4);
    EXPECT_NEAR(abbe("4"), 5, 1e-4);
}

TEST(GltfMaterials, clearcoatLiesOverAnUndisturbedBase) {
    const auto out = readExtension("KHR_materials_clearcoat", R"("clearcoatFactor": 0.5, "clearcoatTexture": { "index": 0 }, "clearcoatRoughnessFactor": 0.2,
        "clearcoatRoughnessTexture": { "index": 1 })", kPlastic);
    EXPECT_EQ(out.texture(out.model().coatWeight).channel, TextureChannel::kRed);
    EXPECT_EQ(out.texture(out.model().coatRoughness).channel, TextureChannel::kGreen);
    EXPECT_EQ(out.texture(out.model().coatRoughness).factor, grey(0.2F));
    EXPECT_EQ(out.model().coatIor, 1.5F);
    EXPECT_EQ(out.model().coatDarkening, 0);
    EXPECT_EQ(out.model().coatColor, (Rgb{1, 1, 1}));
    // Where there is coat, the base's index over the coat's is 1.5, as it is over air where there is none.
    const auto& ior = out.texture(out.model().specularIor);
    EXPECT_NEAR((ior.factor.r * 1 + ior.bias.r) * (0.5F + 0.5F / 1.5F), 1.5F, 1e-6);   // OpenPBR 1.1, section 3.9
    EXPECT_NEAR(ior.bias.r, 1.5F, 1e-6);
}

TEST(GltfMaterials, sheenIsFuzz) {
    const auto out = readExtension("KHR_materials_sheen", R"("sheenColorFactor": [0.4, 0.8, 0.2], "sheenRoughnessFactor": 0.6)", kPlastic);
    EXPECT_NEAR(out.model().fuzzWeight, 0.8F, 1e-6);
    EXPECT_EQ(out.model().fuzzColor, (Rgb{0.5F, 1, 0.25F}));
    EXPECT_EQ(out.model().fuzzRoughness, 0.6F);
    EXPECT_EQ(readExtension("KHR_materials_sheen", R"("sheenRoughnessFactor": 0.6)").model().fuzzWeight, 0);   // black by default
}

TEST(GltfMaterials, anisotropyHasTheWidthsOfTheExtension) {
    for (const float roughness : {0.1F, 0.4F, 0.9F, 1.0F}) {
        for (const float strength : {0.0F, 0.3F, 0.7F, 1.0F}) {
            const auto made = openPbrAnisotropy(roughness, strength);
            const vec2 alpha = alphaOf(made.roughness, made.anisotropy);
            const float base = roughness * roughness;
            EXPECT_NEAR(alpha.x, base + (1 - base) * strength * strength, 2e-6) << roughness << " " << strength;
            EXPECT_NEAR(alpha.y, base, 2e-6) << roughness << " " << strength;
        }
    }
    const auto out = readExtension("KHR_materials_anisotropy", R"("anisotropyStrength": 0.7, "anisotropyRotation": 0.5, "anisotropyTexture": { "index": 1 })",
                                   R"("pbrMetallicRoughness": { "roughnessFactor": 0.4 })");
    EXPECT_NEAR(out.material().tangentRotation, 0.5F * 180 / std::numbers::pi_v<float>, 1e-4);
    EXPECT_EQ(std::get<ImageTextureDesc>(out.texture(out.material().tangentTexture).model).colorSpace, ColorSpace::kLinear);
    EXPECT_EQ(out.texture(out.model().specularRoughnessAnisotropy).channel, TextureChannel::kBlue);
    EXPECT_EQ(out.model().specularRoughness, openPbrAnisotropy(0.4F, 0.7F).roughness);
}

TEST(GltfMaterials, iridescenceIsAFilmInMicrometres) {
    const auto flat = readExtension("KHR_materials_iridescence", R"("iridescenceFactor": 0.9, "iridescenceIor": 1.8)", kPlastic);
    EXPECT_EQ(flat.model().thinFilmWeight, 0.9F);
    EXPECT_EQ(flat.model().thinFilmIor, 1.8F);
    EXPECT_NEAR(flat.model().thinFilmThickness, 0.4F, 1e-6);   // without a texture, the maximum
    const auto mapped = readExtension("KHR_materials_iridescence", R"("iridescenceFactor": 1, "iridescenceThicknessMinimum": 200,
        "iridescenceThicknessMaximum": 800, "iridescenceThicknessTexture": { "index": 0 })", kPlastic);
    const auto& thickness = mapped.texture(mapped.model().thinFilmThickness);
    EXPECT_EQ(thickness.channel, TextureChannel::kGreen);
    EXPECT_NEAR(thickness.bias.g, 0.2F, 1e-6);
    EXPECT_NEAR(thickness.factor.g, 0.6F, 1e-6);
    EXPECT_EQ(mapped.model().thinFilmIor, 1.3F);
}

TEST(GltfMaterials, diffuseTransmissionOfSheetsAndBodies) {
    const std::string leaf = R"("diffuseTransmissionFactor": 0.25, "diffuseTransmissionColorFactor": [0.1, 0.9, 0.2])";
    const auto thin = readExtension("KHR_materials_diffuse_transmission", leaf, kPlastic);
    EXPECT_TRUE(thin.model().geometryThinWalled);
    EXPECT_EQ(thin.model().subsurfaceWeight, 0.25F);
    EXPECT_EQ(thin.model().subsurfaceColor, (Rgb{0.1F, 0.9F, 0.2F}));
    EXPECT_GT(thin.model().subsurfaceScatterAnisotropy, 0.99F);   // all of it goes through
    const auto body = read("{" + kPlastic + R"(, "extensions": { "KHR_materials_diffuse_transmission": {)" + leaf + R"(},
        "KHR_materials_volume": { "thicknessFactor": 1, "attenuationDistance": 0.02, "attenuationColor": [1, 0.5, 0.25] } } })");
    EXPECT_FALSE(body.model().geometryThinWalled);
    EXPECT_EQ(body.model().subsurfaceRadius, 0.02F);
    EXPECT_EQ(body.model().subsurfaceRadiusScale, (Rgb{1, 0.5F, 0.25F}));
}

TEST(GltfMaterials, picturesThatCannotBeReadAreLeftOutWithAWarning) {
    const auto out = read(R"({ "pbrMetallicRoughness": { "baseColorFactor": [0.5, 1, 1, 1], "baseColorTexture": { "index": 2 } } })");
    EXPECT_EQ(out.model().baseColor, (Rgb{0.5F, 1, 1}));
    ASSERT_EQ(out.warnings.size(), 1U);
    EXPECT_EQ(out.warnings[0].pointer, "/textures/2");
    EXPECT_NE(out.warnings[0].message.find("KTX2"), std::string::npos);
    EXPECT_NE(out.warnings[0].hint.find("PNG"), std::string::npos);
    // Where the core specification's picture is there as well, it is taken.
    testing::MemoryFiles files;
    const auto both = readFile(R"({ "materials": [ { "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 } } } ],
        "textures": [ { "source": 0, "extensions": { "EXT_texture_webp": { "source": 1 } } } ], "images": [ { "uri": "a.png" }, { "uri": "a.webp" } ] })", files);
    EXPECT_TRUE(both.warnings.empty());
    EXPECT_EQ(both.path(both.model().baseColor), "models/a.png");
    const auto webp = readFile(R"({ "materials": [ { "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 } } } ],
        "textures": [ { "source": 0 } ], "images": [ { "uri": "a.webp" } ] })", files);
    ASSERT_EQ(webp.warnings.size(), 1U);
    EXPECT_NE(webp.warnings[0].message.find("WebP"), std::string::npos);
}

TEST(GltfMaterials, wrongValuesAreNamedWithTheirPlace) {
    testing::MemoryFiles files;
    const auto out = readFile("{ \"materials\": [ { \"pbrMetallicRoughness\": {\n \"baseColorFactor\": [1, 2],\n \"metallicFactor\": \"much\", \"baseColorTexture\": { \"index\": 7 },\n"
                              " \"roughnessFactor\": 3 } } ], \"textures\": [ { \"source\": 0 } ], \"images\": [ { \"uri\": \"a.png\" } ] }", files);
    ASSERT_EQ(out.problems.size(), 3U);
    EXPECT_EQ(out.problems[0].pointer, "/materials/0/pbrMetallicRoughness/baseColorFactor");
    EXPECT_EQ(out.problems[0].line, 2);
    EXPECT_EQ(out.problems[1].pointer, "/materials/0/pbrMetallicRoughness/baseColorTexture/index");
    EXPECT_EQ(out.problems[2].pointer, "/materials/0/pbrMetallicRoughness/metallicFactor");
    ASSERT_EQ(out.warnings.size(), 1U);   // out of its range: taken as 1
    EXPECT_EQ(out.warnings[0].line, 4);
    EXPECT_EQ(out.model().specularRoughness, 1);
}

TEST(GltfMaterials, whatComesOutCanBeWrittenAndRead) {
    // Everything at the ends of its range, in one material for bodies and one for sheets.
    const auto all = [](const std::string& thickness, const std::string& metallic) {
        return R"({ "normalTexture": { "index": 0, "scale": -1 }, "alphaMode": "MASK", "emissiveFactor": [1, 1, 1], "emissiveTexture": { "index": 0 },
            "pbrMetallicRoughness": { "baseColorTexture": { "index": 0 }, "metallicFactor": )" + metallic + R"( }, "extensions": {
            "KHR_materials_ior": { "ior": 10 }, "KHR_materials_specular": { "specularColorFactor": [1e9, 0, 1] },
            "KHR_materials_clearcoat": { "clearcoatFactor": 1, "clearcoatNormalTexture": { "index": 1 } },
            "KHR_materials_transmission": { "transmissionFactor": 1 }, "KHR_materials_dispersion": { "dispersion": 1000 },
            "KHR_materials_volume": { "thicknessFactor": )" + thickness + R"(, "attenuationDistance": 1e-6, "attenuationColor": [0, 1, 0.5] },
            "KHR_materials_diffuse_transmission": { "diffuseTransmissionFactor": 1, "diffuseTransmissionTexture": { "index": 0 } },
            "KHR_materials_sheen": { "sheenColorFactor": [0.1, 1, 0.3] }, "KHR_materials_anisotropy": { "anisotropyStrength": 1 },
            "KHR_materials_emissive_strength": { "emissiveStrength": 1e9 },
            "KHR_materials_iridescence": { "iridescenceFactor": 1, "iridescenceIor": 3, "iridescenceThicknessMaximum": 1e6 } } })";
    };
    for (const char* thickness : {"0", "1"}) {
        for (const char* metallic : {"0", "0.5", "1"}) {
            SceneDesc scene;
            scene.format = SceneFormat::kNative;
            scene.integrator = IntegratorKind::kPath;
            scene.native = read(all(thickness, metallic), true).scene;
            for (size_t i = 0; i < scene.native.materials.size(); ++i) {
                scene.native.materials[i].name = std::to_string(i);
                scene.native.roots.push_back(static_cast<uint32_t>(i));
                scene.native.objects.emplace_back().material = static_cast<int32_t>(i);
            }
            const auto again = loadScene(toJson(scene));
            ASSERT_TRUE(again.has_value()) << thickness << " " << metallic << " " << toString(again.error().front());
            ASSERT_EQ(again->native.materials.size(), scene.native.materials.size());
            for (size_t i = 0; i < scene.native.materials.size(); ++i) {
                const auto* before = std::get_if<OpenPbrDesc>(&scene.native.materials[i].model);
                const auto* after = std::get_if<OpenPbrDesc>(&again->native.materials[i].model);
                ASSERT_EQ(before == nullptr, after == nullptr);
                if (before == nullptr) continue;
                EXPECT_EQ(before->specularWeight.value, after->specularWeight.value);
                EXPECT_EQ(before->transmissionDepth, after->transmissionDepth);
                EXPECT_EQ(before->thinFilmThickness.value, after->thinFilmThickness.value);
            }
        }
    }
}

// --- Specular-glossiness ---

TEST(GltfSpecularGlossiness, solvesForWhatAMetalnessMaterialWouldShow) {
    // Forwards by the core specification (F0 = lerp(0.04, base, m), diffuse = base (1 - m)), with the extension's diffuse
    // colour times 1 - max(specular) being what is seen; then back.
    for (const float m : {0.0F, 0.3F, 0.7F, 1.0F}) {
        const float base = 0.6F, f0 = 0.04F * (1 - m) + base * m, seen = base * (1 - m) * 0.96F;
        const auto made = solveGltfMetalness(grey(seen / (1 - f0)), grey(f0));
        EXPECT_NEAR(made.metallic, m, 1e-3) << m;
        EXPECT_NEAR(made.baseColor.r, base, 2e-3) << m;
    }
}

std::string specularGlossiness(const std::string& fields) {
    return R"({ "materials": [ { "extensions": { "KHR_materials_pbrSpecularGlossiness": {)" + fields + R"(} } } ],
        "textures": [ { "source": 0 }, { "source": 1 } ], "images": [ { "uri": "d.png" }, { "uri": "s.png" } ] })";
}

TEST(GltfSpecularGlossiness, constantsNeedNoPictures) {
    testing::MemoryFiles files;
    const auto gold = readFile(specularGlossiness(R"("diffuseFactor": [0, 0, 0, 1], "specularFactor": [1, 0.766, 0.336], "glossinessFactor": 0.9)"), files);
    EXPECT_EQ(gold.model().baseMetalness, 1);
    EXPECT_EQ(gold.model().baseColor, (Rgb{1, 0.766F, 0.336F}));
    EXPECT_NEAR(gold.model().specularRoughness, 0.1F, 1e-6);
    const auto paint = readFile(specularGlossiness(R"("diffuseFactor": [1, 0.5, 0.25, 1], "specularFactor": [0.2, 0.1, 0.1], "glossinessFactor": 0.5)"), files);
    EXPECT_EQ(paint.model().baseMetalness, 0);
    EXPECT_NEAR(paint.model().baseColor.value.g, 0.5F * 0.8F, 1e-6);
    const Rgb f0 = paint.model().specularColor.value * (paint.model().specularWeight.value * 0.04F);
    EXPECT_NEAR(f0.r, 0.2F, 1e-6);
    EXPECT_NEAR(f0.b, 0.1F, 1e-6);
}

TEST(GltfSpecularGlossiness, picturesAreConvertedPointByPoint) {
    testing::MemoryFiles files;
    // Left: red plastic, glossiness 0.8; right: a silvery metal, glossiness 0.2. The diffuse picture is smaller.
    const uint8_t black = 0, plastic = 56, silver = 250;   // sRGB: 56 is 0.04
    const std::vector<uint8_t> diffuse{255, black, black, 255, black, black, black, 128};
    const std::vector<uint8_t> specular{plastic, plastic, plastic, 204, plastic, plastic, plastic, 204, silver, silver, silver, 51, silver, silver, silver, 51};
    files.files["models/d.png"] = encodePng(2, 1, diffuse);
    files.files["models/s.png"] = encodePng(4, 1, specular);
    const auto out = readFile(specularGlossiness(R"("diffuseTexture": { "index": 0 }, "specularGlossinessTexture": { "index": 1 })"), files);
    ASSERT_TRUE(out.problems.empty());
    ASSERT_EQ(out.scene.files.size(), 2U);
    const auto picture = [&](const std::string& name) {
        for (const auto& file : out.scene.files) {
            if (file.name == name) return decodeTexture8(*file.bytes).value();
        }
        return Image8{};
    };
    const auto base = picture(out.path(out.model().baseColor)), rough = picture(out.path(out.model().specularRoughness));
    ASSERT_EQ(base.width, 4U);
    ASSERT_EQ(base.channels, 4U);
    EXPECT_NEAR(base.at(0, 0)[0], 255, 1);
    EXPECT_NEAR(base.at(0, 0)[1], 0, 1);
    EXPECT_NEAR(base.at(3, 0)[0], silver, 2);
    EXPECT_EQ(base.at(3, 0)[3], 128);
    EXPECT_NEAR(rough.at(0, 0)[2], 0, 2);      // no metal
    EXPECT_NEAR(rough.at(3, 0)[2], 255, 2);    // metal
    EXPECT_NEAR(rough.at(0, 0)[1], 51, 1);
    EXPECT_NEAR(rough.at(3, 0)[1], 204, 1);
}

}  // namespace
}  // namespace raypool
