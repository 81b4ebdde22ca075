#include "raytracer/materials/bsdf_builder.h"

#include <algorithm>

#include "raytracer/materials/lobe_conductor.h"
#include "raytracer/materials/lobe_diffuse.h"
#include "raytracer/materials/measured_brdf.h"
#include "raytracer/materials/microfacet_albedo.h"

namespace raypool {
namespace {

// Smaller widths across a brush stroke than this are not told apart in float.
constexpr float kLeastAlpha = 1e-4F;
// Directions that refraction spreads by less than this are one direction.
constexpr float kLeastSpread = 2e-5F;
// Points of the quadrature for anisotropic lobes; more from the denser side, where total reflection sets in abruptly.
constexpr int kRings = 12, kSectors = 12, kDenseRings = 24, kDenseSectors = 24;

MicrofacetAlbedo interfaceAlbedo(vec3 wo, const Lobe& lobe, float eta) {
    return eta < 1 ? microfacetAlbedo(wo, lobe.alphaX, lobe.alphaY, eta, kDenseRings, kDenseSectors)
                   : microfacetAlbedo(wo, lobe.alphaX, lobe.alphaY, eta, kRings, kSectors);
}

/// overBase: the reflected share decides what a base below gets. From the denser side the tables know it too roughly.
DielectricAlbedo dielectricAlbedoOf(const BsdfTables& tables, vec3 wo, const Lobe& lobe, float eta, bool overBase = false) {
    if (lobe.alphaX == lobe.alphaY && !(overBase && eta < 1)) return dielectricAlbedo(tables, wo.z, lobe.roughness, eta);
    const MicrofacetAlbedo a = interfaceAlbedo(wo, lobe, eta);
    const float total = a.reflected + a.transmitted;
    return {total, a.reflected / total};
}

}  // namespace

BsdfBuilder::BsdfBuilder(Bsdf& result, const Material& material, const BsdfTables& tables, vec3 wo)
    : material_(material), tables_(tables), wo_(wo), bsdf_(result) {}

Lobe& BsdfBuilder::add(LobeKind kind) {
    Lobe& lobe = bsdf_.lobes[bsdf_.lobeCount++];
    lobe.kind = kind;
    return lobe;
}

void BsdfBuilder::setMicrofacets(Lobe& lobe, float roughness) const {
    roughness = clamp(roughness, 0, 1);
    const vec2 alpha = alphaOf(roughness, clamp(material_.specularRoughnessAnisotropy, 0, 1));
    lobe.isDelta = !(alpha.x >= kDeltaAlpha);
    lobe.roughness = roughness;
    lobe.alphaX = alpha.x > kLeastAlpha ? alpha.x : kLeastAlpha;
    lobe.alphaY = alpha.y > kLeastAlpha ? alpha.y : kLeastAlpha;
    lobe.stretched = ggxStretched(wo_, lobe.alphaX, lobe.alphaY);
    lobe.separable = !material_.multipleScattering && material_.masking == Masking::kSeparable;
}

float BsdfBuilder::whiteAlbedo(const Lobe& lobe) const {
    return lobe.alphaX == lobe.alphaY ? reflectorAlbedo(tables_, wo_.z, lobe.roughness)
                                      : microfacetAlbedo(wo_, lobe.alphaX, lobe.alphaY, 0, kRings, kSectors).reflected;
}

void BsdfBuilder::addDiffuse(Rgb color, float roughness, Rgb weight) {
    Lobe& lobe = add(LobeKind::kDiffuse);
    prepareDiffuse(lobe, color, clamp(roughness, 0, 1), wo_);
    lobe.weight = weight;
    lobe.albedo *= weight;
}

void BsdfBuilder::addDiffuseTransmission(Rgb color, float roughness, Rgb weight) {
    addDiffuse(color, roughness, weight);
    bsdf_.lobes[bsdf_.lobeCount - 1].mirrored = true;
}

void BsdfBuilder::addSubsurface(Rgb color, Rgb tint, float weight) {
    Lobe& lobe = add(LobeKind::kSubsurface);
    lobe.isDelta = true;
    lobe.weight = tint * weight;
    lobe.albedo = color * weight;
}

void BsdfBuilder::addConductor(LobeFresnel model, Rgb f0, Rgb f1, Rgb weight) {
    Lobe& lobe = add(LobeKind::kReflection);
    setMicrofacets(lobe, material_.specularRoughness);
    lobe.fresnel = model;
    lobe.f0 = f0;
    lobe.f1 = f1;
    lobe.weight = weight;
    lobe.albedo = weight * fresnelOf(lobe, wo_.z);
    if (lobe.isDelta) return;
    const float white = whiteAlbedo(lobe);
    lobe.albedo *= white;
    if (!material_.multipleScattering) return;
    const Rgb factor = multipleScatteringFactor(averageFresnelOf(lobe), white, reflectorMeanAlbedo(tables_, lobe.roughness));
    lobe.weight *= factor;
    lobe.albedo *= factor;
}

float BsdfBuilder::addDielectric(float eta, float fresnelEta, Rgb reflectionWeight, Rgb refractionWeight, bool overBase) {
    Lobe& lobe = add(LobeKind::kDielectric);
    setMicrofacets(lobe, material_.specularRoughness);
    lobe.eta = eta;
    lobe.fresnelEta = fresnelEta;
    if (std::fabs(eta - 1) * lobe.alphaX < kLeastSpread) lobe.isDelta = true;
    lobe.weight = reflectionWeight;
    lobe.transmitted = refractionWeight;
    DielectricAlbedo albedo{1, fresnelDielectric(wo_.z, fresnelEta).reflectance};
    if (material_.dielectricFresnel == DielectricFresnel::kShadingNormal) {
        lobe.fixedFresnel = true;
        lobe.reflectance = albedo.reflected;
        if (!lobe.isDelta) albedo.total = dielectricAlbedoOf(tables_, wo_, lobe, fresnelEta).total;
    } else if (!lobe.isDelta) {
        albedo = dielectricAlbedoOf(tables_, wo_, lobe, fresnelEta, overBase);
        if (fresnelEta != eta && !isBlack(refractionWeight)) {
            // What one index lets in, the other bends: the losses of the first's reflection and of the second's refraction.
            const float bent = dielectricAlbedoOf(tables_, wo_, lobe, eta).total, reflected = albedo.total * albedo.reflected;
            albedo.total = reflected + bent * (1 - albedo.reflected);
            albedo.reflected = reflected / albedo.total;
        }
        if (material_.multipleScattering) {
            lobe.weight *= 1 / albedo.total;
            lobe.transmitted *= 1 / albedo.total;
            albedo.total = 1;
        }
    }
    const float reflected = albedo.reflected * albedo.total;
    lobe.albedo = reflectionWeight * reflected + refractionWeight * (albedo.total - reflected);
    return reflected;
}

float BsdfBuilder::addThinDielectric(float eta, float fresnelEta, Rgb reflectionWeight, Rgb transmissionWeight) {
    // All orders of reflection between the two faces: R + T R T + T R^3 T + ..., Fresnel at the shading normal.
    const float once = fresnelDielectric(wo_.z, fresnelEta).reflectance;
    const float reflectance = 2 * once / (1 + once);
    Lobe& front = add(LobeKind::kReflection);
    setMicrofacets(front, material_.specularRoughness);
    front.f0 = {1, 1, 1};
    front.weight = front.albedo = reflectionWeight * reflectance;
    if (!front.isDelta && material_.multipleScattering) front.weight *= 1 / whiteAlbedo(front);

    // The two refractions together blur less than the reflection: alpha times 0.65 eta - 0.35 (Burley 2015, "Extending the
    // Disney BRDF to a BSDF with Integrated Subsurface Scattering").
    const float ratio = eta > 1 ? eta : 1 / eta;
    const float blur = clamp(0.65F * ratio - 0.35F, 0, 1);
    const Rgb weight = transmissionWeight * (1 - reflectance);
    Lobe& through = add(LobeKind::kReflection);
    setMicrofacets(through, material_.specularRoughness * std::sqrt(blur));
    if (through.isDelta) through.kind = LobeKind::kPass;
    through.f0 = {1, 1, 1};
    through.mirrored = true;
    through.weight = through.albedo = weight;
    if (!through.isDelta && material_.multipleScattering) through.weight *= 1 / whiteAlbedo(through);
    return reflectance;
}

void BsdfBuilder::addMeasured(const MeasuredBrdf& measured) {
    Lobe& lobe = add(LobeKind::kMeasured);
    lobe.measured = &measured;
    lobe.weight = {1, 1, 1};
    lobe.roughness = measured.roughness();
    lobe.albedo = measured.albedo(wo_.z);
}

void BsdfBuilder::addPass(Rgb weight) {
    Lobe& lobe = add(LobeKind::kPass);
    lobe.isDelta = true;
    lobe.weight = lobe.albedo = weight;
}

void BsdfBuilder::finish() {
    int count = 0;
    float carried = 0;
    for (int i = 0; i < bsdf_.lobeCount; ++i) {
        const Lobe& lobe = bsdf_.lobes[i];
        if (isBlack(lobe.weight) && isBlack(lobe.transmitted)) continue;
        carried += average(lobe.albedo);
        if (count != i) bsdf_.lobes[count] = lobe;
        ++count;
    }
    bsdf_.lobeCount = count;
    // Proportional to what a lobe carries, but not so rarely that the few directions in which a weak lobe is strong become
    // fireflies.
    const float least = carried > 0 ? 0.02F * carried : 1;
    float sum = 0;
    for (int i = 0; i < count; ++i) sum += bsdf_.lobes[i].probability = std::max(average(bsdf_.lobes[i].albedo), least);
    for (int i = 0; i < count; ++i) bsdf_.lobes[i].probability /= sum;
}

}  // namespace raypool
