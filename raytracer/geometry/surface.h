// From a hit to the point on the surface that shading works with.
#pragma once
#include "raytracer/core/ray.h"
#include "raytracer/geometry/geometry.h"

namespace raypool {

/// The point that `ray` (world space) hit. Its pError bounds the distance, per coordinate, to the surface as later rays
/// will meet it, through the object's transform, so that offsetRayOrigin(p, pError, ng, w) starts outside of it for
/// either sign of dot(w, ng): no epsilon depends on the scene's size.
///
/// Texture coordinates (u, v) of the shapes, in their own space:
///   sphere      u = 0.5 + atan2(z, x) / 2 pi, as environment maps have it; v = acos(y) / pi: 0 at the top (+y), 1 below
///   rectangle   u = x + 1/2, v = y + 1/2
///   disk        u = (x + 1) / 2, v = (y + 1) / 2
///   box         each face the unit square, seen from outside: u to the right, v up (y is up on the sides; +-y: z is -v, +v)
///   cylinder    side: u = angle / 2 pi from +x towards +y, v = z + 1/2; caps: as the disk, u mirrored at the bottom
///   plane       u = x, v = y
///   mesh        its own; without any (0, 0), dpdu and dpdv 0 and a tangent along the triangle's first edge
SurfacePoint surfaceAt(const Geometry& geometry, const Ray& ray, const Hit& hit);

}  // namespace raypool
