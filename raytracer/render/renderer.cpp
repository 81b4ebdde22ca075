#include "raytracer/render/renderer.h"

#include <algorithm>

namespace raypool {

Renderer::Renderer(uint32_t threads, Hooks hooks)
    : hooks_(hooks),
      scratch_(ThreadPool::kMaxThreads),
      pool_({[](void* self, uint32_t worker, bool alive) {
                 static_cast<Renderer*>(self)->workers_[worker].alive.store(alive, std::memory_order_relaxed);
             },
             this}) {
    pool_.resize(threads);
}

Renderer::~Renderer() { halt(); }

Result<void> Renderer::start(std::shared_ptr<const RenderScene> scene) {
    cancel();
    state_ = RenderState::kIdle;
    scene_ = std::move(scene);
    for (auto& scratch : scratch_) scratch.reset();
    if (!frame_.reset(scene_->width, scene_->height)) {
        return failure("there is no memory for a picture of " + std::to_string(scene_->width) + " x " +
                           std::to_string(scene_->height) + " pixels",
                       "choose a smaller width or height");
    }
    passes_ = renderSchedule(*scene_);
    order_ = frame_.grid().centreFirst();
    for (auto& worker : workers_) {
        worker.tilesDone.store(0, std::memory_order_relaxed);
        worker.rays.store(0, std::memory_order_relaxed);
    }
    firstPixelNs_.store(-1, std::memory_order_relaxed);
    passIndex_.store(0, std::memory_order_relaxed);
    secondsBefore_ = 0;
    started_ = resumed_ = Clock::now();
    state_ = RenderState::kRendering;
    stop_.store(0, std::memory_order_relaxed);
    returned_.clear();
    nextTile_.store(0, std::memory_order_relaxed);
    tilesDone_.store(0, std::memory_order_relaxed);
    returnedCount_.store(0, std::memory_order_relaxed);
    beginPass();
    return {};
}

void Renderer::beginPass() {
    pool_.launch({[](void* self, uint32_t worker) { static_cast<Renderer*>(self)->work(worker); },
                  [](void* self) {
                      const Hooks& hooks = static_cast<Renderer*>(self)->hooks_;
                      if (hooks.wakeOwner) hooks.wakeOwner(hooks.context);
                  },
                  this});
}

bool Renderer::takeTile(uint32_t& tile) {
    if (returnedCount_.load(std::memory_order_relaxed) > 0) {
        const std::lock_guard lock(returnedMutex_);
        if (!returned_.empty()) {
            tile = returned_.back();
            returned_.pop_back();
            returnedCount_.store(static_cast<uint32_t>(returned_.size()), std::memory_order_relaxed);
            return true;
        }
    }
    if (nextTile_.load(std::memory_order_relaxed) >= order_.size()) return false;
    const uint32_t next = nextTile_.fetch_add(1, std::memory_order_relaxed);
    if (next >= order_.size()) return false;
    tile = order_[next];
    return true;
}

void Renderer::published() {
    if (firstPixelNs_.load(std::memory_order_relaxed) < 0) {
        const int64_t now = std::chrono::nanoseconds(Clock::now() - started_).count();
        int64_t none = -1;
        firstPixelNs_.compare_exchange_strong(none, now, std::memory_order_relaxed);
    }
    if (hooks_.changed) hooks_.changed(hooks_.context);
}

void Renderer::work(uint32_t worker) {
    WorkerStatus& status = workers_[worker];
    if (!scratch_[worker]) scratch_[worker] = std::make_unique<RenderScratch>(*scene_);
    const Pass pass = passes_[passIndex_.load(std::memory_order_relaxed)];
    Interrupt interrupt(&stop_, &pool_.limit(), worker, &status.beat, &status.rays);
    const PublishHook hook{[](void* self) { static_cast<Renderer*>(self)->published(); }, this};
    uint32_t tile = 0;
    while (!interrupt.look() && takeTile(tile)) {
        status.tile.store(static_cast<int32_t>(tile), std::memory_order_relaxed);
        if (renderTile(*scene_, frame_, tile, pass, *scratch_[worker], interrupt, hook)) {
            status.tilesDone.fetch_add(1, std::memory_order_relaxed);
            tilesDone_.fetch_add(1, std::memory_order_relaxed);
        } else {
            const std::lock_guard lock(returnedMutex_);
            returned_.push_back(tile);
            returnedCount_.store(static_cast<uint32_t>(returned_.size()), std::memory_order_relaxed);
        }
    }
    interrupt.look();
    status.tile.store(-1, std::memory_order_relaxed);
}

void Renderer::poll() {
    if (state_ != RenderState::kRendering || !pool_.idle()) return;
    const bool passDone = tilesDone_.load(std::memory_order_relaxed) == order_.size();
    if (!passDone) {
        // Everyone left with work remaining: the pool has changed its size. Whoever asked for a stop calls again.
        if (stop_.load(std::memory_order_relaxed) == 0) beginPass();
        return;
    }
    if (passIndex_.load(std::memory_order_relaxed) + 1 == passes_.size()) {
        secondsBefore_ += std::chrono::duration<double>(Clock::now() - resumed_).count();
        state_ = RenderState::kDone;
        return;
    }
    passIndex_.fetch_add(1, std::memory_order_relaxed);
    nextTile_.store(0, std::memory_order_relaxed);
    tilesDone_.store(0, std::memory_order_relaxed);
    beginPass();
}

void Renderer::halt() {
    stop_.store(1, std::memory_order_relaxed);
    pool_.wait();
}

void Renderer::cancel() {
    if (state_ != RenderState::kRendering && state_ != RenderState::kPaused) return;
    halt();
    if (state_ == RenderState::kRendering) {
        secondsBefore_ += std::chrono::duration<double>(Clock::now() - resumed_).count();
    }
    state_ = RenderState::kCancelled;
}

void Renderer::pause() {
    if (state_ != RenderState::kRendering) return;
    halt();
    poll();   // a render whose last pixel was done at that moment is done
    if (state_ != RenderState::kRendering) return;
    pool_.wait();
    secondsBefore_ += std::chrono::duration<double>(Clock::now() - resumed_).count();
    state_ = RenderState::kPaused;
}

void Renderer::resume() {
    if (state_ != RenderState::kPaused) return;
    state_ = RenderState::kRendering;
    resumed_ = Clock::now();
    stop_.store(0, std::memory_order_relaxed);
    beginPass();
}

RenderState Renderer::waitFor(std::chrono::milliseconds time) {
    const auto end = Clock::now() + time;
    while (state_ == RenderState::kRendering && Clock::now() < end) {
        if (pool_.waitUntil(end)) poll();
    }
    return state_;
}

uint32_t Renderer::resize(uint32_t threads) {
    const uint32_t count = pool_.resize(threads);
    poll();
    return count;
}

RenderProgress Renderer::progress() const {
    RenderProgress out;
    out.passIndex = passIndex_.load(std::memory_order_relaxed);
    out.passCount = static_cast<uint32_t>(passes_.size());
    out.tilesDone = tilesDone_.load(std::memory_order_relaxed);
    out.tilesTotal = static_cast<uint32_t>(order_.size());
    // A coarse pass is worth the pixels that it adds.
    double before = 0;
    for (uint32_t i = 0; i < out.passCount; ++i) {
        const double worth = 1.0 / (passes_[i].stride * passes_[i].stride);
        const double share = i < out.passIndex ? 1 : i > out.passIndex ? 0 : out.tilesDone / double(out.tilesTotal);
        out.fraction += (worth - before) * share;
        before = worth;
    }
    for (const auto& worker : workers_) out.rays += worker.rays.load(std::memory_order_relaxed);
    return out;
}

RenderStats Renderer::stats() const {
    RenderStats out;
    out.threads = pool_.size();
    out.samplesTarget = scene_ ? scene_->settings.samples : 0;
    out.samplesDone = state_ == RenderState::kDone ? out.samplesTarget : 0;
    out.rays = progress().rays;
    out.seconds = secondsBefore_;
    if (state_ == RenderState::kRendering) {
        out.seconds += std::chrono::duration<double>(Clock::now() - resumed_).count();
    }
    out.firstPixelMs = static_cast<double>(std::max<int64_t>(0, firstPixelNs_.load(std::memory_order_relaxed))) / 1e6;
    out.memoryBytes = frame_.memoryBytes() + (scene_ ? scene_->memoryBytes() : 0);
    return out;
}

}  // namespace raypool
