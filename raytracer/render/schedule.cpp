#include "raytracer/render/schedule.h"

namespace raypool {

std::vector<Pass> renderSchedule(const RenderScene& scene) {
    // A picture of a few tiles appears at once anyway.
    if (uint64_t{scene.width} * scene.height <= 4096) return {{1}};
    return {{8}, {1}};
}

}  // namespace raypool
