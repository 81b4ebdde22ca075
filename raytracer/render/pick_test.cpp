#include "raytracer/render/pick.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <stdexcept>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/integrators/bvh_cost.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/render/renderer.h"

namespace raypool {
namespace {

class NoFiles : public AssetSource {
public:
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override { return std::unexpected("no such file"); }
};

RenderScene compiled(const char* text) {
    NoFiles assets;
    Diagnostics warnings;
    const auto desc = loadScene(text);
    if (!desc) throw std::runtime_error(desc.error().front().message);
    auto scene = compileScene(*desc, assets, warnings);
    if (!scene) throw std::runtime_error(scene.error().front().message);
    return std::move(*scene);
}

// A sphere of radius 1 at 5 before the camera, one in a group to the right of it, with a lens that must not matter.
const char* const kText = R"({"raypool": 1, "render": {"width": 100, "height": 100},
    "camera": {"position": [0, 0, 5], "yfov": 90, "lens_radius": 0.5},
    "materials": {"red": {"base_color": [1, 0, 0]}},
    "objects": [{"group": {"objects": [{"sphere": {"center": [4, 0, 0]}}]}, "name": "others"}, {"sphere": {}, "material": "red"}]})";

TEST(Pick, TellsPlaceNormalDistanceAndWhoseItIs) {
    const RenderScene scene = compiled(kText);
    const auto middle = pickAt(scene, {50, 50});
    ASSERT_TRUE(middle.has_value());
    EXPECT_NEAR(middle->distance, 4, 1e-5);
    EXPECT_NEAR(middle->depth, 4, 1e-5);
    EXPECT_NEAR(length(middle->point - vec3(0, 0, 1)), 0, 1e-5);
    EXPECT_NEAR(length(middle->normal - vec3(0, 0, 1)), 0, 1e-5);
    EXPECT_EQ(scene.pointers.ofObject(middle->objectId), "/objects/1");
    EXPECT_EQ(scene.pointers.ofMaterial(middle->materialId), "/materials/red");
    // (4, 0, 0) is seen at tan = 0.8, so at 50 + 40 pixels; the distance along the axis is what focus is measured in.
    const auto right = pickAt(scene, {90, 50});
    ASSERT_TRUE(right.has_value());
    EXPECT_EQ(scene.pointers.ofObject(right->objectId), "/objects/0/group/objects/0");
    EXPECT_EQ(scene.pointers.ofMaterial(right->materialId), "");
    const float distance = std::sqrt(41.0F) - 1;
    EXPECT_NEAR(right->distance, distance, 1e-4);
    EXPECT_NEAR(right->depth, distance * 5 / std::sqrt(41.0F), 1e-4);
    EXPECT_FALSE(pickAt(scene, {50, 5}).has_value());
}

TEST(Pick, TheViewOfBvhCostsShowsThatOfEachPixelsRayAndLeavesTheFilmAlone) {
    const auto scene = std::make_shared<RenderScene>(compiled(kText));
    const auto rendered = [&](View view) {
        scene->settings.display = {.view = view};
        auto renderer = std::make_unique<Renderer>(2, Renderer::Hooks{});
        EXPECT_TRUE(renderer->start(scene).has_value());
        EXPECT_EQ(renderer->waitFor(std::chrono::milliseconds(60000)), RenderState::kDone);
        return renderer;
    };
    const auto beauty = rendered(View::kBeauty), costs = rendered(View::kBvhCost);
    EXPECT_TRUE(std::ranges::equal(beauty->frame().film(), costs->frame().film()));
    std::set<uint32_t> seen;
    const auto display = costs->frame().display();
    for (uint32_t y = 0; y < 100; ++y) {
        for (uint32_t x = 0; x < 100; ++x) {
            const uint32_t cost = bvhCostAt(*scene, {static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F});
            uint32_t shown = 0;
            std::memcpy(&shown, display.data() + 4 * costs->frame().index(x, y), sizeof shown);
            ASSERT_EQ(shown, toDisplay(bvhCostColour(cost), x, y)) << x << ' ' << y;
            seen.insert(cost);
        }
    }
    EXPECT_GT(seen.size(), 1U);
    // Back to the picture, of which nothing was lost.
    costs->setDisplay({});
    EXPECT_TRUE(std::ranges::equal(costs->frame().display(), beauty->frame().display()));
}

TEST(Pick, PointersFormATree) {
    const RenderScene scene = compiled(kText);
    const auto count = [&](const char* pointer) {
        const auto ids = scene.pointers.objectsWithin(pointer);
        return std::count(ids.begin(), ids.end(), true);
    };
    EXPECT_EQ(count("/objects"), 3);
    EXPECT_EQ(count("/objects/0"), 2);
    EXPECT_EQ(count("/objects/0/group/objects/0"), 1);
    EXPECT_EQ(count("/objects/1"), 1);
    EXPECT_EQ(count("/objects/10"), 0);
    EXPECT_EQ(count("/obj"), 0);
}

}  // namespace
}  // namespace raypool
