#include "raytracer/render/frame.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

void fill(Frame& frame, uint32_t tile, uint32_t rgba) {
    const Tile t = frame.grid()[tile];
    frame.beginTile(tile);
    for (uint32_t y = t.y0; y < t.y1; ++y) {
        for (uint32_t x = t.x0; x < t.x1; ++x) frame.setDisplay(x, y, rgba);
    }
    frame.endTile(tile);
}

TEST(Frame, IsClearAfterReset) {
    Frame frame;
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(frame.reset(50, 40));
        EXPECT_EQ(frame.width(), 50U);
        EXPECT_EQ(frame.height(), 40U);
        EXPECT_EQ(frame.film().size(), 6000U);
        EXPECT_EQ(frame.display().size(), 8000U);
        EXPECT_EQ(frame.tileVersions().size(), 4U);
        for (const float v : frame.film()) ASSERT_EQ(v, 0);
        for (const uint8_t v : frame.display()) ASSERT_EQ(v, 0);
        for (const uint32_t v : frame.tileVersions()) ASSERT_EQ(v, 0U);
        EXPECT_FALSE(frame.isDone(49, 39));
        frame.finishPixel(49, 39, {1, 2, 3});   // what the next reset has to clear
        fill(frame, 3, 0xFFFFFFFF);
    }
}

TEST(Frame, FilmHoldsWhatPixelsAreGiven) {
    Frame frame;
    ASSERT_TRUE(frame.reset(3, 2));
    frame.finishPixel(2, 1, {0.5F, 1.5F, 2.5F});
    EXPECT_TRUE(frame.isDone(2, 1));
    EXPECT_FALSE(frame.isDone(1, 1));
    EXPECT_EQ(frame.radiance(2, 1), (Rgb{0.5F, 1.5F, 2.5F}));
    EXPECT_EQ(frame.film()[15], 0.5F);
    EXPECT_EQ(frame.film()[17], 2.5F);
}

TEST(Frame, TilesAreReadAsTheyWerePublished) {
    Frame frame;
    ASSERT_TRUE(frame.reset(40, 33));
    std::vector<uint32_t> pixels;
    uint32_t version = 0;
    EXPECT_FALSE(frame.readTile(3, pixels, version));   // nothing drawn yet
    fill(frame, 3, 0x11223344);
    ASSERT_TRUE(frame.readTile(3, pixels, version));
    EXPECT_EQ(pixels, std::vector<uint32_t>(8, 0x11223344));   // 8 x 1: the corner
    EXPECT_EQ(version, frame.tileVersions()[3]);
    const uint32_t first = version;
    fill(frame, 3, 5);
    ASSERT_TRUE(frame.readTile(3, pixels, version));
    EXPECT_GT(version, first);
    EXPECT_EQ(version % 2, 0U);
    EXPECT_EQ(pixels[0], 5U);
    frame.beginTile(3);
    EXPECT_FALSE(frame.readTile(3, pixels, version));   // somebody draws
    frame.setDisplay(32, 32, 0x04030201);
    frame.endTile(3);
    ASSERT_TRUE(frame.readTile(3, pixels, version));
    EXPECT_EQ(pixels[0], 0x04030201U);
    EXPECT_EQ(pixels[1], 5U);
    const uint8_t* bytes = &frame.display()[(32 * 40 + 32) * 4];
    EXPECT_EQ(std::vector<uint8_t>(bytes, bytes + 4), (std::vector<uint8_t>{1, 2, 3, 4}));   // red first
}

TEST(Frame, NeverHalfATile) {
    Frame frame;
    ASSERT_TRUE(frame.reset(32, 32));
    std::atomic<bool> stop{false};
    std::atomic<int> written{0};
    std::thread writer([&] {
        for (uint32_t i = 1; !stop; ++i) {
            fill(frame, 0, i % 2 ? 0xFFFFFFFF : 0xFF000000);
            written.fetch_add(1);
            // Time for the reader, too, where there is one processor only.
            for (int k = 0; k < 200 && i % 2; ++k) std::this_thread::yield();
        }
    });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::vector<uint32_t> pixels;
    uint32_t version = 0, before = 0;
    int whole = 0, changes = 0;
    while (whole < testing::effort(20000, 2000) || changes < 20) {
        if (std::chrono::steady_clock::now() > end) break;
        if (!frame.readTile(0, pixels, version)) {
            std::this_thread::yield();   // the writer may wait for this processor
            continue;
        }
        ++whole;
        changes += version != before;
        ASSERT_GE(version, before);
        before = version;
        ASSERT_EQ(pixels.size(), 1024U);
        for (const uint32_t pixel : pixels) {
            if (pixel == pixels[0]) continue;
            stop = true;
            writer.join();
            FAIL() << "two colours at version " << version;
        }
    }
    stop = true;
    writer.join();
    EXPECT_GE(whole, 1000);
    EXPECT_GE(changes, 20);
}

TEST(Frame, MemoryIsKeptForPicturesOfSuchASizeAndGivenBackAfterALargeOne) {
    Frame frame;
    ASSERT_TRUE(frame.reset(400, 300));
    const size_t large = frame.memoryBytes();
    EXPECT_GE(large, size_t{400} * 300 * (12 + 4));
    const float* film = frame.film().data();
    ASSERT_TRUE(frame.reset(300, 300));
    EXPECT_EQ(frame.memoryBytes(), large);
    EXPECT_EQ(frame.film().data(), film);
    ASSERT_TRUE(frame.reset(10, 10));
    EXPECT_LT(frame.memoryBytes(), large / 10);
    ASSERT_TRUE(frame.reset(400, 300));
    EXPECT_EQ(frame.memoryBytes(), large);
}

}  // namespace
}  // namespace raypool
