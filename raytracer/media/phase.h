// Henyey-Greenstein phase function: how a medium turns light (Henyey and Greenstein 1941).
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/core/frame.h"

namespace raypool {

/// Density per steradian of going from -wo into wi; both unit, wo points back to where the light goes. g in (-1, 1) is
/// the mean cosine, > 0: forward.
inline float henyeyGreenstein(float cosWoWi, float g) {
    // cosWoWi is measured between wo and wi, both pointing away: forward scattering is -1.
    const float d = 1 + g * g + 2 * g * cosWoWi;
    return kInvFourPi * (1 - g * g) / (d * safeSqrt(d));
}

/// wi with exactly that density (Pharr, Jakob, Humphreys 2023, 11.3.1).
inline vec3 sampleHenyeyGreenstein(vec3 wo, float g, vec2 u) {
    float cosTheta = 1 - 2 * u.x;   // g = 0: uniform; also where the general formula would divide by nearly 0
    if (std::fabs(g) > 1e-3F) {
        const float s = (1 - g * g) / (1 + g - 2 * g * u.x);
        cosTheta = clamp(-(1 + g * g - s * s) / (2 * g), -1, 1);
    }
    const float sinTheta = safeSqrt(1 - cosTheta * cosTheta);
    const SinCos phi = sinCos(kTwoPi * u.y);
    return Frame3::fromZ(wo).toWorld({sinTheta * phi.cos, sinTheta * phi.sin, cosTheta});
}
inline float pdfHenyeyGreenstein(vec3 wo, vec3 wi, float g) {
    return henyeyGreenstein(dot(wo, wi), std::fabs(g) > 1e-3F ? g : 0);
}

}  // namespace raypool
