// The rays that renderers' kernels are compared with: a picture's camera rays, one bounce of diffuse light from what they
// hit, and shadow rays from there to a light.
#pragma once
#include <string>
#include <vector>

#include "raytracer/raytracer.h"

namespace raypool::cli {

enum class Workload { kPrimary, kDiffuse, kShadow };

/// Where the camera and the light are.
struct BenchView {
    vec3 eye{0, 0, 3.4F}, direction{0, 0, -1};
    float fov = 40;                                 // degrees
    vec3 lightLow{-0.3F, 0.999F, -0.3F}, lightHigh{0.3F, 0.999F, 0.3F};
};

/// 1024 x 1024 camera rays through the pixels' centres, in Morton order; or for each that hits something, a ray from just
/// above there in a direction distributed as the cosine, or to a point on the light. From fixed hashes of the pixel.
std::vector<Ray> makeRays(Workload workload, const BenchView& view, const Geometry& geometry, const SceneAccel& accel);

}  // namespace raypool::cli
