#pragma once
#include <atomic>
#include <cstdint>

namespace raypool {

/// What a worker watches while it traces. The tracing loop calls tick() for every ray; once in a while that looks at the
/// flags, tells that the worker is alive and adds up the rays.
class Interrupt {
public:
    /// `stop`: set by whoever cancels or pauses. `limit`: the worker leaves when its index is not below it (a pool that
    /// shrinks). `beat`, `rays`: this worker's own counters, written by nobody else. Any may be null.
    Interrupt(const std::atomic<uint32_t>* stop, const std::atomic<uint32_t>* limit, uint32_t worker,
              std::atomic<int32_t>* beat, std::atomic<uint64_t>* rays)
        : stop_(stop), limit_(limit), beat_(beat), rays_(rays), worker_(worker) {}
    Interrupt() = default;

    /// Counts `rays` rays; true: leave at once, the pixel in hand is lost.
    bool tick(uint32_t rays) {
        pending_ += rays;
        return pending_ >= kRaysBetweenLooks && look();
    }

    /// Adds up the rays counted so far and looks at the flags.
    bool look() {
        if (rays_) rays_->store(rays_->load(std::memory_order_relaxed) + pending_, std::memory_order_relaxed);
        total_ += pending_;
        pending_ = 0;
        if (beat_) beat_->store(beat_->load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        return (stop_ && stop_->load(std::memory_order_relaxed) != 0) ||
               (limit_ && worker_ >= limit_->load(std::memory_order_relaxed));
    }

    uint64_t rays() const { return total_ + pending_; }

private:
    static constexpr uint32_t kRaysBetweenLooks = 2048;   // about a tenth of a millisecond

    const std::atomic<uint32_t>* stop_ = nullptr;
    const std::atomic<uint32_t>* limit_ = nullptr;
    std::atomic<int32_t>* beat_ = nullptr;
    std::atomic<uint64_t>* rays_ = nullptr;
    uint32_t worker_ = 0;
    uint32_t pending_ = 0;
    uint64_t total_ = 0;
};

}  // namespace raypool
