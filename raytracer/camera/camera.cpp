#include "raytracer/camera/camera.h"

#include "raytracer/sampling/warp.h"

namespace raypool {

Ray cameraRay(const Camera& camera, vec2 film, vec2 lens, float time) {
    const float x = (2 * film.x - 1) * camera.halfWidth, y = (1 - 2 * film.y) * camera.halfHeight;
    vec3 o{0}, d{x, y, -1};
    if (camera.kind == CameraKind::kOrthographic) {
        o = {x, y, 0};
        d = {0, 0, -1};
    }
    if (camera.lensRadius > 0) {
        // Every ray of a film point goes through the same point of the plane in focus.
        const vec3 focus = o + d * camera.focusDistance;
        const vec2 p = camera.bladeCount >= 3 ? sampleRegularPolygon(lens, camera.bladeCount, camera.bladeRotation)
                                              : sampleConcentricDisk(lens);
        o += vec3(p.x * camera.lensRadius, p.y * camera.lensRadius, 0);
        d = focus - o;
    }
    const Affine m = (camera.moves ? camera.motion.matrixAt(time) : camera.toWorld).toFloat();
    Ray ray;
    ray.o = m.point(o);
    ray.d = normalize(m.vector(d));
    ray.time = time;
    return ray;
}

bool projectToFilm(const Camera& camera, vec3 point, float time, vec2& film) {
    const Affine64 m = inverse(camera.moves ? camera.motion.matrixAt(time) : camera.toWorld);
    const dvec3 p = m.point(dvec3(point));
    if (!(p.z < 0)) return false;
    const double scale = camera.kind == CameraKind::kPerspective ? -1 / p.z : 1;
    film = {static_cast<float>((p.x * scale / camera.halfWidth + 1) / 2),
            static_cast<float>((1 - p.y * scale / camera.halfHeight) / 2)};
    return true;
}

}  // namespace raypool
