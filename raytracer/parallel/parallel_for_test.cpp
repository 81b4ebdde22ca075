#include "raytracer/parallel/parallel_for.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <set>

namespace raypool {
namespace {

TEST(ParallelFor, EveryPieceOnceForAnyNumberOfThreads) {
    for (const uint32_t threads : {0U, 1U, 2U, 8U}) {
        ThreadPool pool;
        pool.resize(threads);
        for (const uint32_t count : {0U, 1U, 2U, 1000U}) {
            std::vector<std::atomic<int>> runs(count);
            parallelFor(&pool, count, [&](uint32_t i) { runs[i].fetch_add(1); });
            for (const auto& r : runs) EXPECT_EQ(r, 1);
        }
    }
    int sum = 0;
    parallelFor(nullptr, 10, [&](uint32_t i) { sum += static_cast<int>(i); });
    EXPECT_EQ(sum, 45);
}

TEST(ParallelFor, NestedThreeDeepWithoutBlocking) {
    ThreadPool pool;
    pool.resize(3);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::atomic<int>> runs(6 * 7 * 8);
        parallelFor(&pool, 6, [&](uint32_t i) {
            parallelFor(&pool, 7, [&](uint32_t j) {
                parallelFor(&pool, 8, [&](uint32_t k) { runs[(i * 7 + j) * 8 + k].fetch_add(1); });
            });
        });
        for (const auto& r : runs) ASSERT_EQ(r, 1);
    }
}

TEST(ParallelFor, WorkersTakePart) {
    ThreadPool pool;
    ASSERT_EQ(pool.resize(1), 1U);
    // Two pieces that wait for each other can only end if two threads run them.
    std::atomic<int> inside{0};
    parallelFor(&pool, 2, [&](uint32_t) {
        inside.fetch_add(1);
        while (inside.load() < 2) sched_yield();
    });
    EXPECT_EQ(inside, 2);
}

TEST(ParallelFor, BesideATaskAndFromInsideIt) {
    ThreadPool pool;
    pool.resize(2);
    struct Context {
        ThreadPool* pool;
        std::atomic<bool> outsideDone{false};
        std::atomic<int> pieces{0};
    } context{&pool};
    pool.launch({[](void* c, uint32_t worker) {
                     auto& own = *static_cast<Context*>(c);
                     if (worker == 0) {
                         parallelFor(own.pool, 50, [&](uint32_t) { own.pieces.fetch_add(1); });
                     }
                     while (!own.outsideDone.load()) sched_yield();
                 },
                 nullptr, &context});
    // All workers may be busy: the caller does it.
    parallelFor(&pool, 50, [&](uint32_t) { context.pieces.fetch_add(1); });
    context.outsideDone = true;
    pool.wait();
    EXPECT_GE(context.pieces, 50);
    EXPECT_EQ(context.pieces % 50, 0);
    // The pool's tasks work as before.
    std::atomic<int> runs{0};
    pool.launch({[](void* c, uint32_t) { static_cast<std::atomic<int>*>(c)->fetch_add(1); }, nullptr, &runs});
    pool.wait();
    EXPECT_GE(runs, 1);
}

}  // namespace
}  // namespace raypool
