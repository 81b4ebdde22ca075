#pragma once
#include "raytracer/compile/classic_scene.h"
#include "raytracer/core/kinds.h"

namespace raypool {

/// Everything that rendering reads. Immutable once compiled, so any number of threads share it.
struct RenderScene {
    uint32_t width = 0, height = 0;   // pixels
    IntegratorKind integrator = IntegratorKind::kClassic;
    uint32_t samples = 1;             // per pixel
    double compileMs = 0;             // what reading and compiling took, for the statistics
    ClassicScene classic;

    /// Memory held, bytes.
    size_t memoryBytes() const;
};

}  // namespace raypool
