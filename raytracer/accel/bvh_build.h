// Builds trees of four-wide nodes over boxes: binned surface area heuristic (Wald 2007, "On fast construction of SAH-based
// bounding volume hierarchies"), with splits of space (bvh_spatial.h) and reinsertion (bvh_reinsert.h) where they are asked for,
// collapsed to four children a node at least cost (bvh_collapse.h).
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "raytracer/accel/bvh4.h"
#include "raytracer/core/bounds.h"
#include "raytracer/core/simd_f32x4.h"
#include "raytracer/core/unset_vector.h"
#include "raytracer/parallel/thread_pool.h"

namespace raypool {

/// A box and whose it is.
struct alignas(16) BuildRef {
    float low[3];
    uint32_t tag;      // kTag | index: the bits of a float of ordinary size, since all four lanes are computed with
    float high[3];
    float zero = 0;

    static constexpr uint32_t kTag = 0x40000000U;
    BuildRef() = default;
    BuildRef(const Bounds3& b, uint32_t index)
        : low{b.low.x, b.low.y, b.low.z}, tag(kTag | index), high{b.high.x, b.high.y, b.high.z} {}
    uint32_t index() const { return tag & ~kTag; }
    void setBox(F32x4 l, F32x4 h) {
        const uint32_t kept = tag;
        l.store(low);
        h.store(high);
        tag = kept, zero = 0;
    }
};
static_assert(sizeof(BuildRef) == 32);

/// What boxes of triangles are clipped with, when space is split.
struct ClippedTriangles {
    const vec3* positions;
    const uint32_t* indices;
    float margin;                 // by which boxes of parts are wider than rounding makes them
};

struct BvhOptions {
    uint32_t blockSize = 1;       // boxes that are tested at once: a leaf's cost is its number of blocks
    uint32_t maxBlocks = 1;       // in a leaf, at most child::kMaxItems
    float traversalCost = 1;      // of a node, where a block costs 1
    float copies = 0;             // of refs, at most, in proportion to their number; only with triangles to clip
    float overlap = 0;            // of two halves, in proportion to the whole, beyond which it is tried to split space
    uint32_t reinsertions = 0;    // passes that move subtrees to where the tree costs least
};

/// A block of a leaf: refs [begin, begin + count), as build() has ordered them.
struct BvhBlock {
    uint32_t begin, count;
};

struct Bvh {
    std::unique_ptr<Node4[]> nodes;
    uint32_t nodeCount = 0;
    uint32_t root = child::kEmpty;      // leaves: first block and number of blocks
    std::vector<BvhBlock> blocks;
};

/// So many refs there may be with their copies.
size_t mostRefs(size_t count, const BvhOptions& options);

/// Orders the refs, fewer than 2^28 with their copies, and builds the tree; the same for any number of threads. With
/// `triangles`, whose numbers the refs' indices are, a ref may come to stand in several leaves, each time with a smaller box.
Bvh buildBvh(UnsetVector<BuildRef>& refs, const BvhOptions& options, ThreadPool* pool, const ClippedTriangles* triangles = nullptr);

}  // namespace raypool
