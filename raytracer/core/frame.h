#pragma once
#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Orthonormal right-handed basis; z is the normal. Directions in it have cosTheta as their z.
struct Frame3 {
    vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};

    /// Around a unit normal (Duff et al. 2017, "Building an Orthonormal Basis, Revisited").
    static Frame3 fromZ(vec3 n) {
        const float sign = std::copysign(1.0F, n.z);
        const float a = -1 / (sign + n.z), b = n.x * n.y * a;
        return {{1 + sign * n.x * n.x * a, sign * b, -sign * n.x}, {b, sign + n.y * n.y * a, -n.y}, n};
    }
    /// z exact, x along the tangent as far as it is perpendicular; any x if the tangent is parallel to z or null.
    static Frame3 fromZX(vec3 n, vec3 tangent) {
        const vec3 t = tangent - n * dot(n, tangent);
        const float l2 = length2(t);
        if (!(l2 > 1e-12F * length2(tangent))) return fromZ(n);
        // Once more, for what cancelled the first time.
        const vec3 rough = t / std::sqrt(l2), x = normalize(rough - n * dot(n, rough));
        return {x, cross(n, x), n};
    }
    vec3 toLocal(vec3 v) const { return {dot(v, x), dot(v, y), dot(v, z)}; }
    vec3 toWorld(vec3 v) const { return x * v.x + y * v.y + z * v.z; }
};

}  // namespace raypool
