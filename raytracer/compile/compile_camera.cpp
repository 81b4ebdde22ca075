#include <algorithm>

#include "raytracer/compile/compile_native.h"
#include "raytracer/core/elementary.h"

namespace raypool {
namespace {

/// Camera to world: at `eye`, looking at `target`.
Affine64 lookAt(dvec3 eye, dvec3 target, dvec3 up) {
    const dvec3 back = glm::normalize(eye - target);
    dvec3 right = glm::cross(up, back);
    if (glm::dot(right, right) < 1e-20) right = glm::cross(dvec3(0, 0, 1), back);
    right = glm::normalize(right);
    return {right, glm::cross(back, right), back, eye};
}

/// From above and a little to the side, so far away that the scene fits.
Affine64 frameScene(const Bounds3& bounds, double tanHalf, double aspect) {
    if (bounds.isEmpty()) return lookAt({0, 0, 5}, {0, 0, 0}, {0, 1, 0});
    const dvec3 low(bounds.low), high(bounds.high);
    const double radius = std::max(glm::length(high - low) / 2, 1e-12);
    const double tangent = std::min(tanHalf, tanHalf * aspect);
    const double sine = tangent / std::sqrt(1 + tangent * tangent);
    const dvec3 centre = (low + high) * 0.5;
    return lookAt(centre + glm::normalize(dvec3(0.45, 0.35, 1)) * (radius / sine * 1.05), centre, {0, 1, 0});
}

/// Bodies that the camera stands in: those that a ray from there leaves before it enters them.
MediumStack bodiesAt(const RenderScene& scene, uint32_t surrounding, vec3 p) {
    constexpr int kMaxCrossings = 1024;
    MediumStack stack(surrounding);
    std::vector<uint32_t> seen;
    std::vector<MediumStack::Entry> inside;   // the innermost first
    Ray ray;
    ray.o = p;
    ray.d = normalize(vec3(0.2672F, 0.8018F, 0.5345F));   // along no axis, so through few edges
    for (int i = 0; i < kMaxCrossings; ++i) {
        Hit hit;
        ray.tMin = 0;
        ray.tMax = kInfinity;
        if (!scene.accel.intersect(ray, kAllRays, hit)) break;
        const SurfacePoint point = surfaceAt(scene.geometry, ray, hit);
        const Surface& surface = scene.surfaces[point.surface];
        const Material& material = scene.materials[surface.material];
        if (surface.isBoundary && !material.thinWalled && std::find(seen.begin(), seen.end(), surface.body) == seen.end()) {
            seen.push_back(surface.body);
            if (dot(ray.d, point.ng) > 0) {
                const bool isInterface = (material.flags & kMaterialIsInterface) != 0;
                inside.push_back(bodyEntry(surface, material, isInterface ? 0 : material.specularIor));
            }
        }
        ray.o = offsetRayOrigin(point.p, point.pError, point.ng, ray.d);
    }
    for (auto entry = inside.rbegin(); entry != inside.rend(); ++entry) stack = stack.entered(*entry);
    return stack;
}

}  // namespace

void compileCamera(const NativeDesc& native, const RenderScene& content, SceneView& out) {
    const CameraDesc& desc = native.camera;
    Camera& camera = out.camera;
    const double aspect = double(out.width) / double(out.height);
    const double tanHalf = tanHalfFov(desc, out.width, out.height);
    const bool isOrthographic = desc.type == CameraDesc::Type::kOrthographic;
    camera.kind = isOrthographic ? CameraKind::kOrthographic : CameraKind::kPerspective;

    const Bounds3& bounds = content.accel.bounds();
    double half = isOrthographic ? halfHeight(desc, out.width, out.height) : tanHalf;
    if (desc.isDefault || desc.keys.empty()) {
        camera.toWorld = frameScene(bounds, tanHalf, aspect);
        if (isOrthographic && !desc.xmag && !desc.ymag && !bounds.isEmpty()) {
            const double radius = std::max(double(length(bounds.size())) / 2, 1e-12);
            half = 1.05 * radius / std::min(1.0, aspect);
        }
    } else if (desc.keys.size() == 1 || !(desc.shutterClose > desc.shutterOpen)) {
        std::vector<std::pair<float, Affine64>> keys;
        for (const auto& key : desc.keys) keys.emplace_back(key.time, key.transform);
        camera.toWorld = keys.size() == 1 ? keys.front().second : MotionTransform(keys).matrixAt(desc.shutterOpen);
    } else {
        std::vector<std::pair<float, Affine64>> keys;
        for (const auto& key : desc.keys) {
            keys.emplace_back((key.time - desc.shutterOpen) / (desc.shutterClose - desc.shutterOpen), key.transform);
        }
        camera.moves = true;
        camera.motion = MotionTransform(keys);
        camera.toWorld = camera.motion.matrixAt(0);
    }
    camera.halfHeight = static_cast<float>(half);
    camera.halfWidth = static_cast<float>(half * aspect);
    camera.lensRadius = isOrthographic && !desc.lensRadius ? 0 : static_cast<float>(lensRadius(desc, out.width, out.height));
    const dvec3 centre = bounds.isEmpty() ? camera.toWorld.t - camera.toWorld.z : dvec3(bounds.centre());
    camera.focusDistance = static_cast<float>(focusDistance(desc, glm::length(centre - camera.toWorld.t)));
    camera.bladeCount = desc.bladeCount;
    camera.bladeRotation = radians(static_cast<float>(desc.bladeRotation));

    const uint32_t surrounding = native.medium >= 0 ? static_cast<uint32_t>(native.medium) : kNone;
    out.cameraStack = bodiesAt(content, surrounding, vec3(camera.toWorld.t));
}

}  // namespace raypool
