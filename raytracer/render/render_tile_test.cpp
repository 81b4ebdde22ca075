#include "raytracer/render/render_tile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "raytracer/render/develop.h"
#include "raytracer/render/renderer.h"
#include "raytracer/testing/pictures.h"
#include "raytracer/testing/random_scene.h"
#include "raytracer/testing/test_scenes.h"

namespace raypool {
namespace {

std::vector<uint8_t> displayOf(const Frame& frame) { return {frame.display().begin(), frame.display().end()}; }
std::vector<float> filmOf(const Frame& frame) { return {frame.film().begin(), frame.film().end()}; }

std::vector<uint32_t> allTiles(const Frame& frame) {
    std::vector<uint32_t> tiles(frame.grid().count());
    std::iota(tiles.begin(), tiles.end(), 0U);
    return tiles;
}

void renderPass(const RenderScene& scene, Frame& frame, Pass pass, const std::vector<uint32_t>& tiles) {
    RenderScratch scratch(scene);
    Interrupt interrupt;
    for (const uint32_t tile : tiles) ASSERT_TRUE(renderTile(scene, frame, tile, pass, scratch, interrupt));
}

TEST(RenderTile, CoarsePassCoversEveryPixelWithItsBlock) {
    const auto scene = testing::stillLife(77, 45);   // neither a multiple of the tile nor of the stride
    Frame coarse, fine;
    ASSERT_TRUE(coarse.reset(77, 45));
    ASSERT_TRUE(fine.reset(77, 45));
    renderPass(*scene, coarse, {8}, allTiles(coarse));
    renderPass(*scene, fine, {1}, allTiles(fine));
    for (uint32_t y = 0; y < 45; ++y) {
        for (uint32_t x = 0; x < 77; ++x) {
            // Tiles begin at multiples of 32, so blocks do at multiples of 8.
            const size_t here = (size_t{y} * 77 + x) * 4, corner = (size_t{y / 8 * 8} * 77 + x / 8 * 8) * 4;
            for (size_t c = 0; c < 4; ++c) ASSERT_EQ(coarse.display()[here + c], fine.display()[corner + c]) << x << ", " << y;
            ASSERT_EQ(coarse.isDone(x, y), x % 8 == 0 && y % 8 == 0);
        }
    }
}

TEST(RenderTile, DisplayIsTheFilmDeveloped) {
    const auto scene = testing::stillLife(40, 40);
    Frame frame;
    ASSERT_TRUE(frame.reset(40, 40));
    renderPass(*scene, frame, {1}, allTiles(frame));
    for (uint32_t y = 0; y < 40; ++y) {
        for (uint32_t x = 0; x < 40; ++x) {
            const size_t i = size_t{y} * 40 + x;
            const Rgb c{frame.film()[i * 3], frame.film()[i * 3 + 1], frame.film()[i * 3 + 2]};
            const uint8_t* shown = &frame.display()[i * 4];
            ASSERT_EQ(shown[0] | shown[1] << 8 | shown[2] << 16 | static_cast<uint32_t>(shown[3]) << 24, developClassic(c));
            ASSERT_EQ(shown[3], 255);
        }
    }
}

TEST(RenderTile, AnyOrderAndSubsetOfPassesGivesThePictureOfThreads) {
    std::mt19937 random(9);
    for (uint32_t seed : {3U, 5U, 8U, 13U}) {
        const auto made = testing::randomScene(seed);
        SceneDesc desc = made.desc;
        desc.width = 131;
        desc.height = 90;
        const auto scene = testing::sceneOf(desc, made.textures);
        Renderer renderer(3, {});
        ASSERT_TRUE(renderer.start(scene).has_value());
        ASSERT_EQ(renderer.waitFor(std::chrono::minutes(1)), RenderState::kDone);
        const auto display = displayOf(renderer.frame());
        const auto film = filmOf(renderer.frame());
        for (const std::vector<Pass>& passes : {renderSchedule(*scene), {{1}}, {{4}, {2}, {1}}, {{1}, {8}}}) {
            Frame frame;
            ASSERT_TRUE(frame.reset(desc.width, desc.height));
            auto tiles = allTiles(frame);
            for (const Pass pass : passes) {
                std::shuffle(tiles.begin(), tiles.end(), random);
                renderPass(*scene, frame, pass, tiles);
            }
            EXPECT_EQ(filmOf(frame), film);
            EXPECT_EQ(displayOf(frame), display) << seed << ", " << passes.size() << " passes";
        }
    }
}

TEST(RenderTile, AnInterruptedTileIsTakenUpWhereItWasPutDown) {
    const auto scene = testing::stillLife(64, 64);
    Frame whole, frame;
    ASSERT_TRUE(whole.reset(64, 64));
    ASSERT_TRUE(frame.reset(64, 64));
    renderPass(*scene, whole, {1}, allTiles(whole));
    for (uint32_t tile = 0; tile < 4; ++tile) {
        std::atomic<uint32_t> stop{1};
        int times = 0;
        uint64_t rays = 0;
        while (true) {
            // Another worker each time. It leaves at its first look, after some 2,000 rays.
            RenderScratch scratch(*scene);
            Interrupt interrupt(&stop, nullptr, 0, nullptr, nullptr);
            const bool finished = renderTile(*scene, frame, tile, {1}, scratch, interrupt);
            rays += interrupt.rays();
            if (finished) break;
            ASSERT_LT(++times, 1000);
        }
        EXPECT_EQ(frame.tileVersions()[tile] > 0, true);
        EXPECT_GE(times, tile == 3 || tile == 2 ? 1 : 0);   // the floor and its shadows
        EXPECT_GE(rays, 1024U);
    }
    EXPECT_EQ(displayOf(frame), displayOf(whole));
}

TEST(RenderTile, PublishesOncePerTileAndTells) {
    const auto scene = testing::stillLife(64, 32);
    Frame frame;
    ASSERT_TRUE(frame.reset(64, 32));
    RenderScratch scratch(*scene);
    Interrupt interrupt;
    int told = 0;
    const PublishHook hook{[](void* count) { ++*static_cast<int*>(count); }, &told};
    ASSERT_TRUE(renderTile(*scene, frame, 1, {1}, scratch, interrupt, hook));
    EXPECT_EQ(told, 1);
    EXPECT_EQ(frame.tileVersions()[0], 0U);
    EXPECT_EQ(frame.tileVersions()[1], 2U);
    // Done pixels are kept: nothing is traced again.
    const uint64_t rays = interrupt.rays();
    ASSERT_TRUE(renderTile(*scene, frame, 1, {1}, scratch, interrupt, hook));
    EXPECT_EQ(interrupt.rays(), rays);
}

}  // namespace
}  // namespace raypool
