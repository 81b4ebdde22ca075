#include "raytracer/integrators/path/mapped.h"

#include "raytracer/geometry/triangle.h"
#include "raytracer/materials/shading.h"

namespace raypool {
namespace {

/// The place of a point on a triangle, as a hit says it.
void setBarycentrics(const Geometry& geometry, const Object& object, vec3 p, float time, Hit& hit) {
    const Mesh& mesh = geometry.meshes[object.mesh];
    const uint32_t* i = mesh.indices.data() + size_t{hit.primitive} * 3;
    const vec3 a = mesh.positions[i[0]], b = mesh.positions[i[1]], c = mesh.positions[i[2]];
    const dvec3 n = areaVector(a, b, c), way = dvec3(transformAt(geometry, object, time).toObject.point(p)) - dvec3(a);
    const double n2 = glm::dot(n, n);
    if (!(n2 > 0)) return;
    const double u = glm::dot(glm::cross(way, dvec3(c) - dvec3(a)), n) / n2, v = glm::dot(glm::cross(dvec3(b) - dvec3(a), way), n) / n2;
    hit.u = clamp(static_cast<float>(u), 0, 1);
    hit.v = clamp(static_cast<float>(v), 0, 1 - hit.u);
}

}  // namespace

void applyTextures(const RenderScene& scene, const TexturePoint& at, const Ray& ray, const Hit& hit, float emissionFootprint,
                   SurfacePoint& point, Material& material) {
    const MaterialMaps& maps = scene.materialMaps[material.maps];
    applyMaps(maps, scene.textures, at, emissionFootprint, material);
    if (maps.bendsNormal() || maps.coatNormal != kNone || maps.turnsTangent()) {
        applyNormalMaps(maps, scene.textures, at, scene.geometry, ray, hit, point, material);
    }
}

Rgb emissionThroughLayers(const Material& material, const Ray& ray, const SurfacePoint& point, bool front, float exteriorIor) {
    if ((material.flags & kMaterialCoversEmission) == 0) return grey(1);
    const vec3 wo = -ray.d;
    const vec3 local = shadingFrame(wo, point.ns, point.ng, point.tangent).toLocal(wo);
    return emissionThroughLayers(material, bsdfTables(), local, front, exteriorIor);
}

namespace {

/// What of a material is met at the other end of a ray to a light.
struct EmitterPoint {
    const RenderScene& scene;
    const Ray& ray;
    const Hit& hit;
    const SurfacePoint& point;
    const TexturePoint& at;
    bool front = true;
    float exteriorIor = 1;

    /// Radiance that is expected towards the ray's origin: of mixes by their weights.
    Rgb radiance(uint32_t id, int depth = 0) const {
        const MaterialTables tables = scene.materialTables();
        const Material& material = scene.materials[id];
        if ((material.flags & kMaterialCoversEmission) == 0) return emissionAt(tables, id, at, front);
        if (material.kind == MaterialKind::kMix) {
            if (depth >= kMixDepth) return {};
            const float w = mixWeightAt(tables, material, at);
            return lerp(w, radiance(material.mixFirst, depth + 1), radiance(material.mixSecond, depth + 1));
        }
        const Rgb below = emissionAt(tables, id, at, front);
        if (isBlack(below) || material.maps == kNone) return below * emissionThroughLayers(material, ray, point, front, exteriorIor);
        Material adapted = material;
        SurfacePoint bent = point;
        applyTextures(scene, at, ray, hit, 0, bent, adapted);
        return below * emissionThroughLayers(adapted, ray, bent, front, exteriorIor);
    }
};

}  // namespace

bool sampleLight(const RenderScene& scene, const LightReceiverPoint& from, float uSelect, vec2 u, LightSample& light) {
    const float time = from.time;
    if (!scene.lights.sample(from.p, from.n, from.transmits, time, uSelect, u, light)) return false;
    if (light.object == kNone) return true;
    const Object& object = scene.geometry.objects[light.object];
    const Surface& surface = scene.surfaces[object.surface];
    const bool isCovered = (scene.materials[surface.material].flags & kMaterialCoversEmission) != 0;
    if (!surface.hasEmissionMaps && !isCovered) return true;
    Ray ray;
    ray.o = from.p;
    ray.d = light.wi;
    ray.time = time;
    Hit hit;
    hit.t = light.distance;
    hit.object = light.object;
    hit.primitive = light.primitive;
    if (object.shape == ShapeKind::kMesh) setBarycentrics(scene.geometry, object, light.p, time, hit);
    const SurfacePoint point = surfaceAt(scene.geometry, ray, hit);
    const TexturePoint at = hasMaps(scene, surface) ? texturePointAt(scene, ray, hit, point, surface, 0) : TexturePoint{};
    const bool front = dot(light.wi, light.n) < 0;
    const EmitterPoint emitter{scene, ray, hit, point, at, front, dot(light.wi, from.n) < 0 ? from.iorBelow : from.iorAbove};
    light.radiance = emitter.radiance(surface.material);
    return !isBlack(light.radiance);
}

}  // namespace raypool
