// GGX reflection: metals, and, mirrored to the far side, the blurred transmission of thin walls. Single scattering is
// reciprocal. What microfacets scatter more than once is added in the shape of the single scattering (Turquin 2019,
// "Practical multiple scattering compensation for microfacet models") with the colour of Kulla and Conty 2017 ("Revisiting
// Physically Based Shading at Imageworks"): the factor depends on wo, so that the sum is not reciprocal.
#pragma once
#include "raytracer/materials/bsdf.h"
#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/ggx.h"

namespace raypool {

inline Rgb fresnelOf(const Lobe& lobe, float cosine) {
    if (lobe.film.thickness > 0) return filmReflectance(lobe.film, cosine, lobe.f0, lobe.f1);
    switch (lobe.fresnel) {
        case LobeFresnel::kConstant: return lobe.f0;
        case LobeFresnel::kF82: return fresnelF82(cosine, lobe.f0, lobe.f1);
        case LobeFresnel::kComplexIor: return fresnelConductor(cosine, lobe.f0, lobe.f1);
    }
    return {};
}
inline Rgb averageFresnelOf(const Lobe& lobe) {
    if (lobe.film.thickness > 0) return averageFilmReflectance(lobe.film, lobe.f0, lobe.f1);
    switch (lobe.fresnel) {
        case LobeFresnel::kConstant: return lobe.f0;
        case LobeFresnel::kF82: return averageFresnelF82(lobe.f0, lobe.f1);
        case LobeFresnel::kComplexIor: return averageFresnelConductor(lobe.f0, lobe.f1);
    }
    return {};
}

/// Factor on single scattering with the reflectances of averageFresnelOf: albedo and its mean are those of white facets.
inline Rgb multipleScatteringFactor(Rgb meanFresnel, float albedo, float meanAlbedo) {
    // The series of bounces, over the first: f E / (1 - f (1 - E)) with E the mean albedo; 1 for f = 1.
    const float missing = (1 - albedo) / albedo;
    const auto channel = [&](float f) { return 1 + f * meanAlbedo / (1 - f * (1 - meanAlbedo)) * missing; };
    return {channel(meanFresnel.r), channel(meanFresnel.g), channel(meanFresnel.b)};
}

/// wi and its value and pdf, from the same facet. False: it runs into the surface, a sample of weight 0.
inline bool sampleReflection(const Lobe& lobe, vec3 wo, vec2 u, vec3& wi, BsdfEval& f) {
    const vec3 m = sampleVisibleNormal(wo, lobe.alphaX, lobe.alphaY, u);
    const float c = dot(wo, m);
    wi = m * (2 * c) - wo;
    if (!(wi.z > 0 && c > 0)) return false;
    f.pdf = ggxD(m, lobe.alphaX, lobe.alphaY) / (2 * (wo.z + lobe.stretched));
    const float escape = ggxEscape(wo.z, lobe.stretched, wi.z, ggxStretched(wi, lobe.alphaX, lobe.alphaY), lobe.separable);
    f.value = lobe.weight * fresnelOf(lobe, c < 1 ? c : 1) * (f.pdf * escape);
    if (lobe.mirrored) wi.z = -wi.z;
    return true;
}
inline BsdfEval evaluateReflection(const Lobe& lobe, vec3 wo, vec3 wi) {
    if (lobe.mirrored) wi.z = -wi.z;
    if (!(wi.z > 0)) return {};
    const vec3 h = wo + wi;
    const vec3 m = h / std::sqrt(length2(h));
    const float c = dot(wo, m);
    BsdfEval f;
    f.pdf = ggxD(m, lobe.alphaX, lobe.alphaY) / (2 * (wo.z + lobe.stretched));
    const float escape = ggxEscape(wo.z, lobe.stretched, wi.z, ggxStretched(wi, lobe.alphaX, lobe.alphaY), lobe.separable);
    f.value = lobe.weight * fresnelOf(lobe, c < 1 ? c : 1) * (f.pdf * escape);
    return f;
}

}  // namespace raypool
