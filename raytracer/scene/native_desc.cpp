#include "raytracer/scene/native_desc.h"

#include "raytracer/scene/angles.h"

namespace raypool {
namespace {

/// Turns +z to n (not 0) the shortest way; x and y keep half a turn about y where n points along -z.
Affine64 turnedTo(dvec3 n) {
    n /= glm::length(n);
    const double side = n.x * n.x + n.y * n.y;
    if (side == 0) return n.z > 0 ? Affine64{} : Affine64{{-1, 0, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 0}};
    // Rodrigues' formula about the axis z x n = (-n.y, n.x, 0); 1 + n.z without cancellation.
    const double k = n.z >= 0 ? 1 / (1 + n.z) : (1 - n.z) / side;
    return {{1 - k * n.x * n.x, -k * n.x * n.y, -n.x}, {-k * n.x * n.y, 1 - k * n.y * n.y, -n.y}, n, {0, 0, 0}};
}

Affine64 placed(dvec3 center, dvec3 normal, dvec3 scale) {
    Affine64 m = turnedTo(normal);
    m.x *= scale.x;
    m.y *= scale.y;
    m.z *= scale.z;
    m.t = center;
    return m;
}

struct Placement {
    Affine64 operator()(const SphereShape& s) const { return placed(s.center, {0, 0, 1}, dvec3(s.radius)); }
    Affine64 operator()(const PlaneShape& s) const { return placed(s.point, s.normal, dvec3(1)); }
    Affine64 operator()(const RectangleShape& s) const { return placed(s.center, s.normal, {s.width, s.height, 1}); }
    Affine64 operator()(const DiskShape& s) const { return placed(s.center, s.normal, {s.radius, s.radius, 1}); }
    Affine64 operator()(const BoxShape& s) const { return placed(s.center, {0, 0, 1}, s.size); }
    Affine64 operator()(const CylinderShape& s) const { return placed(s.center, s.axis, {s.radius, s.radius, s.height}); }
    Affine64 operator()(const MeshShape&) const { return {}; }
    Affine64 operator()(const GroupShape&) const { return {}; }
    Affine64 operator()(const InstanceShape&) const { return {}; }
    Affine64 operator()(const ModelShape&) const { return {}; }
};

}  // namespace

Affine64 placement(const Shape& shape) { return std::visit(Placement{}, shape); }

float filterRadius(const FilterDesc& filter) {
    if (filter.radius > 0) return filter.radius;
    switch (filter.type) {
        case FilterShape::kBox: return 0.5F;
        case FilterShape::kTent: return 1;
        case FilterShape::kGaussian: return 1.5F;
        case FilterShape::kMitchell: return 2;
        case FilterShape::kBlackmanHarris: return 1.5F;
    }
    return 0.5F;
}

double tanHalfFov(const CameraDesc& camera, uint32_t width, uint32_t height) {
    const double aspect = static_cast<double>(height) / width;
    if (camera.yfov) return tanDegrees(*camera.yfov / 2);
    if (camera.xfov) return tanDegrees(*camera.xfov / 2) * aspect;
    if (camera.focalLength) return camera.sensorHeight ? *camera.sensorHeight / 2 / *camera.focalLength
                                                       : camera.sensorWidth / 2 / *camera.focalLength * aspect;
    return tanDegrees(20);
}

double halfHeight(const CameraDesc& camera, uint32_t width, uint32_t height) {
    if (camera.ymag) return *camera.ymag;
    return camera.xmag ? *camera.xmag * height / width : 1;
}

double lensRadius(const CameraDesc& camera, uint32_t width, uint32_t height) {
    if (camera.lensRadius) return *camera.lensRadius;
    if (!camera.fstop) return 0;
    const double aspect = static_cast<double>(height) / width;
    const double sensorHeight = camera.sensorHeight.value_or(camera.sensorWidth * aspect);
    const double focal = camera.focalLength.value_or(sensorHeight / 2 / tanHalfFov(camera, width, height));
    return focal / 1000 / (2 * *camera.fstop);
}

double focusDistance(const CameraDesc& camera, double otherwise) {
    if (camera.focusDistance) return *camera.focusDistance;
    return camera.lookAt ? glm::length(camera.lookAt->target - camera.lookAt->position) : otherwise;
}

}  // namespace raypool
