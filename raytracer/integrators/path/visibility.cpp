#include "raytracer/integrators/path/visibility.h"

#include "raytracer/integrators/path/boundary.h"
#include "raytracer/integrators/path/mapped.h"

namespace raypool {
namespace {

/// Surfaces that let light through on one shadow ray; what lies behind more counts as dark.
constexpr int kMaxCrossings = 256;

Rgb through(const RenderScene& scene, const MediumStack& stack, const EnteredMedia& entered, float distance) {
    const uint32_t medium = distance < kInfinity ? stack.medium() : mediumToInfinity(scene, stack);
    return medium == kNone ? grey(1) : transmittance(mediumAt(scene, entered, medium), distance);
}

}  // namespace

Rgb visibility(const RenderScene& scene, const ShadowOrigin& from, const LightSample& light, MediumStack stack,
               const EnteredMedia& entered, uint32_t& rays) {
    Ray ray;
    ray.time = from.time;
    ray.o = offsetRayOrigin(from.p, from.pError, from.ng, light.wi);
    vec3 target{0};
    const bool isFinite = light.distance < kInfinity;
    const auto aim = [&] {
        if (!isFinite) {
            ray.d = light.wi;
            return;
        }
        // Both ends lie outside of their surfaces' error, so only the division's rounding is left.
        const vec3 way = target - ray.o;
        const float distance = length(way);
        ray.d = way / distance;
        ray.tMax = distance * (1 - gammaBound(6));
    };
    if (isFinite) target = offsetRayOrigin(light.p, light.pError, light.n, -light.wi);
    aim();
    if (!(ray.tMax > 0)) return grey(1);
    ++rays;
    if (scene.accel.occluded(ray, kShadowRays)) return {};
    if (!scene.hasTransparent) return through(scene, stack, entered, ray.tMax);

    Rgb out = grey(1);
    for (int i = 0; i < kMaxCrossings; ++i) {
        Hit hit;
        ++rays;
        if (!scene.accel.intersect(ray, kTransparentShadowRays, hit)) return out * through(scene, stack, entered, ray.tMax);
        out *= through(scene, stack, entered, hit.t);
        const SurfacePoint point = surfaceAt(scene.geometry, ray, hit);
        const Surface& surface = scene.surfaces[point.surface];
        const bool front = dot(ray.d, point.ng) < 0;
        if (!surface.isOneSided || front) {
            // Unfiltered: what holes let through on average is up to the number of rays.
            const TexturePoint at = hasMaps(scene, surface) ? texturePointAt(scene, ray, hit, point, surface, 0) : TexturePoint{};
            out *= straightThroughAt(scene.materialTables(), surface.material, at);
            if (isBlack(out)) return out;
        }
        // Only the medium counts here, no index of refraction.
        if (surface.isBoundary) stack = bodiesBeyond(surface, scene.materials[surface.material], stack, front, 0);
        ray.o = offsetRayOrigin(point.p, point.pError, point.ng, ray.d);
        aim();
        if (!(ray.tMax > 0)) return out;
    }
    return {};
}

}  // namespace raypool
