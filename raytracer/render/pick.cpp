#include "raytracer/render/pick.h"

namespace raypool {

std::optional<Pick> pickAt(const RenderScene& scene, vec2 place) {
    if (scene.integrator == IntegratorKind::kClassic) return std::nullopt;
    Camera camera = scene.camera;
    camera.lensRadius = 0;
    const Ray ray = cameraRay(camera, place / vec2(static_cast<float>(scene.width), static_cast<float>(scene.height)), vec2(0.5F), 0);
    Hit hit;
    if (!scene.accel.intersect(ray, kCameraRays, hit)) return std::nullopt;
    const SurfacePoint at = surfaceAt(scene.geometry, ray, hit);
    const Surface& surface = scene.surfaces[at.surface];
    const vec3 ahead = -vec3(glm::normalize((camera.moves ? camera.motion.matrixAt(0) : camera.toWorld).z));
    Pick out;
    out.point = at.p;
    out.normal = dot(at.ng, ray.d) > 0 ? -at.ns : at.ns;
    out.distance = hit.t;
    out.depth = hit.t * dot(ray.d, ahead);
    out.objectId = surface.objectId;
    out.materialId = surface.material;
    return out;
}

}  // namespace raypool
