#include "raytracer/render/pick.h"

namespace raypool {
namespace {

Ray rayThrough(const RenderScene& scene, vec2 place) {
    Camera camera = scene.camera;
    camera.lensRadius = 0;
    return cameraRay(camera, place / vec2(static_cast<float>(scene.width), static_cast<float>(scene.height)), vec2(0.5F), 0);
}

}  // namespace

std::optional<Pick> pickAt(const RenderScene& scene, vec2 place) {
    if (scene.integrator == IntegratorKind::kClassic) return std::nullopt;
    const Ray ray = rayThrough(scene, place);
    Hit hit;
    if (!scene.accel.intersect(ray, kCameraRays, hit)) return std::nullopt;
    const SurfacePoint at = surfaceAt(scene.geometry, ray, hit);
    const Surface& surface = scene.surfaces[at.surface];
    const vec3 ahead = -vec3(glm::normalize((scene.camera.moves ? scene.camera.motion.matrixAt(0) : scene.camera.toWorld).z));
    Pick out;
    out.point = at.p;
    out.normal = dot(at.ng, ray.d) > 0 ? -at.ns : at.ns;
    out.distance = hit.t;
    out.depth = hit.t * dot(ray.d, ahead);
    out.objectId = surface.objectId;
    out.materialId = surface.material;
    return out;
}

uint32_t bvhCostAt(const RenderScene& scene, vec2 place) {
    return scene.integrator == IntegratorKind::kClassic ? 0 : scene.accel.traversalCost(rayThrough(scene, place));
}

}  // namespace raypool
