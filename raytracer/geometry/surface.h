// From a hit to the point on the surface that shading works with.
#pragma once
#include "raytracer/core/ray.h"
#include "raytracer/geometry/geometry.h"

namespace raypool {

/// The point that `ray` (world space) hit. Its pError bounds the distance, per coordinate, to the surface as later rays
/// will meet it, through the object's transform, so that offsetRayOrigin(p, pError, ng, w) starts outside of it for
/// either sign of dot(w, ng): no epsilon depends on the scene's size.
///
/// Texture coordinates (u, v) of the shapes, in their own space; pictures stand upright on their fronts: u to the right,
/// v down, as in glTF. The bitangent, cross(ns, tangent) * tangentSign, is up: against growing v.
///   sphere      u = 0.5 + atan2(z, x) / 2 pi, as environment maps have it (so that pictures stand right as seen from
///               inside); v = acos(y) / pi: 0 at the top (+y), 1 below
///   rectangle   u = x + 1/2, v = 1/2 - y
///   disk        u = (1 + x) / 2, v = (1 - y) / 2
///   box         each face the unit square as seen from outside; up is +y on the sides, -z on the top, +z below
///   cylinder    side: u = angle / 2 pi from +x towards +y, v = 1/2 - z; caps as the disk, seen from outside, up is +y
///   plane       u = x, v = -y
///   mesh        its own; without any (0, 0), dpdu and dpdv 0 and a tangent along the triangle's first edge
SurfacePoint surfaceAt(const Geometry& geometry, const Ray& ray, const Hit& hit);

/// Where the smooth surface would be that the interpolated normals pretend: shadow and indirect rays that start there do
/// not darken the facets along the terminator (Hanika 2021, "Hacking the Shadow Terminator"). World space; on ng's side of
/// the triangle, p itself for flat meshes and other shapes. Offset it by pError like p.
vec3 smoothPosition(const Geometry& geometry, const Ray& ray, const Hit& hit, const SurfacePoint& point);

}  // namespace raypool
