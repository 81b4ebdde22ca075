#pragma once
#include "raytracer/core/vec.h"

namespace raypool {

/// Twice the triangle's area along its normal; counter-clockwise is front. In double, where even slivers have a normal.
inline dvec3 areaVector(vec3 a, vec3 b, vec3 c) { return glm::cross(dvec3(b) - dvec3(a), dvec3(c) - dvec3(a)); }
/// Whether rays can hit it at all: corners that coincide or lie on a line do not make a surface.
inline bool hasArea(vec3 a, vec3 b, vec3 c) {
    const dvec3 n = areaVector(a, b, c);
    return n.x != 0 || n.y != 0 || n.z != 0;
}

}  // namespace raypool
