// Textures from the scene's text to the values that rendering looks up.
#include "raytracer/compile/compile_textures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/core/hash.h"
#include "raytracer/image/codec.h"
#include "raytracer/image/srgb.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/scene/scene_assets.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

using glm::vec4;
using testing::MemoryFiles;

/// A scene with a sphere whose material has `fields`.
std::string sceneOf(const std::string& fields, const std::string& textures = "") {
    return R"({"raypool": 1, "textures": {)" + textures + R"(}, "objects": [{"sphere": {}, "material": {)" + fields + "}}]}";
}

Result<RenderScene> compiled(const std::string& text, MemoryFiles& files, ThreadPool* pool = nullptr) {
    auto desc = loadScene(text);
    if (!desc) return std::unexpected(std::move(desc.error()));
    Diagnostics warnings;
    return compileScene(*desc, files, warnings, pool);
}
RenderScene compiled(const std::string& text) {
    MemoryFiles files;
    auto scene = compiled(text, files);
    if (!scene) {
        ADD_FAILURE() << toString(scene.error().front());
        return RenderScene();
    }
    return std::move(*scene);
}

const MaterialMaps& mapsOf(const RenderScene& scene) { return scene.materialMaps.at(scene.materials.at(0).maps); }

/// What the sphere's base colour is at a place.
Rgb colorAt(const RenderScene& scene, vec2 uv, vec4 vertex = vec4(1), vec3 p = vec3(0)) {
    TexturePoint at;
    at.sets[0] = {uv, 1};
    at.sets[1] = {vec2(1) - uv, 1};
    at.color = vertex;
    at.p = p;
    Material material = scene.materials.at(0);
    applyMaps(mapsOf(scene), scene.textures, at, 0, material);
    return material.baseColor;
}
Rgb colorAt(const std::string& texture, vec2 uv, vec4 vertex = vec4(1)) {
    return colorAt(compiled(sceneOf(R"("base_color": )" + texture)), uv, vertex);
}

void expectNear(Rgb found, Rgb expected, float tolerance = 1e-6F) {
    EXPECT_NEAR(found.r, expected.r, tolerance);
    EXPECT_NEAR(found.g, expected.g, tolerance);
    EXPECT_NEAR(found.b, expected.b, tolerance);
}

/// A PNG of these pixels, four values each.
std::vector<uint8_t> png(uint32_t width, uint32_t height, std::vector<uint8_t> rgba) { return encodePng(width, height, rgba); }
std::vector<uint8_t> onePixel(uint8_t r, uint8_t g, uint8_t b, uint8_t a = 255) { return png(1, 1, {r, g, b, a}); }

float linear(int v) { return srgbToLinear(static_cast<float>(v) / 255); }

TEST(CompileTextures, CheckerSquaresAreTwoByTwoFromTheUpperLeft) {
    const std::string checker = R"({"type": "checker", "a": [1, 0, 0], "b": [0, 1, 0]})";
    for (const auto& [uv, isFirst] : {std::pair<vec2, bool>{{0.1F, 0.1F}, true}, {{0.6F, 0.4F}, false}, {{0.4F, 0.6F}, false},
                                      {{0.6F, 0.9F}, true}, {{1.1F, 0.1F}, true}, {{-0.1F, 0.1F}, false}, {{-0.1F, -0.1F}, true}}) {
        EXPECT_EQ(colorAt(checker, uv), (isFirst ? Rgb{1, 0, 0} : Rgb{0, 1, 0})) << uv.x << ' ' << uv.y;
    }
}

TEST(CompileTextures, GradientsGoFromLeftToRightOrFromTheMiddleOut) {
    const std::string linearOne = R"({"type": "gradient", "a": [1, 0, 0], "b": [0, 1, 0.5]})";
    expectNear(colorAt(linearOne, {0.25F, 0.9F}), {0.75F, 0.25F, 0.125F});
    expectNear(colorAt(linearOne, {-3, 0}), {1, 0, 0});
    expectNear(colorAt(linearOne, {3, 0}), {0, 1, 0.5F});
    const std::string radial = R"({"type": "gradient", "shape": "radial", "a": 0, "b": 1})";
    expectNear(colorAt(radial, {0.5F, 0.75F}), grey(0.5F));
    expectNear(colorAt(radial, {0.8F, 0.9F}), grey(1));
    expectNear(colorAt(radial, {0.5F + 0.15F, 0.5F - 0.2F}), grey(0.5F));
}

TEST(CompileTextures, CoordinatesAreScaledThenTurnedThenMoved) {
    // KHR_texture_transform: turned counter-clockwise as the picture is seen, v pointing down. A gradient shows u, turned
    // further by -90 degrees it shows v.
    const auto coordinates = [](const std::string& fields, vec2 uv) {
        const std::string ramp = R"({"type": "gradient", "a": 0, "b": 1, )";
        return colorAt(ramp + fields + "}", uv).r;
    };
    EXPECT_NEAR(coordinates(R"("scale": [2, 3])", {0.25F, 0.1F}), 0.5F, 1e-6F);
    EXPECT_NEAR(coordinates(R"("offset": [0.25, 9])", {0.25F, 0.1F}), 0.5F, 1e-6F);
    EXPECT_NEAR(coordinates(R"("rotation": 90)", {0.1F, 0.3F}), 0.3F, 1e-6F);
    EXPECT_NEAR(coordinates(R"("rotation": 30)", {0.4F, 0.2F}), 0.4F * std::sqrt(0.75F) + 0.2F * 0.5F, 1e-6F);
    // All three: u' = cos 2u + sin 3v + 0.1 at 90 degrees.
    EXPECT_NEAR(coordinates(R"("scale": [2, 3], "rotation": 90, "offset": [0.1, 0.7])", {0.9F, 0.2F}), 0.7F, 1e-6F);
    // v' = -sin 2u + cos 3v + 0.7, shown as the height in a picture of two rows.
    MemoryFiles files;
    files.files["a.png"] = png(1, 2, {0, 0, 0, 255, 255, 255, 255, 255});
    const auto scene = compiled(sceneOf(R"("base_color": {"path": "a.png", "filter": "nearest", "wrap_v": "clamp", "scale": [2, 3],
        "rotation": 90, "offset": [0.1, 0.7]})"), files);
    ASSERT_TRUE(scene);
    EXPECT_EQ(colorAt(*scene, {0.09F, 0.5F}).r, 1.0F);    // v' = 0.52
    EXPECT_EQ(colorAt(*scene, {0.11F, 0.5F}).r, 0.0F);    // v' = 0.48
}

TEST(CompileTextures, ChannelsFactorsBiasesAndThresholds) {
    MemoryFiles files;
    files.files["p.png"] = onePixel(51, 102, 204, 153);
    const auto value = [&](const std::string& fields) {
        auto scene = compiled(sceneOf(R"("base_color": {"path": "p.png", "color_space": "linear")" + fields + "}"), files);
        EXPECT_TRUE(scene);
        return colorAt(*scene, {0.5F, 0.5F});
    };
    expectNear(value(""), {0.2F, 0.4F, 0.8F});
    expectNear(value(R"(, "channel": "red")"), grey(0.2F));
    expectNear(value(R"(, "channel": "green")"), grey(0.4F));
    expectNear(value(R"(, "channel": "blue")"), grey(0.8F));
    expectNear(value(R"(, "channel": "alpha")"), grey(0.6F));
    expectNear(value(R"(, "factor": [0.5, 2, 0.25], "bias": [0.1, 0, 0.3])"), {0.2F, 0.8F, 0.5F});
    expectNear(value(R"(, "factor": 2, "threshold": 0.8)"), {0, 1, 1});
    expectNear(value(R"(, "factor": 9, "bias": -1)"), {0.8F, 1, 1});   // kept within 0 and 1
}

TEST(CompileTextures, EightBitsAreSrgbForColoursAndLinearForNumbers) {
    MemoryFiles files;
    files.files["p.png"] = onePixel(100, 150, 200);
    const auto scene = compiled(sceneOf(R"("base_color": "p", "specular_roughness": "p", "coat_weight": {"path": "p.png", "channel": "green"},
        "fuzz_color": {"path": "p.png", "color_space": "linear"}, "base_metalness": {"path": "p.png", "color_space": "srgb"})",
                                        R"("p": {"path": "p.png"})"), files);
    ASSERT_TRUE(scene) << toString(scene.error().front());
    EXPECT_EQ(files.reads["p.png"], 1);
    Material m = scene->materials[0];
    applyMaps(mapsOf(*scene), scene->textures, {}, 0, m);
    expectNear(m.baseColor, {linear(100), linear(150), linear(200)});
    EXPECT_NEAR(m.specularRoughness, luminance(Rgb{100, 150, 200} / 255), 1e-6F);
    EXPECT_NEAR(m.coatWeight, 150.0F / 255, 1e-6F);
    expectNear(m.fuzzColor, Rgb{100, 150, 200} / 255);
    EXPECT_NEAR(m.baseMetalness, luminance({linear(100), linear(150), linear(200)}), 1e-6F);
}

TEST(CompileTextures, ProductsBlendsAndVertexColours) {
    const vec4 vertex(0.5F, 0.25F, 1, 0.5F);
    EXPECT_EQ(colorAt(R"({"type": "vertex_color"})", {0, 0}, vertex), (Rgb{0.5F, 0.25F, 1}));
    EXPECT_EQ(colorAt(R"({"type": "vertex_color", "channel": "alpha"})", {0, 0}, vertex), grey(0.5F));
    const std::string product = R"({"type": "product", "a": {"type": "vertex_color"}, "b": {"type": "vertex_color", "factor": 0.5}})";
    expectNear(colorAt(product, {0, 0}, vertex), {0.125F, 0.03125F, 0.5F});
    const std::string alpha = R"({"type": "product", "a": {"type": "vertex_color"}, "b": {"type": "vertex_color"}, "channel": "alpha"})";
    EXPECT_EQ(colorAt(alpha, {0, 0}, vertex), grey(0.25F));
    const std::string blend = R"({"type": "blend", "a": [1, 0, 0], "b": {"type": "vertex_color"}, "weight": {"type": "gradient"}})";
    expectNear(colorAt(blend, {0.25F, 0}, vertex), {0.875F, 0.0625F, 0.25F});
    expectNear(colorAt(R"({"type": "blend", "a": 0.2, "b": 0.6, "weight": 0.75})", {0, 0}), grey(0.5F));
}

TEST(CompileTextures, TheSecondSetOfCoordinates) {
    EXPECT_NEAR(colorAt(R"({"type": "gradient", "texcoord": 1})", {0.2F, 0}).r, 0.8F, 1e-6F);
}

TEST(CompileTextures, SolidPatternsAreInTheObjectsOwnSpace) {
    const auto scene = compiled(sceneOf(R"("base_color": {"type": "noise", "size": 0.25, "octaves": 3, "seed": 5, "pattern": "turbulence"})"));
    const vec3 p(1.3F, 0.2F, -4.1F);
    EXPECT_EQ(colorAt(scene, {}, vec4(1), p).r,
              noiseAt({.kind = NoiseKind::kTurbulence, .frequency = 4, .octaves = 3, .seed = 5}, p));
    EXPECT_EQ(mapsOf(scene).uses, uint32_t{kUsesObjectSpace});
}

TEST(CompileTextures, FilesComeFromDataUrisToo) {
    const std::string uri = toDataUri(onePixel(0, 255, 0), "image/png");
    expectNear(colorAt("{\"path\": \"" + uri + "\"}", {0.5F, 0.5F}), {0, 1, 0});
}

TEST(CompileTextures, ProblemsNameThePlaceAndTheFile) {
    MemoryFiles files;
    files.put("broken.png", "\x89PNG\r\n\x1a\n but no more");
    const std::string text = R"({"raypool": 1,
 "textures": {"a": {"path": "missing.png"},
              "b": {"path": "broken.png"}},
 "objects": [{"sphere": {}, "material": {"base_color": "a", "specular_roughness": "b"}}]})";
    const auto scene = compiled(text, files);
    ASSERT_FALSE(scene);
    ASSERT_EQ(scene.error().size(), 2u);
    EXPECT_EQ(scene.error()[0].message, "the picture \"missing.png\" can't be read: no such file");
    EXPECT_EQ(scene.error()[0].line, 2u);
    EXPECT_TRUE(scene.error()[1].message.starts_with("the picture \"broken.png\" can't be used: ")) << scene.error()[1].message;
    EXPECT_EQ(scene.error()[1].line, 3u);
    EXPECT_EQ(scene.error()[1].pointer, "/textures/b");
    // What nothing uses is not read.
    EXPECT_TRUE(compiled(R"({"raypool": 1, "textures": {"a": {"path": "missing.png"}}, "objects": [{"sphere": {}}]})", files));
}

TEST(CompileTextures, PicturesTogetherHaveALimit) {
    // Headers of pictures of 8191 x 8191 pixels, five of them, in bytes that hold none.
    MemoryFiles files;
    std::vector<uint8_t> bomb = onePixel(1, 2, 3);
    bomb[18] = bomb[22] = 0x1F, bomb[19] = bomb[23] = 0xFF;   // IHDR: width and height, big-endian
    std::string fields;
    for (const char* name : {"base_color", "specular_color", "coat_color", "fuzz_color", "subsurface_color"}) {
        const std::string file = std::string(name) + ".png";
        files.files[file] = bomb;
        fields += (fields.empty() ? "\"" : ", \"") + std::string(name) + R"(": {"path": ")" + file + "\"}";
    }
    const auto scene = compiled(sceneOf(fields), files);
    ASSERT_FALSE(scene);
    EXPECT_NE(scene.error().back().message.find("all pictures together"), std::string::npos) << scene.error().back().message;
}

TEST(CompileTextures, TheSameTableForAnyNumberOfThreads) {
    MemoryFiles files;
    std::string fields;
    for (const char* name : {"base_color", "specular_color", "coat_color", "fuzz_color"}) {
        const std::string file = std::string(name) + ".png";
        files.files[file] = onePixel(static_cast<uint8_t>(fields.size()), 7, 9);
        fields += (fields.empty() ? "\"" : ", \"") + std::string(name) + R"(": {"path": ")" + file + "\"}";
    }
    ThreadPool pool;
    pool.resize(3);
    const auto alone = compiled(sceneOf(fields), files), together = compiled(sceneOf(fields), files, &pool);
    ASSERT_TRUE(alone && together);
    ASSERT_EQ(alone->textures.images.size(), 4u);
    for (size_t i = 0; i < 4; ++i) EXPECT_EQ(alone->textures.images[i]->mean(), together->textures.images[i]->mean());
}

TEST(CompileTextures, FlagsHoldWhereverTheTextureLeads) {
    const auto flagsOf = [](const std::string& fields) { return compiled(sceneOf(fields)).materials[0].flags; };
    const std::string map = R"({"type": "checker", "a": 0, "b": 1})";
    EXPECT_NE(flagsOf(R"("type": "conductor", "roughness": 0)") & kMaterialIsDeltaOnly, 0u);
    EXPECT_EQ(flagsOf(R"("type": "conductor", "roughness": )" + map) & kMaterialIsDeltaOnly, 0u);
    const uint32_t holes = flagsOf(R"("geometry_opacity": )" + map);
    EXPECT_NE(holes & kMaterialHasOpacity, 0u);
    EXPECT_EQ(holes & kMaterialIsOpaque, 0u);
    EXPECT_NE(flagsOf(R"("transmission_weight": )" + map) & kMaterialTransmits, 0u);
    EXPECT_NE(flagsOf(R"("transmission_weight": 1, "base_metalness": )" + map) & kMaterialTransmits, 0u);
    EXPECT_NE(flagsOf(R"("emission_luminance": )" + map) & kMaterialIsEmissive, 0u);
    EXPECT_EQ(flagsOf(R"("emission_luminance": 0, "emission_color": )" + map) & kMaterialIsEmissive, 0u);
}

TEST(CompileTextures, TheMandelbrotSetIsAveragedOverItsFootprint) {
    // Over the chaos at the set's edge: the value over a width is the mean of sharp values there, within their noise.
    const RenderScene scene = compiled(sceneOf(R"("base_color": {"type": "mandelbrot", "a": 0, "b": 1})"));
    const uint32_t id = mapsOf(scene).colors.at(0).texture;
    Pcg32 random(5);
    double wide = 0, narrow = 0, error = 0, sharpError = 0;
    constexpr int kPlaces = 40, kParts = 40;
    for (int i = 0; i < kPlaces; ++i) {
        TexturePoint at;
        at.sets[0] = {vec2(0.3F + 0.5F * random.nextFloat(), 0.3F + 0.4F * random.nextFloat()), 1};
        const double sharp = double{textureColor(scene.textures, id, at).r};
        at.footprint = 0.1F;   // averaged over half of it
        const double filtered = double{textureColor(scene.textures, id, at).r};
        double mean = 0;
        TexturePoint part = at;
        part.footprint = 0;
        for (int k = 0; k < kParts * kParts; ++k) {
            const vec2 share((static_cast<float>(k % kParts) + 0.5F) / kParts, (static_cast<float>(k / kParts) + 0.5F) / kParts);
            part.sets[0].uv = at.sets[0].uv + (share - vec2(0.5F)) * 0.05F;
            mean += double{textureColor(scene.textures, id, part).r} / (kParts * kParts);
        }
        wide += filtered / kPlaces, narrow += mean / kPlaces;
        error += std::pow(filtered - mean, 2), sharpError += std::pow(sharp - mean, 2);
    }
    EXPECT_NEAR(wide, narrow, 0.02);
    EXPECT_LT(error, 0.25 * sharpError);   // eight points, spread evenly
}

TEST(CompileTextures, EveryMappedParameterTakesATexture) {
    // A texture of 0.25 in all of them: what the material has at a point.
    const std::string quarter = R"({"type": "product", "a": 0.5, "b": 0.5})";
    std::string fields;
    const char* const names[] = {"base_weight", "base_color", "base_diffuse_roughness", "base_metalness", "specular_color",
                                 "specular_roughness", "specular_roughness_anisotropy", "transmission_weight", "transmission_color",
                                 "subsurface_weight", "subsurface_color", "fuzz_weight", "fuzz_color", "fuzz_roughness", "coat_weight",
                                 "coat_color", "coat_roughness", "coat_roughness_anisotropy", "coat_darkening", "thin_film_weight",
                                 "thin_film_thickness", "specular_weight"};
    for (const char* name : names) fields += "\"" + std::string(name) + "\": " + quarter + ", ";
    fields += R"("specular_ior": {"type": "product", "b": 1.25}, "coat_ior": {"type": "product", "b": 1.25}, "thin_film_ior": {"type": "product", "b": 1.25})";
    const RenderScene scene = compiled(sceneOf(fields));
    Material m = scene.materials[0];
    EXPECT_EQ(mapsOf(scene).numbers.size() + mapsOf(scene).colors.size(), std::size(names) + 3);
    applyMaps(mapsOf(scene), scene.textures, {}, 0, m);
    for (const float v : {m.baseWeight, m.baseDiffuseRoughness, m.baseMetalness, m.specularRoughness, m.specularRoughnessAnisotropy,
                          m.transmissionWeight, m.subsurfaceWeight, m.fuzzWeight, m.fuzzRoughness, m.coatWeight, m.coatRoughness,
                          m.coatRoughnessAnisotropy, m.coatDarkening, m.thinFilmWeight, m.thinFilmThickness, m.specularWeight}) {
        EXPECT_EQ(v, 0.25F);
    }
    for (const Rgb c : {m.baseColor, m.specularColor, m.transmissionColor, m.subsurfaceColor, m.fuzzColor, m.coatColor}) EXPECT_EQ(c, grey(0.25F));
    for (const float v : {m.specularIor, m.coatIor, m.thinFilmIor}) EXPECT_EQ(v, 1.25F);
}

TEST(CompileTextures, APictureThatIsBrokenIsAProblemOfALampToo) {
    MemoryFiles files;
    files.put("broken.png", "no picture");
    const auto lampOf = [&](const std::string& picture) {
        return compiled(R"({"raypool": 1, "objects": [{"mesh": {"positions": [0, 0, 0, 1, 0, 0, 0, 1, 0], "indices": [0, 1, 2], "uvs": [0, 0, 1, 0, 0, 1]},
            "material": {"emission_luminance": 1, "emission_color": {"path": ")" + picture + R"("}}}]})", files);
    };
    for (const char* picture : {"broken.png", "missing.png"}) {
        const auto scene = lampOf(picture);
        ASSERT_FALSE(scene);
        ASSERT_EQ(scene.error().size(), 1U);
        EXPECT_NE(scene.error()[0].message.find(picture), std::string::npos);
    }
}

}  // namespace
}  // namespace raypool
