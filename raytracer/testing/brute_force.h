// The closest hit by trying everything: what trees are compared with.
#pragma once
#include "raytracer/core/ray.h"
#include "raytracer/geometry/geometry.h"

namespace raypool::testing {

/// With the leaf's own arithmetic, so that distances are the same bits. False: none.
bool bruteForceHit(const Geometry& geometry, const Ray& ray, uint8_t mask, Hit& hit);
/// A triangle in double by Moeller and Trumbore 1997: another method. `slack` widens (or, negative, narrows) it, in
/// barycentric coordinates.
bool triangleInDouble(vec3 a, vec3 b, vec3 c, const Ray& ray, double slack, double& t);

}  // namespace raypool::testing
