#pragma once
#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Axis-aligned box; empty as it starts.
struct Bounds3 {
    vec3 low{kInfinity}, high{-kInfinity};

    bool isEmpty() const { return !(low.x <= high.x && low.y <= high.y && low.z <= high.z); }
    void add(vec3 p) {
        low = glm::min(low, p);
        high = glm::max(high, p);
    }
    void add(const Bounds3& b) {
        low = glm::min(low, b.low);
        high = glm::max(high, b.high);
    }
    vec3 centre() const { return low * 0.5F + high * 0.5F; }
    vec3 size() const { return high - low; }
    /// Half the surface; 0 if empty.
    float halfArea() const {
        if (isEmpty()) return 0;
        const vec3 d = size();
        return d.x * (d.y + d.z) + d.y * d.z;
    }
};

}  // namespace raypool
