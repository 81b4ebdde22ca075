#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/integrators/classic/classic.h"
#include "raytracer/integrators/interrupt.h"
#include "raytracer/render/frame.h"
#include "raytracer/render/schedule.h"

namespace raypool {

/// One thread's working memory for a render.
struct RenderScratch {
    explicit RenderScratch(const RenderScene& scene) : classic(scene.classic) {}
    ClassicScratch classic;
};

/// Told whenever a part of a tile has been published; may be null.
struct PublishHook {
    void (*published)(void* context) = nullptr;
    void* context = nullptr;
};

/// Renders a pass of a tile and publishes it. Pixels that are done are kept, so an interrupted tile can be taken up again
/// by any worker. False: interrupted, the tile is not finished.
bool renderTile(const RenderScene& scene, Frame& frame, uint32_t tile, Pass pass, RenderScratch& scratch,
                Interrupt& interrupt, PublishHook hook = {});

}  // namespace raypool
