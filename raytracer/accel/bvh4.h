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

/// Of two children, i < j, a bit.
constexpr uint32_t pairBit(uint32_t i, uint32_t j) { return 1U << (i == 0 ? j - 1 : i + j); }

struct alignas(64) Node4 {
    float planes[6][4];     // low x, y, z, high x, y, z, of each child
    uint32_t child[4];
    uint8_t order[8];       // by the signs of the direction (bit 0: x < 0, ...): four times two bits, the farthest first
    uint8_t pairs[8];       // the same order: pairBit(i, j) is set where child i is nearer than child j
};
static_assert(sizeof(Node4) == 128);

/// Levels of a tree: the builder splits by halves where it gets deeper than it should, so that this is never reached.
constexpr uint32_t kMaxDepth = 64;
/// Three siblings wait on each level, and all four are there before one is taken.
constexpr uint32_t kStackSize = 3 * kMaxDepth + 4;

/// What a walk writes to. The caller has it, so that the walk needs no frame of its own: a frame in WebAssembly's memory is checked
/// against its stack's end on entry and on return, by some 25 instructions.
struct WalkMemory {
    struct Entry {
        uint32_t child;
        float t;
    };
    Entry stack[kStackSize];
    alignas(16) float distance[4];
};

/// What the test of boxes wants to know of a ray.
struct BoxRay {
    Splat3 origin, inverse;     // inverse: 1 / direction
    uint32_t octant;            // bit 0: x < 0, ...

    BoxRay(vec3 o, vec3 d) : origin(F32x4(o.x, o.y, o.z, 0)) {
        const F32x4 direction(d.x, d.y, d.z, 1);
        const Mask4 isNegative = direction < F32x4(0.0F);
        // Finite, so that 0 times it is 0: a ray within a box's plane touches the box.
        const F32x4 least = select(isNegative, F32x4(-1e-30F), F32x4(1e-30F));
        inverse = Splat3(F32x4(1.0F) / select(abs(direction) < F32x4(1e-30F), least, direction));
        octant = static_cast<uint32_t>(isNegative.bits());
    }
};

template <int i>
struct Child {};

/// walk() for rays of one octant: which planes are the near ones is in the instructions, not in registers.
template <bool kAnyHit, uint32_t kOctant, class Leaf, class Visit>
inline bool walkOctant(const Node4* nodes, uint32_t root, const BoxRay& ray, float tMin, float& tMax, WalkMemory& memory, Leaf&& leaf,
                       Visit&& visit) {
    constexpr size_t kNearX = (kOctant & 1) != 0 ? 3 : 0, kNearY = (kOctant & 2) != 0 ? 4 : 1, kNearZ = (kOctant & 4) != 0 ? 5 : 2;
    constexpr size_t kFarX = 3 - kNearX, kFarY = 5 - kNearY, kFarZ = 7 - kNearZ;
    constexpr Child<0> k0;
    constexpr Child<1> k1;
    constexpr Child<2> k2;
    constexpr Child<3> k3;
    WalkMemory::Entry* const stack = memory.stack;
    WalkMemory::Entry* top = stack;
    uint32_t current = root;
    bool found = false;
    // Every plane's distance is off by three roundings at most, so the far one is widened by twice as much (Ize 2013,
    // "Robust BVH Ray Traversal"): by its factor, which rounds once more, so that the walk's longest chain is no longer.
    const F32x4 widen(1 + 2 * gammaBound(4)), start(tMin);
    // What is as far away as the hit that there is shall be found, too. A triangle's distance is off by more than a plane's, the
    // more so the flatter it is met.
    constexpr float kBeyond = 1 + 0x1p-14F;
    float end = tMax * kBeyond;
    const F32x4 ox = ray.origin.x(), oy = ray.origin.y(), oz = ray.origin.z(), rx = ray.inverse.x(), ry = ray.inverse.y(), rz = ray.inverse.z();
    const F32x4 wx = rx * widen, wy = ry * widen, wz = rz * widen;
    while (true) {
        while ((current & child::kLeaf) == 0) {
            visit();
            const Node4& node = nodes[current];
            const F32x4 nx = (F32x4::load(node.planes[kNearX]) - ox) * rx;
            const F32x4 ny = (F32x4::load(node.planes[kNearY]) - oy) * ry;
            const F32x4 nz = (F32x4::load(node.planes[kNearZ]) - oz) * rz;
            const F32x4 fx = (F32x4::load(node.planes[kFarX]) - ox) * wx;
            const F32x4 fy = (F32x4::load(node.planes[kFarY]) - oy) * wy;
            const F32x4 fz = (F32x4::load(node.planes[kFarZ]) - oz) * wz;
            const F32x4 nearest = max(max(nx, ny), max(nz, start));
            const F32x4 farthest = min(min(fx, fy), min(fz, F32x4(end)));
            const int hits = (nearest <= farthest).bits();
            // A case for each set of children: which one is next is then in the program, not in the data, so that a machine
            // that foretells jumps reads the next node before it knows that this one's boxes are hit.
            const auto one = [&]<int i>(Child<i>) { current = node.child[i]; };
            const auto push = [&]<int i>(Child<i>) {
                top->child = node.child[i];
                if (!kAnyHit) top->t = nearest.template get<i>();
                ++top;
            };
            const auto two = [&]<int i, int j>(Child<i> a, Child<j> b) {
                if ((node.pairs[kOctant] & pairBit(i, j)) != 0) {
                    push(b), one(a);
                } else {
                    push(a), one(b);
                }
            };
            switch (hits) {
                case 0: goto next;
                case 1: one(k0); continue;
                case 2: one(k1); continue;
                case 3: two(k0, k1); continue;
                case 4: one(k2); continue;
                case 5: two(k0, k2); continue;
                case 6: two(k1, k2); continue;
                case 8: one(k3); continue;
                case 9: two(k0, k3); continue;
                case 10: two(k1, k3); continue;
                case 12: two(k2, k3); continue;
                default: break;
            }
            // Three or four, which is rare.
            if (!kAnyHit) nearest.store(memory.distance);
            const uint32_t order = node.order[kOctant];
            const auto isHit = [&](uint32_t i) { return (hits >> i & 1) != 0; };
            const auto pushAny = [&](uint32_t i) {
                top->child = node.child[i];
                if (!kAnyHit) top->t = memory.distance[i];
                ++top;
            };
            const uint32_t farthestChild = order & 3U, third = order >> 2 & 3U, second = order >> 4 & 3U, first = order >> 6;
            if (isHit(farthestChild)) pushAny(farthestChild);
            if (isHit(first)) {
                if (isHit(third)) pushAny(third);
                if (isHit(second)) pushAny(second);
                current = node.child[first];
            } else {
                pushAny(third);
                current = node.child[second];
            }
        }
        if (leaf(child::first(current), child::count(current), tMax)) {
            if (kAnyHit) return true;
            found = true;
            end = tMax * kBeyond;
        }
    next:
        do {
            if (top == stack) return found;
            current = (--top)->child;
        } while (!kAnyHit && top->t > end);
    }
}

/// Walks the tree front to back. `leaf(first, count, tMax)` tests a leaf's items, lowers tMax to the hit if there is one
/// and says whether there was. kAnyHit: ends at the first. `visit()` is called once a node, for statistics.
template <bool kAnyHit, class Leaf, class Visit>
inline bool walk(const Node4* nodes, uint32_t root, const BoxRay& ray, float tMin, float& tMax, WalkMemory& memory, Leaf&& leaf,
                 Visit&& visit) {
    if (root == child::kEmpty) return false;
    switch (ray.octant) {
        case 0: return walkOctant<kAnyHit, 0>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        case 1: return walkOctant<kAnyHit, 1>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        case 2: return walkOctant<kAnyHit, 2>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        case 3: return walkOctant<kAnyHit, 3>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        case 4: return walkOctant<kAnyHit, 4>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        case 5: return walkOctant<kAnyHit, 5>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        case 6: return walkOctant<kAnyHit, 6>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
        default: return walkOctant<kAnyHit, 7>(nodes, root, ray, tMin, tMax, memory, leaf, visit);
    }
}

}  // namespace raypool
