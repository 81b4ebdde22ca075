// From the unit square to disks, spheres, cones and polygons. Beside every sampleX stand its density pdfX and, where it
// has one, its inverse invertX, which gives back the point of the square. Hemispheres and cones are around +z.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/core/vec.h"

namespace raypool {

namespace warp_detail {
/// The azimuth of (x, y) as a fraction of a turn, in [0, 1).
inline float turnOf(float x, float y) {
    const float t = atan2(y, x) * kInvTwoPi;
    const float turn = t < 0 ? t + 1 : t;
    return turn < 1 ? turn : kOneMinusEpsilon;
}
inline float toUnit(float x) { return clamp(x, 0, kOneMinusEpsilon); }
}  // namespace warp_detail

/// Unit disk, little distortion (Shirley and Chiu 1997, "A Low Distortion Map Between Disk and Square").
inline vec2 sampleConcentricDisk(vec2 u) {
    const float x = 2 * u.x - 1, y = 2 * u.y - 1;
    if (x == 0 && y == 0) return {0, 0};
    if (std::fabs(x) > std::fabs(y)) {
        const SinCos s = sinCos(kPi / 4 * (y / x));
        return {x * s.cos, x * s.sin};
    }
    const SinCos s = sinCos(kPi / 4 * (x / y));
    return {y * s.sin, y * s.cos};
}
/// Per area.
constexpr float pdfConcentricDisk() { return kInvPi; }
inline vec2 invertConcentricDisk(vec2 p) {
    const float r = std::sqrt(p.x * p.x + p.y * p.y);
    float x = 0, y = 0;
    if (r == 0) return {0.5F, 0.5F};
    if (std::fabs(p.x) > std::fabs(p.y)) {
        x = std::copysign(r, p.x);
        y = x * (4 * kInvPi) * atan2(p.x < 0 ? -p.y : p.y, std::fabs(p.x));
    } else {
        y = std::copysign(r, p.y);
        x = y * (4 * kInvPi) * atan2(p.y < 0 ? -p.x : p.x, std::fabs(p.y));
    }
    return {warp_detail::toUnit(0.5F * (x + 1)), warp_detail::toUnit(0.5F * (y + 1))};
}

/// Upper hemisphere, density proportional to the cosine (Malley's method).
inline vec3 sampleCosineHemisphere(vec2 u) {
    const vec2 d = sampleConcentricDisk(u);
    return {d.x, d.y, safeSqrt(1 - d.x * d.x - d.y * d.y)};
}
/// Per solid angle.
inline float pdfCosineHemisphere(float cosTheta) { return cosTheta > 0 ? cosTheta * kInvPi : 0; }
inline vec2 invertCosineHemisphere(vec3 w) { return invertConcentricDisk({w.x, w.y}); }

inline vec3 sampleUniformHemisphere(vec2 u) {
    const float z = u.x, r = safeSqrt((1 - z) * (1 + z));
    const SinCos s = sinCos(kTwoPi * u.y);
    return {r * s.cos, r * s.sin, z};
}
/// Per solid angle, on the upper half.
constexpr float pdfUniformHemisphere() { return kInvTwoPi; }
inline vec2 invertUniformHemisphere(vec3 w) { return {warp_detail::toUnit(w.z), warp_detail::turnOf(w.x, w.y)}; }

inline vec3 sampleUniformSphere(vec2 u) {
    // z from 1 down; near the poles from what is left to them, so that it keeps its relative precision.
    const float r = 2 * safeSqrt(u.x * (1 - u.x));
    const SinCos s = sinCos(kTwoPi * u.y);
    return {r * s.cos, r * s.sin, 1 - 2 * u.x};
}
/// Per solid angle.
constexpr float pdfUniformSphere() { return kInvFourPi; }
inline vec2 invertUniformSphere(vec3 w) {
    return {warp_detail::toUnit(0.5F * (1 - w.z)), warp_detail::turnOf(w.x, w.y)};
}

/// Cone of half angle a around +z, given as 1 - cos a in (0, 2]: exact for cones as narrow as one likes, which cos a is
/// not. (1 - cos a = 2 sin^2(a / 2).)
inline vec3 sampleUniformCone(vec2 u, float oneMinusCosMax) {
    const float h = u.x * oneMinusCosMax;
    const float r = safeSqrt(h * (2 - h));
    const SinCos s = sinCos(kTwoPi * u.y);
    return {r * s.cos, r * s.sin, 1 - h};
}
/// Per solid angle, inside the cone.
inline float pdfUniformCone(float oneMinusCosMax) { return kInvTwoPi / oneMinusCosMax; }
/// For unit directions inside the cone.
inline vec2 invertUniformCone(vec3 w, float oneMinusCosMax) {
    const float r2 = w.x * w.x + w.y * w.y;
    const float h = w.z > 0 ? r2 / (1 + w.z) : 1 - w.z;   // 1 - cos without cancellation
    return {warp_detail::toUnit(h / oneMinusCosMax), warp_detail::turnOf(w.x, w.y)};
}

/// Barycentric coordinates of a triangle's first and second corner, uniform by area, little distortion (Heitz 2019, "A
/// Low-Distortion Map Between Triangle and Square").
inline vec2 sampleTriangle(vec2 u) {
    if (u.x < u.y) {
        const float b = 0.5F * u.x;
        return {b, u.y - b};
    }
    const float b = 0.5F * u.y;
    return {u.x - b, b};
}
/// Per area.
inline float pdfTriangle(float area) { return 1 / area; }
inline vec2 invertTriangle(vec2 b) {
    const float sum = b.x + b.y;
    return b.x < b.y ? vec2{warp_detail::toUnit(2 * b.x), warp_detail::toUnit(sum)}
                     : vec2{warp_detail::toUnit(sum), warp_detail::toUnit(2 * b.y)};
}

/// Regular polygon of `corners` >= 3 in the unit circle, its first corner at the angle `rotation` (radians) from +x:
/// an aperture with so many blades.
inline vec2 sampleRegularPolygon(vec2 u, uint32_t corners, float rotation) {
    const auto n = static_cast<float>(corners);
    const float sector = u.x * n, first = std::floor(sector), t = sector - first;
    const float r = std::sqrt(u.y), step = kTwoPi / n;
    const SinCos a = sinCos(rotation + first * step), b = sinCos(rotation + (first + 1) * step);
    return {r * ((1 - t) * a.cos + t * b.cos), r * ((1 - t) * a.sin + t * b.sin)};
}
/// Per area.
inline float pdfRegularPolygon(uint32_t corners) {
    const auto n = static_cast<float>(corners);
    return 2 / (n * sin(kTwoPi / n));
}
inline vec2 invertRegularPolygon(vec2 p, uint32_t corners, float rotation) {
    const auto n = static_cast<float>(corners);
    const SinCos back = sinCos(-rotation);
    const vec2 q{p.x * back.cos - p.y * back.sin, p.x * back.sin + p.y * back.cos};
    const float last = n - 1, first = clamp(std::floor(warp_detail::turnOf(q.x, q.y) * n), 0, last);
    // In the sector: q = r ((1 - t) a + t b).
    const SinCos a = sinCos(first * (kTwoPi / n)), b = sinCos((first + 1) * (kTwoPi / n));
    const float area = a.cos * b.sin - a.sin * b.cos;
    const float ra = (q.x * b.sin - q.y * b.cos) / area, rb = (a.cos * q.y - a.sin * q.x) / area, r = ra + rb;
    if (!(r > 0)) return {0, 0};
    return {warp_detail::toUnit((first + clamp(rb / r, 0, 1)) / n), warp_detail::toUnit(r * r)};
}

/// Distance with density rate * exp(-rate * x), rate > 0.
inline float sampleExponential(float u, float rate) { return -log(1 - u) / rate; }
inline float pdfExponential(float x, float rate) { return x >= 0 ? rate * exp(-rate * x) : 0; }
inline float invertExponential(float x, float rate) {
    return warp_detail::toUnit(static_cast<float>(1 - exp(-double{rate} * double{x})));
}

/// Tent of half width `radius` around 0: density (1 - |x| / radius) / radius.
inline float sampleTent(float u, float radius) {
    return u < 0.5F ? radius * (std::sqrt(2 * u) - 1) : radius * (1 - std::sqrt(2 * (1 - u)));
}
inline float pdfTent(float x, float radius) {
    const float d = std::fabs(x);
    return d < radius ? (1 - d / radius) / radius : 0;
}
inline float invertTent(float x, float radius) {
    const float d = clamp(x / radius, -1, 1);
    return warp_detail::toUnit(d < 0 ? 0.5F * sqr(1 + d) : 1 - 0.5F * sqr(1 - d));
}

}  // namespace raypool
