// What a clear or coloured coat does to the lobes below it (OpenPBR 1.1, section 3.9). Its own reflection is a lobe of
// lobe_dielectric.h without refraction; here is the light that passes through it.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/materials/bsdf.h"
#include "raytracer/materials/fresnel.h"

namespace raypool {

/// Cosine inside a coat of relative index ior. The refracted ray is never quite along the surface.
inline float cosineInCoat(float cosine, float ior) {
    const float inside = safeSqrt(1 - (1 - cosine) * (1 + cosine) / (ior * ior));
    return inside > 0.01F ? inside : 0.01F;
}

/// Transmittance of one passage at a cosine outside.
inline Rgb coatTransmittance(Rgb depth, float cosine, float ior) {
    const float way = 1 / cosineInCoat(cosine, ior);
    return {exp(-depth.r * way), exp(-depth.g * way), exp(-depth.b * way)};
}

/// Factor on a lobe below the coat, for light from wi.
inline Rgb throughCoat(const CoatLayer& coat, vec3 wi) {
    if ((wi.z < 0) != coat.onFarSide) return coat.bare + coat.covered;
    return coat.bare + coat.covered * coatTransmittance(coat.depth, std::fabs(wi.z) < 1 ? std::fabs(wi.z) : 1, coat.ior);
}

/// (1 - K) / (1 - albedo K): how much darker a base looks under a coat that sends the share K of what comes up from it back
/// down (OpenPBR 1.1, section 3.9.2).
inline Rgb coatDarkening(Rgb albedo, float k) {
    const auto channel = [k](float a) { return (1 - k) / (1 - clamp(a, 0, 1) * k); };
    return {channel(albedo.r), channel(albedo.g), channel(albedo.b)};
}

/// That share: of diffuse light from below for a rough base, of light along the direction of view for a smooth one.
inline float coatReturn(float cosine, float ior, float baseRoughness) {
    const float smooth = fresnelDielectric(cosine, ior).reflectance;
    const float rough = 1 - (1 - averageFresnelDielectric(ior)) / (ior * ior);
    const float k = lerp(baseRoughness, smooth, rough);
    return k < 0.9999F ? k : 0.9999F;
}

}  // namespace raypool
