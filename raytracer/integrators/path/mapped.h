// Surfaces with textures, as the path tracer meets them.
#pragma once
#include "raytracer/compile/render_scene.h"

namespace raypool {

inline bool hasMaps(const RenderScene& scene, const Surface& surface) { return scene.materials[surface.material].maps != kNone; }

/// Where the textures of a surface that has any are looked up. footprint: metres across the ray.
inline TexturePoint texturePointAt(const RenderScene& scene, const Ray& ray, const Hit& hit, const SurfacePoint& point,
                                   const Surface& surface, float footprint) {
    const uint32_t uses = scene.materialMaps[scene.materials[surface.material].maps].uses;
    return texturePointAt(scene.geometry, ray, hit, point, uses, footprint);
}

/// What the textures of a material say at a point: its numbers, and the point's normal and tangent. `material`: a copy of one
/// with maps. emissionFootprint: of the light that it gives off: 0 where light sampling also looks it up.
void applyTextures(const RenderScene& scene, const TexturePoint& at, const Ray& ray, const Hit& hit, float emissionFootprint,
                   SurfacePoint& point, Material& material);

/// LightSet::sample, with the radiance that leaves the very point where textures say it.
bool sampleLight(const RenderScene& scene, vec3 p, vec3 n, bool transmits, float time, float uSelect, vec2 u, LightSample& light);

}  // namespace raypool
