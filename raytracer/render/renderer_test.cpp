#include "raytracer/render/renderer.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "raytracer/testing/effort.h"
#include "raytracer/testing/pictures.h"
#include "raytracer/testing/test_scenes.h"

namespace raypool {
namespace {

using std::chrono::milliseconds;
using testing::effort;
using testing::endlessGlass;
using testing::stillLife;

constexpr milliseconds kLongest(60000);

/// For loops that end with the render: a render that never ends shall fail, not hang.
class Deadline {
public:
    bool isOver() const { return std::chrono::steady_clock::now() > end_; }

private:
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + kLongest;
};

struct Ended {
    std::vector<uint8_t> display;
    std::vector<float> film;
    friend bool operator==(const Ended&, const Ended&) = default;
};

Ended outcome(const Renderer& renderer) {
    const Frame& frame = renderer.frame();
    return {{frame.display().begin(), frame.display().end()}, {frame.film().begin(), frame.film().end()}};
}

Ended renderedBy(uint32_t threads, const std::shared_ptr<const RenderScene>& scene) {
    Renderer renderer(threads, {});
    EXPECT_EQ(renderer.threads(), threads);
    EXPECT_TRUE(renderer.start(scene).has_value());
    EXPECT_EQ(renderer.waitFor(kLongest), RenderState::kDone);
    return outcome(renderer);
}

TEST(Renderer, TheSameBytesWithAnyNumberOfThreads) {
    const auto scene = stillLife(203, 151);
    const Ended one = renderedBy(1, scene);
    for (const uint32_t threads : {2U, 3U, 4U, 8U, 16U}) EXPECT_TRUE(renderedBy(threads, scene) == one) << threads;
}

TEST(Renderer, TheSameBytesWithPausesAtRandomMoments) {
    const auto scene = stillLife(203, 151);
    const Ended expected = renderedBy(1, scene);
    std::mt19937 random(10);
    Renderer renderer(4, {});
    int pauses = 0;
    for (int i = 0; i < effort(20, 4); ++i) {
        ASSERT_TRUE(renderer.start(scene).has_value());
        for (const Deadline deadline; renderer.state() != RenderState::kDone;) {
            ASSERT_FALSE(deadline.isOver());
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
            renderer.pause();
            if (renderer.state() == RenderState::kPaused) {
                ++pauses;
                EXPECT_EQ(renderer.waitFor(kLongest), RenderState::kPaused);   // returns at once
                const auto before = renderer.progress();
                std::this_thread::sleep_for(milliseconds(1));
                EXPECT_EQ(renderer.progress().rays, before.rays);
                renderer.resume();
                EXPECT_EQ(renderer.state(), RenderState::kRendering);
            }
            renderer.waitFor(milliseconds(1));
        }
        EXPECT_TRUE(outcome(renderer) == expected);
    }
    EXPECT_GT(pauses, 0);
}

TEST(Renderer, TheSameBytesWhenThePoolChangesItsSizeMeanwhile) {
    const auto scene = stillLife(203, 151);
    const Ended expected = renderedBy(1, scene);
    std::mt19937 random(11);
    Renderer renderer(2, {});
    for (int i = 0; i < effort(20, 4); ++i) {
        ASSERT_TRUE(renderer.start(scene).has_value());
        for (const Deadline deadline; renderer.state() != RenderState::kDone;) {
            ASSERT_FALSE(deadline.isOver());
            const uint32_t threads = 1 + static_cast<uint32_t>(random() % 6);
            EXPECT_EQ(renderer.resize(threads), threads);
            EXPECT_EQ(renderer.stats().threads, threads);
            renderer.waitFor(milliseconds(random() % 3));
        }
        EXPECT_TRUE(outcome(renderer) == expected);
    }
}

TEST(Renderer, TheSameBytesAfterCancelsAndRestarts) {
    const auto scene = stillLife(203, 151), other = stillLife(64, 200);
    const Ended expected = renderedBy(1, scene);
    std::mt19937 random(12);
    Renderer renderer(4, {});
    for (int i = 0; i < effort(30, 6); ++i) {
        ASSERT_TRUE(renderer.start(i % 2 ? other : scene).has_value());
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
        if (i % 3 == 0) {
            renderer.stopSoon();
            renderer.cancel();
            EXPECT_NE(renderer.state(), RenderState::kRendering);
        }
    }
    ASSERT_TRUE(renderer.start(scene).has_value());
    ASSERT_EQ(renderer.waitFor(kLongest), RenderState::kDone);
    EXPECT_TRUE(outcome(renderer) == expected);
}

TEST(Renderer, TheOnlyPixelsOfSmallTallAndEmptyPictures) {
    for (const auto& [width, height] : {std::pair{1U, 1U}, {20U, 400U}, {400U, 20U}, {33U, 1U}}) {
        const auto scene = stillLife(width, height);
        const Ended a = renderedBy(1, scene), b = renderedBy(4, scene);
        EXPECT_TRUE(a == b);
        ASSERT_EQ(a.display.size(), size_t{width} * height * 4);
        for (size_t i = 3; i < a.display.size(); i += 4) ASSERT_EQ(a.display[i], 255);   // every pixel was drawn
    }
}

TEST(Renderer, ATallPictureShowsItsMiddle) {
    // 20 x 400 sees a strip of what 400 x 400 sees: the field of view is vertical.
    const Ended tall = renderedBy(2, stillLife(20, 400)), square = renderedBy(2, stillLife(400, 400));
    size_t different = 0;
    for (size_t y = 0; y < 400; ++y) {
        for (size_t x = 0; x < 20; ++x) {
            for (size_t c = 0; c < 3; ++c) {
                const int d = tall.display[(y * 20 + x) * 4 + c] - square.display[(y * 400 + 190 + x) * 4 + c];
                different += std::abs(d) > 1;
            }
        }
    }
    EXPECT_LT(different, 20U);   // (x + 0.5) / w rounds differently
}

TEST(Renderer, BlackWithoutElementsLightsOrDepth) {
    SceneDesc none;
    none.width = 70;
    none.height = 50;
    SceneDesc dark = testing::stillLifeDesc(70, 50), shallow = dark;
    dark.classic.lights.clear();
    shallow.classic.maxDepth = 0;
    dark.classic.elements[0].material.texture = shallow.classic.elements[0].material.texture = -1;
    for (const SceneDesc& desc : {none, dark, shallow}) {
        const Ended out = renderedBy(3, testing::sceneOf(desc));
        for (size_t i = 0; i < out.display.size(); ++i) ASSERT_EQ(out.display[i], i % 4 == 3 ? 255 : 0);
    }
}

TEST(Renderer, GlassWithoutEndIsCancelledPausedAndReplaced) {
    Renderer renderer(4, {});
    for (const uint32_t depth : {20U, 40U}) {
        for (int i = 0; i < 5; ++i) {
            ASSERT_TRUE(renderer.start(endlessGlass(100, 80, depth)).has_value());
            EXPECT_EQ(renderer.waitFor(milliseconds(i * 3)), RenderState::kRendering);
            renderer.pause();
            EXPECT_EQ(renderer.state(), RenderState::kPaused);
            renderer.resume();
            EXPECT_EQ(renderer.resize(1 + static_cast<uint32_t>(i)), 1U + static_cast<uint32_t>(i));
            renderer.cancel();
            EXPECT_EQ(renderer.state(), RenderState::kCancelled);
            EXPECT_EQ(renderer.waitFor(kLongest), RenderState::kCancelled);
        }
    }
    ASSERT_TRUE(renderer.start(endlessGlass(100, 80)).has_value());   // and so is one that still runs
    const auto scene = stillLife(50, 40);
    ASSERT_TRUE(renderer.start(scene).has_value());
    ASSERT_EQ(renderer.waitFor(kLongest), RenderState::kDone);
    EXPECT_TRUE(outcome(renderer) == renderedBy(1, scene));
    ASSERT_TRUE(renderer.start(endlessGlass(100, 80)).has_value());   // the destructor ends this one
}

/// Reads the progress whenever something has changed.
struct Watcher {
    Renderer* renderer = nullptr;
    std::mutex mutex;
    double last = 0;
    bool monotone = true;
    int changes = 0;
    std::atomic<int> wakes{0};

    Renderer::Hooks hooks() {
        return {[](void* self) {
                    auto& w = *static_cast<Watcher*>(self);
                    const std::lock_guard lock(w.mutex);
                    const double now = w.renderer->progress().fraction;
                    w.monotone = w.monotone && now >= w.last;
                    w.last = now;
                    ++w.changes;
                },
                [](void* self) { static_cast<Watcher*>(self)->wakes.fetch_add(1); }, this};
    }
};

TEST(Renderer, ProgressGoesUpAndEndsAtOne) {
    Watcher watcher;
    {
        Renderer renderer(4, watcher.hooks());
        watcher.renderer = &renderer;
        ASSERT_TRUE(renderer.start(stillLife(203, 151)).has_value());
        double before = 0;
        for (const Deadline deadline; renderer.waitFor(milliseconds(1)) == RenderState::kRendering;) {
            ASSERT_FALSE(deadline.isOver());
            const double now = renderer.progress().fraction;
            EXPECT_GE(now, before);
            EXPECT_LE(now, 1);
            before = now;
        }
        EXPECT_EQ(renderer.state(), RenderState::kDone);
        const RenderProgress end = renderer.progress();
        EXPECT_DOUBLE_EQ(end.fraction, 1);
        EXPECT_EQ(end.tilesDone, end.tilesTotal);
        EXPECT_EQ(end.tilesTotal, 35U);   // 7 x 5
        EXPECT_EQ(end.passIndex + 1, end.passCount);
        EXPECT_EQ(end.passCount, 2U);
    }
    EXPECT_TRUE(watcher.monotone);
    EXPECT_EQ(watcher.changes, 70);   // each tile of both passes
    EXPECT_EQ(watcher.wakes, 2);      // each pass
}

TEST(Renderer, StatisticsAreThoseOfTheRender) {
    Renderer renderer(3, {});
    EXPECT_EQ(renderer.state(), RenderState::kIdle);
    EXPECT_EQ(renderer.stats().rays, 0U);
    const auto scene = stillLife(203, 151);
    uint64_t rays = 0;
    for (const uint32_t threads : {3U, 1U}) {
        renderer.resize(threads);
        ASSERT_TRUE(renderer.start(scene).has_value());
        EXPECT_EQ(renderer.stats().samplesDone, 0U);
        ASSERT_EQ(renderer.waitFor(kLongest), RenderState::kDone);
        const RenderStats stats = renderer.stats();
        EXPECT_EQ(stats.threads, threads);
        EXPECT_EQ(stats.samplesDone, 1U);
        EXPECT_EQ(stats.samplesTarget, 1U);
        EXPECT_GT(stats.rays, 203U * 151U);   // and shadow rays
        EXPECT_GT(stats.seconds, 0);
        EXPECT_GT(stats.firstPixelMs, 0);
        EXPECT_LE(stats.firstPixelMs, stats.seconds * 1000);
        EXPECT_NEAR(stats.raysPerSecond(), static_cast<double>(stats.rays) / stats.seconds, 1);
        EXPECT_GE(stats.memoryBytes, renderer.frame().memoryBytes());
        if (rays == 0) rays = stats.rays;
        EXPECT_EQ(stats.rays, rays);   // the same rays, whoever traces them
        uint64_t sum = 0;
        int32_t tiles = 0;
        for (const auto& worker : renderer.workers()) {
            sum += worker.rays;
            tiles += worker.tilesDone;
            EXPECT_EQ(worker.tile, -1);
        }
        EXPECT_EQ(sum, stats.rays);
        EXPECT_EQ(tiles, 70);
    }
}

TEST(Renderer, PausesDoNotCount) {
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(endlessGlass(50, 50)).has_value());
    renderer.pause();
    const double seconds = renderer.stats().seconds;
    std::this_thread::sleep_for(milliseconds(30));
    EXPECT_EQ(renderer.stats().seconds, seconds);
    renderer.cancel();
    EXPECT_EQ(renderer.stats().seconds, seconds);
}

TEST(Renderer, WorkersShowThatTheyLive) {
    Renderer renderer(5, {});
    const auto living = [&] {
        int count = 0;
        for (const auto& worker : renderer.workers()) count += worker.alive;
        return count;
    };
    for (int i = 0; i < 5000 && living() < 5; ++i) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(living(), 5);
    renderer.resize(2);
    EXPECT_EQ(living(), 2);
}

TEST(Renderer, HundredEditsKeepTheMemory) {
    Renderer renderer(3, {});
    size_t memory = 0;
    for (int i = 0; i < 100; ++i) {
        const auto scene = i % 2 ? stillLife(400, 300) : stillLife(300, 280);
        ASSERT_TRUE(renderer.start(scene).has_value());
        if (i % 10 == 0) renderer.waitFor(milliseconds(5));
        if (i == 1) memory = renderer.frame().memoryBytes();
        if (i > 1) {
            ASSERT_EQ(renderer.frame().memoryBytes(), memory) << i;
        }
    }
    ASSERT_TRUE(renderer.start(stillLife(1, 1)).has_value());
    EXPECT_LT(renderer.frame().memoryBytes(), memory / 100);
    ASSERT_TRUE(renderer.start(stillLife(400, 300)).has_value());
    ASSERT_EQ(renderer.waitFor(kLongest), RenderState::kDone);
    EXPECT_EQ(renderer.frame().memoryBytes(), memory);
}

TEST(Renderer, CommandsOutOfTurnDoNothing) {
    Renderer renderer(2, {});
    renderer.pause();
    renderer.resume();
    renderer.cancel();
    renderer.poll();
    EXPECT_EQ(renderer.state(), RenderState::kIdle);
    EXPECT_EQ(renderer.waitFor(kLongest), RenderState::kIdle);
    ASSERT_TRUE(renderer.start(stillLife(10, 10)).has_value());
    ASSERT_EQ(renderer.waitFor(kLongest), RenderState::kDone);
    renderer.pause();
    renderer.resume();
    renderer.cancel();
    EXPECT_EQ(renderer.state(), RenderState::kDone);
}

}  // namespace
}  // namespace raypool
