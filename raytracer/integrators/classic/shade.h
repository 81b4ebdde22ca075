// What a ray meets and how that is lit, for one ray (F64x1) or two (F64x2).
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/core/rgb_simd.h"
#include "raytracer/core/simd_f64x2.h"

namespace raypool {

template <class F>
Vec3<F> splat(const glm::dvec3& v) {
    return {F(v.x), F(v.y), F(v.z)};
}

template <class F>
Vec3<F> normalized(const Vec3<F>& v) {
    return v * (F(1) / sqrt(dot(v, v)));
}

template <class F>
struct ClassicHit {
    F t, element;   // element -1: nothing
};

/// The crossing of a line with a sphere that the demo takes: none if both lie behind; else the nearer one that does not.
/// `inside`: the line passes within the radius; thc2: squared half length of the chord.
template <class F>
struct SphereCrossing {
    F t;
    typename F::Mask hit;

    SphereCrossing(typename F::Mask inside, F along, F thc2) {
        const F thc = sqrt(thc2);
        const F t0 = along - thc, t1 = along + thc;
        t = select(t0 < F(0), t1, t0);
        hit = inside & (t1 >= F(0));
    }
};

template <class F>
SphereCrossing<F> crossSphere(const ClassicScene::Sphere& sphere, const Vec3<F>& origin, const Vec3<F>& direction) {
    const Vec3<F> l = splat<F>(sphere.center) - origin;
    const F along = dot(l, direction);
    const F d2 = dot(l, l) - along * along;
    const F radius2(sphere.radius2);
    return {d2 <= radius2, along, radius2 - d2};
}

/// Calls `leaf(sphere)` for the spheres of every leaf whose box any lane's ray meets before `farthest()`; stops when
/// `leaf` returns true. Near children first.
template <class F, class Farthest, class Leaf>
void visitSpheres(const ClassicScene& scene, const Vec3<F>& origin, const Vec3<F>& direction, Farthest farthest,
                  Leaf leaf) {
    const auto inverse = [](F d) {
        // No infinity, so that no product with it is NaN.
        return F(1) / select((d <= F(0)) & (d >= F(0)), F(1e-300), d);
    };
    const Vec3<F> inv{inverse(direction.x), inverse(direction.y), inverse(direction.z)};
    const double signs[3] = {direction.x.lane(0), direction.y.lane(0), direction.z.lane(0)};
    const auto narrow = [](double low, double high, F o, F i, F& near, F& far) {
        const F a = (F(low) - o) * i, b = (F(high) - o) * i;
        const auto forward = a < b;
        const F enter = select(forward, a, b), leave = select(forward, b, a);
        near = select(enter > near, enter, near);
        far = select(leave < far, leave, far);
    };
    uint32_t stack[ClassicScene::kMaxBvhDepth];
    int size = 0;
    uint32_t current = 0;
    while (true) {
        const auto& node = scene.bvh[current];
        F near(0), far = farthest();
        narrow(node.low.x, node.high.x, origin.x, inv.x, near, far);
        narrow(node.low.y, node.high.y, origin.y, inv.y, near, far);
        narrow(node.low.z, node.high.z, origin.z, inv.z, near, far);
        if ((near <= far).any()) {
            if (node.count == 0) {
                const uint32_t second = signs[node.axis] < 0 ? 0 : 1;
                stack[size++] = node.first + second;
                current = node.first + 1 - second;
                continue;
            }
            for (uint32_t i = node.first; i < node.first + node.count; ++i) {
                if (leaf(scene.spheres[i])) return;
            }
        }
        if (size == 0) return;
        current = stack[--size];
    }
}

/// The nearest of many spheres, found through the hierarchy.
template <class F>
[[gnu::noinline]] ClassicHit<F> nearestInHierarchy(const ClassicScene& scene, const Vec3<F>& origin,
                                                   const Vec3<F>& direction) {
    F best(std::numeric_limits<double>::infinity()), element(-1);
    // A box is left out only where it lies clearly behind the hit: its own distance rounds, too.
    visitSpheres(
        scene, origin, direction, [&] { return best * F(1 + 1e-9); },
        [&](const ClassicScene::Sphere& sphere) {
            const auto crossing = crossSphere(sphere, origin, direction);
            const F index(sphere.element);
            const auto closer = crossing.hit & ((crossing.t < best) | ((crossing.t <= best) & (index < element)));
            best = select(closer, crossing.t, best);
            element = select(closer, index, element);
            return false;
        });
    return {best, element};
}

template <class F>
[[gnu::noinline]] int blockedInHierarchy(const ClassicScene& scene, const Vec3<F>& origin, const Vec3<F>& toLight,
                                         F distance, int wanted) {
    int found = 0;
    visitSpheres(
        scene, origin, toLight, [&] { return distance * F(1 + 1e-9); },
        [&](const ClassicScene::Sphere& sphere) {
            const auto crossing = crossSphere(sphere, origin, toLight);
            found |= (crossing.hit & (crossing.t <= distance)).bits();
            return (found & wanted) == wanted;
        });
    return found;
}

/// The nearest hit; of equal distances the element that stands first in the scene's text.
// Inlined by force, as are the two below: WebAssembly passes vectors in structs through memory.
template <class F>
[[gnu::always_inline]] inline ClassicHit<F> nearestClassic(const ClassicScene& scene, const Vec3<F>& origin,
                                                           const Vec3<F>& direction) {
    F best(std::numeric_limits<double>::infinity()), element(-1);
    if (scene.bvh.empty()) {
        for (const auto& sphere : scene.spheres) {
            const Vec3<F> l = splat<F>(sphere.center) - origin;
            const F along = dot(l, direction);
            const F d2 = dot(l, l) - along * along;
            const F radius2(sphere.radius2);
            const auto inside = d2 <= radius2;
            if (!inside.any()) continue;
            const SphereCrossing<F> crossing(inside, along, radius2 - d2);
            const auto closer = crossing.hit & (crossing.t < best);
            best = select(closer, crossing.t, best);
            element = select(closer, F(sphere.element), element);
        }
    } else {
        const ClassicHit<F> hit = nearestInHierarchy(scene, origin, direction);
        best = hit.t;
        element = hit.element;
    }
    for (const auto& plane : scene.planes) {
        const Vec3<F> n = splat<F>(plane.normal);
        const F approach = dot(n, direction);
        const auto facing = approach > F(1e-6);
        if (!facing.any()) continue;
        const F t = dot(splat<F>(plane.origin) - origin, n) / approach;
        // Spheres went first, so a tie with one has to ask who stands first in the text.
        const auto closer = facing & (t >= F(0)) & ((t < best) | ((t <= best) & (F(plane.element) < element)));
        best = select(closer, t, best);
        element = select(closer, F(plane.element), element);
    }
    return {best, element};
}

/// Bits of the wanted lanes whose shadow ray is blocked within `distance`.
template <class F>
[[gnu::always_inline]] inline int blockedClassic(const ClassicScene& scene, uint32_t receiver, size_t light, const Vec3<F>& origin,
                   const Vec3<F>& toLight, F distance, int wanted) {
    const bool hierarchy = !scene.bvh.empty();
    const auto range = scene.occluderRanges[hierarchy ? light : receiver * scene.lights.size() + light];
    int found = 0;
    for (uint32_t i = range.begin; i < range.end; ++i) {
        const auto& k = scene.occluders[i];
        const F cosine = dot(splat<F>(k.axis), toLight);
        if (k.radius2 >= 0) {
            // The axis points away from the light, the ray towards it.
            if (!(F(-k.minCosine) >= cosine).any()) continue;
            const Vec3<F> l = splat<F>(k.position) - origin;
            const F along = dot(l, toLight);
            const F d2 = dot(l, l) - along * along;
            const auto inside = d2 <= F(k.radius2);
            if (!inside.any()) continue;
            const SphereCrossing<F> crossing(inside, along, F(k.radius2) - d2);
            found |= (crossing.hit & (crossing.t <= distance)).bits();
        } else {
            const auto facing = cosine > F(1e-6);
            if (!facing.any()) continue;
            const F t = dot(splat<F>(k.position) - origin, splat<F>(k.axis)) / cosine;
            found |= (facing & (t >= F(0)) & (t <= distance)).bits();
        }
        if ((found & wanted) == wanted) return found;
    }
    if (hierarchy) found |= blockedInHierarchy(scene, origin, toLight, distance, wanted);
    return found;
}

/// Light of all lamps that the surface scatters, clamped to [0, 1], per lane. Returns the number of shadow rays.
template <class F>
[[gnu::always_inline]] inline uint32_t shadeDiffuse(const ClassicScene& scene, const ClassicScene::Element& element, uint32_t index, const RgbV* color,
                      const Vec3<F>& point, const Vec3<F>& normal, const Vec3<F>& shadowOrigin, RgbV* out) {
    constexpr int kLanes = F::kLanes;
    constexpr float kPi = std::numbers::pi_v<float>;
    uint32_t rays = 0;
    RgbV sum[kLanes];
    const size_t lights = scene.lights.size();
    for (size_t i = 0; i < lights; ++i) {
        const auto& light = scene.lights[i];
        Vec3<F> toLight = splat<F>(light.v);
        F distance(std::numeric_limits<double>::infinity()), distance2 = distance;
        if (!light.directional) {
            toLight = toLight - point;
            distance2 = dot(toLight, toLight);
            distance = sqrt(distance2);
            toLight = toLight * (F(1) / distance);
        }
        const F cosine = dot(normal, toLight);
        const int facing = (cosine > F(0)).bits();
        if (facing == 0) continue;
        rays += static_cast<uint32_t>(kLanes == 1 ? 1 : (facing & 1) + (facing >> 1));
        const int lit = facing & ~blockedClassic(scene, index, i, shadowOrigin, toLight, distance, facing);
        for (int lane = 0; lane < kLanes; ++lane) {
            if (!(lit >> lane & 1)) continue;
            float intensity = light.intensity;
            if (!light.directional) intensity = intensity / (4.0F * kPi * static_cast<float>(distance2.lane(lane)));
            const float power = static_cast<float>(cosine.lane(lane)) * intensity;
            sum[lane] = sum[lane] + color[lane] * (RgbV(light.color) * power * element.diffuse);
        }
    }
    for (int lane = 0; lane < kLanes; ++lane) out[lane] = saturate(sum[lane]);
    return rays;
}

/// Texel of the element's texture where the demo's nearest look-up finds it.
Rgb texelAt(const ClassicScene& scene, const ClassicScene::Element& element, const glm::dvec3& point);

template <class F>
void colorsAt(const ClassicScene& scene, const ClassicScene::Element& element, const Vec3<F>& point, RgbV* out) {
    for (int lane = 0; lane < F::kLanes; ++lane) {
        out[lane] = element.texture < 0 ? element.color
                                        : texelAt(scene, element, {point.x.lane(lane), point.y.lane(lane), point.z.lane(lane)});
    }
}

/// The demo's Fresnel factor: a constant, 1 under total internal reflection, NaN exactly at its edge. `cosine`: between
/// the ray's direction and the outward normal.
inline float reflectance(const ClassicScene::Element& e, double cosine) {
    const bool inside = cosine > 0;
    // Towards the denser medium nothing is totally reflected, and the root need not be taken.
    if (!inside && e.index > 1) return e.krOutside;
    const double ratio = inside ? e.index : 1 / e.index;
    const double sine = ratio * std::sqrt(std::fmax(1 - cosine * cosine, 0));
    if (sine > 1) return 1;
    if (!(1 - sine * sine > 0)) return std::numeric_limits<float>::quiet_NaN();
    return inside ? e.krInside : e.krOutside;
}

/// The transmitted ray, from the far side. Returns the bits of the lanes where there is one: rounding at the edge of
/// total reflection leaves some without, where the demo ends with a panic.
template <class F>
int transmit(const ClassicScene::Element& e, const Vec3<F>& point, const Vec3<F>& direction, const Vec3<F>& normal,
             F cosine, bool inside, double bias, Vec3<F>& outOrigin, Vec3<F>& outDirection) {
    const Vec3<F> n = inside ? normal * F(-1) : normal;
    const F c = inside ? cosine : cosine * F(-1);
    const F eta(inside ? e.index / 1.0 : 1.0 / e.index);
    const F k = F(1) - (eta * eta) * (F(1) - c * c);
    outDirection = (direction + n * c) * eta - n * sqrt(k);
    outOrigin = point + n * F(-bias);
    return (k >= F(0)).bits();
}

}  // namespace raypool
