// GGX reflection and refraction at a dielectric interface (Walter et al. 2007, "Microfacet Models for Refraction through
// Rough Surfaces"). Fresnel at the microfacet; or, to match renderers that do so, at the shading normal: then the lobe is
// F(wo) times reflection by white facets plus (1 - F(wo)) times Walter's refraction. Radiance is not scaled by eta^2 (bsdf.h).
// Masking and shadowing are height-correlated in reflection and refraction alike, 1 / (1 + Lambda_o + Lambda_i), or separable.
// Single scattering obeys the reciprocity stated in bsdf.h; energy compensation, a factor that depends on wo, does not.
#pragma once
#include "raytracer/materials/bsdf.h"
#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/ggx.h"

namespace raypool {

/// What happens at one facet that wo meets at a cosine.
struct FacetSplit {
    Rgb reflected, refracted;   // with the lobe's weights
    float chance = 1;           // of sampling reflection
    float cosTransmitted = 0;
};

inline float chanceOf(const FacetSplit& split) {
    const float r = maxComponent(split.reflected), t = maxComponent(split.refracted);
    return r + t > 0 ? r / (r + t) : 1;
}

/// With a film: cosines on the outside, by which the film knows both directions of the same path.
inline Rgb filmReflectanceOf(const ThinFilm& film, float cosine, float cosTransmitted) {
    if (!(cosTransmitted > 0)) return {1, 1, 1};
    return filmReflectance(film, film.fromBelow ? cosTransmitted : cosine, film.below, 0);
}

inline FacetSplit splitAtFacet(const Lobe& lobe, float cosine) {
    FacetSplit split;
    const DielectricFresnelResult f = fresnelDielectric(cosine, lobe.eta);
    split.cosTransmitted = f.cosTransmitted;
    float reflectance = f.reflectance;
    if (lobe.film.thickness > 0) {
        const Rgb color = filmReflectanceOf(lobe.film, cosine, f.cosTransmitted);
        split.reflected = lobe.weight * color;
        split.refracted = f.cosTransmitted > 0 ? lobe.transmitted * (grey(1) - color) : Rgb{};
        split.chance = chanceOf(split);
        return split;
    }
    if (lobe.fixedFresnel) reflectance = lobe.reflectance;
    else if (lobe.fresnelEta != lobe.eta && f.cosTransmitted > 0) reflectance = fresnelDielectric(cosine, lobe.fresnelEta).reflectance;
    split.reflected = lobe.weight * reflectance;
    split.refracted = lobe.transmitted * (1 - reflectance);
    split.chance = chanceOf(split);
    return split;
}

struct DielectricSample {
    vec3 wi{0, 0, 1};
    BsdfEval f;   // delta: value over chance is the weight, and pdf the chance
    bool isTransmission = false;
};

/// u chooses between reflection and refraction, u2 the facet. Smooth interfaces too.
inline bool sampleDielectric(const Lobe& lobe, vec3 wo, float u, vec2 u2, DielectricSample& s) {
    const vec3 m = lobe.isDelta ? vec3(0, 0, 1) : sampleVisibleNormal(wo, lobe.alphaX, lobe.alphaY, u2);
    const float c = dot(wo, m);
    if (!(c > 0)) return false;
    const FacetSplit split = splitAtFacet(lobe, c < 1 ? c : 1);
    s.isTransmission = !(u < split.chance);
    if (s.isTransmission) {
        // Only shading-normal Fresnel gets here with a facet under total reflection.
        if (!(split.cosTransmitted > 0)) return false;
        s.wi = m * (c / lobe.eta - split.cosTransmitted) - wo / lobe.eta;
        s.wi = normalize(s.wi);
        if (!(s.wi.z < 0)) return false;
    } else {
        s.wi = m * (2 * c) - wo;
        if (!(s.wi.z > 0)) return false;
    }
    if (lobe.isDelta) {
        s.f.value = s.isTransmission ? split.refracted : split.reflected;
        s.f.pdf = s.isTransmission ? 1 - split.chance : split.chance;
        return true;
    }
    // Density of visible normals, over solid angle of wi.
    float density = ggxD(m, lobe.alphaX, lobe.alphaY) / (2 * (wo.z + lobe.stretched));
    if (s.isTransmission) density *= 4 * c * split.cosTransmitted * sqr(lobe.eta / (c - lobe.eta * split.cosTransmitted));
    const float escape = ggxEscape(wo.z, lobe.stretched, std::fabs(s.wi.z), ggxStretched(s.wi, lobe.alphaX, lobe.alphaY), lobe.separable);
    s.f.value = (s.isTransmission ? split.refracted : split.reflected) * (density * escape);
    s.f.pdf = density * (s.isTransmission ? 1 - split.chance : split.chance);
    return true;
}
/// Value and pdf of a rough interface.
inline BsdfEval evaluateDielectric(const Lobe& lobe, vec3 wo, vec3 wi) {
    const bool isTransmission = wi.z < 0;
    if (wi.z == 0 || (isTransmission && isBlack(lobe.transmitted))) return {};
    vec3 h = isTransmission ? wo + wi * lobe.eta : wo + wi;
    if (h.z < 0) h = -h;
    const float l2 = length2(h);
    if (!(l2 > 0)) return {};
    const vec3 m = h / std::sqrt(l2);
    const float c = dot(wo, m);
    if (!(c > 0)) return {};
    const FacetSplit split = splitAtFacet(lobe, c < 1 ? c : 1);
    float density = ggxD(m, lobe.alphaX, lobe.alphaY) / (2 * (wo.z + lobe.stretched));
    if (isTransmission) {
        const float ci = -dot(wi, m);
        if (!(ci > 0)) return {};
        density *= 4 * c * ci * lobe.eta * lobe.eta / l2;
    }
    const float escape = ggxEscape(wo.z, lobe.stretched, std::fabs(wi.z), ggxStretched(wi, lobe.alphaX, lobe.alphaY), lobe.separable);
    return {(isTransmission ? split.refracted : split.reflected) * (density * escape),
            density * (isTransmission ? 1 - split.chance : split.chance)};
}

}  // namespace raypool
