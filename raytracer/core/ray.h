#pragma once
#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Points o + t d with tMin <= t < tMax. d has unit length in world space; in an instance's space it has not, so that t
/// means the same in both.
struct Ray {
    vec3 o{0};
    float tMin = 0;
    vec3 d{0, 0, 1};
    float tMax = kInfinity;
    float time = 0;   // in [0, 1] of the shutter's interval

    vec3 at(float t) const { return o + d * t; }
};

/// Origin for a ray that leaves the surface point p, whose coordinates are off by at most pError each, towards w: outside
/// the error box on w's side of the surface with geometric normal ng (Pharr, Jakob, Humphreys 2023, 6.8.6).
inline vec3 offsetRayOrigin(vec3 p, vec3 pError, vec3 ng, vec3 w) {
    const float d = dot(abs(ng), pError);
    vec3 offset = ng * d;
    if (dot(w, ng) < 0) offset = -offset;
    vec3 o = p + offset;
    for (int i = 0; i < 3; ++i) {
        if (offset[i] > 0) {
            o[i] = nextUp(o[i]);
        } else if (offset[i] < 0) {
            o[i] = nextDown(o[i]);
        }
    }
    return o;
}

}  // namespace raypool
