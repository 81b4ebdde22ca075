#include "raytracer/loaders/export_scene.h"

#include <gtest/gtest.h>

#include <chrono>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/image/codec.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/loaders/open_file.h"
#include "raytracer/render/renderer.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

std::vector<float> filmOf(const SceneDesc& desc, AssetSource& assets) {
    Diagnostics warnings;
    auto scene = compileScene(desc, assets, warnings);
    EXPECT_TRUE(scene.has_value()) << (scene ? "" : toString(scene.error().at(0)));
    if (!scene) return {};
    Renderer renderer(1, {});
    EXPECT_TRUE(renderer.start(std::make_shared<const RenderScene>(std::move(*scene))).has_value());
    while (renderer.waitFor(std::chrono::milliseconds(100)) == RenderState::kRendering) {}
    const auto film = renderer.frame().film();
    return {film.begin(), film.end()};
}

/// A grid that waves, so that there are more vertices than stand in a text; with texture coordinates, normals, colours.
std::string waves(bool hasColors) {
    std::string text = "mtllib a.mtl\n";
    constexpr int kSide = 12;
    for (int i = 0; i < kSide * kSide; ++i) {
        const double x = i % kSide, y = i / kSide, z = 0.3 * ((i * 7) % 5);
        text += "v " + std::to_string(x / 3) + " " + std::to_string(z / 3) + " " + std::to_string(y / 3);
        text += hasColors ? " 0." + std::to_string(i % 9) + " 0.5 0.25\n" : "\n";
        text += "vt " + std::to_string(x / 7) + " " + std::to_string(y / 7) + "\nvn 0.1 1 0." + std::to_string(i % 10) + "\n";
    }
    for (int y = 0; y + 1 < kSide; ++y) {
        for (int x = 0; x + 1 < kSide; ++x) {
            const int a = y * kSide + x + 1;
            text += y == 5 && x == 0 ? "usemtl b\n" : y == 0 && x == 0 ? "usemtl a\n" : "";
            text += "f";
            for (const int v : {a, a + kSide, a + kSide + 1, a + 1}) text += " " + std::to_string(v) + "/" + std::to_string(v) + "/" + std::to_string(v);
            text += "\n";
        }
    }
    return text;
}

void expectSameFilm(const std::string& name, AssetSource& assets, bool embed) {
    const auto bytes = assets.read(name);
    ASSERT_TRUE(bytes.has_value());
    const auto opened = openFile(name, *bytes, assets);
    ASSERT_TRUE(opened.has_value());
    SceneOverrides small;
    small.width = 24, small.height = 18, small.samples = 2;
    const std::string text = opened->kind == OpenedFile::Kind::kScene ? std::string(bytes->begin(), bytes->end()) : opened->text;
    small.integrator = IntegratorKind::kPath;
    const auto scene = loadScene(text, small);
    ASSERT_TRUE(scene.has_value());
    const auto exported = exportScene(*scene, assets, {.folder = "out-assets/", .embed = embed});
    ASSERT_TRUE(exported.has_value()) << toString(exported.error().at(0));
    EXPECT_EQ(exported->files.empty(), embed);
    // Nothing but what was written.
    testing::MemoryFiles files;
    for (const auto& file : exported->files) files.files[file.name] = *file.bytes;
    const auto again = loadScene(exported->text);
    ASSERT_TRUE(again.has_value());
    const auto film = filmOf(*scene, assets);
    ASSERT_FALSE(film.empty());
    EXPECT_EQ(filmOf(*again, files), film);
}

testing::MemoryFiles someFiles() {
    testing::MemoryFiles files;
    files.put("a.obj", waves(false));
    files.put("c.obj", waves(true));
    files.put("a.mtl", "newmtl a\nKd 0.9 0.5 0.3\nmap_Kd p.png\nKs 0.5 0.5 0.5\nNs 60\nnewmtl b\nKd 0 0 0\nKs 0.9 0.8 0.7\nNs 500\nKe 0.2 0 0\n");
    const std::vector<uint8_t> rgba = {255, 128, 0, 255, 10, 200, 30, 255, 0, 0, 255, 255, 90, 90, 90, 255};
    files.files["p.png"] = encodePng(2, 2, rgba);
    return files;
}

TEST(ExportScene, ObjGivesTheSameFilm) {
    auto files = someFiles();
    expectSameFilm("a.obj", files, false);
    expectSameFilm("a.obj", files, true);
    expectSameFilm("c.obj", files, false);
}

TEST(ExportScene, SceneWithModelsGivesTheSameFilm) {
    auto files = someFiles();
    files.put("s.json", R"({"raypool": 1, "render": {"width": 24, "height": 18, "samples": 2}, "objects": [{"model": {"file": "a.obj"}},
        {"model": {"file": "a.obj"}, "transform": {"translate": [0, 2, 0]}}, {"model": {"file": "c.obj"}, "material": {"base_color": [1, 0, 0]}, "transform": {"translate": [3, 0, 1]}}]})");
    expectSameFilm("s.json", files, false);
}

TEST(ExportScene, WhatCannotBeHadIsAnErrorAtItsPlace) {
    testing::MemoryFiles files;
    const auto scene = loadScene("{\"raypool\": 1, \"environment\": {\"type\": \"image\", \"path\": \"none.hdr\"}}");
    ASSERT_TRUE(scene.has_value());
    const auto exported = exportScene(*scene, files, {});
    ASSERT_FALSE(exported.has_value());
    EXPECT_EQ(exported.error().at(0).message, "the file \"none.hdr\" can't be read: no such file");
    EXPECT_EQ(exported.error()[0].pointer, "/environment/path");
}

}  // namespace
}  // namespace raypool
