#include "raytracer/materials/bsdf_builder.h"

#include <algorithm>

#include "raytracer/materials/fuzz_table.h"
#include "raytracer/materials/lobe_coat.h"
#include "raytracer/materials/lobe_conductor.h"
#include "raytracer/materials/lobe_dielectric.h"
#include "raytracer/materials/lobe_diffuse.h"
#include "raytracer/materials/measured_brdf.h"
#include "raytracer/materials/microfacet_albedo.h"
#include "raytracer/materials/shading.h"

namespace raypool {
namespace {

// Smaller widths across a brush stroke than this are not told apart in float.
constexpr float kLeastAlpha = 1e-4F;
// Directions that refraction spreads by less than this are one direction.
constexpr float kLeastSpread = 2e-5F;
// Points of the quadrature for anisotropic lobes; more from the denser side, where total reflection sets in abruptly.
constexpr int kPoints = 256, kDensePoints = 1024;

// No interface loses more of its single scattering; a quadrature may, along the surface.
constexpr float kLeastTotal = 0.1F;

MicrofacetAlbedo interfaceAlbedo(vec3 wo, const Lobe& lobe, float eta) {
    return microfacetAlbedo(wo, lobe.alphaX, lobe.alphaY, eta, eta < 1 ? kDensePoints : kPoints);
}

/// overBase: the reflected share decides what a base below gets. From the denser side the tables know it too roughly.
DielectricAlbedo dielectricAlbedoOf(const BsdfTables& tables, vec3 wo, const Lobe& lobe, float eta, bool overBase = false) {
    // So they do where the indices nearly match, and total reflection and masking set in together.
    if (lobe.alphaX == lobe.alphaY && !(eta < 1 && (overBase || eta > 1 / 1.02F))) return dielectricAlbedo(tables, wo.z, lobe.roughness, eta);
    const MicrofacetAlbedo a = interfaceAlbedo(wo, lobe, eta);
    const float total = std::max(a.reflected + a.transmitted, kLeastTotal);
    return {total, a.reflected / total};
}

/// What one index lets in, another bends: no table knows both.
DielectricAlbedo bentAlbedo(vec3 wo, const Lobe& lobe) {
    const int points = lobe.eta < 1 ? kDensePoints : kPoints;
    const MicrofacetAlbedo a = microfacetAlbedo(wo, lobe.alphaX, lobe.alphaY, lobe.eta, lobe.fresnelEta, points);
    const float total = std::max(a.reflected + a.transmitted, kLeastTotal);
    return {total, a.reflected / total};
}

}  // namespace

BsdfBuilder::BsdfBuilder(Bsdf& result, const Material& material, const BsdfTables& tables, vec3 wo)
    : material_(material), tables_(tables), wo_(wo), bsdf_(result), roughness_(material.specularRoughness) {}

Lobe& BsdfBuilder::add(LobeKind kind) {
    Lobe& lobe = bsdf_.lobes[bsdf_.lobeCount++];
    lobe = Lobe{};
    lobe.kind = kind;
    lobe.coated = coated_;
    return lobe;
}

void BsdfBuilder::setMicrofacets(Lobe& lobe, float roughness) const {
    setMicrofacets(lobe, wo_, roughness, material_.specularRoughnessAnisotropy);
}

void BsdfBuilder::setMicrofacets(Lobe& lobe, vec3 wo, float roughness, float anisotropy) const {
    roughness = clamp(roughness, 0, 1);
    const vec2 alpha = alphaOf(roughness, clamp(anisotropy, 0, 1));
    lobe.isDelta = !(alpha.x >= kDeltaAlpha);
    lobe.roughness = roughness;
    lobe.alphaX = alpha.x > kLeastAlpha ? alpha.x : kLeastAlpha;
    lobe.alphaY = alpha.y > kLeastAlpha ? alpha.y : kLeastAlpha;
    lobe.stretched = ggxStretched(wo, lobe.alphaX, lobe.alphaY);
    lobe.separable = !material_.multipleScattering && material_.masking == Masking::kSeparable;
}

float BsdfBuilder::whiteAlbedo(const Lobe& lobe) const {
    return lobe.alphaX == lobe.alphaY ? reflectorAlbedo(tables_, wo_.z, lobe.roughness)
                                      : microfacetAlbedo(wo_, lobe.alphaX, lobe.alphaY, 0, kPoints).reflected;
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

void BsdfBuilder::addSubsurface(Rgb color, Rgb weight) {
    Lobe& lobe = add(LobeKind::kSubsurface);
    lobe.isDelta = true;
    lobe.weight = weight;
    lobe.albedo = color * weight;
}

void BsdfBuilder::addConductor(LobeFresnel model, Rgb f0, Rgb f1, Rgb weight) {
    Lobe& lobe = add(LobeKind::kReflection);
    setMicrofacets(lobe, roughness_);
    lobe.film = film_;
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

Rgb BsdfBuilder::addDielectric(float eta, float fresnelEta, Rgb reflectionWeight, Rgb refractionWeight, bool overBase) {
    Lobe& lobe = add(LobeKind::kDielectric);
    setMicrofacets(lobe, roughness_);
    lobe.film = film_;
    return setDielectric(lobe, wo_, eta, fresnelEta, reflectionWeight, refractionWeight, overBase);
}

Rgb BsdfBuilder::setDielectric(Lobe& lobe, vec3 wo, float eta, float fresnelEta, Rgb reflectionWeight, Rgb refractionWeight,
                               bool overBase) {
    lobe.eta = eta;
    lobe.fresnelEta = fresnelEta;
    if (std::fabs(eta - 1) * lobe.alphaX < kLeastSpread) lobe.isDelta = true;
    lobe.weight = reflectionWeight;
    lobe.transmitted = refractionWeight;
    if (lobe.film.thickness > 0) return setFilmed(lobe, wo);
    DielectricAlbedo albedo{1, fresnelDielectric(wo.z, fresnelEta).reflectance};
    if (material_.dielectricFresnel == DielectricFresnel::kShadingNormal) {
        lobe.fixedFresnel = true;
        lobe.reflectance = albedo.reflected;
        if (!lobe.isDelta) albedo.total = dielectricAlbedoOf(tables_, wo, lobe, fresnelEta).total;
    } else if (!lobe.isDelta) {
        albedo = fresnelEta == eta || isBlack(refractionWeight) ? dielectricAlbedoOf(tables_, wo, lobe, fresnelEta, overBase)
                                                                : bentAlbedo(wo, lobe);
        if (material_.multipleScattering) {
            lobe.weight *= 1 / albedo.total;
            lobe.transmitted *= 1 / albedo.total;
            albedo.total = 1;
        }
    }
    const float reflected = albedo.reflected * albedo.total;
    lobe.albedo = dimmed(lobe, reflectionWeight * reflected, wo.z) + dimmed(lobe, refractionWeight * (albedo.total - reflected), -wo.z);
    return grey(reflected);
}

Rgb BsdfBuilder::setFilmed(Lobe& lobe, vec3 wo) const {
    Rgb reflected, transmitted;
    if (lobe.isDelta) {
        reflected = filmReflectanceOf(lobe.film, wo.z < 1 ? wo.z : 1, fresnelDielectric(wo.z < 1 ? wo.z : 1, lobe.eta).cosTransmitted);
        transmitted = grey(1) - reflected;
    } else {
        const MicrofacetColorAlbedo a = microfacetAlbedo(wo, lobe.alphaX, lobe.alphaY, lobe.eta, lobe.film, grey(lobe.film.below), {},
                                                         lobe.eta < 1 ? kDensePoints : kPoints);
        reflected = a.reflected;
        transmitted = a.transmitted;
        if (material_.multipleScattering) {
            const Rgb total = reflected + transmitted;
            const auto inverse = [](float x) { return 1 / std::max(x, kLeastTotal); };
            const Rgb factor{inverse(total.r), inverse(total.g), inverse(total.b)};
            lobe.weight *= factor;
            lobe.transmitted *= factor;
            lobe.albedo = dimmed(lobe, lobe.weight * reflected, wo.z) + dimmed(lobe, lobe.transmitted * transmitted, -wo.z);
            return reflected * factor;
        }
    }
    lobe.albedo = dimmed(lobe, lobe.weight * reflected, wo.z) + dimmed(lobe, lobe.transmitted * transmitted, -wo.z);
    return reflected;
}

Rgb BsdfBuilder::dimmed(const Lobe& lobe, Rgb albedo, float z) const {
    return lobe.coated && bsdf_.coat.absorbs ? albedo * throughCoat(bsdf_.coat, {0, 0, z}) : albedo;
}

float BsdfBuilder::addCoat(float eta, float roughness, float anisotropy, vec3 normal, float weight) {
    Lobe& lobe = add(LobeKind::kDielectric);
    vec3 wo = wo_;
    if (normal.x != 0 || normal.y != 0) {
        // Bent so far that wo and its mirror direction lie above the surface.
        bsdf_.coat.frame = Frame3::fromZX(bentNormal(wo_, normal, {0, 0, 1}), {1, 0, 0});
        wo = bsdf_.coat.frame.toLocal(wo_);
        lobe.tilted = true;
    }
    setMicrofacets(lobe, wo, roughness, anisotropy);
    return setDielectric(lobe, wo, eta, eta, grey(weight), {}, true).r;
}

float BsdfBuilder::addFuzz(Rgb color, float roughness, float weight) {
    const FuzzFit fit = fuzzFit(wo_.z, roughness);
    Lobe& lobe = add(LobeKind::kFuzz);
    lobe.roughness = 1;
    lobe.f0 = {fit.a, fit.b, 0};
    lobe.weight = lobe.albedo = color * (fit.reflectance * weight);
    return fit.reflectance;
}

Rgb BsdfBuilder::addThinDielectric(float eta, float fresnelEta, Rgb reflectionWeight, Rgb transmissionWeight) {
    // All orders of reflection between the two faces: R + T R T + T R^3 T + ..., Fresnel at the shading normal.
    const Rgb once = film_.thickness > 0 ? filmReflectance(film_, wo_.z < 1 ? wo_.z : 1, film_.below, 0)
                                         : grey(fresnelDielectric(wo_.z, fresnelEta).reflectance);
    const auto twice = [](float r) { return 2 * r / (1 + r); };
    const Rgb reflectance{twice(once.r), twice(once.g), twice(once.b)};
    Lobe& front = add(LobeKind::kReflection);
    setMicrofacets(front, roughness_);
    front.f0 = {1, 1, 1};
    front.weight = front.albedo = reflectionWeight * reflectance;
    if (!front.isDelta && material_.multipleScattering) front.weight *= 1 / whiteAlbedo(front);

    // The two refractions together blur less than the reflection: alpha times 0.65 eta - 0.35 (Burley 2015, "Extending the
    // Disney BRDF to a BSDF with Integrated Subsurface Scattering").
    const float ratio = eta > 1 ? eta : 1 / eta;
    const float blur = clamp(0.65F * ratio - 0.35F, 0, 1);
    const Rgb weight = transmissionWeight * (grey(1) - reflectance);
    Lobe& through = add(LobeKind::kReflection);
    setMicrofacets(through, roughness_ * std::sqrt(blur));
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
        Lobe& lobe = bsdf_.lobes[i];
        if (isBlack(lobe.weight) && isBlack(lobe.transmitted)) continue;
        // An interface between equal media.
        if (lobe.kind == LobeKind::kDielectric && lobe.fresnelEta == 1 && isBlack(lobe.transmitted) && !(lobe.film.thickness > 0)) continue;
        if (lobe.kind != LobeKind::kDielectric) {
            const bool through = lobe.mirrored || lobe.kind == LobeKind::kPass;
            const bool spread = lobe.kind == LobeKind::kDiffuse || lobe.kind == LobeKind::kSubsurface;
            lobe.albedo = dimmed(lobe, lobe.albedo, (spread ? 0.7F : wo_.z) * (through ? -1.0F : 1.0F));
        }
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
