#include "raytracer/scene/presets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "raytracer/scene/json_document.h"
#include "raytracer/scene/native_reader.h"
#include "raytracer/scene/native_writer.h"

namespace raypool {
namespace {

Result<SceneDesc> readMaterial(const std::string& fields) {
    const std::string text = "{ \"raypool\": 1, \"materials\": { \"m\": { " + fields + " } } }";
    const auto document = JsonDocument::parse(text);
    if (!document) return std::unexpected(document.error());
    return readNative(*document, {});
}
OpenPbrDesc openPbrOf(const SceneDesc& scene) { return std::get<OpenPbrDesc>(scene.native.materials.at(0).model); }

TEST(Presets, HaveNamesOfTheirOwnAndSources) {
    std::set<std::string_view> names;
    for (const MaterialPreset& preset : materialPresets()) {
        EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
        EXPECT_FALSE(preset.source.empty() || preset.text.empty()) << preset.name;
        EXPECT_FALSE(presetKindText(preset.kind).empty()) << preset.name;
    }
    EXPECT_GE(names.size(), 60U);
}

TEST(Presets, EveryOneIsReadAndComesBackAsItWasWritten) {
    for (const MaterialPreset& preset : materialPresets()) {
        const auto read = readMaterial("\"preset\": \"" + std::string(preset.name) + "\"");
        ASSERT_TRUE(read) << preset.name << ": " << read.error().front().message;
        OpenPbrDesc expected;
        preset.apply(expected);
        EXPECT_TRUE(openPbrOf(*read) == expected) << preset.name;
        EXPECT_FALSE(expected == OpenPbrDesc{}) << preset.name;
        // What is written is within the ranges of the fields, and says the same.
        const std::string written = toJson(*read);
        const auto document = JsonDocument::parse(written);
        ASSERT_TRUE(document);
        const auto again = readNative(*document, {});
        ASSERT_TRUE(again) << preset.name << ": " << again.error().front().message << toJson(*read);
        EXPECT_TRUE(openPbrOf(*again) == expected) << preset.name;
        EXPECT_EQ(toJson(*again), toJson(*read)) << preset.name;
    }
}

TEST(Presets, OtherFieldsCountInstead) {
    // Wherever the preset stands in the object.
    for (const char* text : {"\"preset\": \"gold\", \"specular_roughness\": 0.25", "\"specular_roughness\": 0.25, \"preset\": \"gold\""}) {
        const auto read = readMaterial(text);
        ASSERT_TRUE(read);
        const OpenPbrDesc m = openPbrOf(*read);
        EXPECT_EQ(m.specularRoughness.value, 0.25F);
        EXPECT_EQ(m.baseMetalness.value, 1);
        EXPECT_GT(m.baseColor.value.r, 0.9F);
        EXPECT_LT(m.baseColor.value.b, 0.4F);
    }
}

TEST(Presets, MisspelledNamesAreTold) {
    const auto read = readMaterial("\"preset\": \"glod\"");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().front().hint, "did you mean \"gold\"?");
    EXPECT_EQ(read.error().front().pointer, "/materials/m/preset");
    const auto far = readMaterial("\"preset\": \"unobtainium\"");
    ASSERT_FALSE(far);
    EXPECT_NE(far.error().front().hint.find("names"), std::string::npos);
    EXPECT_FALSE(readMaterial("\"type\": \"diffuse\", \"preset\": \"gold\""));
    EXPECT_FALSE(readMaterial("\"preset\": 3"));
}

// The coefficients of Merlot, Narasimhan et al. 2006, table 2: what is left after a millimetre.
TEST(Presets, LiquidsHaveTheirCoefficients) {
    const auto read = readMaterial("\"preset\": \"red_wine\"");
    ASSERT_TRUE(read);
    const OpenPbrDesc m = openPbrOf(*read);
    const double depth = static_cast<double>(m.transmissionDepth) * 1e3;
    const Rgb color = m.transmissionColor.value;
    EXPECT_NEAR(-std::log(static_cast<double>(color.r)) / depth, 0.11632 + 2.1129e-5, 1e-5);
    EXPECT_NEAR(-std::log(static_cast<double>(color.g)) / depth, 0.25191, 1e-5);
    EXPECT_NEAR(-std::log(static_cast<double>(color.b)) / depth, 0.29434, 1e-5);
    EXPECT_NEAR(static_cast<double>(m.transmissionScatter.value.r) / depth, 2.1129e-5, 1e-8);
}

// Schott's catalogue: n_F and n_C of N-BK7 are 1.52238 and 1.51432.
TEST(Presets, GlassesHaveTheirAbbeNumber) {
    const auto read = readMaterial("\"preset\": \"bk7\"");
    ASSERT_TRUE(read);
    const OpenPbrDesc m = openPbrOf(*read);
    EXPECT_NEAR((m.specularIor.value - 1) / (1.52238F - 1.51432F), m.transmissionDispersionAbbeNumber, 0.2F);
    EXPECT_EQ(m.transmissionDispersionScale, 1);
}

TEST(SceneDocs, PresetsAreUpToDate) {
    const std::string path = "docs/presets.md";
    if (std::getenv("RAYPOOL_UPDATE_DOCS") != nullptr) std::ofstream(path, std::ios::binary) << presetReference();
    std::ifstream in(path, std::ios::binary);
    const std::string found{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(found == presetReference()) << path << " is out of date: run the tests SceneDocs.* with RAYPOOL_UPDATE_DOCS=1 in the environment";
}

}  // namespace
}  // namespace raypool
