#pragma once
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

namespace raypool {

/// A fixed set of threads that run one task at a time, all of them. Threads are made once and live as long as the pool;
/// only resize() makes or ends some. One thread owns the pool: launch, resize and wait are its calls.
class ThreadPool {
public:
    /// Called by every worker: do what there is to do and return when nothing is left.
    struct Task {
        void (*run)(void* context, uint32_t worker) = nullptr;
        /// Called by the last worker that returns, when the pool is idle already, so that whoever is told may launch the next
        /// task: wait() may return before it has. May be null.
        void (*finished)(void* context) = nullptr;
        void* context = nullptr;
    };
    /// Told by each worker at its first and last instruction. May be null.
    struct Observer {
        void (*alive)(void* context, uint32_t worker, bool alive) = nullptr;
        void* context = nullptr;
    };

    static constexpr uint32_t kMaxThreads = 64;

    ThreadPool() = default;
    explicit ThreadPool(Observer observer) : observer_(observer) {}
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    /// Makes or ends threads until there are `count` (1 ... kMaxThreads). Workers that shall end do so when their task
    /// returns; tasks see it coming by their index not being below limit(). Joins them, so their stacks are given back.
    /// Returns how many there are: fewer than asked for where the system has no more threads.
    uint32_t resize(uint32_t count);
    uint32_t size() const { return static_cast<uint32_t>(threads_.size()); }
    const std::atomic<uint32_t>& limit() const { return limit_; }

    /// Starts a task on all workers and returns. The pool must be idle. Workers made while it runs join in.
    void launch(const Task& task);
    bool idle() const;
    /// Blocks until the task is finished.
    void wait();
    /// Blocks until the task is finished or the time has come; true: finished.
    bool waitUntil(std::chrono::steady_clock::time_point time);

    /// A loop over [0, count) that workers without a task take part in, one piece at a time; the caller helps, and returns
    /// when every piece is done. Any thread may call it, from inside a piece or a task, too: whoever waits, waits only for
    /// pieces that others are in the middle of, and loops end innermost first, so that nothing can block.
    struct Loop {
        void (*piece)(void* context, uint32_t index) = nullptr;
        void* context = nullptr;
        uint32_t count = 0;
    };
    void run(const Loop& loop);

private:
    struct OpenLoop {
        Loop loop;
        std::atomic<uint32_t> next{0};
        uint32_t helpers = 0;          // guarded by mutex_
        OpenLoop* outer = nullptr;     // the list of loops that take helpers
        void work() {
            for (uint32_t i = next.fetch_add(1, std::memory_order_relaxed); i < loop.count;
                 i = next.fetch_add(1, std::memory_order_relaxed)) {
                loop.piece(loop.context, i);
            }
        }
    };
    void help(std::unique_lock<std::mutex>& lock);
    struct Start {
        ThreadPool* pool;
        uint32_t index;
        uint64_t seen;   // tasks launched so far that this worker does not join
    };
    static void* entry(void* start);
    void loop(uint32_t index, uint64_t seen);

    Observer observer_;
    std::vector<pthread_t> threads_;   // the owner's
    std::atomic<uint32_t> limit_{0};

    mutable std::mutex mutex_;
    std::condition_variable wake_, idle_;
    // Guarded by mutex_.
    Task task_;
    uint64_t launched_ = 0;
    uint32_t running_ = 0;
    bool open_ = false;        // the task still takes workers
    OpenLoop* loops_ = nullptr;
    std::condition_variable helped_;   // a loop has lost its last helper
};

}  // namespace raypool
