#pragma once
#include "raytracer/core/vec.h"
#include "raytracer/integrators/path/path.h"

namespace raypool {

/// Where samples come from: a pure function of its arguments, called by any thread.
using SampleFunction = PathResult (*)(const RenderScene& scene, uvec2 pixel, uint32_t sample);

/// That of the scene's integrator; null for the classic one, whose pixels are exact after one sample.
SampleFunction sampleFunction(const RenderScene& scene);

}  // namespace raypool
