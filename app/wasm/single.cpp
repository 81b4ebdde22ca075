// The engine without threads, one module in each plain worker, for pages that can't be isolated. The page hands out tiles.
#include <emscripten/emscripten.h>

#include <algorithm>
#include <new>

#include "app/wasm/film_file.h"
#include "app/wasm/frame_words.h"
#include "app/wasm/messages.h"
#include "app/wasm/session.h"

namespace raypool {

using namespace protocol;

ControlBlock control;

namespace {

struct Engine {
    Session session;
    std::unique_ptr<uint8_t[]> inbox;
    std::string outbox;
    std::shared_ptr<const RenderScene> scene;
    std::unique_ptr<RenderScratch> scratch;
    int32_t job = 0;
    uint32_t samples = 0;
    std::vector<Pass> passes;
    Frame frame;
    Bytes file;   // encoded last

    void begin(Session::Render& render) {
        control.words[kFrameVersion].fetch_add(1);
        scene = session.begin(render);
        const bool room = frame.reset(scene->width, scene->height, filmNeeds(*scene, sampleFunction(*scene)));
        publishFrame(render.job, frame);
        control.words[kFrameVersion].fetch_add(1);
        if (!room) {
            session.respond(rejectedResponse(render.job, {{.message = "there is no memory for a picture of that size",
                                                           .hint = "choose a smaller width or height"}}));
            scene.reset();
            return;
        }
        job = render.job;
        samples = scene->settings.samples;
        passes = renderSchedule(*scene);
        frame.developer().setSettings(scene->settings.display);
        frame.developer().setReferences(0, samples);
        scratch = std::make_unique<RenderScratch>(*scene);
        control.set(kPassCount, static_cast<uint32_t>(passes.size()));
        control.set(kTilesTotal, frame.grid().count());
        control.set(kSamplesTarget, samples);
        control.set(kMemoryBytes, static_cast<uint32_t>(frame.memoryBytes() + scene->memoryBytes()));
        session.respond(std::move(render.accepted));
    }

    void more(uint32_t wanted) {
        const bool hasPicture = scene != nullptr;
        if (hasPicture && scene->integrator != IntegratorKind::kClassic) {
            samples = std::max(samples, wanted);
            passes = renderSchedule(*scene, samples);
            control.set(kPassCount, static_cast<uint32_t>(passes.size()));
            control.set(kSamplesTarget, samples);
        }
        session.respond(continuedResponse(hasPicture ? job : 0, samples));
    }

    void show(const DisplaySettings& display) {
        frame.developer().setSettings(display);
        if (!scene) return;
        for (uint32_t tile = 0; tile < frame.grid().count(); ++tile) {
            if (frame.tileVersions()[tile] != 0) developTile(*scene, frame, renderedArea(*scene), tile);
        }
    }

    void encode(const std::string& kind) {
        file = encodeFilm(frame, kind);
        session.respond(encodedResponse(kind, file));
    }

    void fillOutbox() {
        if (!session.hasResponse() || control.get(kOutboxState) != kOutboxEmpty) return;
        outbox = session.response();
        session.popResponse();
        control.set(kOutboxBytes, static_cast<uint32_t>(outbox.size()));
        control.setPointer(kOutboxPointer, outbox.data());
        control.set(kOutboxState, kOutboxFull);
    }
};

Engine& engine() {
    static auto* const instance = new Engine;
    return *instance;
}

}  // namespace
}  // namespace raypool

using namespace raypool;

extern "C" {

EMSCRIPTEN_KEEPALIVE ControlBlock* rpControl() { return &control; }

EMSCRIPTEN_KEEPALIVE uint8_t* rpAllocate(uint32_t bytes) {
    engine().inbox.reset(new (std::nothrow) uint8_t[bytes]);
    return engine().inbox.get();
}

EMSCRIPTEN_KEEPALIVE void rpRequest(const uint8_t* message, uint32_t bytes) {
    auto outcome = engine().session.handle({message, bytes});
    engine().inbox.reset();
    if (outcome.render) engine().begin(*outcome.render);
    if (outcome.more) engine().more(*outcome.more);
    if (outcome.display) engine().show(*outcome.display);
    if (outcome.encode) engine().encode(*outcome.encode);
    if (outcome.pick) engine().session.respond(engine().session.picked(*outcome.pick, engine().frame));
    if (outcome.outline) engine().session.respond(engine().session.outlined(*outcome.outline, nullptr));
    engine().fillOutbox();
}

EMSCRIPTEN_KEEPALIVE uint32_t rpRenderTile(uint32_t tile, uint32_t pass) {
    Engine& e = engine();
    if (!e.scene || tile >= e.frame.grid().count() || pass >= e.passes.size()) return 0;
    Interrupt interrupt;
    renderTile(*e.scene, e.frame, tile, e.passes[pass], *e.scratch, interrupt);
    return static_cast<uint32_t>(interrupt.rays());
}

}  // extern "C"
