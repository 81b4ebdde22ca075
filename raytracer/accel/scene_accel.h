// The trees over a scene's geometry, and the three questions that rendering asks them.
#pragma once
#include <cstdint>
#include <memory>

#include "raytracer/core/ray.h"
#include "raytracer/geometry/geometry.h"
#include "raytracer/parallel/thread_pool.h"

namespace raypool {

/// How trees over meshes are built. The defaults are measured.
struct BuildConfig {
    float traversalCost = 3;      // of visiting a node, where testing a block of four triangles costs 1
    uint32_t maxBlocks = 4;       // blocks of four triangles in a leaf
    // Space is split, and triangles stand in several leaves, where halves overlap by more than this part of the whole; copies
    // are at most so many in proportion to the triangles. What is worth most comes with few copies and little time.
    float copies = 0.1F;
    float overlap = 0.05F;
    uint32_t reinsertions = 0;    // passes that move subtrees to where the tree costs least

    /// 3 to 18 % fewer nodes and triangles for a ray to visit, built in up to three times the time.
    static constexpr BuildConfig highQuality() { return {3, 2, 0.5F, 1e-4F, 10}; }
    bool operator==(const BuildConfig&) const = default;
};

/// Two levels: a tree of four-wide nodes over objects, and one for each mesh that objects share. Immutable; keeps nothing
/// of the geometry that it was built from but its motions, so that the geometry may be moved.
class SceneAccel {
public:
    SceneAccel();
    ~SceneAccel();
    SceneAccel(SceneAccel&&) noexcept;
    SceneAccel& operator=(SceneAccel&&) noexcept;

    /// What was built before, of the geometry that it was built from: trees over meshes with the same triangles are shared
    /// with it, so that moving an object builds the upper level alone. Both, or neither.
    struct Before {
        const Geometry* geometry;
        const SceneAccel* accel;
    };
    /// The same tree, bit for bit, for any number of threads and whatever there was before; `pool` may be null: the caller
    /// builds alone.
    static SceneAccel build(const Geometry& geometry, ThreadPool* pool = nullptr, const BuildConfig& config = {}, Before before = {});

    /// The closest hit of objects that share a bit with `mask`, in [ray.tMin, ray.tMax); false: none, and hit unchanged.
    bool intersect(const Ray& ray, uint8_t mask, Hit& hit) const;
    /// Whether there is any such hit.
    bool occluded(const Ray& ray, uint8_t mask) const;
    /// How many nodes and primitives (blocks of four triangles count as one) the closest hit took: for the debug view.
    uint32_t traversalCost(const Ray& ray) const;

    /// Of all objects but infinite planes, over the shutter's time.
    const Bounds3& bounds() const;
    size_t memoryBytes() const;
    /// Trees over meshes that build() made, not taken over from before.
    uint32_t meshesBuilt() const;
    /// The trees' bits in one number: for tests of determinism.
    uint64_t hash() const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace raypool
