#include "app/cli/bench_workload.h"

#include <cmath>

namespace raypool::cli {
namespace {

constexpr uint32_t kSide = 1024;

uint32_t everySecondBit(uint32_t v) {
    uint32_t out = 0;
    for (uint32_t i = 0; i < 16; ++i) out |= (v >> (2 * i) & 1U) << i;
    return out;
}

/// In [0, 1), one stream a pixel and use.
float random(uint32_t pixel, uint32_t use) {
    uint64_t v = (uint64_t{pixel} << 8 | use) + 0x9E3779B97F4A7C15ULL;
    v = (v ^ v >> 30) * 0xBF58476D1CE4E5B9ULL;
    v = (v ^ v >> 27) * 0x94D049BB133111EBULL;
    return static_cast<float>((v ^ v >> 31) >> 40) * 0x1p-24F;
}

vec3 cosineDirection(vec3 n, float u, float v) {
    const vec3 x = normalize(std::fabs(n.x) > 0.5F ? cross(n, vec3(0, 1, 0)) : cross(n, vec3(1, 0, 0)));
    const float r = std::sqrt(u), angle = 6.2831853F * v;
    return normalize(x * (r * std::cos(angle)) + cross(n, x) * (r * std::sin(angle)) + n * std::sqrt(1 - u));
}

}  // namespace

std::vector<Ray> makeRays(Workload workload, const BenchView& view, const Geometry& geometry, const SceneAccel& accel) {
    const vec3 w = normalize(view.direction), x = normalize(cross(w, vec3(0, 1, 0))), y = cross(x, w);
    const float extent = std::tan(view.fov * 0.00872664626F);
    const float offset = 0.5e-4F * maxComponent(accel.bounds().size());
    std::vector<Ray> rays;
    for (uint32_t i = 0; i < kSide * kSide; ++i) {
        const auto px = static_cast<float>(everySecondBit(i)), py = static_cast<float>(everySecondBit(i >> 1));
        Ray ray;
        ray.o = view.eye;
        ray.d = normalize(w + x * (extent * ((px + 0.5F) * (2.0F / kSide) - 1)) - y * (extent * ((py + 0.5F) * (2.0F / kSide) - 1)));
        if (workload != Workload::kPrimary) {
            Hit hit;
            if (!accel.intersect(ray, kAllRays, hit)) continue;
            const SurfacePoint point = surfaceAt(geometry, ray, hit);
            const vec3 n = dot(point.ng, ray.d) > 0 ? -point.ng : point.ng;
            ray.o = point.p + n * offset;
            if (workload == Workload::kDiffuse) {
                ray.d = cosineDirection(n, random(i, 0), random(i, 1));
            } else {
                const vec3 size = view.lightHigh - view.lightLow;
                const vec3 to = view.lightLow + vec3(size.x * random(i, 2), size.y, size.z * random(i, 3)) - ray.o;
                ray.tMax = length(to) * 0.999F;
                ray.d = normalize(to);
            }
        }
        rays.push_back(ray);
    }
    return rays;
}

}  // namespace raypool::cli
