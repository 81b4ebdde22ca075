// Materials with textures. A Material is plain numbers; one with textures has an index into a table of these, and where it
// is met, a copy of it takes the textures' values there.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/geometry/attributes.h"
#include "raytracer/materials/material.h"
#include "raytracer/materials/texture.h"

namespace raypool {

struct MaterialMaps {
    struct Number {
        float Material::*target = nullptr;
        uint32_t texture = kNone;
        float low = 0, high = 1;            // what the texture says is kept within
    };
    struct Color {
        Rgb Material::*target = nullptr;
        uint32_t texture = kNone;           // each channel is kept within 0 and 1
    };
    std::vector<Number> numbers;
    std::vector<Color> colors;
    bool fillsBody = false;                 // some say what is inside: it depends on where light enters

    // kNone: the material's own value.
    uint32_t opacity = kNone;
    uint32_t mixWeight = kNone;
    uint32_t emissionColor = kNone, emissionLuminance = kNone;
    Rgb ownEmissionColor{1, 1, 1};
    float ownEmissionLuminance = 0;

    uint32_t normal = kNone, bump = kNone, coatNormal = kNone, tangent = kNone;
    float normalScale = 1, bumpHeight = 0, coatNormalScale = 1;
    float tangentCos = 1, tangentSin = 0;   // of the angle that the tangent is turned by
    bool hasCoat = false;                   // it may have one: its normal counts

    uint32_t uses = 0;                      // TextureUse of all of them, of a mix's children, too

    bool mapsEmission() const { return emissionColor != kNone || emissionLuminance != kNone; }
    bool bendsNormal() const { return normal != kNone || bump != kNone; }
    bool turnsTangent() const { return tangent != kNone || tangentSin != 0 || tangentCos != 1; }
};

/// The tables that materials with textures refer to.
struct MaterialTables {
    std::span<const Material> materials;
    std::span<const MaterialMaps> maps;
    const TextureSet& textures;

    const MaterialMaps* mapsOf(const Material& m) const { return m.maps == kNone ? nullptr : &maps[m.maps]; }
};

/// Where the textures of a material are looked up. `uses`: MaterialMaps::uses; footprint: metres across the ray.
TexturePoint texturePointAt(const Geometry& geometry, const Ray& ray, const Hit& hit, const SurfacePoint& point, uint32_t uses,
                            float footprint);

/// The share of a mix's second material.
float mixWeightAt(const MaterialTables& tables, const Material& mix, const TexturePoint& at);
/// resolveMix with weights that may be textures.
uint32_t resolveMixAt(const MaterialTables& tables, uint32_t id, float& u, const TexturePoint& at);
/// The share of the surface that is there, of a material that is no mix.
float opacityAt(const MaterialTables& tables, const Material& material, const TexturePoint& at);
/// The share of a ray that goes straight through: holes and interfaces; of mixes what is to be expected.
float straightThroughAt(const MaterialTables& tables, uint32_t id, const TexturePoint& at);
/// Radiance that light is expected to leave the point with, to the front or the back: of mixes by their weights, of what has
/// holes by what is left.
Rgb emissionAt(const MaterialTables& tables, uint32_t id, const TexturePoint& at, bool frontFacing);

/// The material's numbers at a point; `material` is a copy of one that has `maps`. Not its normals. emissionFootprint: that
/// of the look-up of what it emits.
void applyMaps(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at, float emissionFootprint, Material& material);

/// Bends the point's normal and turns its tangent; material.coatNormal becomes the coat's normal in the frame of
/// shadingFrame(wo, point.ns, point.ng, point.tangent). The point's normal stays on the side of ng.
void applyNormalMaps(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at, const Geometry& geometry,
                     const Ray& ray, const Hit& hit, SurfacePoint& point, Material& material);

}  // namespace raypool
