// Scenes that are unkind to trees.
#pragma once
#include "raytracer/core/hash.h"
#include "raytracer/core/ray.h"
#include "raytracer/geometry/geometry.h"

namespace raypool::testing {

float uniform(Pcg32& random, float low, float high);
vec3 uniformPoint(Pcg32& random, vec3 low, vec3 high);
vec3 uniformDirection(Pcg32& random);

/// Kinds 0 ... 19: none, one, two or five triangles, slivers, coincident ones, huge and small, without area, flat grids,
/// stacks, far from the origin, ...
Mesh randomSoup(uint32_t kind);
/// Small triangles, well distributed.
Mesh manyTriangles(int count, uint64_t seed);
/// Objects of every kind, mirrored, stretched, moving, masked, sharing meshes.
Geometry randomGeometry(uint64_t seed);
/// From around or inside the bounds towards them, some along axes, some to a mesh's vertex, some with limits.
Ray randomRay(Pcg32& random, const Bounds3& bounds, const Geometry& geometry);

}  // namespace raypool::testing
