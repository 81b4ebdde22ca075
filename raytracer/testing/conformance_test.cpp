// The demo's own pictures: what its renderer made of a scene is what ours makes of it. The scenes beside the project
// (RAYPOOL_SHARED, or ../shared) are more than those in raytracer/testing/data.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "raytracer/image/codec.h"
#include "raytracer/render/renderer.h"
#include "raytracer/testing/pictures.h"

namespace raypool::testing {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// The folder of the demo's scenes beside the project; empty if there is none.
fs::path sharedScenes() {
    const std::string named = environment("RAYPOOL_SHARED");
    const fs::path folder = fs::path(named.empty() ? "../shared" : named) / "scenes" / "demo-2018";
    std::error_code ignored;
    return fs::is_directory(folder, ignored) ? folder : fs::path();
}

const fs::path kOwnScenes = "raytracer/testing/data/demo-2018";

struct Pair {
    fs::path scene, picture, assets;
    SceneOverrides overrides;
};

std::vector<Pair> allPairs() {
    std::vector<Pair> out;
    std::set<std::string> names;
    for (const fs::path& folder : {sharedScenes(), kOwnScenes}) {
        std::error_code missing;
        if (folder.empty()) continue;
        for (const auto& entry : fs::directory_iterator(folder, missing)) {
            if (entry.path().extension() != ".json") continue;
            const fs::path picture = fs::path(entry.path()).replace_extension(".expected.png");
            if (!fs::exists(picture) || !names.insert(entry.path().stem().string()).second) continue;
            out.push_back({entry.path(), picture, folder, {}});
        }
    }
    if (const fs::path shared = sharedScenes(); !shared.empty()) {
        // The tutorial's author's: one from its Python interface, one from its command line.
        const fs::path author = shared / "bheisler";
        out.push_back({author / "runner_py_scene.json", author / "runner_py_scene.png", shared, {}});
        out.push_back({author / "test.alexcrichton-update-deps.json", author / "test_800x600.png", shared, {800, 600}});
    }
    std::sort(out.begin(), out.end(), [](const Pair& a, const Pair& b) { return a.scene < b.scene; });
    return out;
}

class Conformance : public ::testing::TestWithParam<Pair> {};

TEST_P(Conformance, OurPictureIsTheDemos) {
    const Pair& pair = GetParam();
    const auto scene = sceneOf(readText(pair.scene), pair.assets, pair.overrides);
    ASSERT_NE(scene, nullptr);
    const Picture expected = readPng(pair.picture);
    ASSERT_EQ(scene->width, expected.width);
    ASSERT_EQ(scene->height, expected.height);
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(scene).has_value());
    ASSERT_EQ(renderer.waitFor(std::chrono::minutes(5)), RenderState::kDone);
    const auto difference = compare(renderer.frame().display(), expected.rgba);
    EXPECT_LE(difference.different, std::max<size_t>(1, difference.pixels / 10000));
    EXPECT_LE(difference.largest, 1);
}

std::string nameOf(const ::testing::TestParamInfo<Pair>& info) {
    std::string name = info.param.scene.stem().string();
    std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Demo2018, Conformance, ::testing::ValuesIn(allPairs()), nameOf);

TEST(ConformanceScenes, AreThere) {
    const auto pairs = allPairs();
    for (const auto* name : {"default", "depth_2", "directional", "glass-pair", "odd_333x217", "one_pixel",
                             "refract_inside_tir", "wide-directional"}) {
        EXPECT_EQ(std::count_if(pairs.begin(), pairs.end(), [&](const Pair& p) { return p.scene.stem() == name; }), 1) << name;
    }
    if (environment("CI") == "true") {
        EXPECT_FALSE(sharedScenes().empty()) << "CI=true, but no scenes in RAYPOOL_SHARED or ../shared";
    }
}

TEST(ConformanceScenes, TheComparisonSeesADifference) {
    const Picture expected = readPng(kOwnScenes / "depth_2.expected.png");
    auto other = expected.rgba;
    EXPECT_TRUE(isSamePicture(compare(other, expected.rgba)));
    other[1000] ^= 1;
    EXPECT_TRUE(isSamePicture(compare(other, expected.rgba)));   // one pixel by one
    other[1000] ^= 2;
    EXPECT_FALSE(isSamePicture(compare(other, expected.rgba)));
    other = expected.rgba;
    for (size_t i = 0; i < expected.rgba.size() / 4; i += 9000) other[i * 4] ^= 1;
    EXPECT_FALSE(isSamePicture(compare(other, expected.rgba)));
}

}  // namespace
}  // namespace raypool::testing
