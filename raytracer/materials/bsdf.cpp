#include "raytracer/materials/bsdf.h"

#include "raytracer/core/elementary.h"

namespace raypool {

BsdfEval evaluate(const Bsdf& bsdf, vec3 wo, vec3 wi) {
    BsdfEval sum;
    if (!(wo.z > 0 && wi.z > 0)) return sum;
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        const Lobe& lobe = bsdf.lobes[i];
        sum.value += lobe.weight * lobe.f0 * (kInvPi * wi.z);
        sum.pdf += lobe.probability * kInvPi * wi.z;
    }
    return sum;
}

bool sample(const Bsdf& bsdf, vec3 wo, float /*uLobe*/, vec2 u, BsdfSample& result) {
    if (bsdf.lobeCount == 0) return false;
    const float radius = std::sqrt(u.x);
    const SinCos phi = sinCos(kTwoPi * u.y);
    result = {};
    result.wi = {radius * phi.cos, radius * phi.sin, safeSqrt(1 - u.x)};
    const BsdfEval f = evaluate(bsdf, wo, result.wi);
    if (!(f.pdf > 0)) return false;
    result.weight = f.value / f.pdf;
    result.pdf = f.pdf;
    return true;
}

Rgb albedo(const Bsdf& bsdf, vec3 /*wo*/) {
    return bsdf.lobeCount > 0 ? bsdf.lobes[0].weight * bsdf.lobes[0].f0 : Rgb{};
}

}  // namespace raypool
