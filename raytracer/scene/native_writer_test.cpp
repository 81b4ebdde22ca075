#include "raytracer/scene/native_writer.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "raytracer/loaders/demo2018_native.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/scene/number_text.h"

namespace raypool {
namespace {

namespace fs = std::filesystem;

std::string file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void expectRoundTrip(const SceneDesc& scene, const std::string& what) {
    const std::string text = toJson(scene);
    const auto again = loadScene(text);
    ASSERT_TRUE(again.has_value()) << what << ": " << toString(again.error()[0]) << '\n' << text;
    EXPECT_TRUE(again->native == scene.native) << what << '\n' << text;
    EXPECT_EQ(again->width, scene.width);
    EXPECT_EQ(again->height, scene.height);
    EXPECT_EQ(again->integrator, scene.integrator);
    EXPECT_EQ(toJson(*again), text) << what;
}

TEST(NativeWriter, WhatIsWrittenReadsBackTheSame) {
    size_t count = 0;
    for (const fs::path folder : {"raytracer/testing/data/native", "raytracer/testing/data/demo-2018", "scenes"}) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() != ".json") continue;
            const auto scene = loadScene(file(entry.path()));
            if (!scene) continue;   // the malformed ones; the gallery's list
            const auto native = toNative(*scene);
            ASSERT_TRUE(native.has_value());
            expectRoundTrip(*native, entry.path().string());
            ++count;
        }
    }
    EXPECT_GE(count, 15U);
}

TEST(NativeWriter, DefaultsAreLeftOut) {
    const auto written = [](std::string_view text) {
        const auto scene = loadScene(text);
        EXPECT_TRUE(scene.has_value()) << toString(scene.error()[0]);
        return toJson(*scene);
    };
    EXPECT_EQ(written(R"({"raypool": 1})"), "{\"raypool\": 1}\n");
    EXPECT_EQ(written(R"({"raypool": 1, "render": {"samples": 256, "filter": {}}, "camera": {}, "display": {"exposure": 0}, "objects": []})"),
              "{\"raypool\": 1}\n");
    EXPECT_EQ(written(R"({"objects": [{"sphere": {"radius": 1.0, "center": [0, 0, 0.0]}, "priority": 0}], "raypool": 1.0})"),
              "{\"raypool\": 1, \"objects\": [{\"sphere\": {}}]}\n");
    EXPECT_EQ(written(R"({"raypool": 1, "environment": {"type": "constant", "color": 1}})"), "{\"raypool\": 1, \"environment\": {}}\n");
    EXPECT_EQ(written(R"({"raypool": 1, "materials": {"a": {"type": "openpbr", "specular_roughness": 0.3}, "b": {"type": "conductor", "roughness": 0.3}}})"),
              "{\"raypool\": 1, \"materials\": {\"a\": {}, \"b\": {\"type\": \"conductor\"}}}\n");
}

TEST(NativeWriter, TextsOfUsersAreEscaped) {
    SceneDesc scene;
    scene.format = SceneFormat::kNative;
    scene.integrator = IntegratorKind::kPath;
    scene.native.title = "a \"b\"\n\\ \x01 \xC3\xA9";
    EXPECT_EQ(toJson(scene), "{\"raypool\": 1, \"title\": \"a \\\"b\\\"\\n\\\\ \\u0001 \xC3\xA9\"}\n");
    expectRoundTrip(scene, "title");
}

TEST(NumberText, IsAsShortAsCanBe) {
    EXPECT_EQ(numberText(0.1F), "0.1");
    EXPECT_EQ(numberText(0.1), "0.1");
    EXPECT_EQ(numberText(1.0), "1");
    EXPECT_EQ(numberText(-2.5e-7), "-2.5e-7");
    EXPECT_EQ(numberText(1e9), "1e9");
    EXPECT_EQ(numberText(1e300), "1e300");
    EXPECT_EQ(numberText(1.0 / 3), "0.3333333333333333");
    uint32_t bits = 1;
    for (int i = 0; i < 20000; ++i) {
        bits = bits * 1664525U + 1013904223U;
        const float value = std::bit_cast<float>(bits);
        if (!std::isfinite(value)) continue;
        EXPECT_EQ(static_cast<float>(std::stod(numberText(value))), value);
    }
}

}  // namespace
}  // namespace raypool
