#include "raytracer/render/sample_source.h"

namespace raypool {

SampleFunction sampleFunction(const RenderScene& scene) {
    return scene.integrator == IntegratorKind::kClassic ? nullptr : tracePath;
}

}  // namespace raypool
