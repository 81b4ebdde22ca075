#include "raytracer/materials/material.h"

#include "raytracer/core/elementary.h"

namespace raypool {

void finishMaterials(std::span<Material> materials) {
    for (Material& m : materials) {
        m.flags = (m.kind == MaterialKind::kInterface ? kMaterialIsInterface : 0U) |
                  (isBlack(m.emission) ? 0U : kMaterialIsEmissive) | (m.opacity < 1 ? kMaterialHasOpacity : kMaterialIsOpaque);
    }
}

uint32_t resolveMix(std::span<const Material> materials, uint32_t id, float& u) {
    for (int depth = 0; depth < 64 && materials[id].kind == MaterialKind::kMix; ++depth) {
        const Material& mix = materials[id];
        const float w = clamp(mix.mixWeight, 0, 1);
        const bool second = u < w;
        u = second ? u / w : (u - w) / (1 - w);
        u = u < kOneMinusEpsilon ? u : kOneMinusEpsilon;
        id = second ? mix.mixSecond : mix.mixFirst;
    }
    return id;
}

Bsdf makeBsdf(const Material& material, const BsdfTables&, vec3, bool, float) {
    Bsdf bsdf;
    if (material.kind == MaterialKind::kMix || material.kind == MaterialKind::kInterface) return bsdf;
    bsdf.lobeCount = 1;
    bsdf.lobes[0].probability = 1;
    bsdf.lobes[0].weight = grey(material.baseWeight);
    bsdf.lobes[0].f0 = material.baseColor;
    return bsdf;
}

InteriorMedium mediumOf(const Material& m) {
    InteriorMedium medium;
    const bool transmits = m.kind == MaterialKind::kDielectric || (m.kind == MaterialKind::kOpenPbr && m.transmissionWeight > 0);
    if (!transmits || m.thinWalled || !(m.transmissionDepth > 0)) return medium;
    // No colour is so deep that nothing at all comes through: keeps the coefficients finite.
    const auto extinction = [&](float c) { return -log(clamp(c, 1e-6F, 1)) / m.transmissionDepth; };
    const Rgb sigmaT{extinction(m.transmissionColor.r), extinction(m.transmissionColor.g), extinction(m.transmissionColor.b)};
    medium.isSet = true;
    medium.sigmaS = m.transmissionScatter / m.transmissionDepth;
    medium.sigmaA = sigmaT - medium.sigmaS;
    // Scattering beyond the extinction: as much absorption for all channels as makes none negative (the specification).
    const float least = std::min(medium.sigmaA.r, std::min(medium.sigmaA.g, medium.sigmaA.b));
    if (least < 0) medium.sigmaA = medium.sigmaA - grey(least);
    medium.g = m.transmissionScatterAnisotropy;
    return medium;
}

vec2 alphaOf(float roughness, float anisotropy) {
    const float along = roughness * roughness * std::sqrt(2 / (1 + (1 - anisotropy) * (1 - anisotropy)));
    return {along, (1 - anisotropy) * along};
}

}  // namespace raypool
