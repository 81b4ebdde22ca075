#include "raytracer/parallel/thread_pool.h"

#include <algorithm>
#include <memory>

namespace raypool {

ThreadPool::~ThreadPool() { resize(0); }

uint32_t ThreadPool::resize(uint32_t count) {
    count = std::min(count, kMaxThreads);
    {
        const std::lock_guard lock(mutex_);
        limit_.store(count, std::memory_order_relaxed);
    }
    wake_.notify_all();
    while (threads_.size() > count) {
        pthread_join(threads_.back(), nullptr);
        threads_.pop_back();
    }
    while (threads_.size() < count) {
        uint64_t seen = 0;
        {
            const std::lock_guard lock(mutex_);
            seen = open_ ? launched_ - 1 : launched_;
        }
        auto start = std::make_unique<Start>(Start{this, size(), seen});
        pthread_t thread{};
        // Not std::thread: without exceptions it ends the program where the system has no thread left.
        if (pthread_create(&thread, nullptr, &ThreadPool::entry, start.get()) != 0) {
            const std::lock_guard lock(mutex_);
            limit_.store(size(), std::memory_order_relaxed);
            break;
        }
        start.release();
        threads_.push_back(thread);
    }
    return size();
}

void ThreadPool::launch(const Task& task) {
    {
        const std::lock_guard lock(mutex_);
        task_ = task;
        open_ = true;
        ++launched_;
    }
    wake_.notify_all();
}

bool ThreadPool::idle() const {
    const std::lock_guard lock(mutex_);
    return !open_ && running_ == 0;
}

void ThreadPool::wait() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return !open_ && running_ == 0; });
}

bool ThreadPool::waitUntil(std::chrono::steady_clock::time_point time) {
    std::unique_lock lock(mutex_);
    return idle_.wait_until(lock, time, [this] { return !open_ && running_ == 0; });
}

void ThreadPool::run(const Loop& loop) {
    OpenLoop open;
    open.loop = loop;
    const bool shared = loop.count > 1 && limit_.load(std::memory_order_relaxed) > 0;
    if (shared) {
        {
            const std::lock_guard lock(mutex_);
            open.outer = loops_;
            loops_ = &open;
        }
        wake_.notify_all();
    }
    open.work();
    if (!shared) return;
    std::unique_lock lock(mutex_);
    // Nothing is left to take. A helper may have unlinked it already.
    for (OpenLoop** link = &loops_; *link != nullptr; link = &(*link)->outer) {
        if (*link != &open) continue;
        *link = open.outer;
        break;
    }
    helped_.wait(lock, [&] { return open.helpers == 0; });
}

/// Works at the innermost loop, and takes it off the list when no piece is left, so that nobody comes back for it.
void ThreadPool::help(std::unique_lock<std::mutex>& lock) {
    OpenLoop& open = *loops_;
    ++open.helpers;
    lock.unlock();
    open.work();
    lock.lock();
    for (OpenLoop** link = &loops_; *link != nullptr; link = &(*link)->outer) {
        if (*link != &open) continue;
        *link = open.outer;
        break;
    }
    if (--open.helpers == 0) helped_.notify_all();
}

void* ThreadPool::entry(void* argument) {
    const std::unique_ptr<Start> start(static_cast<Start*>(argument));
    ThreadPool& pool = *start->pool;
    const Observer observer = pool.observer_;
    if (observer.alive) observer.alive(observer.context, start->index, true);
    pool.loop(start->index, start->seen);
    if (observer.alive) observer.alive(observer.context, start->index, false);
    return nullptr;
}

void ThreadPool::loop(uint32_t index, uint64_t seen) {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] {
            return launched_ != seen || loops_ != nullptr || index >= limit_.load(std::memory_order_relaxed);
        });
        if (index >= limit_.load(std::memory_order_relaxed)) return;
        if (loops_ != nullptr) {
            help(lock);
            continue;
        }
        seen = launched_;
        if (!open_) continue;   // the others were done before this one woke up
        const Task task = task_;
        ++running_;
        lock.unlock();
        task.run(task.context, index);
        lock.lock();
        --running_;
        // A worker that returns found nothing left, so nobody need join in any more; unless it was asked to go.
        if (running_ == 0 || index < limit_.load(std::memory_order_relaxed)) open_ = false;
        if (running_ > 0) continue;
        idle_.notify_all();
        if (task.finished) {
            lock.unlock();
            task.finished(task.context);
            lock.lock();
        }
    }
}

}  // namespace raypool
