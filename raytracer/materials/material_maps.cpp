#include "raytracer/materials/material_maps.h"

#include <algorithm>

namespace raypool {
namespace {

float areaRoot(vec3 dpdu, vec3 dpdv) {
    // The root of a parallelogram's area over the unit square.
    const float area2 = length2(cross(dpdu, dpdv));
    return area2 > 0 ? 1 / std::sqrt(std::sqrt(area2)) : 0;
}

float kept(float x, float low, float high) { return x >= low ? std::min(x, high) : low; }   // NaN: low
Rgb kept(Rgb c, float high) { return {kept(c.r, 0, high), kept(c.g, 0, high), kept(c.b, 0, high)}; }

/// More than any light; finite, so that sums are.
constexpr float kMostRadiance = 1e30F;

Rgb ownEmission(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at) {
    const Rgb color = maps.emissionColor == kNone ? maps.ownEmissionColor : textureColor(textures, maps.emissionColor, at);
    const float luminance = maps.emissionLuminance == kNone ? maps.ownEmissionLuminance : textureNumber(textures, maps.emissionLuminance, at);
    return kept(color * luminance, kMostRadiance);
}

}  // namespace

TexturePoint texturePointAt(const Geometry& geometry, const Ray& ray, const Hit& hit, const SurfacePoint& point, uint32_t uses,
                            float footprint) {
    TexturePoint at;
    at.sets[0] = {point.uv, areaRoot(point.dpdu, point.dpdv)};
    at.footprint = footprint;
    if ((uses & kUsesSecondSet) != 0) {
        const SurfaceCoordinates second = secondCoordinates(geometry, ray, hit);
        at.sets[1] = {second.uv, areaRoot(second.dpdu, second.dpdv)};
    }
    if ((uses & kUsesVertexColor) != 0) at.color = vertexColorAt(geometry, hit);
    if ((uses & kUsesObjectSpace) != 0) {
        const Affine toObject = transformAt(geometry, geometry.objects[hit.object], ray.time).toObject;
        at.p = toObject.point(point.p);
        at.objectPerMetre = std::sqrt((length2(toObject.x) + length2(toObject.y) + length2(toObject.z)) * (1.0F / 3));
    }
    return at;
}

float mixWeightAt(const MaterialTables& tables, const Material& mix, const TexturePoint& at) {
    const MaterialMaps* const maps = tables.mapsOf(mix);
    const float weight = maps != nullptr && maps->mixWeight != kNone ? textureNumber(tables.textures, maps->mixWeight, at) : mix.mixWeight;
    return weight >= 0 ? std::min(weight, 1.0F) : 0;
}

uint32_t resolveMixAt(const MaterialTables& tables, uint32_t id, float& u, const TexturePoint& at) {
    for (int depth = 0; depth < kMixDepth && tables.materials[id].kind == MaterialKind::kMix; ++depth) {
        const Material& mix = tables.materials[id];
        const float w = mixWeightAt(tables, mix, at);
        const bool second = u < w;
        u = second ? u / w : (u - w) / (1 - w);
        u = u < kOneMinusEpsilon ? u : kOneMinusEpsilon;
        id = second ? mix.mixSecond : mix.mixFirst;
    }
    return id;
}

float opacityAt(const MaterialTables& tables, const Material& material, const TexturePoint& at) {
    const MaterialMaps* const maps = tables.mapsOf(material);
    if (maps == nullptr || maps->opacity == kNone) return material.opacity;
    return kept(textureNumber(tables.textures, maps->opacity, at), 0, 1);
}

namespace {

float straightThrough(const MaterialTables& tables, uint32_t id, const TexturePoint& at, int depth) {
    const Material& material = tables.materials[id];
    if (material.kind == MaterialKind::kMix) {
        if (depth >= kMixDepth) return 0;
        const float w = mixWeightAt(tables, material, at);
        const float first = w < 1 ? straightThrough(tables, material.mixFirst, at, depth + 1) : 0;
        const float second = w > 0 ? straightThrough(tables, material.mixSecond, at, depth + 1) : 0;
        return lerp(w, first, second);
    }
    if ((material.flags & kMaterialIsInterface) != 0) return 1;
    return 1 - opacityAt(tables, material, at);
}

Rgb emission(const MaterialTables& tables, uint32_t id, const TexturePoint& at, bool frontFacing, int depth) {
    const Material& material = tables.materials[id];
    if (material.kind == MaterialKind::kMix) {
        if (depth >= kMixDepth) return {};
        const float w = mixWeightAt(tables, material, at);
        return lerp(w, emission(tables, material.mixFirst, at, frontFacing, depth + 1),
                    emission(tables, material.mixSecond, at, frontFacing, depth + 1));
    }
    if (!frontFacing && !material.emissionTwoSided) return {};
    const MaterialMaps* const maps = tables.mapsOf(material);
    const Rgb radiance = maps != nullptr && maps->mapsEmission() ? ownEmission(*maps, tables.textures, at) : material.emission;
    return isBlack(radiance) ? radiance : radiance * opacityAt(tables, material, at);
}

}  // namespace

float straightThroughAt(const MaterialTables& tables, uint32_t id, const TexturePoint& at) { return straightThrough(tables, id, at, 0); }

Rgb emissionAt(const MaterialTables& tables, uint32_t id, const TexturePoint& at, bool frontFacing) {
    return emission(tables, id, at, frontFacing, 0);
}

void applyMaps(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at, float emissionFootprint, Material& material) {
    for (const auto& map : maps.numbers) material.*map.target = kept(textureNumber(textures, map.texture, at), map.low, map.high);
    for (const auto& map : maps.colors) material.*map.target = kept(textureColor(textures, map.texture, at), 1);
    if (!maps.mapsEmission()) return;
    TexturePoint place = at;
    place.footprint = emissionFootprint;
    material.emission = ownEmission(maps, textures, place);
}

}  // namespace raypool
