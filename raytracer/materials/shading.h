// Shading normals that differ from the geometry, without black pixels and without light leaks. The rule, for whoever
// makes a Bsdf:
// 1. shadingFrame() turns both normals to the side of wo and bends the shading normal as far as needed for wo to lie
//    above it and for its mirror direction to leave the true surface (Keller et al. 2017, "The Iray Light Transport
//    Simulation and Rendering System", appendix A.3). Hence no pixel is black because its reflection points inwards.
// 2. Whatever is sampled or evaluated counts only if the Bsdf and the true surface agree about the side that wi is on:
//    agreeOnSide(). Hence no light from behind a closed body shines through.
#pragma once
#include "raytracer/core/frame.h"

namespace raypool {

/// The shading normal to use: unit, dot(wo, result) > 0, and wo mirrored about it has a positive dot product with ng.
/// All in world space, unit; ng must be on the side of wo, ns on the side of ng or as interpolated.
inline vec3 bentNormal(vec3 wo, vec3 ns, vec3 ng) {
    if (dot(ns, ng) < 0) ns = -ns;
    // Least cosine between the mirrored direction and the true surface; less where wo itself is lower.
    const float cosO = dot(wo, ng);
    const float least = cosO < 0.02F ? cosO * 0.5F : 0.01F;
    const float c = dot(wo, ns);
    vec3 mirrored = ns * (2 * c) - wo;
    const float height = dot(mirrored, ng);
    if (c > 0 && height >= least) return ns;
    mirrored = mirrored + ng * (least - height);
    const float l2 = length2(mirrored);
    if (!(l2 > 1e-12F)) return ng;
    const vec3 sum = wo + mirrored / std::sqrt(l2);
    const vec3 n = normalize(sum);
    return length2(sum) > 1e-6F && dot(wo, n) > 0 ? n : ng;
}

/// Local frame for a Bsdf. ng and ns: unit, as the geometry gives them (outside); x follows the tangent if there is one.
/// cosines with wo of exactly 0 are the caller's: such a point has no Bsdf.
inline Frame3 shadingFrame(vec3 wo, vec3 ns, vec3 ng, vec3 tangent) {
    if (dot(wo, ng) < 0) {
        ng = -ng;
        ns = -ns;
    }
    const vec3 n = bentNormal(wo, ns, ng);
    return length2(tangent) > 0 ? Frame3::fromZX(n, tangent) : Frame3::fromZ(n);
}

/// Whether wi (world) lies on that side of the true surface on which the Bsdf has it (wiLocal.z > 0: wo's side).
inline bool agreeOnSide(vec3 wo, vec3 wi, vec3 ng, float wiLocalZ) {
    return dot(wo, ng) * dot(wi, ng) * wiLocalZ > 0;
}

}  // namespace raypool
