// Cameras: perspective through a thin lens or a pinhole, and orthographic.
#pragma once
#include "raytracer/core/ray.h"
#include "raytracer/core/transform.h"

namespace raypool {

enum class CameraKind : uint8_t { kPerspective, kOrthographic };

/// In its own space the camera stands at the origin and looks along -z, +y up, +x to the right of the picture (glTF).
struct Camera {
    CameraKind kind = CameraKind::kPerspective;
    /// Half the picture's width and height: at distance 1 (perspective), in units of length (orthographic).
    float halfWidth = 0.5F, halfHeight = 0.5F;
    float lensRadius = 0;         // 0: everything is sharp
    float focusDistance = 1;      // of the plane that is sharp, along -z
    uint32_t bladeCount = 0;      // corners of the aperture; below 3: a disk
    float bladeRotation = 0;      // radians; 0: a corner towards +x
    Affine64 toWorld;             // where the camera does not move
    bool moves = false;
    MotionTransform motion;       // where it does; time over the shutter in [0, 1]
};

/// The ray through `film`, in [0, 1]^2 from the picture's top left corner; `lens` in [0, 1)^2 chooses the point on the
/// lens. Unit direction.
Ray cameraRay(const Camera& camera, vec2 film, vec2 lens, float time);

/// Where a point is seen through the middle of the lens: the inverse of cameraRay with a pinhole, in [0, 1]^2 if it is
/// inside the picture. False: behind the camera.
bool projectToFilm(const Camera& camera, vec3 point, float time, vec2& film);

}  // namespace raypool
