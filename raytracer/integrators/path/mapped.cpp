#include "raytracer/integrators/path/mapped.h"

#include "raytracer/geometry/triangle.h"

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

bool sampleLight(const RenderScene& scene, vec3 p, vec3 n, bool transmits, float time, float uSelect, vec2 u, LightSample& light) {
    if (!scene.lights.sample(p, n, transmits, time, uSelect, u, light)) return false;
    if (light.object == kNone) return true;
    const Object& object = scene.geometry.objects[light.object];
    const Surface& surface = scene.surfaces[object.surface];
    if (!surface.hasEmissionMaps) return true;
    Ray ray;
    ray.o = p;
    ray.d = light.wi;
    ray.time = time;
    Hit hit;
    hit.t = light.distance;
    hit.object = light.object;
    hit.primitive = light.primitive;
    if (object.shape == ShapeKind::kMesh) setBarycentrics(scene.geometry, object, light.p, time, hit);
    const SurfacePoint point = surfaceAt(scene.geometry, ray, hit);
    const TexturePoint at = texturePointAt(scene, ray, hit, point, surface, 0);
    light.radiance = emissionAt(scene.materialTables(), surface.material, at, dot(light.wi, light.n) < 0);
    return !isBlack(light.radiance);
}

}  // namespace raypool
