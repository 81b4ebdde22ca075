#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/compile/render_scene.h"

namespace raypool {

/// One go over all tiles. Passes depend on nothing but the scene, and no pass needs another one to have run.
struct Pass {
    uint32_t stride = 1;   // every stride-th pixel of every stride-th row; the display shows it as a block
};

/// Coarse first: the whole picture is there within a frame or two. Pixels of the coarse pass are kept by the next one.
std::vector<Pass> renderSchedule(const RenderScene& scene);

}  // namespace raypool
