#include "raytracer/accel/mesh_bvh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "raytracer/core/hash.h"
#include "raytracer/geometry/triangle.h"
#include "raytracer/testing/brute_force.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/random_geometry.h"
#include "raytracer/testing/scalar_accel.h"

namespace raypool {
namespace {

using testing::effort;

constexpr BvhOptions kOptions{4, 4, 3};

template <bool kAnyHit>
bool trace(const MeshBvh& tree, const Ray& ray, TriangleHit& hit) {
    float tMax = ray.tMax;
    WalkMemory memory;
    return hitMesh<kAnyHit>(tree.nodes.get(), tree.blocks.get(), tree.root, TriangleRay(ray.o, ray.d),
                            ray.tMin, tMax, memory, hit, [] {});
}

/// Every back end of the SIMD wrapper walks to the same hit, to the bit.
TEST(MeshBvh, ScalarBackEndGivesTheSameBits) {
    for (uint32_t kind = 0; kind < 20; ++kind) {
        Geometry geometry;
        geometry.meshes = {testing::randomSoup(kind)};
        const MeshBvh tree = buildMeshBvh(geometry.meshes[0], kind % 2 == 0 ? kOptions : BvhOptions{4, 2, 3, 1, 1e-5F}, nullptr);
        Pcg32 random(kind);
        for (int i = 0; i < effort(2000, 200); ++i) {
            const Ray ray = testing::randomRay(random, tree.bounds, geometry);
            TriangleHit hit{};
            testing::ScalarHit scalar{};
            const bool isHit = trace<false>(tree, ray, hit);
            ASSERT_EQ(testing::scalarHitMesh(tree.nodes.get(), tree.blocks.get(), tree.root, &ray.o.x, &ray.d.x, false, ray.tMin,
                                             ray.tMax, scalar), isHit);
            ASSERT_EQ(hit.t, scalar.t);
            ASSERT_EQ(hit.u, scalar.u);
            ASSERT_EQ(hit.v, scalar.v);
            ASSERT_EQ(hit.primitive, scalar.primitive);
            ASSERT_EQ(testing::scalarHitMesh(tree.nodes.get(), tree.blocks.get(), tree.root, &ray.o.x, &ray.d.x, true, ray.tMin,
                                             ray.tMax, scalar), isHit);
        }
    }
}

/// The watertight test agrees with Moeller and Trumbore's in double, but for a hair's breadth along the edges.
TEST(MeshBvh, TrianglesAgreeWithAnotherMethod) {
    Pcg32 random(3);
    int hits = 0;
    for (int i = 0; i < effort(200000, 5000); ++i) {
        Mesh mesh;
        for (int k = 0; k < 3; ++k) mesh.positions.push_back(testing::uniformPoint(random, vec3(-1), vec3(1)));
        mesh.indices = {0, 1, 2};
        const vec3 *p = mesh.positions.data();
        // Seen nearly edge on, or slim, every method in floats is uncertain by more.
        const vec3 n = cross(p[1] - p[0], p[2] - p[0]);
        Ray ray;
        ray.o = testing::uniformPoint(random, vec3(-1.5F), vec3(1.5F));
        const float u = random.nextFloat(), v = random.nextFloat() * (1.2F - u);
        ray.d = normalize(p[0] + (p[1] - p[0]) * u + (p[2] - p[0]) * v - ray.o);
        if (length(n) < 0.1F || std::fabs(dot(normalize(n), ray.d)) < 0.05F) continue;
        TriangleBlock block;
        std::fill_n(&block.vertex[0][0][0], 36, std::numeric_limits<float>::quiet_NaN());
        for (size_t k = 0; k < 3; ++k) {
            for (int a = 0; a < 3; ++a) block.vertex[k][a][i % 4] = p[k][a];
        }
        block.primitive[i % 4] = 5;
        float tMax = ray.tMax;
        TriangleHit hit{};
        const bool isHit = hitBlock<false>(block, TriangleRay(ray.o, ray.d), ray.tMin, tMax, hit);
        double t = 0;
        const bool wide = testing::triangleInDouble(p[0], p[1], p[2], ray, 1e-4, t);
        const bool narrow = testing::triangleInDouble(p[0], p[1], p[2], ray, -1e-4, t);
        if (wide != narrow) continue;
        ASSERT_EQ(isHit, narrow);
        if (!isHit) continue;
        ++hits;
        ASSERT_NEAR(hit.t, t, 1e-5 * (1 + t));
        ASSERT_EQ(tMax, hit.t);
        const vec3 q = p[0] + (p[1] - p[0]) * hit.u + (p[2] - p[0]) * hit.v;
        ASSERT_LT(length(q - ray.at(hit.t)), 1e-5F);
        ASSERT_EQ(hit.primitive, 5U);
    }
    EXPECT_GT(hits, effort(20000, 500));
}

/// Walks the whole tree: every triangle with an area is in it once, inside of all boxes above it, and no path is longer
/// than the traversal's stack allows. Where space is split, a triangle may be in several leaves, but in none twice, and every
/// point of it is in the boxes of one. Returns how many copies there are.
uint32_t check(const Mesh& mesh, const MeshBvh& tree, bool isCut = false) {
    std::vector<int> seen(mesh.triangleCount(), 0);
    constexpr uint32_t kPoints = 8;
    std::vector<uint32_t> reached(mesh.triangleCount(), 0);
    const auto point = [&](uint32_t triangle, uint32_t i) {
        Pcg32 random(hash(triangle, i));
        const float u = random.nextFloat(), v = random.nextFloat() * (1 - u);
        const vec3 a = mesh.positions[mesh.indices[triangle * 3]], b = mesh.positions[mesh.indices[triangle * 3 + 1]];
        return vec3(dvec3(a) + dvec3(b - a) * double{u} + dvec3(mesh.positions[mesh.indices[triangle * 3 + 2]] - a) * double{v});
    };
    struct Visit {
        uint32_t child;
        Bounds3 box;
        uint32_t depth;
    };
    std::vector<Visit> open;
    if (tree.root != child::kEmpty) open.push_back({tree.root, tree.bounds, 0});
    uint32_t deepest = 0;
    while (!open.empty()) {
        const Visit at = open.back();
        open.pop_back();
        deepest = std::max(deepest, at.depth);
        const auto contains = [&](vec3 p) {
            return p.x >= at.box.low.x && p.y >= at.box.low.y && p.z >= at.box.low.z && p.x <= at.box.high.x &&
                   p.y <= at.box.high.y && p.z <= at.box.high.z;
        };
        if ((at.child & child::kLeaf) != 0) {
            std::set<uint32_t> here;
            for (uint32_t i = child::first(at.child); i < child::first(at.child) + child::count(at.child); ++i) {
                EXPECT_LT(i, tree.blockCount);
                for (const uint32_t triangle : tree.blocks[i].primitive) {
                    if (triangle == ~0U) continue;
                    ++seen[triangle];
                    EXPECT_TRUE(here.insert(triangle).second);
                    for (uint32_t k = 0; k < kPoints; ++k) reached[triangle] |= contains(point(triangle, k)) ? 1U << k : 0;
                    for (size_t k = 0; k < 3 && !isCut; ++k) EXPECT_TRUE(contains(mesh.positions[mesh.indices[triangle * 3 + k]]));
                }
            }
            continue;
        }
        EXPECT_LT(at.child, tree.nodeCount);
        const Node4& node = tree.nodes[at.child];
        for (uint32_t i = 0; i < 4; ++i) {
            const Bounds3 box{{node.planes[0][i], node.planes[1][i], node.planes[2][i]}, {node.planes[3][i], node.planes[4][i], node.planes[5][i]}};
            if (node.child[i] == child::kEmpty) {
                EXPECT_TRUE(box.isEmpty());
                continue;
            }
            EXPECT_TRUE(contains(box.low) && contains(box.high));
            open.push_back({node.child[i], box, at.depth + 1});
        }
        for (int octant = 0; octant < 8; ++octant) {
            const uint32_t order = node.order[octant], listed[] = {order & 3U, order >> 2 & 3U, order >> 4 & 3U, order >> 6};
            uint32_t seenChildren = 0, pairs = 0;
            for (int i = 0; i < 4; ++i) {
                seenChildren |= 1U << listed[i];
                // The farthest first.
                for (int j = 0; j < i; ++j) pairs |= listed[i] < listed[j] ? pairBit(listed[i], listed[j]) : 0U;
            }
            EXPECT_EQ(seenChildren, 15U);
            EXPECT_EQ(node.pairs[octant], pairs);
        }
    }
    EXPECT_LE(deepest, kMaxDepth);
    uint32_t copies = 0;
    for (uint32_t i = 0; i < mesh.triangleCount(); ++i) {
        const uint32_t* corner = mesh.indices.data() + size_t{i} * 3;
        const bool hasOne = hasArea(mesh.positions[corner[0]], mesh.positions[corner[1]], mesh.positions[corner[2]]);
        if (isCut && hasOne) {
            EXPECT_GE(seen[i], 1);
            EXPECT_EQ(reached[i], (1U << kPoints) - 1);
        } else {
            EXPECT_EQ(seen[i], hasOne ? 1 : 0);
        }
        if (hasOne) copies += static_cast<uint32_t>(seen[i] - 1);
    }
    return copies;
}

TEST(MeshBvh, EveryTriangleOnceAndInsideItsBoxes) {
    for (uint32_t kind = 0; kind < 20; ++kind) {
        const Mesh mesh = testing::randomSoup(kind);
        check(mesh, buildMeshBvh(mesh, kOptions, nullptr));
    }
    const Mesh large = testing::manyTriangles(effort(30000, 9000), 5);
    check(large, buildMeshBvh(large, kOptions, nullptr));
}

/// Each as long as the scene is wide, across all axes.
Mesh longTriangles(int count, float offset) {
    Mesh mesh;
    Pcg32 random(9);
    for (int i = 0; i < 3 * count; i += 3) {
        const vec3 from = testing::uniformPoint(random, vec3(-1), vec3(1)), to = testing::uniformPoint(random, vec3(-1), vec3(1));
        for (const vec3 p : {from, to, to + testing::uniformDirection(random) * 0.01F}) {
            mesh.indices.push_back(static_cast<uint32_t>(mesh.positions.size()));
            mesh.positions.push_back(p + vec3(offset, -offset, 0));
        }
    }
    return mesh;
}

TEST(MeshBvh, PartsOfTrianglesCoverThem) {
    for (const uint32_t reinsertions : {0U, 10U}) {
        const BvhOptions options{4, 2, 3, 0.5F, 1e-5F, reinsertions};
        for (uint32_t kind = 0; kind < 20; ++kind) {
            const Mesh mesh = testing::randomSoup(kind);
            const MeshBvh tree = buildMeshBvh(mesh, options, nullptr);
            EXPECT_LE(check(mesh, tree, true), mesh.triangleCount() / 2);
        }
        for (const float offset : {0.0F, 1000.0F}) {
            const Mesh mesh = longTriangles(effort(20000, 6000), offset);
            const uint32_t copies = check(mesh, buildMeshBvh(mesh, options, nullptr), true);
            EXPECT_LE(copies, mesh.triangleCount() / 2);
            EXPECT_GT(copies, mesh.triangleCount() / 10);
        }
    }
}

/// Walls around many small triangles are put aside as they are, where splitting space would put them into both halves; and a
/// ray that starts at one need not test them all.
TEST(MeshBvh, WallsStayWhole) {
    Mesh mesh = testing::manyTriangles(5000, 6);
    const Bounds3 inside = meshBounds(mesh);
    const vec3 centre = inside.centre(), half = inside.size() * 2.0F;
    const uint32_t firstWall = mesh.triangleCount();
    for (int wall = 0; wall < 6; ++wall) {
        const int axis = wall / 2, next = (axis + 1) % 3, last = (axis + 2) % 3;
        const auto first = static_cast<uint32_t>(mesh.positions.size());
        for (int i = 0; i < 4; ++i) {
            vec3 p = centre;
            p[axis] += wall % 2 == 0 ? half[axis] : -half[axis];
            p[next] += (i & 1) != 0 ? half[next] : -half[next];
            p[last] += (i & 2) != 0 ? half[last] : -half[last];
            mesh.positions.push_back(p);
        }
        for (const uint32_t i : {0U, 1U, 2U, 1U, 3U, 2U}) mesh.indices.push_back(first + i);
    }
    const MeshBvh tree = buildMeshBvh(mesh, {4, 4, 3, 0.1F, 0.05F}, nullptr);
    check(mesh, tree, true);
    const auto isWall = [&](uint32_t triangle) { return triangle != ~0U && triangle >= firstWall; };
    uint32_t walls = 0;
    for (uint32_t i = 0; i < tree.blockCount; ++i) walls += static_cast<uint32_t>(std::ranges::count_if(tree.blocks[i].primitive, isWall));
    EXPECT_EQ(walls, 12U);
    for (uint32_t i = 0; i < tree.nodeCount; ++i) {
        for (const uint32_t c : tree.nodes[i].child) {
            if (c == child::kEmpty || (c & child::kLeaf) == 0) continue;
            uint32_t inLeaf = 0;
            for (uint32_t b = child::first(c); b < child::first(c) + child::count(c); ++b) {
                inLeaf += static_cast<uint32_t>(std::ranges::count_if(tree.blocks[b].primitive, isWall));
            }
            EXPECT_LE(inLeaf, 4U);
        }
    }
}

/// What splits off one triangle at a time by area would go as deep as there are triangles.
TEST(MeshBvh, DepthIsBounded) {
    Mesh mesh;
    float x = 1e-18F;
    for (uint32_t i = 0; i < 3000; ++i) {
        // Sizes grow by a factor until floats end, again and again.
        for (const vec3 p : {vec3(x, 0, 0), vec3(1.1F * x, x, 0), vec3(x, 0, x)}) {
            mesh.indices.push_back(static_cast<uint32_t>(mesh.positions.size()));
            mesh.positions.push_back(p);
        }
        x *= 3;
        if (x > 1e18F) x = 1e-18F;
    }
    const BvhOptions cut{4, 4, 3, 1, 0};
    check(mesh, buildMeshBvh(mesh, kOptions, nullptr));
    check(mesh, buildMeshBvh(mesh, cut, nullptr), true);
    // Coordinates whose areas overflow.
    for (vec3& p : mesh.positions) p *= 1e19F;
    check(mesh, buildMeshBvh(mesh, kOptions, nullptr));
    check(mesh, buildMeshBvh(mesh, cut, nullptr), true);
}

}  // namespace
}  // namespace raypool
