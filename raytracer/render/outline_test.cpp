#include "raytracer/render/outline.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/loaders/load_scene.h"

namespace raypool {
namespace {

/// Signed area within a path of M, h, v and z; clockwise in a picture (y down) counts as positive.
double areaOf(const std::string& path, size_t& loops) {
    std::istringstream in(path);
    char command = 0;
    double x = 0, y = 0, area = 0, startX = 0, startY = 0;
    loops = 0;
    while (in >> command) {
        double value = 0;
        if (command == 'M') {
            in >> x >> y;
            startX = x;
            startY = y;
        } else if (command == 'h') {
            in >> value;
            area -= y * value;
            x += value;
        } else if (command == 'v') {
            in >> value;
            y += value;
        } else {
            EXPECT_NEAR(x, startX, 1e-6);   // closed by itself
            EXPECT_NEAR(y, startY, 1e-6);
            ++loops;
        }
    }
    return area;
}

TEST(Outline, OneCell) {
    EXPECT_EQ(outlinePath({3, 3, {0, 0, 0, 0, 1, 0, 0, 0, 0}}, 1, 1), "M1 1h1v1h-1v-1z");
    EXPECT_EQ(outlinePath({1, 1, {1}}, 2.5, 4), "M0 0h2.5v4h-2.5v-4z");
    EXPECT_EQ(outlinePath({2, 1, {0, 0}}, 1, 1), "");
    EXPECT_EQ(outlinePath({}, 1, 1), "");
}

TEST(Outline, AHoleRunsTheOtherWay) {
    size_t loops = 0;
    EXPECT_EQ(areaOf(outlinePath({3, 3, {1, 1, 1, 1, 0, 1, 1, 1, 1}}, 1, 1), loops), 8);
    EXPECT_EQ(loops, 2U);
}

TEST(Outline, EnclosesAsMuchAsTheMaskHolds) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
        Mask mask{1 + below(12), 1 + below(12), {}};
        double cells = 0;
        for (size_t i = 0; i < size_t{mask.width} * mask.height; ++i) {
            mask.cells.push_back(static_cast<uint8_t>(below(2)));
            cells += mask.cells.back();
        }
        size_t loops = 0;
        ASSERT_NEAR(areaOf(outlinePath(mask, 2, 0.5), loops), cells, 1e-6) << round;
    }
}

class NoAssets : public AssetSource {
public:
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override { return std::unexpected("no such file"); }
};

TEST(Outline, ASphereIsSeenAsADisk) {
    NoAssets assets;
    Diagnostics warnings;
    const auto scene = compileScene(*loadScene(R"({"raypool": 1, "render": {"width": 300, "height": 200},
        "camera": {"type": "orthographic", "position": [0, 0, 5], "ymag": 2},
        "objects": [{"plane": {"point": [0, 0, -3], "normal": [0, 0, 1]}}, {"sphere": {}}]})"), assets, warnings);
    ASSERT_TRUE(scene.has_value());
    ThreadPool pool;
    pool.resize(2);
    const auto objects = scene->pointers.objectsWithin("/objects/1");
    const Mask mask = visibleMask(*scene, objects, 1 << 20, &pool);
    EXPECT_EQ(mask.width, 300U);
    EXPECT_EQ(mask.height, 200U);
    size_t loops = 0;
    const double area = areaOf(outlinePath(mask, 1, 1), loops);
    EXPECT_NEAR(area, 3.14159265 * 50 * 50, 40);   // radius 1 of half a height of 2: 50 pixels
    EXPECT_EQ(loops, 1U);
    EXPECT_EQ(mask.cells, visibleMask(*scene, objects, 1 << 20).cells);
    const Mask coarse = visibleMask(*scene, objects, 600);
    EXPECT_LE(coarse.width * coarse.height, 600U);
    EXPECT_NEAR(areaOf(outlinePath(coarse, 300.0 / coarse.width, 200.0 / coarse.height), loops), area, area / 8);
}

}  // namespace
}  // namespace raypool
