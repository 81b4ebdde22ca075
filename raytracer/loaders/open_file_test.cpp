#include "raytracer/loaders/open_file.h"

#include <gtest/gtest.h>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

using testing::MemoryFiles;

Result<OpenedFile> open(const std::string& name, std::string_view text, AssetSource& assets) {
    return openFile(name, {reinterpret_cast<const uint8_t*>(text.data()), text.size()}, assets);
}

TEST(OpenFile, ModelsOfEverySizeGetAStageThatCompiles) {
    // From a single point to thousands of kilometres, wherever they lie.
    for (const char* text : {"v 0 0 0\nv 0 0 0\nv 0 0 0\nf 1 2 3\n", "v 1e-30 0 0\nv 0 1e-30 0\nv 0 0 1e-30\nf 1 2 3\n", "v 3 4 5\nv 3 4 5\nv 3 4 5\nf 1 2 3\n",
                             "v 0 0 0\nv 1e-3 0 0\nv 0 1e-3 0\nf 1 2 3\n", "v 40000000 0 0\nv 40000001 0 0\nv 40000000 1 0\nf 1 2 3\n",
                             "v 0 0 0\nv 4e7 0 0\nv 0 -4e7 4e7\nf 1 2 3\n"}) {
        MemoryFiles files;
        files.put("a.obj", text);
        const auto opened = open("a.obj", text, files);
        ASSERT_TRUE(opened) << text << toString(opened.error()[0]);
        const auto scene = loadScene(opened->text);
        ASSERT_TRUE(scene) << text << toString(scene.error()[0]) << opened->text;
        Diagnostics warnings;
        EXPECT_TRUE(compileScene(*scene, files, warnings)) << text;
    }
}

TEST(OpenFile, ModelsThatNoCameraCanTakeInAreRefused) {
    MemoryFiles files;
    const auto opened = open("a.obj", "v 0 0 0\nv 1e30 0 0\nv 0 1 0\nf 1 2 3\n", files);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error()[0].message, "the model reaches too far from its origin to be looked at");
}

TEST(OpenFile, AModelIsParsedOnce) {
    // What was read to find the camera's place is what is compiled: the same picture from no second look at the file.
    MemoryFiles files;
    files.put("a.obj", "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl red\nf 1 2 3\n");
    files.put("a.mtl", "newmtl red\nKd 1 0 0\n");
    const auto bytes = std::make_shared<const std::vector<uint8_t>>(files.files["a.obj"]);
    auto opened = openFile("a.obj", *bytes, files);
    ASSERT_TRUE(opened && opened->model);
    auto scene = loadScene(opened->text);
    ASSERT_TRUE(scene);
    scene->native.files.push_back({"a.obj", bytes});
    const int before = files.reads["a.mtl"];
    ReadModels models;
    models.put("a.obj", bytes, std::move(*opened->model));
    Diagnostics warnings;
    const auto once = compileScene(*scene, files, warnings, nullptr, {nullptr, &models});
    ASSERT_TRUE(once);
    EXPECT_EQ(files.reads["a.mtl"], before);
    // It was given away: from now on the file is read.
    const auto again = compileScene(*scene, files, warnings, nullptr, {nullptr, &models});
    ASSERT_TRUE(again);
    EXPECT_GT(files.reads["a.mtl"], before);
    ASSERT_EQ(once->geometry.meshes.size(), again->geometry.meshes.size());
    EXPECT_EQ(once->geometry.meshes[0].positions, again->geometry.meshes[0].positions);
    EXPECT_EQ(once->materials.size(), again->materials.size());
}

TEST(OpenFile, TextsInUtf16AreNamed) {
    testing::MemoryFiles files;
    const uint8_t little[] = {0xFF, 0xFE, 'v', 0, ' ', 0}, big[] = {0xFE, 0xFF, 0, '{'};
    for (const auto bytes : {std::span<const uint8_t>(little), std::span<const uint8_t>(big)}) {
        const auto opened = openFile("a.obj", bytes, files);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error()[0].message, "the file is a text in UTF-16");
    }
}

TEST(OpenFile, ReadModelsAreThoseOfTheSameBytesAndOptions) {
    const auto bytes = std::make_shared<const std::vector<uint8_t>>(3), others = std::make_shared<const std::vector<uint8_t>>(3);
    ReadModels models;
    models.put("a.glb", bytes, {});
    EXPECT_FALSE(models.take("b.glb", bytes, {}));
    EXPECT_FALSE(models.take("a.glb", others, {}));
    EXPECT_FALSE(models.take("a.glb", bytes, {.time = 1, .animation = {}, .variant = {}}));
    EXPECT_FALSE(models.take("a.glb", bytes, {.time = 0, .animation = {}, .variant = "red"}));
    EXPECT_TRUE(models.take("a.glb", bytes, {}));
    EXPECT_FALSE(models.take("a.glb", bytes, {}));
    models.put("a.glb", bytes, {});
    models.clear();
    EXPECT_FALSE(models.take("a.glb", bytes, {}));
}

}  // namespace
}  // namespace raypool
