// What a hit has beyond surfaceAt, for those materials that ask for it.
#pragma once
#include <glm/vec4.hpp>

#include "raytracer/core/ray.h"
#include "raytracer/geometry/geometry.h"

namespace raypool {

/// Coordinates on a surface, and how the point moves with them; world space.
struct SurfaceCoordinates {
    vec2 uv{0};
    vec3 dpdu{0}, dpdv{0};   // 0 where there are no coordinates
};

/// The second set of a mesh's texture coordinates; (0, 0) where there is none.
SurfaceCoordinates secondCoordinates(const Geometry& geometry, const Ray& ray, const Hit& hit);
/// The colour of a mesh's vertices with alpha, between them; white where there is none.
glm::vec4 vertexColorAt(const Geometry& geometry, const Hit& hit);

/// How the coordinates change along the direction w (world) in the surface.
vec2 coordinatesAlong(vec3 dpdu, vec3 dpdv, vec3 w);

}  // namespace raypool
