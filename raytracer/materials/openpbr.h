// OpenPBR Surface 1.1 (Andersson et al. 2024): fuzz over a coat over the base substrate, which is a mix of metal (F82-tint)
// and a dielectric interface over EON diffuse or over a transmitting interior; a thin film may lie on the base.
#pragma once
#include "raytracer/materials/bsdf_builder.h"

namespace raypool {

/// What lies upon the base, as the base sees it.
struct OverBase {
    Rgb weight{1, 1, 1};      // what is left of light for the base
    float coatWeight = 0;
    float coatIor = 1;        // over the outside
};

/// The metal that conductorFresnel names, with the material's film.
void addMetal(BsdfBuilder& builder, const Material& material, Rgb weight, float exteriorIor, const OverBase& over);

/// The dielectric interface; refractionWeight: the share of it that is clear. Returns the share of light reflected.
Rgb addInterface(BsdfBuilder& builder, const Material& material, bool frontFacing, float exteriorIor, Rgb weight,
                 float refractionWeight, const OverBase& over);

/// Light that wanders in the body below the interface: on to the integrator's walk, or diffuse in both directions of a sheet.
void addSubsurface(BsdfBuilder& builder, const Material& material, bool frontFacing, Rgb weight);

void addOpenPbr(BsdfBuilder& builder, const Material& material, vec3 wo, bool frontFacing, float exteriorIor);

}  // namespace raypool
