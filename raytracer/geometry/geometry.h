// Everything that rays can meet: plain data, which accel/ builds its trees from and surfaceAt reads.
#pragma once
#include <vector>

#include "raytracer/core/bounds.h"
#include "raytracer/core/transform.h"
#include "raytracer/geometry/mesh.h"
#include "raytracer/geometry/object.h"

namespace raypool {

/// Objects name meshes, transforms and motions by index. Every index has to be in range and every mesh valid (see
/// validate in mesh.h): nothing below this checks again.
struct Geometry {
    std::vector<Mesh> meshes;
    std::vector<Object> objects;
    std::vector<Transform> transforms;
    std::vector<MotionTransform> motions;
};

/// Where the object is at `time` of the shutter's interval [0, 1].
Transform transformAt(const Geometry& geometry, const Object& object, float time);

/// In object space; without end for kPlane in x and y; empty for a mesh without triangles.
Bounds3 objectBounds(const Geometry& geometry, const Object& object);
/// In world space, over the whole shutter interval; infinite for kPlane.
Bounds3 worldBounds(const Geometry& geometry, const Object& object);

}  // namespace raypool
