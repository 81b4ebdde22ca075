// What extensions of glTF's materials look like: pixels against values that are worked out without the renderer.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "raytracer/integrators/path/path.h"
#include "raytracer/materials/fuzz_table.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/gltf_text.h"
#include "raytracer/testing/path_scene.h"
#include "raytracer/testing/spectral_film.h"

namespace raypool {
namespace {

using testing::compileText;
using testing::GltfText;
using testing::oneRay;
using testing::radianceOf;
using testing::RunningStats;

uint32_t samples(uint32_t count) { return static_cast<uint32_t>(testing::effort(static_cast<int>(count), static_cast<int>(count) / 8 + 4)); }

constexpr const char* kDark = R"("environment": {"type": "none"}, )";
constexpr const char* kWhite = R"("environment": {"type": "constant"}, )";

/// A file with a square of 2 m that faces +z, of the first of these materials; `primitive`, `rest`: more members of its
/// primitive and of the file.
std::string squareOf(const std::string& materials, const std::string& primitive = {}, const std::string& rest = {}) {
    GltfText file;
    file.floats({-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0}, "VEC3");
    file.floats({0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1}, "VEC3");
    file.shorts({0, 1, 2, 0, 2, 3});
    const std::string text = file.json(R"("materials": [)" + materials + R"(], "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2,
        "material": 0)" + primitive + R"(}]}], "nodes": [{"mesh": 0}])" + rest);
    return toDataUri({reinterpret_cast<const uint8_t*>(text.data()), text.size()}, "model/gltf+json");
}

/// Looks at its middle, `degrees` away from the normal. `light`: environment and other members of the scene before its objects.
RenderScene lookingAt(const std::string& file, double degrees, const std::string& light, const std::string& model = {}) {
    const double a = degrees * M_PI / 180;
    return compileText(oneRay("[" + std::to_string(4 * std::sin(a)) + ", 0, " + std::to_string(4 * std::cos(a)) + "]", "[0, 0, 0]",
                              light + R"("objects": [{"model": {"file": ")" + file + "\"" + model + "}}]"));
}

void expectNear(Rgb seen, Rgb expected, float error, const std::string& what) {
    EXPECT_NEAR(seen.r, expected.r, error) << what;
    EXPECT_NEAR(seen.g, expected.g, error) << what;
    EXPECT_NEAR(seen.b, expected.b, error) << what;
}

/// Means of the three channels, and the largest standard error.
Rgb meanOf(const RenderScene& scene, uint32_t count, double& error) {
    float mean[3];
    error = 0;
    for (int c = 0; c < 3; ++c) {
        const RunningStats stats = radianceOf(scene, {0, 0}, c, count);
        mean[c] = static_cast<float>(stats.mean());
        error = std::max(error, stats.standardError());
    }
    return {mean[0], mean[1], mean[2]};
}

TEST(GltfPixels, UnlitIsItsColourUnderAnyLight) {
    const std::string file = squareOf(R"({"doubleSided": true, "pbrMetallicRoughness": {"baseColorFactor": [0.8, 0.3, 0.05, 1], "roughnessFactor": 0.2},
        "emissiveFactor": [1, 1, 1], "extensions": {"KHR_materials_unlit": {}}})");
    const std::string lamp = R"("lights": [{"type": "point", "position": [0, 1, 2], "intensity": 500}], )";
    for (const std::string& light : {std::string(kDark), std::string(kWhite), kWhite + lamp, kDark + lamp}) {
        for (const double degrees : {0.0, 50.0, 140.0}) {
            const RenderScene scene = lookingAt(file, degrees, light);
            for (uint32_t i = 0; i < 8; ++i) expectNear(tracePath(scene, {0, 0}, i).radiance, {0.8F, 0.3F, 0.05F}, 1e-6F, light);
        }
    }
}

TEST(GltfPixels, VariantsAreChosenByNameAndTheFilesOwnMaterialIsTheDefault) {
    const auto unlit = [](const char* color) {
        return R"({"pbrMetallicRoughness": {"baseColorFactor": )" + std::string(color) + R"(}, "extensions": {"KHR_materials_unlit": {}}})";
    };
    const std::string file = squareOf(unlit("[1, 0, 0, 1]") + ", " + unlit("[0, 1, 0, 1]") + ", " + unlit("[0, 0, 1, 1]"),
                                      R"(, "extensions": {"KHR_materials_variants": {"mappings": [{"material": 1, "variants": [0, 2]}, {"material": 2, "variants": [1]}]}})",
                                      R"(, "extensions": {"KHR_materials_variants": {"variants": [{"name": "leaf"}, {"name": "sea"}, {"name": "moss"}, {"name": "plain"}]}})");
    const auto seen = [&](const std::string& variant) {
        return tracePath(lookingAt(file, 0, kDark, variant.empty() ? "" : R"(, "variant": ")" + variant + "\""), {0, 0}, 0).radiance;
    };
    EXPECT_EQ(seen(""), (Rgb{1, 0, 0}));
    EXPECT_EQ(seen("leaf"), (Rgb{0, 1, 0}));
    EXPECT_EQ(seen("sea"), (Rgb{0, 0, 1}));
    EXPECT_EQ(seen("moss"), (Rgb{0, 1, 0}));
    EXPECT_EQ(seen("plain"), (Rgb{1, 0, 0}));   // that has no mapping
}

TEST(GltfPixels, IridescenceReflectsWhatAirysFormulaSays) {
    for (const double nanometres : {200.0, 350.0, 500.0}) {
        const std::string film = R"("extensions": {"KHR_materials_ior": {"ior": 1.6}, "KHR_materials_iridescence": {"iridescenceFactor": 1, "iridescenceIor": 1.3,
            "iridescenceThicknessMinimum": 50, "iridescenceThicknessMaximum": )" + std::to_string(nanometres) + "}}";
        const std::string glossy = squareOf(R"({"pbrMetallicRoughness": {"baseColorFactor": [0, 0, 0, 1], "metallicFactor": 0, "roughnessFactor": 0}, )" + film + "}");
        for (const double degrees : {0.0, 45.0, 70.0}) {
            double error = 0;
            const Rgb seen = meanOf(lookingAt(glossy, degrees, kWhite), 64, error);
            const Rgb expected = testing::spectralFilm(std::cos(degrees * M_PI / 180), 1, 1.3, nanometres / 1000, 1.6);
            expectNear(seen, expected, 0.012F, std::to_string(nanometres) + " nm, " + std::to_string(degrees) + " degrees");
        }
    }
}

TEST(GltfPixels, SheenReflectsTheShareOfItsTable) {
    // Over black, white light from everywhere shows the sheen's albedo; over white, what it lets through as well.
    for (const double roughness : {0.3, 0.7}) {
        const auto cloth = [&](const char* base) {
            return squareOf(R"({"pbrMetallicRoughness": {"baseColorFactor": )" + std::string(base) + R"(, "metallicFactor": 0, "roughnessFactor": 1},
                "extensions": {"KHR_materials_specular": {"specularFactor": 0}, "KHR_materials_sheen": {"sheenColorFactor": [0.8, 0.4, 0.2],
                "sheenRoughnessFactor": )" + std::to_string(roughness) + "}}}");
        };
        for (const double degrees : {20.0, 60.0, 80.0}) {
            const float share = fuzzFit(static_cast<float>(std::cos(degrees * M_PI / 180)), static_cast<float>(roughness)).reflectance;
            const std::string what = "roughness " + std::to_string(roughness) + ", " + std::to_string(degrees) + " degrees";
            double error = 0;
            const Rgb black = meanOf(lookingAt(cloth("[0, 0, 0, 1]"), degrees, kWhite), samples(20000), error);
            expectNear(black, Rgb{0.8F, 0.4F, 0.2F} * share, static_cast<float>(0.004 + 4 * error), what + " over black");
            const Rgb white = meanOf(lookingAt(cloth("[1, 1, 1, 1]"), degrees, kWhite), samples(20000), error);
            // The extension takes from the base by the largest channel.
            expectNear(white, Rgb{0.8F, 0.4F, 0.2F} * share + grey(1 - 0.8F * share), static_cast<float>(0.006 + 4 * error), what + " over white");
        }
    }
}

TEST(GltfPixels, DiffuseTransmissionSplitsTheLight) {
    const std::string file = squareOf(R"({"doubleSided": true, "pbrMetallicRoughness": {"baseColorFactor": [0.9, 0.5, 0.2, 1], "metallicFactor": 0, "roughnessFactor": 1},
        "extensions": {"KHR_materials_specular": {"specularFactor": 0},
                       "KHR_materials_diffuse_transmission": {"diffuseTransmissionFactor": 0.3, "diffuseTransmissionColorFactor": [0.2, 0.6, 1]}}})");
    const Rgb back = Rgb{0.9F, 0.5F, 0.2F} * 0.7F, through = Rgb{0.2F, 0.6F, 1} * 0.3F;
    double error = 0;
    const Rgb furnace = meanOf(lookingAt(file, 30, kWhite), samples(20000), error);
    expectNear(furnace, back + through, static_cast<float>(0.002 + 4 * error), "light from everywhere");
    // Light from one side: of pi W/m2, as bright as the albedo.
    const auto lit = [&](const char* direction) {
        return tracePath(lookingAt(file, 30, std::string(kDark) + R"("lights": [{"type": "directional", "direction": )" + direction + R"(, "irradiance": 3.14159265}], )"),
                         {0, 0}, 0).radiance;
    };
    expectNear(lit("[0, 0, -1]"), back, 0.002F, "from the side that is seen");
    expectNear(lit("[0, 0, 1]"), through, 0.002F, "from the other side");
}

}  // namespace
}  // namespace raypool
