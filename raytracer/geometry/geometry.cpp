#include "raytracer/geometry/geometry.h"

namespace raypool {

Transform transformAt(const Geometry& geometry, const Object& object, float time) {
    return object.motion == kNone ? geometry.transforms[object.transform] : geometry.motions[object.motion].at(time);
}

Bounds3 objectBounds(const Geometry& geometry, const Object& object) {
    switch (object.shape) {
        case ShapeKind::kMesh: return meshBounds(geometry.meshes[object.mesh]);
        case ShapeKind::kSphere: return {vec3(-1), vec3(1)};
        case ShapeKind::kRectangle: return {{-0.5F, -0.5F, 0}, {0.5F, 0.5F, 0}};
        case ShapeKind::kDisk: return {{-1, -1, 0}, {1, 1, 0}};
        case ShapeKind::kBox: return {vec3(-0.5F), vec3(0.5F)};
        case ShapeKind::kCylinder: return {{-1, -1, -0.5F}, {1, 1, 0.5F}};
        case ShapeKind::kPlane: return {{-kInfinity, -kInfinity, 0}, {kInfinity, kInfinity, 0}};
    }
    return {};
}

Bounds3 worldBounds(const Geometry& geometry, const Object& object) {
    if (object.shape == ShapeKind::kPlane) return {vec3(-kInfinity), vec3(kInfinity)};
    const Bounds3 own = objectBounds(geometry, object);
    if (object.motion != kNone) return geometry.motions[object.motion].bounds(own, 0, 1);
    return transformBounds(geometry.transforms[object.transform].toWorld, own);
}

}  // namespace raypool
