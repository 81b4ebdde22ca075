#include "raytracer/accel/mesh_bvh.h"

#include <algorithm>
#include <atomic>
#include <limits>

#include "raytracer/geometry/triangle.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {

namespace {

constexpr uint32_t kChunk = 1U << 14;

uint32_t chunks(size_t count) { return static_cast<uint32_t>((count + kChunk - 1) / kChunk); }

}  // namespace

MeshBvh buildMeshBvh(const Mesh& mesh, const BvhOptions& options, ThreadPool* pool) {
    MeshBvh out;
    const uint32_t triangles = mesh.triangleCount();
    const auto corner = [&](uint32_t triangle, uint32_t i) { return mesh.positions[mesh.indices[size_t{triangle} * 3 + i]]; };

    // The shear that triangles are tested with moves a ray sideways by some roundings of its length; the boxes are wide
    // enough for rays as long as the mesh is far from the origin.
    std::vector<Bounds3> parts(chunks(triangles));
    parallelFor(pool, chunks(triangles), [&](uint32_t chunk) {
        const uint32_t end = std::min(triangles, (chunk + 1) * kChunk);
        for (uint32_t i = chunk * kChunk; i < end; ++i) {
            for (uint32_t k = 0; k < 3; ++k) parts[chunk].add(corner(i, k));
        }
    });
    for (const Bounds3& part : parts) out.bounds.add(part);
    if (triangles == 0) return out;
    const float reach = maxComponent(glm::max(abs(out.bounds.low), abs(out.bounds.high)));
    const vec3 margin(reach * gammaBound(6));

    UnsetVector<BuildRef> refs;
    refs.reserve(mostRefs(triangles, options));
    refs.resize(triangles);
    std::atomic<bool> isAnyFlat = false;
    parallelFor(pool, chunks(triangles), [&](uint32_t chunk) {
        const uint32_t end = std::min(triangles, (chunk + 1) * kChunk);
        for (uint32_t i = chunk * kChunk; i < end; ++i) {
            const vec3 a = corner(i, 0), b = corner(i, 1), c = corner(i, 2);
            Bounds3 box;
            box.add(a), box.add(b), box.add(c);
            box.low -= margin, box.high += margin;
            const bool isFlat = !hasArea(a, b, c);
            refs[i] = isFlat ? BuildRef() : BuildRef(box, i);
            if (isFlat) isAnyFlat.store(true, std::memory_order_relaxed);
        }
    });
    if (isAnyFlat) std::erase_if(refs, [](const BuildRef& r) { return r.tag == 0; });
    out.bounds.low -= margin;
    out.bounds.high += margin;

    // Where triangles are cut, rounding moves the cut's place, too.
    const ClippedTriangles clipped{mesh.positions.data(), mesh.indices.data(), reach * gammaBound(20)};
    Bvh tree = buildBvh(refs, options, pool, options.copies > 0 ? &clipped : nullptr);
    out.nodes = std::move(tree.nodes);
    out.nodeCount = tree.nodeCount;
    out.root = tree.root;
    out.blockCount = static_cast<uint32_t>(tree.blocks.size());
    out.blocks = std::make_unique_for_overwrite<TriangleBlock[]>(out.blockCount);
    parallelFor(pool, chunks(out.blockCount), [&](uint32_t chunk) {
        const uint32_t end = std::min(out.blockCount, (chunk + 1) * kChunk);
        for (uint32_t i = chunk * kChunk; i < end; ++i) {
            TriangleBlock& block = out.blocks[i];
            const BvhBlock& from = tree.blocks[i];
            for (uint32_t lane = 0; lane < 4; ++lane) {
                const bool used = lane < from.count;
                const uint32_t triangle = used ? refs[from.begin + lane].index() : ~0U;
                block.primitive[lane] = triangle;
                for (uint32_t k = 0; k < 3; ++k) {
                    const vec3 p = used ? corner(triangle, k) : vec3(std::numeric_limits<float>::quiet_NaN());
                    for (int a = 0; a < 3; ++a) block.vertex[k][a][lane] = p[a];
                }
            }
        }
    });
    return out;
}

}  // namespace raypool
