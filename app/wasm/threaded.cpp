// The engine of isolated pages: a coordinator thread that reads scenes and schedules, and a pool of workers that render.
// The main thread only touches the control block.
#include <emscripten/emscripten.h>
#include <emscripten/threading.h>
#include <pthread.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <new>

#include "app/wasm/film_file.h"
#include "app/wasm/frame_words.h"
#include "app/wasm/messages.h"
#include "app/wasm/session.h"

namespace raypool {

using namespace protocol;

ControlBlock control;

namespace {

constexpr double kHeartbeatMs = 250;
constexpr size_t kQuickBytes = 256 << 10;   // read within a heartbeat
constexpr double kGrowingMs = 2;   // between two looks whether a new thread runs

void notify(Control word) {
    control.words[word].fetch_add(1, std::memory_order_acq_rel);
    __builtin_wasm_memory_atomic_notify(reinterpret_cast<int32_t*>(&control.words[word]), 1U << 30);
}

/// The one that runs; set before the page can signal.
std::atomic<Renderer*> activeRenderer{nullptr};
std::atomic<int32_t> activeJob{0};
/// The page has made the workers stop, whatever it wants by the time the coordinator looks.
std::atomic<bool> isStopped{false};

/// Shows that the coordinator is alive while it reads a large scene and can't say so itself. A thread of its own, which
/// sleeps otherwise; it is made when it is first needed. It gives up after a time that no scene takes.
class Pulse {
public:
    void begin() {
        beats_.store(0, std::memory_order_relaxed);
        if (!started_) {
            pthread_attr_t attributes;
            pthread_attr_init(&attributes);
            pthread_attr_setstacksize(&attributes, 32 << 10);
            pthread_t thread;
            started_ = pthread_create(&thread, &attributes, &Pulse::run, this) == 0;
            if (started_) pthread_detach(thread);
            pthread_attr_destroy(&attributes);
        }
        setActive(1);
    }
    void end() { setActive(0); }

private:
    void setActive(int32_t active) {
        active_.store(active, std::memory_order_release);
        __builtin_wasm_memory_atomic_notify(reinterpret_cast<int32_t*>(&active_), 1);
    }
    [[noreturn]] static void* run(void* context) {
        auto& self = *static_cast<Pulse*>(context);
        while (true) {
            const bool active = self.active_.load(std::memory_order_acquire) != 0;
            emscripten_futex_wait(&self.active_, active ? 1 : 0, active ? kHeartbeatMs : INFINITY);
            if (active && self.beats_.fetch_add(1, std::memory_order_relaxed) < kMostBeats) {
                control.words[kHeartbeat].fetch_add(1, std::memory_order_relaxed);
            }
        }
    }

    static constexpr uint32_t kMostBeats = 120 * 4;   // two minutes
    std::atomic<int32_t> active_{0};
    std::atomic<uint32_t> beats_{0};
    bool started_ = false;
};
Pulse pulse;

class Coordinator {
public:
    explicit Coordinator(uint32_t threads)
        : session_({[](void* self) { return static_cast<Coordinator*>(self)->renderer_.lendPool(); },
                    [](void* self) { static_cast<Coordinator*>(self)->renderer_.returnPool(); }, this}),
          threadsWanted_(threads), renderer_(1, {&Coordinator::changed, [](void*) { notify(kSignal); }, this}) {
        control.setPointer(kWorkersPointer, workers_);
        control.set(kThreadsTarget, threads);
        activeRenderer.store(&renderer_, std::memory_order_release);
    }

    [[noreturn]] void run() {
        control.set(kEngineState, kEngineIdle);
        notify(kRevision);
        while (true) {
            const int32_t seen = control.get(kSignal);
            takeRequest();
            growPool();
            obeySwitches();
            renderer_.poll();
            if (busy()) publishStats(renderer_.stats());
            publishEnd();
            publishDenoised();
            sendResponse();
            publishProgress();
            control.words[kHeartbeat].fetch_add(1, std::memory_order_relaxed);
            emscripten_futex_wait(&control.words[kSignal], static_cast<uint32_t>(seen),
                                  resizing_ ? kGrowingMs : busy() ? std::min(kHeartbeatMs, timeLeftMs()) : INFINITY);
        }
    }

private:
    double timeLeftMs() const { return static_cast<double>(renderer_.timeLeft().count()); }
    bool busy() const { return renderer_.state() == RenderState::kRendering; }

    void takeRequest() {
        switch (control.get(kInboxState)) {
            case kInboxWanted: {
                inboxBytes_ = static_cast<uint32_t>(control.get(kInboxBytes));
                inbox_.reset(new (std::nothrow) uint8_t[inboxBytes_]);
                control.setPointer(kInboxPointer, inbox_.get());
                control.set(kInboxState, kInboxReady);
                notify(kRevision);
                break;
            }
            case kInboxFull: {
                const std::unique_ptr<uint8_t[]> message = std::move(inbox_);
                control.set(kInboxState, kInboxEmpty);
                notify(kRevision);
                const std::span<const uint8_t> bytes(message.get(), inboxBytes_);
                const bool takesLong = session_.workOf(bytes) > kQuickBytes;
                if (takesLong) pulse.begin();
                Session::Outcome outcome = session_.handle(bytes);
                if (takesLong) pulse.end();
                act(std::move(outcome));
                break;
            }
            default: break;
        }
    }

    void act(Session::Outcome outcome) {
        if (outcome.threads) {
            threadsWanted_ = std::min<uint32_t>(*outcome.threads, kMaxWorkers);
            control.set(kThreadsTarget, threadsWanted_);
            if (threadsWanted_ < renderer_.threads()) renderer_.resize(threadsWanted_);
            resizing_ = true;
            growPool();
        }
        if (outcome.render) start(*outcome.render);
        if (outcome.display) {
            renderer_.setDisplay(*outcome.display);
            notify(kRevision);
        }
        if (outcome.more) more(*outcome.more);
        if (outcome.encode) encode(*outcome.encode, outcome.encodeDenoised);
        if (outcome.pick) {
            const bool writes = busy();   // to the film
            if (writes) renderer_.lendPool();
            session_.respond(session_.picked(*outcome.pick, renderer_.frame()));
            if (writes) renderer_.returnPool();
        }
        if (outcome.outline) {
            ThreadPool* const pool = renderer_.lendPool();
            session_.respond(session_.outlined(*outcome.outline, pool));
            renderer_.returnPool();
        }
    }

    void more(uint32_t samples) {
        renderer_.more(samples);
        const RenderState state = renderer_.state();
        const bool goesOn = state == RenderState::kRendering || state == RenderState::kPaused || state == RenderState::kDone;
        if (goesOn) {
            job_ = lastJob_;
            control.set(kSamplesTarget, renderer_.stats().samplesTarget);
            if (state == RenderState::kRendering) control.set(kEngineState, kEngineRendering);
        }
        session_.respond(continuedResponse(goesOn ? job_ : 0, renderer_.stats().samplesTarget));
    }

    void encode(const std::string& kind, bool denoised) {
        const bool takesLong = renderer_.frame().film().size_bytes() > (4U << 20);
        if (takesLong) pulse.begin();
        renderer_.lendPool();   // nobody writes to the film
        file_ = encodeFilm(renderer_.frame(), kind, denoised);
        renderer_.returnPool();
        if (takesLong) pulse.end();
        session_.respond(encodedResponse(kind, file_));
    }

    /// One thread at a time, the next when the last one runs: a thread without a Web Worker in reserve makes the main
    /// thread load one, and a dozen at once would hold up the page.
    void growPool() {
        if (!resizing_) return;
        const uint32_t count = renderer_.threads();
        for (uint32_t i = 0; i < count; ++i) {
            if (renderer_.workers()[i].alive.load(std::memory_order_relaxed) == 0) return;
        }
        if (count < threadsWanted_ && renderer_.resize(count + 1) > count) return;
        resizing_ = false;
        threadsWanted_ = count;   // the system may have no more
        control.set(kThreadsTarget, count);
        session_.respond("{\"type\":\"threads\",\"alive\":" + std::to_string(count) + "}");
    }

    void start(Session::Render& render) {
        finishCancelled();
        // Cancelled while it was read: not even a first pixel.
        if (control.get(kCancelThrough) >= render.job) {
            session_.respond(finishedResponse(render.job, "cancelled", "", {}, 0));
            return;
        }
        control.words[kFrameVersion].fetch_add(1, std::memory_order_acq_rel);
        control.set(kPaused, 0);
        compileMs_ = render.compileMs;
        activeJob.store(render.job, std::memory_order_release);
        const auto started = renderer_.start(session_.begin(render));
        publishFrame(render.job, renderer_.frame());
        control.set(kSamplesDone, 0);
        control.set(kPassIndex, 0);
        control.set(kSamplesTarget, renderer_.stats().samplesTarget);
        control.words[kFrameVersion].fetch_add(1, std::memory_order_acq_rel);
        if (!started) {
            session_.respond(rejectedResponse(render.job, started.error()));
            control.set(kEngineState, kEngineIdle);
            return;
        }
        job_ = lastJob_ = render.job;
        control.set(kMemoryBytes, static_cast<uint32_t>(renderer_.stats().memoryBytes));
        control.set(kEngineState, kEngineRendering);
        session_.respond(std::move(render.accepted));
        obeySwitches();
    }

    void finishCancelled() {
        if (job_ == 0) return;
        renderer_.poll();
        if (renderer_.state() == RenderState::kDone) {
            publishEnd();
            return;
        }
        renderer_.cancel();
        end("cancelled");
    }

    /// Cancel and pause, which the page sets in the control block.
    void obeySwitches() {
        if (job_ == 0) return;
        if (control.get(kCancelThrough) >= job_) {
            finishCancelled();
            return;
        }
        const bool wasStopped = isStopped.exchange(false, std::memory_order_acquire);
        const bool paused = control.get(kPaused) != 0;
        if (wasStopped && !paused && renderer_.state() == RenderState::kRendering) {
            // Paused and resumed before anybody looked.
            renderer_.pause();
            renderer_.resume();
        }
        if (paused && renderer_.state() == RenderState::kRendering) {
            renderer_.pause();
            if (renderer_.state() == RenderState::kPaused) setState(kEnginePaused);
        } else if (!paused && renderer_.state() == RenderState::kPaused) {
            renderer_.resume();
            setState(kEngineRendering);
        }
    }

    void setState(EngineState state) {
        control.set(kEngineState, state);
        notify(kRevision);
    }

    /// What passes change: by the coordinator alone.
    void publishStats(const RenderStats& stats) {
        control.set(kSamplesDone, stats.samplesDone);
        control.set(kErrorEstimate, std::bit_cast<int32_t>(stats.errorEstimate));
    }

    void publishEnd() {
        if (job_ != 0 && renderer_.state() == RenderState::kDone) end("done");
    }

    void publishDenoised() {
        const DenoiseShown shown = renderer_.denoised();
        const bool working = renderer_.isDenoising();
        if (working && !denoising_) denoiseBegan_ = emscripten_get_now();
        if (shown == denoised_ && working == denoising_) return;
        denoised_ = shown;
        denoising_ = working;
        session_.respond(denoisedResponse(lastJob_, shown, working, working ? 0 : emscripten_get_now() - denoiseBegan_));
    }

    void end(std::string_view outcome) {
        const RenderStats stats = renderer_.stats();
        publishStats(stats);
        publishProgress();
        session_.respond(finishedResponse(job_, outcome, "", stats, compileMs_));
        job_ = 0;
        control.set(kEngineState, kEngineIdle);
        notify(kRevision);
    }

    void sendResponse() {
        if (!session_.hasResponse() || control.get(kOutboxState) != kOutboxEmpty) return;
        outbox_ = session_.response();   // must hold until the page has copied it
        session_.popResponse();
        control.set(kOutboxBytes, static_cast<uint32_t>(outbox_.size()));
        control.setPointer(kOutboxPointer, outbox_.data());
        control.set(kOutboxState, kOutboxFull);
        notify(kRevision);
    }

    /// Progress of the render, by the coordinator or by a worker that has just published a part of a tile.
    void publishProgress() {
        const RenderProgress progress = renderer_.progress();
        int32_t alive = 0;
        control.set(kPassIndex, progress.passIndex);
        control.set(kPassCount, progress.passCount);
        control.set(kTilesDone, progress.tilesDone);
        control.set(kTilesTotal, progress.tilesTotal);
        control.set(kRaysHigh, static_cast<uint32_t>(progress.rays >> 32));
        control.set(kRaysLow, static_cast<uint32_t>(progress.rays));
        control.set(kWorkDone, static_cast<int32_t>(progress.fraction * 10000));
        for (uint32_t i = 0; i < kMaxWorkers; ++i) {
            const WorkerStatus& from = renderer_.workers()[i];
            auto* to = workers_[i];
            to[kWorkerTile].store(from.tile.load(std::memory_order_relaxed), std::memory_order_relaxed);
            to[kWorkerBeat].store(from.beat.load(std::memory_order_relaxed), std::memory_order_relaxed);
            to[kWorkerTilesDone].store(from.tilesDone.load(std::memory_order_relaxed), std::memory_order_relaxed);
            to[kWorkerAlive].store(from.alive.load(std::memory_order_relaxed), std::memory_order_relaxed);
            alive += from.alive.load(std::memory_order_relaxed);
        }
        control.set(kThreadsAlive, alive);
    }

    static void changed(void* self) {
        static_cast<Coordinator*>(self)->publishProgress();
        notify(kRevision);
    }

    Session session_;
    std::atomic<int32_t> workers_[kMaxWorkers][kWorkerWords] = {};
    uint32_t threadsWanted_;
    bool resizing_ = true;
    int32_t job_ = 0;       // the render in hand; 0: none
    int32_t lastJob_ = 0;   // whose picture it is
    Bytes file_;            // encoded last
    double compileMs_ = 0;
    DenoiseShown denoised_ = DenoiseShown::kOff;   // as the page knows
    bool denoising_ = false;
    double denoiseBegan_ = 0;
    std::unique_ptr<uint8_t[]> inbox_;
    uint32_t inboxBytes_ = 0;
    std::string outbox_;
    Renderer renderer_;   // last: its threads end before what they use
};

void* coordinate(void* threads) {
    // Lives as long as the page: never destroyed, so that no thread outlives what it uses.
    auto* coordinator = new Coordinator(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(threads)));
    coordinator->run();
}

}  // namespace
}  // namespace raypool

using namespace raypool;

extern "C" {

EMSCRIPTEN_KEEPALIVE int32_t rpStart(int32_t workers) {
    const int32_t count = std::clamp<int32_t>(workers, 1, kMaxWorkers);
    pthread_t thread;
    const int error =
        pthread_create(&thread, nullptr, coordinate, reinterpret_cast<void*>(static_cast<uintptr_t>(count)));
    if (error == 0) pthread_detach(thread);
    return error;
}

EMSCRIPTEN_KEEPALIVE ControlBlock* rpControl() { return &control; }

EMSCRIPTEN_KEEPALIVE void rpSignal() {
    // The workers need not wait until the coordinator has time: it may be reading a large scene.
    Renderer* const renderer = activeRenderer.load(std::memory_order_acquire);
    if (renderer && (control.get(kCancelThrough) >= activeJob.load(std::memory_order_acquire) || control.get(kPaused))) {
        renderer->stopSoon();
        isStopped.store(true, std::memory_order_release);   // after it: what has been seen as stopped goes on for good
    }
    notify(kSignal);
}

}  // extern "C"
