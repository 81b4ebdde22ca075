// What a surface is made of, and its Bsdf at a point. Parameters are named as in OpenPBR 1.1 (Andersson et al. 2024),
// camelCase instead of snake_case; docs/materials.md has the models.
#pragma once
#include <cstdint>
#include <span>

#include "raytracer/geometry/object.h"
#include "raytracer/materials/bsdf.h"
#include "raytracer/materials/energy_tables.h"

namespace raypool {

enum class MaterialKind : uint8_t {
    kOpenPbr,      // metal, dielectric over diffuse, glass, and what lies between
    kDiffuse,      // base*: EON
    kConductor,    // conductorFresnel, specularRoughness*
    kDielectric,   // specular*, transmission*
    kMix,          // mixFirst or mixSecond, by mixWeight
    kMeasured,     // measured
    kInterface,    // no surface: the boundary of a medium
};

/// Longer chains of mixes are cycles.
inline constexpr int kMixDepth = 64;

enum class ConductorFresnel : uint8_t {
    kF82,          // baseWeight * baseColor at normal incidence, tinted by specularColor at 82 degrees
    kComplexIor,   // conductorN, conductorK
    kConstant,     // baseWeight * baseColor at every angle
};
enum class Masking : uint8_t { kCorrelated, kSeparable };
enum class DielectricFresnel : uint8_t { kMicrofacet, kShadingNormal };

/// Flags of a material, for quick decisions.
enum MaterialFlag : uint32_t {
    kMaterialIsInterface = 1,     // rays pass, only the medium changes
    kMaterialIsEmissive = 2,
    kMaterialIsDeltaOnly = 4,     // light sampling finds nothing
    kMaterialIsOpaque = 8,        // opacity 1 and no transmission: a shadow ray may stop here
    kMaterialTransmits = 16,      // has a lobe to the far side
    kMaterialHasOpacity = 32,     // opacity below 1
    kMaterialHasSubsurface = 64,  // light wanders in the body
    kMaterialCoversEmission = 128,   // its light leaves through a coat or fuzz
};

struct Material {
    MaterialKind kind = MaterialKind::kOpenPbr;

    float baseWeight = 1;
    Rgb baseColor{0.8F, 0.8F, 0.8F};
    float baseDiffuseRoughness = 0;
    float baseMetalness = 0;

    float specularWeight = 1;
    Rgb specularColor{1, 1, 1};
    float specularRoughness = 0.3F;           // alpha is its square; alpha below kDeltaAlpha is perfectly smooth
    float specularRoughnessAnisotropy = 0;    // 0 to 1, along the tangent
    float specularIor = 1.5F;

    float transmissionWeight = 0;
    Rgb transmissionColor{1, 1, 1};           // tint of every passage if transmissionDepth is 0
    float transmissionDepth = 0;              // metres after which white light has the colour transmissionColor
    Rgb transmissionScatter;
    float transmissionScatterAnisotropy = 0;
    float transmissionDispersionScale = 0;    // of the Abbe number; 0: every colour is refracted alike
    float transmissionDispersionAbbeNumber = 20;

    float subsurfaceWeight = 0;
    Rgb subsurfaceColor{0.8F, 0.8F, 0.8F};
    float subsurfaceRadius = 1;               // metres: mean free path, times the scale of each channel
    Rgb subsurfaceRadiusScale{1, 0.5F, 0.25F};
    float subsurfaceScatterAnisotropy = 0;

    float coatWeight = 0;
    Rgb coatColor{1, 1, 1};                   // what is left of light that has passed through twice, straight down and up
    float coatRoughness = 0;
    float coatRoughnessAnisotropy = 0;
    float coatIor = 1.6F;
    float coatDarkening = 1;
    vec3 coatNormal{0, 0, 1};                 // in the local frame of the hit (bsdf.h); unit

    float fuzzWeight = 0;
    Rgb fuzzColor{1, 1, 1};
    float fuzzRoughness = 0.5F;

    float thinFilmWeight = 0;
    float thinFilmThickness = 0.5F;           // micrometres
    float thinFilmIor = 1.4F;

    Rgb emission;                             // radiance
    bool emissionTwoSided = false;            // else the front (outside) alone
    float opacity = 1;                        // share of the surface that is there: the integrator's, not the Bsdf's
    bool thinWalled = false;                  // a sheet: straight transmission, no medium behind it

    ConductorFresnel conductorFresnel = ConductorFresnel::kF82;
    Rgb conductorN{1, 1, 1}, conductorK{1, 1, 1};

    const MeasuredBrdf* measured = nullptr;   // kMeasured: the scene keeps it; null: black

    uint32_t mixFirst = 0, mixSecond = 0;     // indices of materials
    float mixWeight = 0.5F;                   // share of mixSecond

    bool multipleScattering = true;           // energy compensation between microfacets
    Masking masking = Masking::kCorrelated;
    DielectricFresnel dielectricFresnel = DielectricFresnel::kMicrofacet;

    uint32_t maps = kNone;                    // index of its textures (material_maps.h)
    uint32_t flags = 0;                       // MaterialFlag: set by finishMaterials
};

/// Sets the flags of all materials. A mix has the union of its children's; interface, delta-only and opaque only if both
/// have it. Indices must be in range; cycles do no harm.
void finishMaterials(std::span<Material> materials);

/// The material at a point: id, or, if that is a mix, one of its children, chosen by u in [0, 1) and on downwards. u is
/// stretched to [0, 1) again each time and may be used further. Indices must be in range; a cycle ends after 64 steps.
uint32_t resolveMix(std::span<const Material> materials, uint32_t id, float& u);

/// wo: in the local frame, wo.z > 0 (bsdf.h). frontFacing: wo lies on the outside. exteriorIor: index of what is outside
/// (of the medium around, in nested dielectrics). A mix, an interface and a black material have no lobes or kPass alone:
/// an interface passes light; a mix must be resolved before (its Bsdf is empty).
Bsdf makeBsdf(const Material& material, const BsdfTables& tables, vec3 wo, bool frontFacing, float exteriorIor);

/// Radiance that the material gives off to the side, before what lies upon it.
inline Rgb emittedRadiance(const Material& material, bool frontFacing) {
    return frontFacing || material.emissionTwoSided ? material.emission : Rgb{};
}

/// The share of that which coat and fuzz let out towards wo: the light comes from below both (OpenPBR 1.1, section 3.10).
/// Arguments as of makeBsdf.
Rgb emissionThroughLayers(const Material& material, const BsdfTables& tables, vec3 wo, bool frontFacing, float exteriorIor);

/// What fills the body: coefficients per metre. Not set if the material fills it with nothing.
struct InteriorMedium {
    bool isSet = false;
    Rgb sigmaA, sigmaS;
    float g = 0;   // Henyey-Greenstein mean cosine
};
/// From transmissionColor, -Depth, -Scatter (OpenPBR 1.1, section 3.6.2): only for a body that transmits, with depth > 0.
InteriorMedium mediumOf(const Material& material);

/// Whether light wanders in a body of it: some subsurface weight and a mean free path above 0.
bool hasSubsurfaceWalk(const Material& material);
/// What it wanders in there: a half space of it without surface reflects subsurfaceColor of diffuse light. Set if
/// hasSubsurfaceWalk.
InteriorMedium subsurfaceMediumOf(const Material& material);

/// Whether colours are refracted differently.
bool isDispersive(const Material& material);
/// Index of refraction at a wavelength (micrometres) by Cauchy's formula with the Abbe number (OpenPBR 1.1, section 3.6.3).
float dispersedIor(const Material& material, float wavelength);

/// alpha along and across the tangent (OpenPBR 1.1, section 3.3): their mean square stays that of the roughness.
vec2 alphaOf(float roughness, float anisotropy);

/// Below this alpha a lobe is perfectly smooth: its width would be less than float's directions can tell apart.
inline constexpr float kDeltaAlpha = 1e-3F;

}  // namespace raypool
