// Directional albedos of isotropic GGX interfaces, tabulated: energy compensation and layering need them. The numbers are
// made by scripts/make-energy-tables from microfacet_albedo.h, and a test compares them with it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "raytracer/core/math.h"

namespace raypool {

/// Axes, all from node 0 to the last; values between are interpolated linearly. Cosine: u = c (1 + s) / (c + s) with
/// s = alpha / 2, since masking sets in where the cosine is about alpha. Roughness: linear, 0 to 1. Index ratio eta >= 1:
/// the fourth root of (eta - 1) / (eta + 1), up to that of kEnergyMaxEta; a second table for its inverse.
inline constexpr int kEnergyCosines = 20, kEnergyRoughnesses = 16, kEnergyEtas = 24;
inline constexpr float kEnergyMaxEta = 4;

/// 65535 stands for 1 (for 2 in `share`).
struct BsdfTables {
    using Plane = std::array<std::array<uint16_t, kEnergyCosines>, kEnergyRoughnesses>;
    Plane reflector;                                          // albedo of facets that reflect everything
    std::array<uint16_t, kEnergyRoughnesses> reflectorMean;   // its cosine-weighted mean over the hemisphere
    std::array<Plane, kEnergyEtas> inward, outward;           // reflected + transmitted; eta above 1, and below
    std::array<Plane, kEnergyEtas> share;                     // eta above 1: reflected / (both * smooth Fresnel)
};

/// The same for all; constant data, no set-up.
const BsdfTables& bsdfTables();

/// Albedo of facets that reflect everything. cosine in (0, 1], roughness in [0, 1].
float reflectorAlbedo(const BsdfTables& tables, float cosine, float roughness);
float reflectorMeanAlbedo(const BsdfTables& tables, float roughness);

struct DielectricAlbedo {
    float total = 1;       // reflected and transmitted, of single scattering
    float reflected = 0;   // share of that total which is reflected
};
/// eta: far side over wo's side; the share for eta below 1 is that of a smooth surface, which is near enough for
/// choosing lobes, but not for layers.
DielectricAlbedo dielectricAlbedo(const BsdfTables& tables, float cosine, float roughness, float eta);

/// Where the nodes lie: for the generator and tests.
float energyCosine(int node, float roughness);
float energyRoughness(int node);
float energyEta(int node);

}  // namespace raypool
