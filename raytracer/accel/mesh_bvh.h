#pragma once
#include "raytracer/accel/bvh_build.h"
#include "raytracer/accel/triangle_block.h"
#include "raytracer/geometry/mesh.h"

namespace raypool {

/// The tree over a mesh's triangles, with the triangles themselves. Those without area are left out.
struct MeshBvh {
    std::unique_ptr<Node4[]> nodes;
    std::unique_ptr<TriangleBlock[]> blocks;
    uint32_t nodeCount = 0, blockCount = 0;
    uint32_t root = child::kEmpty;
    Bounds3 bounds;

    size_t memoryBytes() const { return nodeCount * sizeof(Node4) + blockCount * sizeof(TriangleBlock) + sizeof(*this); }
};

MeshBvh buildMeshBvh(const Mesh& mesh, const BvhOptions& options, ThreadPool* pool);

/// The closest hit, or any: see walk and hitBlock. `hit` has primitive 0 at first.
template <bool kAnyHit, class Visit>
inline bool hitMesh(const Node4* nodes, const TriangleBlock* blocks, uint32_t root, const TriangleRay& ray, float tMin, float& tMax,
                    WalkMemory& memory, TriangleHit& hit, Visit&& visit) {
    return walk<kAnyHit>(
        nodes, root, ray, tMin, tMax, memory,
        [&](uint32_t first, uint32_t count, float& limit) {
            for (uint32_t i = 0; i < count; ++i) visit();
            return hitBlocks<kAnyHit>(blocks + first, count, ray, tMin, limit, hit);
        },
        visit);
}

}  // namespace raypool
