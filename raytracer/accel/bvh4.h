// Trees with four children a node, and the one walk through them. A node's four boxes are tested at once; which of a
// box's planes is the near one depends on the ray's direction only, so that the boxes are loaded in that order and need
// no swaps (as in Embree, Wald et al. 2014). Header-only, and of nothing but core/: the tests compile it twice.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

#include "raytracer/core/math.h"
#include "raytracer/core/ray.h"
#include "raytracer/core/simd_f32x4.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// A child is a node's index, or a leaf: kLeaf | first item << 3 | (items - 1).
namespace child {
constexpr uint32_t kLeaf = 0x80000000U;
constexpr uint32_t kMaxItems = 8;
constexpr uint32_t kMaxFirst = (1U << 28) - 1;
/// Where there is none. Its box is empty, so that nobody goes there; as a root it means an empty tree.
constexpr uint32_t kEmpty = 0xFFFFFFFFU;
constexpr uint32_t leaf(uint32_t first, uint32_t count) { return kLeaf | first << 3 | (count - 1); }
constexpr uint32_t first(uint32_t c) { return (c & ~kLeaf) >> 3; }
constexpr uint32_t count(uint32_t c) { return (c & 7U) + 1; }
}  // namespace child

struct alignas(64) Node4 {
    float planes[6][4];     // low x, y, z, high x, y, z, of each child
    uint32_t child[4];
    uint8_t order[8];       // by the signs of the direction (bit 0: x < 0, ...): four times two bits, the farthest first
    uint32_t unused[2];
};
static_assert(sizeof(Node4) == 128);

/// Levels of a tree: the builder splits by halves where it gets deeper than it should, so that this is never reached.
constexpr uint32_t kMaxDepth = 64;
/// Three siblings wait on each level, and all four are there before one is taken.
constexpr uint32_t kStackSize = 3 * kMaxDepth + 4;

/// What the test of boxes wants to know of a ray.
struct BoxRay {
    F32x4 ox, oy, oz, rx, ry, rz;   // origin, 1 / direction
    uint32_t nearX, nearY, nearZ;   // where in Node4::planes, in floats
    uint32_t octant;

    BoxRay(vec3 o, vec3 d) : ox(o.x), oy(o.y), oz(o.z), rx(reciprocal(d.x)), ry(reciprocal(d.y)), rz(reciprocal(d.z)) {
        const uint32_t x = d.x < 0 ? 1 : 0, y = d.y < 0 ? 1 : 0, z = d.z < 0 ? 1 : 0;
        nearX = 12 * x, nearY = 4 + 12 * y, nearZ = 8 + 12 * z;
        octant = x | y << 1 | z << 2;
    }
    /// Finite, so that 0 times it is 0: a ray within a box's plane touches the box.
    static float reciprocal(float d) { return 1 / (std::fabs(d) < 1e-30F ? (d < 0 ? -1e-30F : 1e-30F) : d); }
};

/// Walks the tree front to back. `leaf(first, count, tMax)` tests a leaf's items, lowers tMax to the hit if there is one
/// and says whether there was. kAnyHit: ends at the first. `visit()` is called once a node, for statistics.
template <bool kAnyHit, class Leaf, class Visit>
inline bool walk(const Node4* nodes, uint32_t root, const BoxRay& ray, float tMin, float& tMax, Leaf&& leaf, Visit&& visit) {
    struct Entry {
        uint32_t child;
        float t;
    };
    if (root == child::kEmpty) return false;
    Entry stack[kStackSize];
    uint32_t waiting = 0, current = root;
    bool found = false;
    // Every plane's distance is off by three roundings at most, so the far one is widened by twice as much (Ize 2013,
    // "Robust BVH Ray Traversal"): by its factor, which rounds once more, so that the walk's longest chain is no longer.
    const F32x4 widen(1 + 2 * gammaBound(4)), start(tMin);
    // Copies, which the compiler can keep in registers.
    const F32x4 ox = ray.ox, oy = ray.oy, oz = ray.oz, rx = ray.rx, ry = ray.ry, rz = ray.rz;
    const F32x4 wx = rx * widen, wy = ry * widen, wz = rz * widen;
    const size_t nearX = ray.nearX, nearY = ray.nearY, nearZ = ray.nearZ;
    while (true) {
        while ((current & child::kLeaf) == 0) {
            visit();
            const Node4& node = nodes[current];
            const float* planes = node.planes[0];
            const F32x4 nx = (F32x4::load(planes + nearX) - ox) * rx;
            const F32x4 ny = (F32x4::load(planes + nearY) - oy) * ry;
            const F32x4 nz = (F32x4::load(planes + nearZ) - oz) * rz;
            const F32x4 fx = (F32x4::load(planes + (12 - nearX)) - ox) * wx;
            const F32x4 fy = (F32x4::load(planes + (20 - nearY)) - oy) * wy;
            const F32x4 fz = (F32x4::load(planes + (28 - nearZ)) - oz) * wz;
            const F32x4 nearest = max(max(nx, ny), max(nz, start));
            const F32x4 farthest = min(min(fx, fy), min(fz, F32x4(tMax)));
            const int hits = (nearest <= farthest).bits();
            if (hits == 0) goto next;
            if ((hits & (hits - 1)) == 0) {
                current = node.child[std::countr_zero(static_cast<uint32_t>(hits))];
                continue;
            }
            [[maybe_unused]] alignas(16) float distance[4];
            if (!kAnyHit) nearest.store(distance);
            const uint32_t order = node.order[ray.octant];
            // By plain branches: they cost less than writing all four and counting those that are hit.
            const auto put = [&](uint32_t i) {
                if ((hits >> i & 1) == 0) return;
                stack[waiting].child = node.child[i];
                if (!kAnyHit) stack[waiting].t = distance[i];
                ++waiting;
            };
            put(order & 3U), put(order >> 2 & 3U), put(order >> 4 & 3U), put(order >> 6);
            current = stack[--waiting].child;
        }
        if (leaf(child::first(current), child::count(current), tMax)) {
            if (kAnyHit) return true;
            found = true;
        }
    next:
        do {
            if (waiting == 0) return found;
            current = stack[--waiting].child;
        } while (!kAnyHit && stack[waiting].t > tMax);
    }
}

}  // namespace raypool
