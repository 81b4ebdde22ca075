// What rays meet: objects, each a shape in its own space with a transform, and what a hit says.
#pragma once
#include <cstdint>

#include "raytracer/core/vec.h"

namespace raypool {

/// Shapes in object space; sizes are in the object's transform.
enum class ShapeKind : uint8_t {
    kMesh,        // triangles; front: the side from which they run counter-clockwise
    kSphere,      // radius 1 around the origin
    kRectangle,   // x and y in [-1/2, 1/2], z = 0; front: +z
    kDisk,        // radius 1 around the origin in z = 0, with a hole of radius `parameter` < 1; front: +z
    kBox,         // [-1/2, 1/2]^3
    kCylinder,    // around z from z = -1/2 to 1/2, radius 1; capped if `parameter` is 1, a tube if 0
    kPlane,       // z = 0 without end; front: +z
};

/// Which rays see an object; a ray carries the bits that it asks for, and sees objects that share one of them.
enum RayMask : uint8_t {
    kCameraRays = 1,
    kIndirectRays = 2,
    kShadowRays = 4,              // shadow rays, of objects that let no light through
    kTransparentShadowRays = 8,   // shadow rays, of objects that may let light through: index-matched, partly opaque
    kAllRays = 15,
};

constexpr uint32_t kNone = ~0U;

struct Object {
    ShapeKind shape = ShapeKind::kSphere;
    uint8_t mask = kAllRays;
    float parameter = 0;          // see ShapeKind
    uint32_t mesh = kNone;        // index, for kMesh
    uint32_t transform = 0;       // index into the static transforms; unused where motion is set
    uint32_t motion = kNone;      // index into the motion transforms
    uint32_t surface = 0;         // index of its surface; of its first one if its mesh says which triangle has which
};

/// What traversal finds; the rest is worked out for the closest one only.
struct Hit {
    float t = 0;
    float u = 0, v = 0;           // triangles: barycentric coordinates of the second and third vertex
    uint32_t primitive = 0;       // triangle of the mesh; box: face 0..5 (-x +x -y +y -z +z); cylinder: 0 side, 1 bottom, 2 top
    uint32_t object = kNone;
};

/// A point on a surface, world space.
struct SurfacePoint {
    vec3 p{0};
    vec3 pError{0};               // bound of each coordinate's error
    vec3 ng{0, 0, 1};             // geometric normal, unit, on the shape's front (outer) side
    vec3 ns{0, 0, 1};             // shading normal, unit, on the same side as ng
    vec3 tangent{1, 0, 0};        // along growing u, as the shading wants it; not normalised, not perpendicular to ns
    float tangentSign = 1;        // of the bitangent: cross(ns, tangent) * sign
    vec2 uv{0};
    vec3 dpdu{0}, dpdv{0};        // for footprints; 0 where there are no texture coordinates
    uint32_t surface = 0;
};

}  // namespace raypool
