#include "raytracer/integrators/classic/classic.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <numbers>

#include "raytracer/core/simd_f64x2.h"
#include "raytracer/integrators/classic/gamma.h"

namespace raypool {
namespace {

using Element = ClassicScene::Element;
using Surface = ClassicScene::Surface;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Hit {
    double t = kInfinity;
    uint32_t element = 0;
};

Vec3x2 splat(const glm::dvec3& v) { return {F64x2(v.x), F64x2(v.y), F64x2(v.z)}; }

glm::dvec3 normalized(const glm::dvec3& v) { return v * (1 / std::sqrt(glm::dot(v, v))); }

/// Where a line meets spheres, two at a time, as the demo computes it: miss if the line passes outside or both crossings
/// lie behind; else the nearer crossing that is not behind.
struct Crossing {
    F64x2 t;
    Mask2 hit;
};
inline Crossing crossSphere(Mask2 inside, F64x2 along, F64x2 thc2) {
    const F64x2 thc = sqrt(thc2);
    const F64x2 t0 = along - thc, t1 = along + thc;
    return {select(t0 < F64x2(0.0), t1, t0), inside & (t1 >= F64x2(0.0))};
}

/// The nearest hit; of equal distances the element that stands first in the scene's text.
Hit nearest(const ClassicScene& scene, const glm::dvec3& origin, const glm::dvec3& direction) {
    const Vec3x2 o = splat(origin), d = splat(direction);
    F64x2 best(kInfinity), bestElement(0.0);
    for (const auto& pair : scene.spheres) {
        const Vec3x2 l = Vec3x2{F64x2::load(pair.cx), F64x2::load(pair.cy), F64x2::load(pair.cz)} - o;
        const F64x2 along = dot(l, d);
        const F64x2 d2 = dot(l, l) - along * along;
        const F64x2 radius2 = F64x2::load(pair.radius2);
        const Mask2 inside = d2 <= radius2;
        if (!inside.any()) continue;
        const Crossing crossing = crossSphere(inside, along, radius2 - d2);
        const Mask2 closer = crossing.hit & (crossing.t < best);
        best = select(closer, crossing.t, best);
        bestElement = select(closer, F64x2::load(pair.element), bestElement);
    }
    for (const auto& pair : scene.planes) {
        const Vec3x2 n{F64x2::load(pair.nx), F64x2::load(pair.ny), F64x2::load(pair.nz)};
        const F64x2 approach = dot(n, d);
        const Mask2 facing = approach > F64x2(1e-6);
        if (!facing.any()) continue;
        const Vec3x2 v = Vec3x2{F64x2::load(pair.ox), F64x2::load(pair.oy), F64x2::load(pair.oz)} - o;
        const F64x2 t = dot(v, n) / approach;
        const F64x2 element = F64x2::load(pair.element);
        // Spheres went first, so a tie with one has to ask who stands first in the text.
        const Mask2 closer =
            facing & (t >= F64x2(0.0)) & ((t < best) | ((t <= best) & (element < bestElement)));
        best = select(closer, t, best);
        bestElement = select(closer, element, bestElement);
    }
    const double t0 = best.lane0(), t1 = best.lane1();
    const double e0 = bestElement.lane0(), e1 = bestElement.lane1();
    if (t0 < t1 || (t0 == t1 && e0 < e1)) return {t0, static_cast<uint32_t>(e0)};
    return {t1, static_cast<uint32_t>(e1)};
}

/// Bits of the lanes whose shadow ray from `origin` along `direction` is blocked within `distance`.
int blocked(const ClassicScene& scene, ClassicScene::OccluderRange range, const glm::dvec3& origin,
            const Vec3x2& direction, F64x2 distance, int wanted) {
    const Vec3x2 o = splat(origin);
    int found = 0;
    for (uint32_t i = range.begin; i < range.end; ++i) {
        const auto& k = scene.occluders[i];
        const Vec3x2 v = Vec3x2{F64x2(k.x), F64x2(k.y), F64x2(k.z)} - o;
        if (k.radius2 >= 0) {
            const F64x2 along = dot(v, direction);
            const F64x2 d2 = dot(v, v) - along * along;
            const Mask2 inside = d2 <= F64x2(k.radius2);
            if (!inside.any()) continue;
            const Crossing crossing = crossSphere(inside, along, F64x2(k.radius2) - d2);
            found |= (crossing.hit & (crossing.t <= distance)).bits();
        } else {
            const Vec3x2 n{F64x2(k.nx), F64x2(k.ny), F64x2(k.nz)};
            const F64x2 approach = dot(n, direction);
            const Mask2 facing = approach > F64x2(1e-6);
            if (!facing.any()) continue;
            const F64x2 t = dot(v, n) / approach;
            found |= (facing & (t >= F64x2(0.0)) & (t <= distance)).bits();
        }
        if ((found & wanted) == wanted) break;
    }
    return found;
}

/// Light of all lamps that the surface scatters, clamped to [0, 1].
Rgb shadeDiffuse(const ClassicScene& scene, const Element& element, uint32_t elementIndex, Rgb color,
                 const glm::dvec3& point, const glm::dvec3& normal, const glm::dvec3& shadowOrigin, uint32_t& rays) {
    Rgb sum;
    const Vec3x2 p = splat(point), n = splat(normal);
    const size_t pairs = scene.lights.size();
    for (size_t i = 0; i < pairs; ++i) {
        const auto& light = scene.lights[i];
        const Vec3x2 position{F64x2::load(light.x), F64x2::load(light.y), F64x2::load(light.z)};
        Vec3x2 toLight = position - p;
        const F64x2 distance2 = dot(toLight, toLight);
        F64x2 distance = sqrt(distance2);
        toLight = toLight * (F64x2(1.0) / distance);
        if (light.anyDirectional) {
            const Mask2 directional = F64x2::load(light.directional) > F64x2(0.0);
            toLight.x = select(directional, position.x, toLight.x);
            toLight.y = select(directional, position.y, toLight.y);
            toLight.z = select(directional, position.z, toLight.z);
            distance = select(directional, F64x2(kInfinity), distance);
        }
        const F64x2 cosine = dot(n, toLight);
        const int facing = (cosine > F64x2(0.0)).bits() & (light.used[0] | light.used[1] << 1);
        if (facing == 0) continue;
        rays += static_cast<uint32_t>((facing & 1) + (facing >> 1));
        const auto range = scene.occluderRanges[elementIndex * pairs + i];
        const int lit = facing & ~blocked(scene, range, shadowOrigin, toLight, distance, facing);
        const double cosines[2] = {cosine.lane0(), cosine.lane1()};
        const double squares[2] = {distance2.lane0(), distance2.lane1()};
        for (int lane = 0; lane < 2; ++lane) {
            if (!(lit >> lane & 1)) continue;
            float intensity = light.intensity[lane];
            if (light.directional[lane] == 0) intensity = intensity / (4.0F * kPi * static_cast<float>(squares[lane]));
            const float power = static_cast<float>(cosines[lane]) * intensity;
            sum = sum + color * (light.color[lane] * power * element.diffuse);
        }
    }
    return saturate(sum);
}

/// Rust's `as i32`: truncates towards zero, saturates, and makes NaN 0.
int32_t toInt(float x) {
    if (!(x > -2147483648.0F)) return x != x ? 0 : std::numeric_limits<int32_t>::min();
    if (x >= 2147483648.0F) return std::numeric_limits<int32_t>::max();
    return static_cast<int32_t>(x);
}

uint32_t wrap(float coordinate, uint32_t size) {
    const auto n = static_cast<int32_t>(size);
    const int32_t i = toInt(coordinate * static_cast<float>(size)) % n;
    return static_cast<uint32_t>(i < 0 ? i + n : i);
}

Rgb colorAt(const ClassicScene& scene, const Element& e, const glm::dvec3& point) {
    if (e.texture < 0) return e.color;
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

/// The demo's Fresnel factor: a constant, 1 under total internal reflection, NaN exactly at its edge.
float reflectance(const Element& e, double cosine) {
    const bool inside = cosine > 0;
    // Towards the denser medium nothing is totally reflected, and the root need not be taken.
    if (!inside && e.index > 1) return e.krOutside;
    const double ratio = inside ? e.index : 1 / e.index;
    const double sine = ratio * std::sqrt(std::fmax(1 - cosine * cosine, 0));
    if (sine > 1) return 1;
    if (!(1 - sine * sine > 0)) return std::numeric_limits<float>::quiet_NaN();
    return inside ? e.krInside : e.krOutside;
}

/// Direction of the transmitted ray, and its origin on the far side.
void transmit(const Element& e, const glm::dvec3& point, const glm::dvec3& direction, const glm::dvec3& normal,
              double bias, ClassicFrame& frame) {
    double cosine = glm::dot(direction, normal);
    glm::dvec3 n = normal;
    double etaI = 1, etaT = e.index;
    if (cosine < 0) {
        cosine = -cosine;
    } else {
        n = -normal;
        etaI = e.index;
        etaT = 1;
    }
    const double eta = etaI / etaT;
    const double k = 1 - (eta * eta) * (1 - cosine * cosine);
    frame.transmits = !(k < 0);   // rounding at the edge of total reflection; the demo ends there with a panic
    frame.direction = (direction + n * cosine) * eta - n * std::sqrt(k);
    frame.origin = point + n * -bias;
}

struct Estimate {
    Rgb radiance;
    float missing = 0;   // at most so much was left out, in any channel
    bool interrupted = false;
};

/// Follows the tree of rays of one pixel, without recursion: a chain is as deep as the scene asks. Branches whose weight
/// in the pixel is below `cutoff` are left out and their weights added up.
Estimate follow(const ClassicScene& scene, glm::dvec3 origin, glm::dvec3 direction, float cutoff,
                ClassicScratch& scratch, Interrupt& interrupt) {
    Estimate out;
    ClassicFrame* const frames = scratch.frames.data();
    uint32_t depth = 0;   // frames in use, and rays behind the one in hand
    float weight = 1;
    while (true) {
        Rgb value;
        bool descending = false;
        if (depth < scene.maxDepth) {
            if (weight < cutoff) {
                out.missing += weight;   // also of branches of no weight at all
            } else {
                uint32_t rays = 1;
                const Hit hit = nearest(scene, origin, direction);
                if (hit.t < kInfinity) {
                    const Element& e = scene.elements[hit.element];
                    const glm::dvec3 point = origin + direction * hit.t;
                    const glm::dvec3 normal = e.isSphere ? normalized(point - e.position) : e.normal;
                    const glm::dvec3 outside = point + normal * scene.shadowBias;
                    const Rgb color = colorAt(scene, e, point);
                    ClassicFrame& frame = frames[depth];
                    if (e.surface != Surface::kRefractive) {
                        value = shadeDiffuse(scene, e, hit.element, color, point, normal, outside, rays);
                    }
                    if (e.surface == Surface::kReflective) {
                        frame.state = ClassicFrame::State::kMirror;
                        frame.base = value * (1.0F - e.reflectivity);
                        frame.factor = e.reflectivity;
                        weight *= e.reflectivity;
                        descending = true;
                    } else if (e.surface == Surface::kRefractive) {
                        const float kr = reflectance(e, glm::dot(direction, normal));
                        frame.state = ClassicFrame::State::kGlassReflecting;
                        frame.factor = kr;
                        weight *= e.transparency * std::max({color.r, color.g, color.b});
                        frame.weight = weight;
                        frame.element = hit.element;
                        frame.surfaceColor = color;
                        frame.transmits = false;
                        if (kr < 1.0F) transmit(e, point, direction, normal, scene.shadowBias, frame);
                        weight *= kr;
                        descending = true;
                    }
                    if (descending) {
                        direction = direction - normal * (2 * glm::dot(direction, normal));
                        origin = outside;
                        ++depth;
                    }
                }
                if (interrupt.tick(rays)) {
                    out.interrupted = true;
                    return out;
                }
            }
        }
        while (!descending) {
            if (depth == 0) {
                out.radiance = value;
                return out;
            }
            ClassicFrame& frame = frames[depth - 1];
            if (frame.state == ClassicFrame::State::kMirror) {
                value = frame.base + value * frame.factor;
                --depth;
                continue;
            }
            if (frame.state == ClassicFrame::State::kGlassReflecting) {
                frame.base = value * frame.factor;
                frame.state = ClassicFrame::State::kGlassTransmitting;
                if (frame.transmits) {
                    origin = frame.origin;
                    direction = frame.direction;
                    weight = frame.weight * (1.0F - frame.factor);
                    descending = true;
                    break;
                }
                value = {};
            }
            const Rgb both = frame.base + value * (1.0F - frame.factor);
            value = both * scene.elements[frame.element].transparency * frame.surfaceColor;
            --depth;
        }
    }
}

/// Could what was left out show in the picture's eight bits?
bool isSettled(const Estimate& estimate) {
    if (estimate.missing == 0) return true;
    const Rgb& c = estimate.radiance;
    for (const float channel : {c.r, c.g, c.b}) {
        // Sums of other terms round otherwise: a margin of some units in the last place on both sides.
        const float margin = channel * 4e-6F;
        if (classicByte(channel - margin) != classicByte(channel + estimate.missing + margin)) return false;
    }
    return true;
}

/// Least weight of a branch that is followed at first. Smaller ones seldom reach the eight bits, and where they might,
/// the pixel is traced again with a smaller one.
constexpr float kFirstCutoff = 1e-4F;
constexpr float kSmallestCutoff = 1e-9F;

}  // namespace

ClassicScratch::ClassicScratch(const ClassicScene& scene) : frames(scene.maxDepth) {}

std::optional<Rgb> traceClassic(const ClassicScene& scene, uint32_t x, uint32_t y, ClassicScratch& scratch,
                                Interrupt& interrupt) {
    const double width = scene.width, height = scene.height;
    const double sx = (((x + 0.5) / width) * 2 - 1) * (width / height) * scene.tanHalfFov;
    const double sy = (1 - ((y + 0.5) / height) * 2) * scene.tanHalfFov;
    const glm::dvec3 direction = normalized({sx, sy, -1});
    // The last cutoff leaves out only branches of no weight; where radiance is unbounded, not even those.
    for (float cutoff = scene.bounded ? kFirstCutoff : 0;; cutoff = cutoff > kSmallestCutoff ? cutoff / 32 : FLT_MIN) {
        const Estimate estimate = follow(scene, glm::dvec3(0), direction, cutoff, scratch, interrupt);
        if (estimate.interrupted) return std::nullopt;
        if (isSettled(estimate) || cutoff <= FLT_MIN) return estimate.radiance;
    }
}

}  // namespace raypool
