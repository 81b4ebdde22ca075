#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/compile/render_scene.h"
#include "raytracer/render/sample_schedule.h"

namespace raypool {

/// One go over all tiles.
struct Pass {
    uint32_t stride = 1;    // every stride-th pixel of every stride-th row; the display shows it as a block
    uint32_t samples = 1;   // that each of these pixels has afterwards; without meaning for the classic integrator
    /// Says instead, block by block, how many samples, and is told what they look like. Only with stride 1.
    SampleSchedule* schedule = nullptr;
};

/// Coarse first: the whole picture is there within a frame or two. Its pixels are kept by the next pass, and are a part
/// of the first wave (SampleSchedule). 1: no coarse pass, since a picture of a few tiles appears at once anyway.
uint32_t coarseStride(const RenderScene& scene);

/// Passes that depend on nothing but the scene, none of which needs another one to have run: for engines that hold only
/// parts of the film. Coarse, then 1, 2, 4, 8, ... samples until there are `samples`; the noise target means nothing here.
std::vector<Pass> renderSchedule(const RenderScene& scene, uint32_t samples);
inline std::vector<Pass> renderSchedule(const RenderScene& scene) { return renderSchedule(scene, scene.settings.samples); }

}  // namespace raypool
