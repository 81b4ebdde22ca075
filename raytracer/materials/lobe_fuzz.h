// Fuzz: a layer of fibres that stand on the surface, as a linearly transformed cosine fitted to simulated light in it (Zeltner, Burley
// and Chiang 2022, "Practical Multiple-Scattering Sheen Using Linearly Transformed Cosines"). The lobe holds its transform
// M^-1 = (a 0 b; 0 a 0; 0 0 1) in f0 = (a, b), in the frame whose x is wo's azimuth. Not reciprocal: the fit depends on wo.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/materials/bsdf.h"

namespace raypool {

inline vec2 azimuthOf(vec3 w) {
    const float l2 = w.x * w.x + w.y * w.y;
    return l2 > 0 ? vec2(w.x, w.y) / std::sqrt(l2) : vec2(1, 0);
}

/// The whole upper hemisphere maps to itself: no sample is lost.
inline vec3 sampleFuzz(const Lobe& lobe, vec3 wo, vec2 u) {
    const float a = lobe.f0.r, b = lobe.f0.g;
    const float radius = std::sqrt(u.x), z = safeSqrt(1 - u.x);
    const SinCos phi = sinCos(kTwoPi * u.y);
    const vec3 v = normalize(vec3(radius * phi.cos - b * z, radius * phi.sin, a * z));
    const vec2 t = azimuthOf(wo);
    return {t.x * v.x - t.y * v.y, t.y * v.x + t.x * v.y, v.z};
}

/// Density of the transformed cosine is value and pdf, but for the lobe's weight.
inline BsdfEval evaluateFuzz(const Lobe& lobe, vec3 wo, vec3 wi) {
    if (!(wi.z > 0)) return {};
    const float a = lobe.f0.r, b = lobe.f0.g;
    const vec2 t = azimuthOf(wo);
    const float x = a * (t.x * wi.x + t.y * wi.y) + b * wi.z, y = a * (t.x * wi.y - t.y * wi.x);
    const float l2 = x * x + y * y + wi.z * wi.z;
    const float density = kInvPi * wi.z * a * a / (l2 * l2);
    return {lobe.weight * density, density};
}

}  // namespace raypool
