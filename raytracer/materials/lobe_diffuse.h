// Rough diffuse reflection: EON, the energy-preserving Oren-Nayar model, and its importance sampling by clipped linearly
// transformed cosines (Portsmouth, Kutz and Hill 2025, "EON: A Practical Energy-Preserving Rough Diffuse BRDF", JCGT 14(1)).
// Lambert at roughness 0. Reciprocal.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/materials/bsdf.h"

namespace raypool {

namespace eon {

constexpr float kFujii1 = 0.5F - 2 / (3 * kPi), kFujii2 = 2.0F / 3 - 28 / (15 * kPi);

/// Directional albedo of single scattering with white facets; the authors' polynomial, within 1e-3.
inline float singleAlbedo(float cosine, float roughness) {
    const float m = 1 - cosine;
    const float g = m * (0.0571085289F + m * (0.491881867F + m * (-0.332181442F + m * 0.0714429953F)));
    return (1 + roughness * g) / (1 + kFujii1 * roughness);
}

/// The transform of the cosine lobe for one view direction: x' = a x + b z, y' = c y, z' = d x + z, in the frame whose x is
/// wo's azimuth. The authors' fit.
struct Transform {
    float a, b, c, d;
    vec2 azimuth;
};
inline Transform transformFor(vec3 wo, float r) {
    const float m = wo.z, l2 = wo.x * wo.x + wo.y * wo.y;
    return {1 + r * (0.303392F + (-0.518982F + 0.111709F * m) * m + (-0.276266F + 0.335918F * m) * r),
            r * (-1.16407F + 1.15859F * m + (0.150815F - 0.150105F * m) * r) / (m * m * m - 1.43545F),
            1 + (0.20013F + (-0.506373F + 0.261777F * m) * m) * r,
            (0.540852F + (-1.01625F + 0.475392F * m) * m) * r / (-1.0743F + m * (0.0725628F + m)),
            l2 > 0 ? vec2(wo.x, wo.y) / std::sqrt(l2) : vec2(1, 0)};
}
/// Share of the cosine lobe's disk that the clipping leaves.
inline float clippedShare(float d) { return 0.5F * (1 + 1 / std::sqrt(d * d + 1)); }

inline vec3 sampleTransformed(vec3 wo, float roughness, vec2 u) {
    const Transform t = transformFor(wo, roughness);
    const float radius = std::sqrt(u.x);
    const SinCos phi = sinCos(kTwoPi * u.y);
    const float y = radius * phi.sin;
    const float x = -lerp(clippedShare(t.d), safeSqrt(1 - y * y), radius * phi.cos);
    const float z = safeSqrt(1 - x * x - y * y);
    const vec3 v = normalize(vec3(t.a * x + t.b * z, t.c * y, t.d * x + z));
    return {t.azimuth.x * v.x - t.azimuth.y * v.y, t.azimuth.y * v.x + t.azimuth.x * v.y, v.z};
}
inline float pdfTransformed(vec3 wo, float roughness, vec3 wi) {
    const Transform t = transformFor(wo, roughness);
    const float x = t.azimuth.x * wi.x + t.azimuth.y * wi.y, y = t.azimuth.x * wi.y - t.azimuth.y * wi.x;
    const float e = t.a - t.b * t.d, determinant = t.c * e;
    const vec3 h(t.c * (x - t.b * wi.z), e * y, -t.c * (t.d * x - t.a * wi.z));
    if (!(h.z > 0)) return 0;
    const float l2 = length2(h);
    return determinant * determinant * h.z * kInvPi / (l2 * l2 * clippedShare(t.d));
}

}  // namespace eon

/// color: albedo of the facets, times whatever scales it. Does not set weight and probability.
inline void prepareDiffuse(Lobe& lobe, Rgb color, float roughness, vec3 wo) {
    lobe.kind = LobeKind::kDiffuse;
    lobe.f0 = color;
    lobe.albedo = color;
    lobe.roughness = roughness;
    if (!(roughness > 0)) return;
    const float a = 1 / (1 + eon::kFujii1 * roughness);
    const float mean = a * (1 + eon::kFujii2 * roughness), lost = 1 - eon::singleAlbedo(wo.z, roughness);
    const auto multiple = [&](float rho) { return rho * rho * mean / (1 - rho * (1 - mean)) * (lost > 0 ? lost : 0); };
    const Rgb often{multiple(color.r), multiple(color.g), multiple(color.b)};
    lobe.albedo = color * (1 - lost) + often;
    lobe.f0 = color * a;
    lobe.f1 = often / (1 - mean);
    // Where the transformed cosine is too thin (the authors' fit).
    const float m = wo.z;
    lobe.uniformShare = pow(roughness, 0.1F) * (0.162925F + m * (-0.372058F + (0.538233F - 0.290822F * m) * m));
}

inline vec3 sampleDiffuse(const Lobe& lobe, vec3 wo, vec2 u) {
    if (u.x < lobe.uniformShare) {
        const float z = u.x / lobe.uniformShare, r = safeSqrt((1 - z) * (1 + z));
        const SinCos phi = sinCos(kTwoPi * u.y);
        return {r * phi.cos, r * phi.sin, z};
    }
    u.x = (u.x - lobe.uniformShare) / (1 - lobe.uniformShare);
    if (lobe.roughness > 0) return eon::sampleTransformed(wo, lobe.roughness, u);
    const float radius = std::sqrt(u.x);
    const SinCos phi = sinCos(kTwoPi * u.y);
    return {radius * phi.cos, radius * phi.sin, safeSqrt(1 - u.x)};
}
/// Value and pdf together; weight and probability are the caller's.
inline BsdfEval evaluateDiffuse(const Lobe& lobe, vec3 wo, vec3 wi) {
    if (!(wi.z > 0)) return {};
    const float cosine = kInvPi * wi.z;
    if (!(lobe.roughness > 0)) return {lobe.f0 * cosine, cosine};
    const float s = dot(wo, wi) - wo.z * wi.z;
    const float fujii = s > 0 ? s / (wo.z > wi.z ? wo.z : wi.z) : s;
    const float lost = 1 - eon::singleAlbedo(wi.z, lobe.roughness);
    const Rgb f = lobe.f0 * (1 + lobe.roughness * fujii) + lobe.f1 * (lost > 0 ? lost : 0);
    return {f * cosine, lobe.uniformShare * kInvTwoPi +
                            (1 - lobe.uniformShare) * eon::pdfTransformed(wo, lobe.roughness, wi)};
}

}  // namespace raypool
