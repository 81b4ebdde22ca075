#include "raytracer/parallel/thread_pool.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <random>
#include <thread>

#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

using testing::effort;

/// Waits for what other threads shall bring about; false after half a minute.
bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

/// A task that runs until it is released, and counts who takes part.
struct Gathering {
    ThreadPool* pool = nullptr;
    std::array<std::atomic<int>, ThreadPool::kMaxThreads> runs{};
    std::atomic<int> inside{0}, finished{0};
    std::atomic<bool> released{false};

    explicit Gathering(ThreadPool& p) : pool(&p) {}

    ThreadPool::Task task() {
        return {[](void* self, uint32_t worker) { static_cast<Gathering*>(self)->run(worker); },
                [](void* self) { static_cast<Gathering*>(self)->finished.fetch_add(1); }, this};
    }
    void run(uint32_t worker) {
        runs[worker].fetch_add(1);
        inside.fetch_add(1);
        while (!released.load() && worker < pool->limit().load()) std::this_thread::yield();
        inside.fetch_sub(1);
    }
};

TEST(ThreadPool, AllWorkersRunAtOnceAndFinishedIsCalledOnce) {
    for (const uint32_t count : {1U, 2U, 5U, 8U}) {
        std::unique_ptr<Gathering> gathering;
        {
            ThreadPool pool;
            EXPECT_EQ(pool.size(), 0U);
            EXPECT_EQ(pool.resize(count), count);
            EXPECT_TRUE(pool.idle());
            gathering = std::make_unique<Gathering>(pool);
            pool.launch(gathering->task());
            EXPECT_TRUE(eventually([&] { return gathering->inside == static_cast<int>(count); }));
            EXPECT_FALSE(pool.idle());
            EXPECT_EQ(gathering->finished, 0);
            EXPECT_FALSE(pool.waitUntil(std::chrono::steady_clock::now() + std::chrono::milliseconds(5)));
            gathering->released = true;
            pool.wait();
            EXPECT_TRUE(pool.idle());
            EXPECT_TRUE(pool.waitUntil(std::chrono::steady_clock::now()));
            EXPECT_EQ(gathering->inside, 0);
        }
        EXPECT_EQ(gathering->finished, 1);
        for (uint32_t i = 0; i < ThreadPool::kMaxThreads; ++i) EXPECT_EQ(gathering->runs[i], i < count ? 1 : 0) << i;
    }
}

TEST(ThreadPool, SizesAreLimited) {
    ThreadPool pool;
    EXPECT_EQ(pool.resize(ThreadPool::kMaxThreads + 5), ThreadPool::kMaxThreads);
    EXPECT_EQ(pool.resize(1), 1U);
    EXPECT_EQ(pool.limit(), 1U);
    EXPECT_EQ(pool.resize(0), 0U);
}

TEST(ThreadPool, GrowsWhileATaskRuns) {
    ThreadPool pool;
    pool.resize(1);
    Gathering gathering(pool);
    pool.launch(gathering.task());
    ASSERT_TRUE(eventually([&] { return gathering.inside == 1; }));
    EXPECT_EQ(pool.resize(4), 4U);
    EXPECT_TRUE(eventually([&] { return gathering.inside == 4; }));   // the new ones join in
    gathering.released = true;
    pool.wait();
    pool.resize(0);
    EXPECT_EQ(gathering.finished, 1);
    for (uint32_t i = 0; i < 4; ++i) EXPECT_EQ(gathering.runs[i], 1);
}

TEST(ThreadPool, ShrinksWhileATaskRuns) {
    ThreadPool pool;
    pool.resize(6);
    Gathering gathering(pool);
    pool.launch(gathering.task());
    ASSERT_TRUE(eventually([&] { return gathering.inside == 6; }));
    EXPECT_EQ(pool.resize(2), 2U);   // joins those that left, so:
    EXPECT_EQ(gathering.inside, 2);
    EXPECT_EQ(gathering.finished, 0);
    EXPECT_FALSE(pool.idle());
    EXPECT_EQ(pool.resize(3), 3U);
    EXPECT_TRUE(eventually([&] { return gathering.inside == 3; }));
    EXPECT_EQ(gathering.runs[2], 2);
    gathering.released = true;
    pool.wait();
    pool.resize(0);
    EXPECT_EQ(gathering.finished, 1);
}

TEST(ThreadPool, ShrinksToNothingAndGoesOn) {
    ThreadPool pool;
    pool.resize(3);
    Gathering gathering(pool);
    pool.launch(gathering.task());
    ASSERT_TRUE(eventually([&] { return gathering.inside == 3; }));
    pool.resize(0);
    EXPECT_EQ(gathering.inside, 0);
    EXPECT_TRUE(pool.idle());
    EXPECT_EQ(gathering.finished, 1);   // nobody is left who could go on; the owner launches again
    pool.resize(2);
    EXPECT_TRUE(pool.idle());
    pool.launch(gathering.task());
    EXPECT_TRUE(eventually([&] { return gathering.inside == 2; }));
    gathering.released = true;
    pool.wait();
    pool.resize(0);   // finished() may come after wait()
}

/// Counts the workers that live.
struct Living {
    std::atomic<int> now{0}, ever{0};
    ThreadPool::Observer observer() {
        return {[](void* self, uint32_t, bool alive) {
                    auto& living = *static_cast<Living*>(self);
                    living.now.fetch_add(alive ? 1 : -1);
                    if (alive) living.ever.fetch_add(1);
                },
                this};
    }
};

TEST(ThreadPool, ObserverSeesEveryThreadBeginAndEnd) {
    Living living;
    {
        ThreadPool pool(living.observer());
        pool.resize(5);
        EXPECT_TRUE(eventually([&] { return living.now == 5; }));
        pool.resize(2);
        EXPECT_EQ(living.now, 2);   // resize has joined the others
        pool.resize(2);
        EXPECT_EQ(living.ever, 5);
    }
    EXPECT_EQ(living.now, 0);
}

TEST(ThreadPool, HundredResizesIdleAndRunning) {
    Living living;
    std::unique_ptr<Gathering> gathering;
    {
        ThreadPool pool(living.observer());
        std::mt19937 random(6);
        pool.resize(1);
        int launches = 0;
        for (int i = 0; i < 100; ++i) {
            const uint32_t count = 1 + static_cast<uint32_t>(random() % 8);
            EXPECT_EQ(pool.resize(count), count);
            EXPECT_EQ(pool.limit(), count);
            if (i % 10 == 3) {
                gathering = std::make_unique<Gathering>(pool);
                pool.launch(gathering->task());
                launches = 1;
            }
            if (i % 10 == 8) {
                // If all that had joined in were sent away before the others woke up, the task is over: it is for the
                // owner to see that something is left, and to launch again.
                ASSERT_TRUE(eventually([&] {
                    if (pool.idle()) pool.launch(gathering->task()), ++launches;
                    return gathering->inside == static_cast<int>(count);
                }));
                gathering->released = true;
                pool.wait();
                ASSERT_TRUE(eventually([&] { return gathering->finished == launches; }));
            }
        }
    }
    EXPECT_EQ(living.now, 0);
    EXPECT_GT(living.ever, 100);
}

/// Work in pieces, as the renderer has it: takes what is left, returns when nothing is.
struct Pieces {
    std::atomic<int> next{0}, done{0}, finished{0};
    int count = 0;
    ThreadPool::Task task() {
        return {[](void* self, uint32_t) {
                    auto& pieces = *static_cast<Pieces*>(self);
                    while (pieces.next.fetch_add(1) < pieces.count) pieces.done.fetch_add(1);
                },
                [](void* self) { static_cast<Pieces*>(self)->finished.fetch_add(1); }, this};
    }
};

TEST(ThreadPool, LaunchAfterLaunch) {
    // Most of the eight come late to a task this short; none may touch it once it is finished.
    const int kLaunches = effort(5000, 500);
    std::vector<Pieces> all(static_cast<size_t>(kLaunches));
    {
        ThreadPool pool;
        pool.resize(8);
        for (int i = 0; i < kLaunches; ++i) {
            Pieces& pieces = all[static_cast<size_t>(i)];
            pieces.count = i % 40;
            pool.launch(pieces.task());
            pool.wait();
            ASSERT_EQ(pieces.done, pieces.count);
            pieces.count = 0;   // a data race if anyone still looks
        }
    }
    for (const Pieces& pieces : all) ASSERT_EQ(pieces.finished, 1);
}

TEST(ThreadPool, ResizedDuringLaunches) {
    std::mt19937 random(7);
    ThreadPool pool;
    pool.resize(2);
    for (int i = 0; i < effort(300, 60); ++i) {
        auto pieces = std::make_unique<Pieces>();
        pieces->count = static_cast<int>(random() % 2000);
        pool.launch(pieces->task());
        pool.resize(1 + static_cast<uint32_t>(random() % 6));
        pool.wait();
        ASSERT_EQ(pieces->done, pieces->count);
        ASSERT_TRUE(eventually([&] { return pieces->finished == 1; }));
    }
}

}  // namespace
}  // namespace raypool
