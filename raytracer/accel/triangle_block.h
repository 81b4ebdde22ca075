// Four triangles, tested against a ray at once and watertightly: after Woop, Benthin and Wald 2013 ("Watertight Ray/Triangle
// Intersection"), the ray is sheared onto an axis, and three edge functions of the flat picture decide. Triangles that share
// an edge compute its function from the same numbers with opposite sign, so no ray passes between them.
#pragma once
#include <bit>
#include <cstdint>

#include "raytracer/accel/bvh4.h"
#include "raytracer/core/math.h"
#include "raytracer/core/ray.h"
#include "raytracer/core/simd_f32x4.h"
#include "raytracer/core/vec.h"

namespace raypool {

struct alignas(32) TriangleBlock {
    float vertex[3][3][4];    // vertex, axis, triangle; NaN where there are less than four
    uint32_t primitive[4];
};
static_assert(sizeof(TriangleBlock) == 160);

/// What the test of triangles wants to know of a ray.
struct TriangleRay : BoxRay {
    alignas(16) float d[4];
    uint32_t kx, ky, kz;                     // the direction's largest component is along kz
    Splat3 shear;                            // in that order of axes
#if RAYPOOL_F32X4_SSE
    alignas(16) float o[4];
    Splat3 ordered;                          // the origin, which elsewhere is as cheap to look up: see Splat3
#endif
    alignas(16) mutable float lanes[4][4];   // for a block's test to write to: see WalkMemory

    TriangleRay(vec3 point, vec3 direction) : BoxRay(point, direction) {
        F32x4(direction.x, direction.y, direction.z, 0).store(d);
        const vec3 a = abs(direction);
        // No branches: nobody could foretell them.
        const uint32_t xy = a.x > a.y ? 1 : 0, xz = a.x > a.z ? 1 : 0, yz = a.y > a.z ? 1 : 0;
        kz = kLargest >> 2 * (xy | xz << 1 | yz << 2) & 3;
        kx = 1 << kz & 3, ky = kAfter >> 2 * kx & 3;
        const float scale = 1 / d[kz];
#if RAYPOOL_F32X4_SSE
        F32x4(point.x, point.y, point.z, 0).store(o);
        ordered = Splat3(o[kx], o[ky], o[kz]);
#endif
        shear = Splat3(d[kx] * scale, d[ky] * scale, scale);
    }
    /// The origin: by axis, and in the shear's order.
#if RAYPOOL_F32X4_SSE
    float from(uint32_t axis) const { return o[axis]; }
    F32x4 ox() const { return ordered.x(); }
    F32x4 oy() const { return ordered.y(); }
    F32x4 oz() const { return ordered.z(); }
#else
    float from(uint32_t axis) const { return origin.v[axis]; }
    F32x4 ox() const { return from(kx); }
    F32x4 oy() const { return from(ky); }
    F32x4 oz() const { return from(kz); }
#endif
    /// Two bits for each set of answers: x > y, x > z, y > z.
    static constexpr uint32_t kLargest = [] {
        uint32_t table = 0;
        for (uint32_t i = 0; i < 8; ++i) {
            const uint32_t k = (i & 1) != 0 ? ((i & 2) != 0 ? 0 : 2) : ((i & 4) != 0 ? 1 : 2);
            table |= k << 2 * i;
        }
        return table;
    }();
    static constexpr uint32_t kAfter = 1 | 2 << 2 | 0 << 4;
};

struct TriangleHit {
    float t, u, v;
    uint32_t primitive;
};

/// Of two triangles at one distance the first in the mesh is hit, so that a tree's form does not decide. `hit`: the one at
/// tMax, or primitive 0 if there is none.
inline bool isNearer(float t, uint32_t primitive, float tMax, const TriangleHit& hit) {
    return t < tMax || (t == tMax && primitive < hit.primitive);
}

/// One triangle in double, where floats can't tell: the ray seems to pass through an edge, or the triangle reaches to both
/// sides of the ray's origin, as the one does that the ray has just left.
[[gnu::noinline, gnu::cold]] inline bool hitTriangleExactly(const TriangleBlock& block, int lane, const TriangleRay& ray, float tMin,
                                                            float tMax, TriangleHit& hit) {
    // The sheared vertices, as hitBlock has them.
    const float scale = 1 / ray.d[ray.kz], shearX = ray.d[ray.kx] * scale, shearY = ray.d[ray.ky] * scale;
    const auto sheared = [&](int i, double& x, double& y) {
        const auto& p = block.vertex[i];
        const float z = p[ray.kz][lane] - ray.from(ray.kz);
        x = double{p[ray.kx][lane] - ray.from(ray.kx) - shearX * z}, y = double{p[ray.ky][lane] - ray.from(ray.ky) - shearY * z};
    };
    double ax, ay, bx, by, cx, cy;
    sheared(0, ax, ay), sheared(1, bx, by), sheared(2, cx, cy);
    // Products of floats are exact in double, so the signs are.
    const double u = cx * by - cy * bx, v = ax * cy - ay * cx, w = bx * ay - by * ax;
    if ((u < 0 || v < 0 || w < 0) && (u > 0 || v > 0 || w > 0)) return false;
    const double determinant = u + v + w;
    if (determinant == 0) return false;
    const auto corner = [&](int i) {
        const auto& p = block.vertex[i];
        return dvec3(p[0][lane], p[1][lane], p[2][lane]) - dvec3(ray.from(0), ray.from(1), ray.from(2));
    };
    const dvec3 a = corner(0), b = corner(1), c = corner(2);
    const dvec3 n = glm::cross(b - a, c - a);
    const double along = glm::dot(n, dvec3(ray.d[0], ray.d[1], ray.d[2]));
    if (along == 0) return false;
    // A triangle seen nearly edge on has no good distance to its plane, but lies between its corners.
    const int k = static_cast<int>(ray.kz);
    const double za = a[k] * double{scale}, zb = b[k] * double{scale}, zc = c[k] * double{scale};
    const double low = za < zb ? (za < zc ? za : zc) : (zb < zc ? zb : zc);
    const double high = za > zb ? (za > zc ? za : zc) : (zb > zc ? zb : zc);
    double t = glm::dot(a, n) / along;
    t = t < low ? low : (t > high ? high : t);
    if (!(t >= tMin)) return false;
    // Rounding must not bring it to where the caller says there is none.
    const auto rounded = static_cast<float>(t), distance = rounded < tMin ? tMin : rounded;
    if (!isNearer(distance, block.primitive[lane], tMax, hit)) return false;
    hit = {distance, static_cast<float>(v / determinant), static_cast<float>(w / determinant), block.primitive[lane]};
    return true;
}

/// The closest hit in [tMin, tMax) of the block's triangles, from either side; lowers tMax. kAnyHit: the first one found. `hit`: see
/// isNearer.
template <bool kAnyHit>
[[gnu::always_inline]] inline bool hitBlock(const TriangleBlock& block, const TriangleRay& ray, float tMin, float& tMax, TriangleHit& hit) {
    const auto& va = block.vertex[0];
    const auto& vb = block.vertex[1];
    const auto& vc = block.vertex[2];
    const F32x4 ox = ray.ox(), oy = ray.oy(), oz = ray.oz(), sx = ray.shear.x(), sy = ray.shear.y();
    const F32x4 az = F32x4::load(va[ray.kz]) - oz, bz = F32x4::load(vb[ray.kz]) - oz, cz = F32x4::load(vc[ray.kz]) - oz;
    const F32x4 ax = F32x4::load(va[ray.kx]) - ox - sx * az, ay = F32x4::load(va[ray.ky]) - oy - sy * az;
    const F32x4 bx = F32x4::load(vb[ray.kx]) - ox - sx * bz, by = F32x4::load(vb[ray.ky]) - oy - sy * bz;
    const F32x4 cx = F32x4::load(vc[ray.kx]) - ox - sx * cz, cy = F32x4::load(vc[ray.ky]) - oy - sy * cz;
    const F32x4 u = cx * by - cy * bx, v = ax * cy - ay * cx, w = bx * ay - by * ax;
    const F32x4 zero(0.0F), low = min(min(u, v), w), high = max(max(u, v), w);
    const Mask4 inside = (low >= zero) | (high <= zero);
    int candidates = inside.bits();
    if (candidates == 0) return false;

    const F32x4 determinant = u + v + w;
    const F32x4 sum = u * az + v * bz + w * cz;
    const F32x4 t = sum * ray.shear.z() / determinant;
    // With all corners on one side of the origin the sum has terms of one sign, so the sign of t is right. Otherwise it is
    // if the sum is larger than its error: with all coordinates at most m and z that can be by 3 * 32 roundings of m^2 z.
    const F32x4 nearest = min(min(az, bz), cz), farthest = max(max(az, bz), cz);
    Mask4 doubtful = (u == zero) | (v == zero) | (w == zero);
    const Mask4 straddles = inside & (nearest <= zero) & (farthest >= zero);
    if (straddles.any()) {
        const F32x4 z = max(farthest, -nearest);
        const F32x4 m = max(max(max(abs(ax), abs(ay)), max(abs(bx), abs(by))), max(max(abs(cx), abs(cy)), z));
        doubtful = doubtful | (straddles & (abs(sum) <= m * m * z * F32x4(1e-5F)));
    }
    const int exact = (inside & doubtful).bits();
    candidates &= exact | ((t >= F32x4(tMin)) & (kAnyHit ? t < F32x4(tMax) : t <= F32x4(tMax))).bits();
    if (candidates == 0) return false;
    if (kAnyHit && (candidates & ~exact) != 0) return true;
    if (kAnyHit) {
        for (int left = candidates; left != 0; left &= left - 1) {
            if (hitTriangleExactly(block, std::countr_zero(static_cast<uint32_t>(left)), ray, tMin, tMax, hit)) return true;
        }
        return false;
    }
    float* const ts = ray.lanes[0], * const vs = ray.lanes[1], * const ws = ray.lanes[2], * const ds = ray.lanes[3];
    t.store(ts), v.store(vs), w.store(ws), determinant.store(ds);
    bool found = false;
    do {
        const int i = std::countr_zero(static_cast<uint32_t>(candidates));
        candidates &= candidates - 1;
        if ((exact >> i & 1) != 0) {
            if (!hitTriangleExactly(block, i, ray, tMin, tMax, hit)) continue;
        } else {
            if (!isNearer(ts[i], block.primitive[i], tMax, hit)) continue;
            hit = {ts[i], vs[i] / ds[i], ws[i] / ds[i], block.primitive[i]};
        }
        tMax = hit.t;
        found = true;
    } while (candidates != 0);
    return found;
}

/// The blocks of a leaf. A function of its own: what a walk keeps in registers is read again after a leaf, not after each block.
template <bool kAnyHit>
[[gnu::noinline]] inline bool hitBlocks(const TriangleBlock* block, uint32_t count, const TriangleRay& ray, float tMin, float& tMax,
                                 TriangleHit& hit) {
    bool found = false;
    for (const TriangleBlock* end = block + count; block != end; ++block) {
        if (!hitBlock<kAnyHit>(*block, ray, tMin, tMax, hit)) continue;
        if (kAnyHit) return true;
        found = true;
    }
    return found;
}

}  // namespace raypool
