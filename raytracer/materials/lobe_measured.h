// Measured reflectance as a lobe: see measured_brdf.h.
#pragma once
#include "raytracer/materials/bsdf.h"
#include "raytracer/materials/measured_brdf.h"

namespace raypool {

inline bool sampleMeasured(const Lobe& lobe, vec3 wo, float uLobe, vec2 u, vec3& wi) { return lobe.measured->sample(wo, uLobe, u, wi); }
inline BsdfEval evaluateMeasured(const Lobe& lobe, vec3 wo, vec3 wi) {
    if (!(wi.z > 0)) return {};
    return {lobe.weight * lobe.measured->value(wo, wi) * wi.z, lobe.measured->pdf(wo, wi)};
}

}  // namespace raypool
