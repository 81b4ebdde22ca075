#pragma once
#include "raytracer/compile/classic_scene.h"
#include "raytracer/core/kinds.h"
#include "raytracer/core/render_settings.h"

namespace raypool {

/// Everything that rendering reads. Immutable once compiled, so any number of threads share it.
struct RenderScene {
    uint32_t width = 0, height = 0;   // pixels
    IntegratorKind integrator = IntegratorKind::kClassic;
    RenderSettings settings;
    ClassicScene classic;

    // For the statistics.
    double compileMs = 0;             // reading and compiling
    double bvhMs = 0;                 // building hierarchies, a part of it
    uint64_t triangles = 0;           // each instance's counted

    /// Memory held, bytes.
    size_t memoryBytes() const;
};

}  // namespace raypool
