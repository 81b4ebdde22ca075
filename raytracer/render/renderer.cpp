#include "raytracer/render/renderer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

#include "raytracer/render/denoise_film.h"

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

Renderer::~Renderer() {
    stopDenoising();
    halt();
}

Result<void> Renderer::start(std::shared_ptr<const RenderScene> scene) {
    const SampleFunction source = sampleFunction(*scene);
    return start(std::move(scene), source);
}

Result<void> Renderer::start(std::shared_ptr<const RenderScene> scene, SampleFunction source) {
    stopDenoising();
    cancel();
    state_ = RenderState::kIdle;
    scene_ = std::move(scene);
    source_ = source;
    order_.clear();
    for (auto& scratch : scratch_) scratch.reset();
    if (!frame_.reset(scene_->width, scene_->height, filmNeeds(*scene_, source))) {
        return failure("there is no memory for a picture of " + std::to_string(scene_->width) + " x " +
                           std::to_string(scene_->height) + " pixels",
                       "choose a smaller width or height");
    }
    const RenderSettings& settings = scene_->settings;
    frame_.developer() = Developer(settings.display);
    frame_.developer().setReferences(0, settings.samples);
    for (const uint32_t tile : frame_.grid().centreFirst()) {
        const Tile t = frame_.grid()[tile];
        const PixelRect area = renderedArea(*scene_);
        if (t.x0 < area.x1 && t.x1 > area.x0 && t.y0 < area.y1 && t.y1 > area.y0) order_.push_back(tile);
    }
    passFrom_ = 0;
    if (source_) {
        passes_.clear();
        schedule_.start(scene_->width, scene_->height, renderedArea(*scene_), settings);
        const uint32_t stride = coarseStride(*scene_);
        pass_ = stride > 1 ? Pass{.stride = stride} : Pass{.schedule = &schedule_};
        passCount_ = waveCount(schedule_.samples()) + (stride > 1 ? 1 : 0);
        passTo_ = wholeFraction(schedule_.totalOfWave()) / (stride * stride);
    } else {
        passes_ = renderSchedule(*scene_);
        passCount_ = static_cast<uint32_t>(passes_.size());
        pass_ = passes_.front();
        passTo_ = 1.0 / (pass_.stride * pass_.stride);
    }
    for (auto& worker : workers_) {
        worker.tilesDone.store(0, std::memory_order_relaxed);
        worker.rays.store(0, std::memory_order_relaxed);
    }
    firstPixelNs_.store(-1, std::memory_order_relaxed);
    passIndex_.store(0, std::memory_order_relaxed);
    secondsBefore_ = 0;
    timeLimit_ = settings.timeLimit;
    end_ = RenderEnd::kNotYet;
    started_ = resumed_ = Clock::now();
    state_ = RenderState::kRendering;
    stop_.store(0, std::memory_order_relaxed);
    restartPass();
    return {};
}

void Renderer::restartPass() {
    returned_.clear();
    nextTile_.store(0, std::memory_order_relaxed);
    tilesDone_.store(0, std::memory_order_relaxed);
    returnedCount_.store(0, std::memory_order_relaxed);
    beginPass();
}

void Renderer::beginPass() {
    pool_.launch({[](void* self, uint32_t worker) { static_cast<Renderer*>(self)->work(worker); },
                  [](void* self) {
                      const Hooks& hooks = static_cast<Renderer*>(self)->hooks_;
                      if (hooks.wakeOwner) hooks.wakeOwner(hooks.context);
                  },
                  this});
}

double Renderer::wholeFraction(uint64_t samples) const {
    const double whole = static_cast<double>(schedule_.pixels()) * schedule_.samples();
    return whole > 0 ? static_cast<double>(samples) / whole : 1;
}

bool Renderer::nextPass() {
    const uint32_t index = passIndex_.load(std::memory_order_relaxed);
    if (!source_) {
        if (index + 1 == passes_.size()) return false;
        pass_ = passes_[index + 1];
        // A pass is worth the pixels that it adds.
        passFrom_ = passTo_;
        passTo_ = 1.0 / (pass_.stride * pass_.stride);
    } else {
        if (index == 0) setReferences();
        if (pass_.stride > 1) {
            pass_ = {.schedule = &schedule_};
        } else if (!schedule_.advance()) {
            return false;
        }
        passFrom_ = std::max(passTo_, wholeFraction(schedule_.totalDone()));
        const float noise = schedule_.errorEstimate(), target = scene_->settings.noiseTarget;
        // The samples that are needed grow with the square of what the noise must fall by.
        if (target > 0 && noise > 0) passFrom_ = std::max(passFrom_, std::min(0.99, double{target} * target / (noise * noise)));
        passTo_ = std::max(passFrom_, wholeFraction(schedule_.totalDone() + schedule_.totalOfWave()));
    }
    passIndex_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

/// What the view of depth relates to: the median of what is known after the first pass.
void Renderer::setReferences() {
    const Film& film = frame_.samples();
    if (!film.hasFeatures()) return;
    std::vector<float> depths;
    const PixelRect area = renderedArea(*scene_);
    const uint32_t stride = coarseStride(*scene_);
    for (uint32_t y = area.y0; y < area.y1; y += stride) {
        for (uint32_t x = area.x0; x < area.x1; x += stride) {
            if (const float depth = film.depth(frame_.index(x, y)); depth > 0) depths.push_back(depth);
        }
    }
    if (depths.empty()) return;
    const auto middle = depths.begin() + static_cast<std::ptrdiff_t>(depths.size() / 2);
    std::nth_element(depths.begin(), middle, depths.end());
    frame_.developer().setReferences(*middle, schedule_.samples());
    if (display().view == View::kDepth) developAll();
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
    if (!scratch_[worker]) scratch_[worker] = std::make_unique<RenderScratch>(*scene_, source_);
    const Pass pass = pass_;
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
    pollDenoising();
    if (state_ != RenderState::kRendering) return;
    if (!pool_.idle()) {
        if (timeLimit_ == 0 || secondsSoFar() < timeLimit_) return;
        halt();
    }
    const bool passDone = tilesDone_.load(std::memory_order_relaxed) == order_.size();
    if (passDone) {
        if (!nextPass()) {
            finish(source_ && schedule_.end() == SampleEnd::kNoise ? RenderEnd::kNoise : RenderEnd::kSamples);
            return;
        }
        returned_.clear();
        nextTile_.store(0, std::memory_order_relaxed);
        tilesDone_.store(0, std::memory_order_relaxed);
    }
    if (timeLimit_ > 0 && secondsSoFar() >= timeLimit_) {
        finish(RenderEnd::kTime);
        return;
    }
    // Or everyone left with work remaining: the pool has changed its size. Whoever asked for a stop calls again.
    if (passDone || stop_.load(std::memory_order_relaxed) == 0) beginPass();
}

void Renderer::finish(RenderEnd end) {
    secondsBefore_ = secondsSoFar();
    state_ = RenderState::kDone;
    end_ = end;
}

double Renderer::secondsSoFar() const {
    if (state_ != RenderState::kRendering) return secondsBefore_;
    return secondsBefore_ + std::chrono::duration<double>(Clock::now() - resumed_).count();
}

std::chrono::milliseconds Renderer::timeLeft() const {
    constexpr double kHourMs = 3600000;
    const double left = timeLimit_ > 0 ? std::clamp((timeLimit_ - secondsSoFar()) * 1000, 0.0, kHourMs) : kHourMs;
    return std::chrono::milliseconds(static_cast<int64_t>(left) + 1);
}

void Renderer::more(uint32_t samples) {
    if (!source_ || state_ == RenderState::kIdle) return;
    halt();
    poll();        // a pass that is over has decided what comes next before more is asked for
    showNoisy();   // which also ends what poll() began to denoise
    halt();
    const bool isPaused = state_ == RenderState::kPaused, wasRendering = state_ == RenderState::kRendering;
    timeLimit_ = 0;
    const bool hasWork = schedule_.extend(samples);
    if (!wasRendering) resumed_ = Clock::now();
    end_ = RenderEnd::kNotYet;
    passCount_ = waveCount(schedule_.samples()) + (coarseStride(*scene_) > 1 ? 1 : 0);
    // A new whole: progress begins anew.
    passFrom_ = wholeFraction(schedule_.totalDone());
    passTo_ = wholeFraction(schedule_.totalDone() + schedule_.totalOfWave());
    if (pass_.stride > 1) passTo_ /= pass_.stride * pass_.stride;
    returned_.clear();
    nextTile_.store(0, std::memory_order_relaxed);
    tilesDone_.store(0, std::memory_order_relaxed);
    returnedCount_.store(0, std::memory_order_relaxed);
    if (isPaused) return;
    if (!hasWork) {
        tilesDone_.store(static_cast<uint32_t>(order_.size()), std::memory_order_relaxed);
        finish(schedule_.end() == SampleEnd::kNoise ? RenderEnd::kNoise : RenderEnd::kSamples);
        return;
    }
    state_ = RenderState::kRendering;
    stop_.store(0, std::memory_order_relaxed);
    beginPass();
}

ThreadPool* Renderer::lendPool() {
    stopDenoising();
    if (state_ == RenderState::kRendering) halt();
    return &pool_;
}

void Renderer::returnPool() {
    if (state_ != RenderState::kRendering) return;
    stop_.store(0, std::memory_order_relaxed);
    beginPass();
}

void Renderer::setDisplay(const DisplaySettings& display) {
    const bool isRunning = state_ == RenderState::kRendering;
    stopDenoising();
    if (isRunning) halt();
    if (scene_) {
        if (display.denoise == DenoiseShown::kOff) frame_.setSmooth({}, {});
        frame_.developer().setSettings(display);
        developAll();
    }
    if (isRunning) {
        stop_.store(0, std::memory_order_relaxed);
        beginPass();
    }
}

/// Memory that a denoiser takes: see denoise.h.
static bool hasRoomToDenoise(const PixelRect& area) {
    const size_t pixels = size_t{area.x1 - area.x0} * (area.y1 - area.y0);
    return std::unique_ptr<std::byte[]>(new (std::nothrow) std::byte[pixels * 280]) != nullptr;
}

void Renderer::pollDenoising() {
    if (denoising_) {
        if (!pool_.idle()) return;
        denoising_ = false;
        if (!smooth_.empty()) {
            frame_.setSmooth(std::move(smooth_), area());
            smoothAs_ = smoothNext_;
            smooth_ = {};
            developAll();
        }
    }
    const DenoiseShown wanted = display().denoise;
    const bool rests = state_ == RenderState::kDone || state_ == RenderState::kPaused || state_ == RenderState::kCancelled;
    if (!rests || wanted == DenoiseShown::kOff || denoised() == wanted) return;
    if (!frame_.samples().hasSums() || !frame_.samples().hasFeatures() || !hasRoomToDenoise(area())) return;
    pool_.wait();
    denoising_ = true;
    smoothNext_ = wanted;
    denoiseStop_.store(false, std::memory_order_relaxed);
    smoothTaken_.store(false, std::memory_order_relaxed);
    pool_.launch({[](void* self, uint32_t) { static_cast<Renderer*>(self)->smooth(); },
                  [](void* self) {
                      const Hooks& hooks = static_cast<Renderer*>(self)->hooks_;
                      if (hooks.wakeOwner) hooks.wakeOwner(hooks.context);
                  },
                  this});
}

/// One worker denoises; the others have no task, so they take part in its loops.
void Renderer::smooth() {
    if (smoothTaken_.exchange(true, std::memory_order_relaxed)) return;
    const auto quality = smoothNext_ == DenoiseShown::kFinal ? DenoiseQuality::kFinal : DenoiseQuality::kPreview;
    smooth_ = denoise(denoiseInput(frame_, area()), quality, &pool_, &denoiseStop_);
    if (denoiseStop_.load(std::memory_order_relaxed)) smooth_.clear();
}

void Renderer::stopDenoising() {
    if (!denoising_) return;
    denoiseStop_.store(true, std::memory_order_relaxed);
    pool_.wait();
    denoising_ = false;
    smooth_ = {};
}

void Renderer::showNoisy() {
    stopDenoising();
    if (!frame_.isSmooth()) return;
    frame_.setSmooth({}, {});
    developAll();
}

void Renderer::developAll() {
    nextDeveloped_.store(0, std::memory_order_relaxed);
    pool_.launch({[](void* self, uint32_t) { static_cast<Renderer*>(self)->develop(); }, nullptr, this});
    pool_.wait();
}

void Renderer::develop() {
    while (true) {
        const uint32_t next = nextDeveloped_.fetch_add(1, std::memory_order_relaxed);
        if (next >= order_.size()) return;
        developTile(*scene_, frame_, renderedArea(*scene_), order_[next]);
        if (hooks_.changed) hooks_.changed(hooks_.context);
    }
}

void Renderer::halt() {
    stop_.store(1, std::memory_order_relaxed);
    pool_.wait();
}

void Renderer::cancel() {
    if (state_ != RenderState::kRendering && state_ != RenderState::kPaused) return;
    halt();
    secondsBefore_ = secondsSoFar();
    state_ = RenderState::kCancelled;
}

void Renderer::pause() {
    if (state_ != RenderState::kRendering) return;
    halt();
    poll();   // a render whose last pixel was done at that moment is done
    if (state_ != RenderState::kRendering) return;
    pool_.wait();
    secondsBefore_ = secondsSoFar();
    state_ = RenderState::kPaused;
}

void Renderer::resume() {
    if (state_ != RenderState::kPaused) return;
    showNoisy();
    state_ = RenderState::kRendering;
    resumed_ = Clock::now();
    stop_.store(0, std::memory_order_relaxed);
    beginPass();
}

RenderState Renderer::waitFor(std::chrono::milliseconds time) {
    const auto end = Clock::now() + time;
    while (state_ == RenderState::kRendering && Clock::now() < end) {
        pool_.waitUntil(std::min(end, Clock::now() + timeLeft()));
        poll();
    }
    return state_;
}

uint32_t Renderer::resize(uint32_t threads) {
    stopDenoising();
    const uint32_t count = pool_.resize(threads);
    poll();
    return count;
}

RenderProgress Renderer::progress() const {
    RenderProgress out;
    out.passIndex = passIndex_.load(std::memory_order_relaxed);
    out.passCount = std::max(passCount_, out.passIndex + 1);
    out.tilesDone = tilesDone_.load(std::memory_order_relaxed);
    out.tilesTotal = static_cast<uint32_t>(order_.size());
    const double share = out.tilesTotal > 0 ? out.tilesDone / double(out.tilesTotal) : 0;
    out.fraction = passFrom_ + (passTo_ - passFrom_) * share;
    if (timeLimit_ > 0) out.fraction = std::max(out.fraction, std::min(1.0, secondsSoFar() / timeLimit_));
    if (state_ == RenderState::kDone) out.fraction = 1;
    for (const auto& worker : workers_) out.rays += worker.rays.load(std::memory_order_relaxed);
    return out;
}

RenderStats Renderer::stats() const {
    RenderStats out;
    out.threads = pool_.size();
    out.rays = progress().rays;
    out.seconds = secondsSoFar();
    out.firstPixelMs = static_cast<double>(std::max<int64_t>(0, firstPixelNs_.load(std::memory_order_relaxed))) / 1e6;
    out.memoryBytes = frame_.memoryBytes() + schedule_.memoryBytes() + (scene_ ? scene_->memoryBytes() : 0);
    out.end = end_;
    if (!scene_) return out;
    out.triangles = scene_->triangles;
    out.bvhMs = scene_->bvhMs;
    if (source_) {
        out.samplesTarget = schedule_.samples();
        out.samplesDone = schedule_.samplesDone();
        const uint64_t cut = end_ == RenderEnd::kSamples ? schedule_.totalOfWave() : 0;   // of a last wave that was cut short
        if (schedule_.pixels() > 0) {
            out.samplesMean = static_cast<double>(schedule_.totalDone() + cut) / static_cast<double>(schedule_.pixels());
        }
        out.errorEstimate = schedule_.errorEstimate();
        out.invalidSamples = frame_.samples().invalidSamples();
    } else {
        out.samplesTarget = scene_->settings.samples;
        out.samplesDone = state_ == RenderState::kDone && end_ != RenderEnd::kTime ? out.samplesTarget : 0;
        out.samplesMean = out.samplesDone;
    }
    return out;
}

}  // namespace raypool
