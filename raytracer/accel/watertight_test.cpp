// No ray passes between triangles that share an edge or a corner.
#include <gtest/gtest.h>

#include "raytracer/accel/scene_accel.h"
#include "raytracer/core/hash.h"
#include "raytracer/geometry/procedural.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/random_geometry.h"

namespace raypool {
namespace {

using testing::effort;

struct Case {
    float size, at;
    BuildConfig config = {};
};

/// Triangles of a closed mesh hardly overlap; so they are cut all the same.
constexpr BuildConfig kAlwaysCut{3, 1, 2, 0};

class Watertight : public ::testing::TestWithParam<Case> {};

/// Rays from inside a closed mesh, at its corners, at its edges and anywhere: a million over all cases.
TEST_P(Watertight, NoRayEscapesFromAClosedMesh) {
    const auto& [size, at, config] = GetParam();
    const vec3 centre(at, -0.7F * at, 0.3F * at);
    Geometry geometry;
    geometry.meshes = {icosphere(3, false)};
    for (vec3& p : geometry.meshes[0].positions) p = centre + p * size;
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    const SceneAccel accel = SceneAccel::build(geometry, nullptr, config);
    const Mesh& mesh = geometry.meshes[0];

    Pcg32 random(7);
    int misses = 0;
    for (int i = 0; i < effort(125000, 5000); ++i) {
        Ray ray;
        ray.o = centre + testing::uniformPoint(random, vec3(-0.5F), vec3(0.5F)) * size;
        if (i % 100 == 0) ray.o = centre;   // symmetric: edge functions become 0 exactly
        const uint32_t* corners = mesh.indices.data() + (random.next() % mesh.triangleCount()) * size_t{3};
        const vec3 a = mesh.positions[corners[0]], b = mesh.positions[corners[1]];
        vec3 target = centre + testing::uniformDirection(random) * size;
        if (i % 3 == 0) target = a;
        if (i % 3 == 1) target = a + (b - a) * random.nextFloat();
        ray.d = target - ray.o;
        if (i % 100 == 50) ray.d = vec3(i % 200 == 50 ? 1.0F : 0.0F, i % 200 == 50 ? 0.0F : -1.0F, 0);
        ray.d = normalize(ray.d);
        Hit hit;
        const bool closest = accel.intersect(ray, kAllRays, hit);
        misses += closest && accel.occluded(ray, kAllRays) ? 0 : 1;
    }
    EXPECT_EQ(misses, 0);
}
INSTANTIATE_TEST_SUITE_P(Places, Watertight,
                         ::testing::Values(Case{1, 0}, Case{1, 1e3F}, Case{1e3F, 0}, Case{1e3F, 1e6F}, Case{1e-3F, 0},
                                           Case{1e-3F, 10}, Case{1e5F, 1e5F}, Case{1e6F, 1e6F}, Case{1, 0, kAlwaysCut}, Case{1e3F, 1e6F, kAlwaysCut},
                                           Case{1e-3F, 10, kAlwaysCut}));

TEST(Watertight, NoRayPassesAGridFromAnyDistance) {
    Geometry geometry;
    geometry.meshes = {grid(37, 41, [](float x, float y) { return 0.1F * x * y; })};
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};
    const SceneAccel accel = SceneAccel::build(geometry);
    const Mesh& mesh = geometry.meshes[0];
    Pcg32 random(8);
    for (int i = 0; i < effort(100000, 5000); ++i) {
        // At corners in the inner part, and along rows of edges.
        const uint32_t column = 5 + random.next() % 27, row = 5 + random.next() % 31;
        vec3 target = mesh.positions[row * 38 + column];
        if (i % 2 == 0) target = target + (mesh.positions[row * 38 + column + 1] - target) * random.nextFloat();
        Ray ray;
        ray.o = target + testing::uniformDirection(random) * testing::uniform(random, 0.2F, 3);
        if (std::fabs(ray.o.z) < 0.4F) ray.o.z = 0.4F;   // steeper than the grid, so that nothing is a silhouette
        ray.d = normalize(target - ray.o);
        ASSERT_TRUE(accel.occluded(ray, kAllRays)) << i;
    }
}

}  // namespace
}  // namespace raypool
