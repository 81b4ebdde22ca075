#pragma once
#include "raytracer/compile/classic_scene.h"

namespace raypool {

/// From so many spheres on, looking through a hierarchy is cheaper than testing each.
constexpr size_t kClassicBvhFrom = 12;

/// Builds scene.bvh over scene.spheres and puts these into its order. Splits by the surface area heuristic over sorted
/// centres (MacDonald and Booth 1990).
void buildClassicBvh(ClassicScene& scene);

}  // namespace raypool
