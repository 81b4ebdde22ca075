#include "raytracer/materials/material.h"

#include <algorithm>

#include "raytracer/core/elementary.h"
#include "raytracer/materials/openpbr.h"

namespace raypool {

namespace {

bool transmits(const Material& m) {
    return m.kind == MaterialKind::kInterface || m.kind == MaterialKind::kDielectric ||
           (m.kind == MaterialKind::kOpenPbr && m.transmissionWeight > 0 && m.baseMetalness < 1);
}

// Some other interfaces, of matching indices, turn out smooth as well when the Bsdf is made; that costs light sampling
// only.
bool isSmooth(const Material& m) {
    const bool smooth = alphaOf(m.specularRoughness, m.specularRoughnessAnisotropy).x < kDeltaAlpha;
    switch (m.kind) {
        case MaterialKind::kInterface: return true;
        case MaterialKind::kConductor:
        case MaterialKind::kDielectric: return smooth;
        case MaterialKind::kOpenPbr:
            return smooth && (m.baseMetalness >= 1 || m.transmissionWeight >= 1) && !(m.fuzzWeight > 0) &&
                   !(m.coatWeight > 0 && m.coatRoughness > 0);
        default: return false;
    }
}

constexpr uint32_t kIfBothAre = kMaterialIsDeltaOnly | kMaterialIsOpaque | kMaterialIsInterface;

uint32_t ownFlags(const Material& m) {
    uint32_t flags = (isBlack(m.emission) ? 0U : kMaterialIsEmissive) | (m.opacity < 1 ? kMaterialHasOpacity : 0U);
    if (m.kind == MaterialKind::kMix) return flags | kIfBothAre;
    if (m.kind == MaterialKind::kOpenPbr && !isBlack(m.emission) && (m.coatWeight > 0 || m.fuzzWeight > 0)) flags |= kMaterialCoversEmission;
    if (m.kind == MaterialKind::kInterface) flags |= kMaterialIsInterface;
    if (isSmooth(m)) flags |= kMaterialIsDeltaOnly;
    if (hasSubsurfaceWalk(m)) flags |= kMaterialHasSubsurface;
    if (transmits(m)) flags |= kMaterialTransmits;
    else if (!(m.opacity < 1)) flags |= kMaterialIsOpaque;
    return flags;
}

}  // namespace

void finishMaterials(std::span<Material> materials) {
    for (Material& m : materials) m.flags = ownFlags(m);
    // A mix takes from its children until nothing changes: its unions only grow and its intersections only shrink, so that
    // this ends, cycles or not.
    for (bool changed = true; changed;) {
        changed = false;
        for (Material& m : materials) {
            if (m.kind != MaterialKind::kMix) continue;
            const uint32_t first = materials[m.mixFirst].flags, second = materials[m.mixSecond].flags;
            uint32_t flags = m.flags | ((first | second) & ~kIfBothAre);
            flags &= ~kIfBothAre | (first & second);
            if (m.opacity < 1) flags &= ~uint32_t{kMaterialIsOpaque};
            changed = changed || flags != m.flags;
            m.flags = flags;
        }
    }
}

uint32_t resolveMix(std::span<const Material> materials, uint32_t id, float& u) {
    for (int depth = 0; depth < kMixDepth && materials[id].kind == MaterialKind::kMix; ++depth) {
        const Material& mix = materials[id];
        const float w = clamp(mix.mixWeight, 0, 1);
        const bool second = u < w;
        u = second ? u / w : (u - w) / (1 - w);
        u = u < kOneMinusEpsilon ? u : kOneMinusEpsilon;
        id = second ? mix.mixSecond : mix.mixFirst;
    }
    return id;
}

Bsdf makeBsdf(const Material& material, const BsdfTables& tables, vec3 wo, bool frontFacing, float exteriorIor) {
    Bsdf bsdf;
    if (!(wo.z > 0)) return bsdf;
    BsdfBuilder builder(bsdf, material, tables, wo);
    switch (material.kind) {
        case MaterialKind::kOpenPbr: addOpenPbr(builder, material, wo, frontFacing, exteriorIor); break;
        case MaterialKind::kDiffuse:
            builder.addDiffuse(material.baseColor * material.baseWeight, material.baseDiffuseRoughness, grey(1));
            break;
        case MaterialKind::kConductor: addMetal(builder, material, {1, 1, 1}, exteriorIor, {}); break;
        case MaterialKind::kDielectric: addInterface(builder, material, frontFacing, exteriorIor, {1, 1, 1}, 1, {}); break;
        case MaterialKind::kMeasured:
            if (material.measured != nullptr) builder.addMeasured(*material.measured);
            break;
        case MaterialKind::kInterface: builder.addPass({1, 1, 1}); break;
        case MaterialKind::kMix: break;
    }
    builder.finish();
    return bsdf;
}

InteriorMedium mediumOf(const Material& m) {
    InteriorMedium medium;
    if (!transmits(m) || m.kind == MaterialKind::kInterface || m.thinWalled || !(m.transmissionDepth > 0)) return medium;
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

bool hasSubsurfaceWalk(const Material& m) {
    return m.kind == MaterialKind::kOpenPbr && !m.thinWalled && m.subsurfaceWeight > 0 && m.baseMetalness < 1 &&
           m.transmissionWeight < 1 && m.subsurfaceRadius > 0 && maxComponent(m.subsurfaceRadiusScale) > 0;
}

InteriorMedium subsurfaceMediumOf(const Material& m) {
    InteriorMedium medium;
    if (!hasSubsurfaceWalk(m)) return medium;
    const Rgb color = m.subsurfaceColor;
    const float g = m.subsurfaceScatterAnisotropy, longest = m.subsurfaceRadius * maxComponent(m.subsurfaceRadiusScale);
    // The single-scattering albedo that gives an endless body the albedo c, and the same with the similarity relation for
    // g (OpenPBR 1.1, "Subsurface"; Kulla and Conty 2017, the inverse of van de Hulst's formula).
    const auto singleAlbedo = [&](float c) {
        c = clamp(c, 0, 1);
        const float s = clamp(4.09712F + 4.20863F * c - std::sqrt(9.59217F + c * (41.6808F + c * 17.7126F)), 0, 1);
        return c >= 1 ? 1 : (1 - s * s) / (1 - g * s * s);
    };
    // No channel is that much denser than another that its steps would get lost in rounding.
    const auto extinction = [&](float scale) { return 1 / std::max(m.subsurfaceRadius * scale, longest * 1e-3F); };
    const Rgb albedo{singleAlbedo(color.r), singleAlbedo(color.g), singleAlbedo(color.b)};
    const Rgb sigmaT{extinction(m.subsurfaceRadiusScale.r), extinction(m.subsurfaceRadiusScale.g), extinction(m.subsurfaceRadiusScale.b)};
    medium.isSet = true;
    medium.sigmaS = sigmaT * albedo;
    medium.sigmaA = sigmaT * (grey(1) - albedo);
    medium.g = g;
    return medium;
}

bool isDispersive(const Material& m) {
    return m.kind == MaterialKind::kOpenPbr && m.transmissionDispersionScale > 0 && !m.thinWalled && transmits(m);
}

float dispersedIor(const Material& m, float wavelength) {
    // Of Fraunhofer's lines F, d and C, in micrometres.
    constexpr float kF = 0.4861F, kD = 0.5876F, kC = 0.6563F;
    const float spread = m.transmissionDispersionScale / std::max(m.transmissionDispersionAbbeNumber, 1e-3F);
    const float b = (m.specularIor - 1) * spread / (1 / (kF * kF) - 1 / (kC * kC));
    // No strong dispersion turns the index of long waves negative: at least that of the vacuum or what the material has.
    return std::max(m.specularIor + b * (1 / (wavelength * wavelength) - 1 / (kD * kD)), std::min(m.specularIor, 1.0F));
}

vec2 alphaOf(float roughness, float anisotropy) {
    const float along = roughness * roughness * std::sqrt(2 / (1 + (1 - anisotropy) * (1 - anisotropy)));
    return {along, (1 - anisotropy) * along};
}

}  // namespace raypool
