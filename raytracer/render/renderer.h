#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/parallel/thread_pool.h"
#include "raytracer/render/frame.h"
#include "raytracer/render/render_tile.h"

namespace raypool {

enum class RenderState : uint8_t { kIdle, kRendering, kPaused, kDone, kCancelled };

/// What a worker shows of itself; written by it, readable by anyone. Words of one cache line, so that workers do not
/// slow each other down.
struct alignas(64) WorkerStatus {
    std::atomic<int32_t> tile{-1};      // in hand; -1: none
    std::atomic<int32_t> beat{0};       // counts on while it works
    std::atomic<int32_t> tilesDone{0};  // for this render
    std::atomic<int32_t> alive{0};
    std::atomic<uint64_t> rays{0};      // for this render
};

struct RenderStats {
    uint32_t threads = 0;
    uint32_t samplesDone = 0, samplesTarget = 0;   // per pixel
    uint64_t rays = 0;
    double seconds = 0;                            // rendering, pauses left out
    double firstPixelMs = 0;                       // from start() to the first published tile
    size_t memoryBytes = 0;                        // scene and picture
    double raysPerSecond() const { return seconds > 0 ? static_cast<double>(rays) / seconds : 0; }
};

struct RenderProgress {
    uint32_t passIndex = 0, passCount = 0;
    uint32_t tilesDone = 0, tilesTotal = 0;   // of this pass
    double fraction = 0;                      // of the whole render, by tiles and the pixels that a pass adds
    uint64_t rays = 0;
};

/// Renders one scene at a time on a pool of threads. One thread, its owner, calls everything but stopSoon(),
/// workers() and, from hooks, progress(); it never has to be the one that works.
class Renderer {
public:
    struct Hooks {
        /// A worker: something was published, or progress was made.
        void (*changed)(void* context) = nullptr;
        /// The last worker of a pass: the owner should call poll().
        void (*wakeOwner)(void* context) = nullptr;
        void* context = nullptr;
    };

    Renderer(uint32_t threads, Hooks hooks);
    ~Renderer();

    /// Cancels what runs and starts anew. Error: no memory for the picture, after which nothing is rendered.
    Result<void> start(std::shared_ptr<const RenderScene> scene);
    /// Go on: the next pass, or the end. Cheap when there is nothing to do.
    void poll();
    /// Ends the render within a fraction of a millisecond and waits for that. What is drawn stays.
    void cancel();
    void pause();
    void resume();
    /// Blocks until the render is done or the time is over; for owners with nothing else to do.
    RenderState waitFor(std::chrono::milliseconds time);

    /// Changes the number of threads, also while rendering. Returns how many there are.
    uint32_t resize(uint32_t threads);
    uint32_t threads() const { return pool_.size(); }

    /// From any thread, without a lock: workers put down what they have in hand. cancel() or pause() has to follow.
    void stopSoon() { stop_.store(1, std::memory_order_relaxed); }

    RenderState state() const { return state_; }
    const Frame& frame() const { return frame_; }
    RenderStats stats() const;
    RenderProgress progress() const;                     // also from hooks
    const std::array<WorkerStatus, ThreadPool::kMaxThreads>& workers() const { return workers_; }   // any thread

private:
    using Clock = std::chrono::steady_clock;

    void beginPass();
    void halt();                 // stops the workers and waits until they have put everything down
    void work(uint32_t worker);
    bool takeTile(uint32_t& tile);
    void published();

    Hooks hooks_;
    std::array<WorkerStatus, ThreadPool::kMaxThreads> workers_;
    std::shared_ptr<const RenderScene> scene_;
    Frame frame_;
    std::vector<std::unique_ptr<RenderScratch>> scratch_;   // per worker, made by it for each render
    std::vector<Pass> passes_;
    std::vector<uint32_t> order_;

    RenderState state_ = RenderState::kIdle;
    Clock::time_point started_, resumed_;
    double secondsBefore_ = 0;   // until the last pause

    // Shared with the workers.
    std::atomic<uint32_t> stop_{0};
    std::atomic<uint32_t> passIndex_{0};
    alignas(64) std::atomic<uint32_t> nextTile_{0};
    alignas(64) std::atomic<uint32_t> tilesDone_{0};
    std::atomic<int64_t> firstPixelNs_{-1};
    std::mutex returnedMutex_;
    std::vector<uint32_t> returned_;          // tiles put down unfinished
    std::atomic<uint32_t> returnedCount_{0};

    ThreadPool pool_;   // last: its threads end before what they use
};

}  // namespace raypool
