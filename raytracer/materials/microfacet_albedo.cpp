#include "raytracer/materials/microfacet_albedo.h"

#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/ggx.h"

namespace raypool {

namespace {

/// visit(share of the visible facets, cosine, Fresnel of a bare facet, what of its reflection and of its refraction gets
/// away).
template <class Visit>
void visitFacets(vec3 wo, float alphaX, float alphaY, float eta, int points, Visit visit) {
    const float stretchedO = ggxStretched(wo, alphaX, alphaY);
    const vec3 pole = vec3(wo.x * alphaX, wo.y * alphaY, wo.z) / stretchedO;
    // The map of ggx.h's sampleVisibleNormal over a lattice: heights are even, and the azimuth goes on by the golden angle, so
    // that the edge where total reflection sets in runs along no row of points, however anisotropic the facets are. Each
    // direction is the one before, turned on; in double nothing is lost.
    constexpr double kStepCos = -0.73736887807831963, kStepSin = 0.67549029426152362;
    double c = 1, s = 0;
    for (int i = 0; i < points; ++i) {
        // The rim of the cap, facets seen edge-on, has a root's singularity: denser there (weight 2 v).
        const float v = (static_cast<float>(i) + 0.5F) / static_cast<float>(points);
        const float z = v * v * (1 + pole.z) - pole.z;
        const float r = safeSqrt((1 - z) * (1 + z));
        const double share = 2 * double{v} / points;
        const vec3 h(r * static_cast<float>(c) + pole.x, r * static_cast<float>(s) + pole.y, z + pole.z);
        const double next = c * kStepCos - s * kStepSin;
        s = c * kStepSin + s * kStepCos;
        c = next;
        const vec3 scaled(h.x * alphaX, h.y * alphaY, h.z > 0 ? h.z : 0);
        const float l2 = length2(scaled);
        if (!(l2 > 0)) continue;
        const vec3 m = scaled / std::sqrt(l2);
        const float cosine = dot(wo, m);
        if (!(cosine > 0)) continue;
        const DielectricFresnelResult f = eta > 0 ? fresnelDielectric(cosine < 1 ? cosine : 1, eta) : DielectricFresnelResult{};
        const vec3 up = m * (2 * cosine) - wo;
        float reflected = 0, refracted = 0;
        if (up.z > 0) reflected = ggxEscape(wo.z, stretchedO, up.z, ggxStretched(up, alphaX, alphaY), false);
        if (f.reflectance < 1) {
            const vec3 down = m * (cosine / eta - f.cosTransmitted) - wo / eta;
            if (down.z < 0) refracted = ggxEscape(wo.z, stretchedO, -down.z, ggxStretched(down, alphaX, alphaY), false);
        }
        visit(share, cosine < 1 ? cosine : 1, f, double{reflected}, double{refracted});
    }
}

}  // namespace

MicrofacetAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, int points) {
    double reflected = 0, transmitted = 0;
    visitFacets(wo, alphaX, alphaY, eta, points, [&](double share, float, const DielectricFresnelResult& f, double up, double down) {
        reflected += share * double{f.reflectance} * up;
        transmitted += share * double{1 - f.reflectance} * down;
    });
    return {static_cast<float>(reflected), static_cast<float>(transmitted)};
}

MicrofacetAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, float fresnelEta, int points) {
    double reflected = 0, transmitted = 0;
    visitFacets(wo, alphaX, alphaY, eta, points, [&](double share, float cosine, const DielectricFresnelResult& f, double up, double down) {
        const double r = f.cosTransmitted > 0 ? double{fresnelDielectric(cosine, fresnelEta).reflectance} : 1;
        reflected += share * r * up;
        transmitted += share * (1 - r) * down;
    });
    return {static_cast<float>(reflected), static_cast<float>(transmitted)};
}

MicrofacetColorAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, const ThinFilm& film, Rgb n, Rgb k, int points) {
    // The film's colours over the cosine, worked out once: they cost more than a facet.
    constexpr int kNodes = 33;
    Rgb curve[kNodes];
    for (int i = 0; i < kNodes; ++i) curve[i] = filmReflectance(film, static_cast<float>(i) / (kNodes - 1), n, k);
    MicrofacetColorAlbedo sum;
    visitFacets(wo, alphaX, alphaY, eta, points, [&](double share, float cosine, const DielectricFresnelResult& f, double up, double down) {
        const float outside = film.fromBelow ? f.cosTransmitted : cosine;
        const float x = outside * (kNodes - 1);
        const int node = x < kNodes - 2 ? static_cast<int>(x) : kNodes - 2;
        Rgb r = lerp(x - static_cast<float>(node), curve[node], curve[node + 1]);
        if (eta > 0 && !(f.cosTransmitted > 0)) r = {1, 1, 1};
        sum.reflected += r * static_cast<float>(share * up);
        sum.transmitted += (grey(1) - r) * static_cast<float>(share * down);
    });
    return sum;
}

}  // namespace raypool
