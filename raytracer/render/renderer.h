#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/parallel/thread_pool.h"
#include "raytracer/denoise/denoise.h"
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

/// Why a render is done.
enum class RenderEnd : uint8_t { kNotYet, kSamples, kNoise, kTime };

constexpr std::string_view name(RenderEnd end) {
    switch (end) {
        case RenderEnd::kNotYet: return "";
        case RenderEnd::kSamples: return "samples";
        case RenderEnd::kNoise: return "noise";
        case RenderEnd::kTime: return "time";
    }
    return "";
}

struct RenderStats {
    uint32_t threads = 0;
    /// Per pixel. Done: of the waves that are over, as many as every pixel has that the noise target has not left alone.
    uint32_t samplesDone = 0, samplesTarget = 0;
    double samplesMean = 0;                        // over the pixels, of the waves that are over
    uint64_t rays = 0;
    double seconds = 0;                            // rendering, pauses left out
    double firstPixelMs = 0;                       // from start() to the first published tile
    size_t memoryBytes = 0;                        // scene and picture
    float errorEstimate = 0;                       // 95th percentile of the blocks' errors (adaptive.h); 0: exact, or not known yet
    uint64_t invalidSamples = 0;                   // that were no number, infinite or negative, and counted as black
    uint64_t triangles = 0;
    double bvhMs = 0;
    RenderEnd end = RenderEnd::kNotYet;
    double raysPerSecond() const { return seconds > 0 ? static_cast<double>(rays) / seconds : 0; }
};

struct RenderProgress {
    uint32_t passIndex = 0, passCount = 0;    // the noise target and the time limit may end it earlier
    uint32_t tilesDone = 0, tilesTotal = 0;   // of this pass
    double fraction = 0;                      // of the whole render, by samples, time or noise; never falls
    uint64_t rays = 0;
};

/// Renders one scene at a time on a pool of threads, in passes over all tiles. What a pass does is decided between passes
/// from the settings and the film alone, so the film is the same for any number of threads and any pauses; only a time
/// limit depends on the machine. One thread, its owner, calls everything but stopSoon(),
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
    /// The same with samples from elsewhere than the scene's integrator.
    Result<void> start(std::shared_ptr<const RenderScene> scene, SampleFunction source);
    /// Asks for so many samples per pixel in all, of a render that runs, is paused, done or cancelled; goes on with one
    /// that is done or cancelled, also for as many samples as before. The film is the same as if they had been asked for
    /// at the start. The noise target still holds; a time limit holds no longer. Nothing for the classic integrator, and
    /// without a render.
    void more(uint32_t samples);
    /// Shows what is there in another way, and goes on; about 10 ms for a million pixels and a thread. Where it says so, poll()
    /// has the pool denoise what is there as soon as the render is done, paused or cancelled; the film stays as it is. Every
    /// other call but poll() ends that at once, and poll() begins it again. Needs a film with features: classic has none.
    void setDisplay(const DisplaySettings& display);
    /// Stops the workers so that others may use them; the film may be read meanwhile. Until returnPool() nothing else is
    /// called.
    ThreadPool* lendPool();
    void returnPool();
    /// What the display shows just now.
    DenoiseShown denoised() const { return frame_.isSmooth() ? smoothAs_ : DenoiseShown::kOff; }
    bool isDenoising() const { return denoising_; }
    const DisplaySettings& display() const { return frame_.developer().settings(); }
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
    void stopSoon() {
        stop_.store(1, std::memory_order_relaxed);
        denoiseStop_.store(true, std::memory_order_relaxed);
    }

    RenderState state() const { return state_; }
    /// Time until a limit ends the render, for owners that sleep until something happens; at most an hour. They should
    /// call poll() then.
    std::chrono::milliseconds timeLeft() const;
    const Frame& frame() const { return frame_; }
    /// What is rendered of the picture.
    PixelRect area() const { return scene_ ? renderedArea(*scene_) : PixelRect{}; }
    RenderStats stats() const;
    RenderProgress progress() const;                     // also from hooks
    const std::array<WorkerStatus, ThreadPool::kMaxThreads>& workers() const { return workers_; }   // any thread

private:
    using Clock = std::chrono::steady_clock;

    void beginPass();            // or goes on with it
    void restartPass();          // all tiles again; samples that are there are kept
    bool nextPass();
    void finish(RenderEnd end);
    void setReferences();
    void developAll();
    void pollDenoising();
    void smooth();               // a worker
    void stopDenoising();
    void showNoisy();            // samples are going to be added
    void develop();              // a worker
    double secondsSoFar() const;
    double wholeFraction(uint64_t samples) const;
    void halt();                 // stops the workers and waits until they have put everything down
    void work(uint32_t worker);
    bool takeTile(uint32_t& tile);
    void published();

    Hooks hooks_;
    std::array<WorkerStatus, ThreadPool::kMaxThreads> workers_;
    std::shared_ptr<const RenderScene> scene_;
    Frame frame_;
    std::vector<std::unique_ptr<RenderScratch>> scratch_;   // per worker, made by it for each render
    SampleFunction source_ = nullptr;                       // null: classic
    std::vector<Pass> passes_;                              // classic
    SampleSchedule schedule_;                               // all others
    Pass pass_;                                             // in hand
    std::vector<uint32_t> order_;
    uint32_t passCount_ = 0;
    double passFrom_ = 0, passTo_ = 0;                      // progress at its begin and end

    RenderState state_ = RenderState::kIdle;
    Clock::time_point started_, resumed_;
    double secondsBefore_ = 0;   // until the last pause
    double timeLimit_ = 0;       // 0: none
    RenderEnd end_ = RenderEnd::kNotYet;

    bool denoising_ = false;
    DenoiseShown smoothAs_ = DenoiseShown::kOff, smoothNext_ = DenoiseShown::kOff;   // shown; in the making

    // Shared with the workers.
    std::atomic<bool> denoiseStop_{false}, smoothTaken_{false};
    std::vector<Rgb> smooth_;   // what the worker has made that took the task
    std::atomic<uint32_t> stop_{0};
    std::atomic<uint32_t> passIndex_{0};
    alignas(64) std::atomic<uint32_t> nextTile_{0};
    alignas(64) std::atomic<uint32_t> tilesDone_{0};
    std::atomic<uint32_t> nextDeveloped_{0};
    std::atomic<int64_t> firstPixelNs_{-1};
    std::mutex returnedMutex_;
    std::vector<uint32_t> returned_;          // tiles put down unfinished
    std::atomic<uint32_t> returnedCount_{0};

    ThreadPool pool_;   // last: its threads end before what they use
};

}  // namespace raypool
