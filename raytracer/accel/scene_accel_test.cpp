#include "raytracer/accel/scene_accel.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <utility>

#include "raytracer/core/hash.h"
#include "raytracer/geometry/surface.h"
#include "raytracer/testing/brute_force.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/random_geometry.h"

namespace raypool {
namespace {

using testing::bruteForceHit;
using testing::effort;
using testing::randomRay;

/// Tree and brute force agree on every ray: on whether there is a hit, to the bit on its distance, and on what was hit
/// unless several objects are equally far away; of an object's triangles the first is hit, whatever the tree's form.
void expectLikeBruteForce(const Geometry& geometry, int rays, uint64_t seed, const SceneAccel& accel) {
    Pcg32 random(seed);
    int hits = 0;
    const Bounds3 bounds = accel.bounds();
    for (int i = 0; i < rays; ++i) {
        const Ray ray = randomRay(random, bounds, geometry);
        const uint8_t mask = i % 4 == 0 ? uint8_t{kShadowRays} : uint8_t{kAllRays};
        Hit expected, actual;
        const bool wanted = bruteForceHit(geometry, ray, mask, expected);
        ASSERT_EQ(accel.intersect(ray, mask, actual), wanted) << "ray " << i;
        ASSERT_EQ(accel.occluded(ray, mask), wanted) << "ray " << i;
        if (!wanted) {
            ASSERT_EQ(actual.object, kNone);
            continue;
        }
        ++hits;
        ASSERT_EQ(actual.t, expected.t) << "ray " << i;
        if (actual.object != expected.object) {
            // The other one must be there at the same distance: alone, it is what brute force finds.
            Geometry alone = geometry;
            alone.objects = {geometry.objects[actual.object]};
            if (alone.objects[0].shape == ShapeKind::kMesh) {
                Mesh& mesh = alone.meshes[alone.objects[0].mesh];
                const auto at = mesh.indices.begin() + actual.primitive * 3L;
                mesh.indices = std::vector<uint32_t>(at, at + 3);
            }
            Hit other;
            ASSERT_TRUE(bruteForceHit(alone, ray, mask, other));
            ASSERT_EQ(other.t, expected.t);
        } else {
            ASSERT_EQ(actual.primitive, expected.primitive) << "ray " << i;
            ASSERT_EQ(actual.u, expected.u);
            ASSERT_EQ(actual.v, expected.v);
        }
    }
    if (!bounds.isEmpty()) {
        EXPECT_GT(hits, rays / 50);
    }
}

class Soups : public ::testing::TestWithParam<uint32_t> {};

TEST_P(Soups, LikeBruteForce) {
    const uint32_t kind = GetParam();
    Geometry geometry;
    geometry.meshes = {testing::randomSoup(kind)};
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    for (const BuildConfig& config : {BuildConfig{}, BuildConfig::highQuality(), BuildConfig{.copies = 0}}) {
        expectLikeBruteForce(geometry, effort(10000, 300), kind, SceneAccel::build(geometry, nullptr, config));
    }
}
INSTANTIATE_TEST_SUITE_P(Twenty, Soups, ::testing::Range(0U, 20U));

TEST(SceneAccel, ObjectsOfEveryKindMovedAndShared) {
    for (uint32_t seed = 0; seed < 6; ++seed) {
        const Geometry geometry = testing::randomGeometry(seed);
        expectLikeBruteForce(geometry, effort(3000, 200), seed, SceneAccel::build(geometry));
    }
}

TEST(SceneAccel, NothingToHit) {
    Geometry geometry;
    const SceneAccel empty = SceneAccel::build(geometry);
    Hit hit;
    EXPECT_FALSE(empty.intersect({}, kAllRays, hit));
    EXPECT_FALSE(empty.occluded({}, kAllRays));
    EXPECT_TRUE(empty.bounds().isEmpty());
    geometry.meshes.resize(1);
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    EXPECT_FALSE(SceneAccel::build(geometry).intersect({}, kAllRays, hit));
    EXPECT_FALSE(SceneAccel{}.intersect({}, kAllRays, hit));
}

TEST(SceneAccel, TheSameTreeForAnyNumberOfThreads) {
    Geometry geometry = testing::randomGeometry(3);
    geometry.meshes.push_back(testing::manyTriangles(effort(150000, 70000), 1));
    geometry.objects.push_back({.shape = ShapeKind::kMesh, .mesh = static_cast<uint32_t>(geometry.meshes.size() - 1)});
    // Across all others, so that space is split, also where several threads do it.
    Mesh& mesh = geometry.meshes.back();
    for (size_t i = 0; i + 100 < mesh.indices.size(); i += 100 * 3) mesh.indices[i] = mesh.indices[i + 99];
    const BuildConfig best = BuildConfig::highQuality();
    const uint64_t expected = SceneAccel::build(geometry).hash(), expectedOfBest = SceneAccel::build(geometry, nullptr, best).hash();
    EXPECT_NE(expected, expectedOfBest);
    EXPECT_NE(expected, SceneAccel::build(geometry, nullptr, {.copies = 0}).hash());
    for (const uint32_t threads : {1U, 2U, 3U, 8U}) {
        ThreadPool pool;
        pool.resize(threads);
        EXPECT_EQ(SceneAccel::build(geometry, &pool).hash(), expected) << threads;
        EXPECT_EQ(SceneAccel::build(geometry, &pool, best).hash(), expectedOfBest) << threads;
    }
}

TEST(SceneAccel, AnEditBuildsTreesOnlyOverMeshesThatChanged) {
    Geometry geometry = testing::randomGeometry(1);
    geometry.meshes = {testing::manyTriangles(2000, 1), testing::manyTriangles(2000, 2), testing::randomSoup(3)};
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}, {.shape = ShapeKind::kMesh, .mesh = 1}, {.shape = ShapeKind::kMesh, .mesh = 2},
                        {.shape = ShapeKind::kSphere}};
    geometry.transforms.assign(2, {});
    auto first = std::make_unique<SceneAccel>(SceneAccel::build(geometry));
    EXPECT_EQ(first->meshesBuilt(), 3U);
    const auto edited = [&](const Geometry& now, uint32_t built, const BuildConfig& config = {}) {
        SceneAccel accel = SceneAccel::build(now, nullptr, config, {&geometry, first.get()});
        EXPECT_EQ(accel.meshesBuilt(), built);
        EXPECT_EQ(accel.hash(), SceneAccel::build(now, nullptr, config).hash());
        return accel;
    };
    Geometry moved = geometry;
    moved.transforms[1] = Transform(Affine64{.t = {1, 2, 3}});
    moved.objects[0].transform = 1;
    const SceneAccel kept = edited(moved, 0);
    // In another order, one gone, one twice; normals are not what trees are built from.
    Geometry shuffled = moved;
    shuffled.meshes = {geometry.meshes[2], geometry.meshes[1], geometry.meshes[1]};
    shuffled.meshes[0].normals.assign(shuffled.meshes[0].positions.size(), vec3(0, 0, 1));
    edited(shuffled, 0);
    Geometry changed = moved;
    changed.meshes[1].positions[1001].x += 0.125F;
    edited(changed, 1);
    changed = moved;
    std::swap(changed.meshes[0].indices[300], changed.meshes[0].indices[301]);
    edited(changed, 1);
    edited(moved, 3, {.traversalCost = 1, .maxBlocks = 2});
    // What is shared outlives the scene before.
    first.reset();
    expectLikeBruteForce(moved, effort(1000, 200), 1, kept);
}

/// Every triangle twice, and rays at corners and edges, where several are equally far away.
TEST(SceneAccel, HitsDoNotDependOnHowTreesAreBuilt) {
    Geometry geometry;
    geometry.meshes = {testing::manyTriangles(2000, 7)};
    Mesh& mesh = geometry.meshes[0];
    const uint32_t triangles = mesh.triangleCount();
    for (uint32_t i = triangles; i-- > 0;) {
        for (size_t k = 0; k < 3; ++k) mesh.indices.push_back(mesh.indices[i * size_t{3} + (k + i) % 3]);
    }
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    const SceneAccel usual = SceneAccel::build(geometry), high = SceneAccel::build(geometry, nullptr, BuildConfig::highQuality()),
                     cut = SceneAccel::build(geometry, nullptr, {1, 1, 2, 0});
    Pcg32 random(11);
    int hits = 0;
    for (int i = 0; i < effort(100000, 5000); ++i) {
        Ray ray;
        ray.o = usual.bounds().centre() + testing::uniformDirection(random) * testing::uniform(random, 0, 100) * length(usual.bounds().size());
        const uint32_t* corner = mesh.indices.data() + (random.next() % triangles) * size_t{3};
        const vec3 a = mesh.positions[corner[0]], b = mesh.positions[corner[1]], c = mesh.positions[corner[2]];
        const vec3 target = i % 3 == 0 ? a : i % 3 == 1 ? a + (b - a) * random.nextFloat() : (a + b + c) * (1 / 3.0F);
        ray.d = normalize(target - ray.o);
        Hit expected;
        const bool wanted = usual.intersect(ray, kAllRays, expected);
        hits += wanted ? 1 : 0;
        for (const SceneAccel* other : {&high, &cut}) {
            Hit hit;
            ASSERT_EQ(other->intersect(ray, kAllRays, hit), wanted) << i;
            ASSERT_EQ(other->occluded(ray, kAllRays), wanted) << i;
            ASSERT_TRUE(hit.t == expected.t && hit.u == expected.u && hit.v == expected.v && hit.primitive == expected.primitive) << i;
        }
    }
    EXPECT_GT(hits, effort(60000, 3000));
}

/// Natively and as WebAssembly. Whoever changes how trees are built changes this number, and nothing else should.
TEST(SceneAccel, TheSameTreeOnEveryMachine) {
    Geometry geometry;
    geometry.meshes = {testing::manyTriangles(6000, 4)};
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}, {.shape = ShapeKind::kSphere}};
    EXPECT_EQ(SceneAccel::build(geometry).hash(), 9983717400578837226U);
    Mesh& mesh = geometry.meshes[0];
    for (size_t i = 0; i + 99 < mesh.indices.size(); i += 30 * 3) mesh.indices[i] = mesh.indices[i + 99];
    EXPECT_EQ(SceneAccel::build(geometry).hash(), 14468923209819339691U);
    EXPECT_EQ(SceneAccel::build(geometry, nullptr, BuildConfig::highQuality()).hash(), 16353034587617699383U);
}

TEST(SceneAccel, CostCountsNodesAndPrimitives) {
    Geometry geometry;
    geometry.meshes = {testing::manyTriangles(5000, 2)};
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    const SceneAccel accel = SceneAccel::build(geometry);
    Ray away;
    away.o = accel.bounds().high + vec3(1);
    away.d = normalize(vec3(1));
    EXPECT_LE(accel.traversalCost(away), 2U);
    Ray through = away;
    through.d = -away.d;
    EXPECT_GT(accel.traversalCost(through), 3U);
    EXPECT_LT(accel.traversalCost(through), 1000U);
}

TEST(SceneAccel, MemoryOfAMillionTriangles) {
    // Of which a part is enough: memory grows in proportion.
    Geometry geometry;
    geometry.meshes = {testing::manyTriangles(effort(100000, 20000), 3)};
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    const SceneAccel accel = SceneAccel::build(geometry);
    const double perTriangle = static_cast<double>(accel.memoryBytes() + geometry.meshes[0].memoryBytes()) / geometry.meshes[0].triangleCount();
    EXPECT_LT(perTriangle, 150);
}

}  // namespace
}  // namespace raypool
