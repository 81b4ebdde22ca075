#pragma once
#include "raytracer/render/render_tile.h"

namespace raypool {

/// renderTile for integrators that need many samples a pixel. `area`: what is rendered of the tile.
bool sampleTile(const RenderScene& scene, SampleFunction source, Frame& frame, uint32_t tile, PixelRect area, Pass pass,
                Interrupt& interrupt, PublishHook hook);

}  // namespace raypool
