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

/// Where light is looked for.
struct LightReceiverPoint {
    vec3 p{0}, n{0};               // n: 0 in media
    bool transmits = true;
    float time = 0;
    float iorAbove = 1, iorBelow = 1;   // of what is around on n's side and on the other
};
/// LightSet::sample, with the radiance that leaves the very point in the very direction where textures, coats or fuzz say it.
bool sampleLight(const RenderScene& scene, const LightReceiverPoint& at, float uSelect, vec2 u, LightSample& light);

/// What coat and fuzz of a material that is no mix let out of its emission at a point, against the ray.
Rgb emissionThroughLayers(const Material& material, const Ray& ray, const SurfacePoint& point, bool front, float exteriorIor);

}  // namespace raypool
