#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/integrators/classic/classic.h"
#include "raytracer/integrators/interrupt.h"
#include "raytracer/render/frame.h"
#include "raytracer/render/sample_source.h"
#include "raytracer/render/schedule.h"

namespace raypool {

/// One thread's working memory for a render.
struct RenderScratch {
    explicit RenderScratch(const RenderScene& scene) : RenderScratch(scene, sampleFunction(scene)) {}
    RenderScratch(const RenderScene& scene, SampleFunction source) : classic(scene.classic), sample(source) {}
    ClassicScratch classic;
    SampleFunction sample;   // null: classic
};

/// Told whenever a part of a tile has been published; may be null.
struct PublishHook {
    void (*published)(void* context) = nullptr;
    void* context = nullptr;
};

/// What the film must keep for this scene's pixels.
FilmNeeds filmNeeds(const RenderScene& scene, SampleFunction source);
/// What is rendered of the picture: the crop window, as far as it lies inside, or all.
PixelRect renderedArea(const RenderScene& scene);

/// Renders a pass of a tile and publishes it. Samples that are there are kept, so an interrupted tile can be taken up
/// again by any worker. False: interrupted, the tile is not finished.
bool renderTile(const RenderScene& scene, Frame& frame, uint32_t tile, Pass pass, RenderScratch& scratch,
                Interrupt& interrupt, PublishHook hook = {});

/// Shows what the film has of a tile, finished or not; pixels without a sample show that of their block. The view of BVH
/// costs traces one ray a pixel instead.
void developTile(const RenderScene& scene, Frame& frame, PixelRect rendered, uint32_t tile);

}  // namespace raypool
