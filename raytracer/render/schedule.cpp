#include "raytracer/render/schedule.h"

#include <algorithm>

namespace raypool {

uint32_t coarseStride(const RenderScene& scene) { return uint64_t{scene.width} * scene.height <= 4096 ? 1 : scene.settings.coarseStride; }

std::vector<Pass> renderSchedule(const RenderScene& scene, uint32_t samples) {
    std::vector<Pass> passes;
    if (const uint32_t stride = coarseStride(scene); stride > 1) passes.push_back({.stride = stride});
    passes.push_back({});
    if (scene.integrator == IntegratorKind::kClassic) return passes;
    for (uint64_t next = 2; passes.back().samples < samples; next *= 2) {
        passes.push_back({.samples = static_cast<uint32_t>(std::min<uint64_t>(next, samples))});
    }
    return passes;
}

}  // namespace raypool
