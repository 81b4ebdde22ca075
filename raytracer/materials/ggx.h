// The GGX (Trowbridge-Reitz) distribution of microfacet normals with Smith's masking, anisotropic; alphas along x and y.
// Heitz 2014, "Understanding the Masking-Shadowing Function in Microfacet-Based BRDFs"; Walter et al. 2007.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Density of microfacet area per solid angle of normals and macroscopic area: the integral of D cos is 1. m.z >= 0.
inline float ggxD(vec3 m, float alphaX, float alphaY) {
    const float x = m.x / alphaX, y = m.y / alphaY;
    const float q = x * x + y * y + m.z * m.z;
    return kInvPi / (alphaX * alphaY * q * q);
}

/// |(alphaX x, alphaY y, z)|: all that Smith's functions need besides |z|, without a tangent that overflows when grazing.
/// Lambda = (stretched / |z| - 1) / 2.
inline float ggxStretched(vec3 v, float alphaX, float alphaY) {
    const float x = v.x * alphaX, y = v.y * alphaY;
    return std::sqrt(x * x + y * y + v.z * v.z);
}
/// Smith's masking: share of the microfacets facing v that v sees. z: |v.z|.
inline float ggxG1(float z, float stretched) { return 2 * z / (z + stretched); }
/// Masking and shadowing over masking, G2(o, i) / G1(o): the share of what leaves a visible microfacet towards i that gets
/// away. Heights correlated (Heitz 2014, equation 99) or not.
inline float ggxEscape(float zo, float stretchedO, float zi, float stretchedI, bool separable) {
    return separable ? 2 * zi / (zi + stretchedI) : zi * (zo + stretchedO) / (zi * stretchedO + zo * stretchedI);
}

/// A microfacet normal as wo sees them (Dupuy and Benyoub 2023, "Sampling Visible GGX Normals with Spherical Caps").
inline vec3 sampleVisibleNormal(vec3 wo, float alphaX, float alphaY, vec2 u) {
    const vec3 stretched = normalize(vec3(wo.x * alphaX, wo.y * alphaY, wo.z));
    const SinCos phi = sinCos(kTwoPi * u.x);
    const float z = (1 - u.y) * (1 + stretched.z) - stretched.z;
    const float r = safeSqrt((1 - z) * (1 + z));
    const vec3 h = vec3(r * phi.cos, r * phi.sin, z) + stretched;
    return normalize(vec3(h.x * alphaX, h.y * alphaY, h.z > 0 ? h.z : 0));
}
/// Over solid angle of m. stretched: of wo.
inline float pdfVisibleNormal(vec3 wo, float stretched, vec3 m, float alphaX, float alphaY) {
    const float c = dot(wo, m);
    return c > 0 ? 2 * c * ggxD(m, alphaX, alphaY) / (wo.z + stretched) : 0;
}

}  // namespace raypool
