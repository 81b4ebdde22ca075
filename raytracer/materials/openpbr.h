// OpenPBR Surface 1.1 (Andersson et al. 2024) as far as it goes here: base substrate = mix of metal (F82-tint), and a
// dielectric interface over EON diffuse or over a transmitting interior.
#pragma once
#include "raytracer/materials/bsdf_builder.h"

namespace raypool {

/// The metal that conductorFresnel names.
void addMetal(BsdfBuilder& builder, const Material& material, float weight);

/// The dielectric interface; refractionWeight: the share of it that is clear. Returns the share of light reflected.
float addInterface(BsdfBuilder& builder, const Material& material, bool frontFacing, float exteriorIor, float weight,
                   float refractionWeight);

/// Light that wanders in the body below the interface: on to the integrator's walk, or diffuse in both directions of a sheet.
void addSubsurface(BsdfBuilder& builder, const Material& material, bool frontFacing, float weight);

void addOpenPbr(BsdfBuilder& builder, const Material& material, bool frontFacing, float exteriorIor);

}  // namespace raypool
