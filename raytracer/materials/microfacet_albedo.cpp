#include "raytracer/materials/microfacet_albedo.h"

#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/ggx.h"

namespace raypool {

MicrofacetAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, int rings, int sectors) {
    const float stretchedO = ggxStretched(wo, alphaX, alphaY);
    const vec3 pole = vec3(wo.x * alphaX, wo.y * alphaY, wo.z) / stretchedO;
    // Odd rings are turned by half a sector. Each direction is the one before, turned on; in double nothing is lost.
    const SinCos half = sinCos(kPi * 0.5F / static_cast<float>(sectors));
    double c = double{half.cos}, s = double{half.sin};
    const double stepCos = c * c - s * s, stepSin = 2 * c * s;
    SinCos turn[64];
    for (int j = 0; j < 2 * sectors; ++j) {
        turn[j] = {static_cast<float>(s), static_cast<float>(c)};
        const double next = c * stepCos - s * stepSin;
        s = c * stepSin + s * stepCos;
        c = next;
    }
    double reflected = 0, transmitted = 0;
    for (int i = 0; i < rings; ++i) {
        // The map of ggx.h's sampleVisibleNormal. The rim of its cap, facets seen edge-on, has a root's singularity: denser
        // there (weight 2 v).
        const float v = (static_cast<float>(i) + 0.5F) / static_cast<float>(rings);
        const float z = v * v * (1 + pole.z) - pole.z;
        const float r = safeSqrt((1 - z) * (1 + z));
        double ringReflected = 0, ringTransmitted = 0;
        for (int j = i & 1; j < 2 * sectors; j += 2) {
            const vec3 h(r * turn[j].cos + pole.x, r * turn[j].sin + pole.y, z + pole.z);
            const vec3 scaled(h.x * alphaX, h.y * alphaY, h.z > 0 ? h.z : 0);
            const float l2 = length2(scaled);
            if (!(l2 > 0)) continue;
            const vec3 m = scaled / std::sqrt(l2);
            const float cosine = dot(wo, m);
            if (!(cosine > 0)) continue;
            const DielectricFresnelResult f = eta > 0 ? fresnelDielectric(cosine < 1 ? cosine : 1, eta) : DielectricFresnelResult{};
            const vec3 up = m * (2 * cosine) - wo;
            if (up.z > 0) {
                ringReflected += double{f.reflectance} * double{ggxEscape(wo.z, stretchedO, up.z, ggxStretched(up, alphaX, alphaY), false)};
            }
            if (f.reflectance < 1) {
                const vec3 down = m * (cosine / eta - f.cosTransmitted) - wo / eta;
                if (down.z < 0) {
                    ringTransmitted += double{1 - f.reflectance} *
                                       double{ggxEscape(wo.z, stretchedO, -down.z, ggxStretched(down, alphaX, alphaY), false)};
                }
            }
        }
        reflected += ringReflected * 2 * double{v};
        transmitted += ringTransmitted * 2 * double{v};
    }
    const double points = double(rings) * sectors;
    return {static_cast<float>(reflected / points), static_cast<float>(transmitted / points)};
}

}  // namespace raypool
