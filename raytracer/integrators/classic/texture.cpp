#include <cmath>
#include <glm/geometric.hpp>

#include "raytracer/integrators/classic/shade.h"

namespace raypool {
namespace {

/// Rust's `as i32`: truncates towards zero, saturates, and makes NaN 0.
int32_t toInt(float x) {
    if (std::isnan(x)) return 0;
    if (x < -2147483648.0F) return std::numeric_limits<int32_t>::min();
    if (x >= 2147483648.0F) return std::numeric_limits<int32_t>::max();
    return static_cast<int32_t>(x);
}

uint32_t wrap(float coordinate, uint32_t size) {
    const auto n = static_cast<int32_t>(size);
    const int32_t i = toInt(coordinate * static_cast<float>(size)) % n;
    return static_cast<uint32_t>(i < 0 ? i + n : i);
}

}  // namespace

Rgb texelAt(const ClassicScene& scene, const ClassicScene::Element& e, const glm::dvec3& point) {
    constexpr float kPi = std::numbers::pi_v<float>;
    const glm::dvec3 q = point - e.position;
    float u, v;
    if (e.isSphere) {
        u = (1.0F + static_cast<float>(std::atan2(q.z, q.x)) / kPi) * 0.5F;
        v = static_cast<float>(std::acos(q.y / e.radius)) / kPi;
    } else {
        u = static_cast<float>(glm::dot(q, e.axisU));
        v = static_cast<float>(glm::dot(q, e.axisV));
    }
    const auto& texture = scene.textures[static_cast<size_t>(e.texture)];
    return texture.texels[size_t{wrap(v, texture.height)} * texture.width + wrap(u, texture.width)];
}

}  // namespace raypool
