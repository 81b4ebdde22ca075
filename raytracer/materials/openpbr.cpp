#include "raytracer/materials/openpbr.h"

#include "raytracer/materials/fresnel.h"

namespace raypool {

void addMetal(BsdfBuilder& builder, const Material& m, float weight) {
    const Rgb f0 = m.baseColor * m.baseWeight;
    if (m.conductorFresnel == ConductorFresnel::kConstant) {
        builder.addConductor(LobeFresnel::kConstant, f0, {}, grey(weight));
    } else if (m.conductorFresnel == ConductorFresnel::kComplexIor) {
        builder.addConductor(LobeFresnel::kComplexIor, m.conductorN, m.conductorK, grey(weight));
    } else {
        builder.addConductor(LobeFresnel::kF82, f0, f82Dip(f0, m.specularColor), grey(weight * m.specularWeight));
    }
}

float addInterface(BsdfBuilder& builder, const Material& m, bool frontFacing, float exteriorIor, float weight, float refractionWeight) {
    const float ratio = m.specularIor / exteriorIor;
    float eta = frontFacing || m.thinWalled ? ratio : 1 / ratio;
    // An opaque base is seen through its interface from the denser side only: no total reflection under a denser outside
    // (OpenPBR 1.1, section 3.9.1, does so for coats).
    if (refractionWeight == 0 && eta < 1) eta = 1 / eta;
    const float fresnelEta = scaledEta(eta, m.specularWeight);
    const Rgb tint = frontFacing || m.thinWalled ? m.specularColor : Rgb{1, 1, 1};
    // With depth, the colour is the medium's.
    const Rgb color = m.transmissionDepth > 0 && !m.thinWalled ? Rgb{1, 1, 1} : m.transmissionColor;
    return m.thinWalled && refractionWeight > 0
               ? builder.addThinDielectric(eta, fresnelEta, tint * weight, color * (weight * refractionWeight))
               : builder.addDielectric(eta, fresnelEta, tint * weight, color * (weight * refractionWeight), refractionWeight < 1);
}

void addSubsurface(BsdfBuilder& builder, const Material& m, bool frontFacing, float weight) {
    if (m.thinWalled) {
        // Reflection and transmission, which the anisotropy shifts (OpenPBR 1.1, "Thin-walled case").
        const float ahead = 0.5F * (1 + clamp(m.subsurfaceScatterAnisotropy, -1, 1));
        builder.addDiffuse(m.subsurfaceColor, m.baseDiffuseRoughness, grey(weight * (1 - ahead)));
        builder.addDiffuseTransmission(m.subsurfaceColor, m.baseDiffuseRoughness, grey(weight * ahead));
    } else if (frontFacing && hasSubsurfaceWalk(m)) {
        builder.addSubsurface(m.subsurfaceColor, m.subsurfaceTintsEntry ? m.subsurfaceColor : grey(1), weight);
    } else {
        // Seen from inside, or as short a way as none.
        builder.addDiffuse(m.subsurfaceColor, m.baseDiffuseRoughness, grey(weight));
    }
}

void addOpenPbr(BsdfBuilder& builder, const Material& m, bool frontFacing, float exteriorIor) {
    const float metal = clamp(m.baseMetalness, 0, 1), dielectric = 1 - metal;
    if (metal > 0) addMetal(builder, m, metal);
    if (!(dielectric > 0)) return;
    const float refracted = clamp(m.transmissionWeight, 0, 1);
    const float reflected = addInterface(builder, m, frontFacing, exteriorIor, dielectric, refracted);
    // Albedo scaling (OpenPBR 1.1, section 3.4): the base gets what the interface does not send back.
    const float below = dielectric * (1 - refracted) * (1 - reflected);
    if (!(below > 0)) return;
    const float wanders = clamp(m.subsurfaceWeight, 0, 1);
    if (wanders < 1) builder.addDiffuse(m.baseColor * m.baseWeight, m.baseDiffuseRoughness, grey(below * (1 - wanders)));
    if (wanders > 0) addSubsurface(builder, m, frontFacing, below * wanders);
}

}  // namespace raypool
