#include "raytracer/geometry/mesh_normals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace raypool {
namespace {

void expectNear(vec3 a, vec3 b, float tolerance = 1e-6F) {
    EXPECT_LT(length(a - b), tolerance)
        << a.x << ' ' << a.y << ' ' << a.z << " is not " << b.x << ' ' << b.y << ' ' << b.z;
}

TEST(SmoothNormals, CubeCornersWhicheverWayItsFacesAreSplit) {
    for (uint32_t splits = 0; splits < 64; ++splits) {
        Mesh cube;
        for (int i = 0; i < 8; ++i) cube.positions.emplace_back(i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? 1 : -1);
        const uint32_t faces[6][4] = {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4},
                                      {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};
        for (uint32_t f = 0; f < 6; ++f) {
            const auto& q = faces[f];
            if (splits >> f & 1) cube.indices.insert(cube.indices.end(), {q[0], q[1], q[2], q[0], q[2], q[3]});
            else cube.indices.insert(cube.indices.end(), {q[1], q[2], q[3], q[1], q[3], q[0]});
        }
        const auto normals = smoothNormals(cube);
        ASSERT_EQ(normals.size(), 8U);
        for (size_t i = 0; i < 8; ++i) expectNear(normals[i], normalize(cube.positions[i]));
    }
}

TEST(SmoothNormals, WedgeIsWeightedByAngles) {
    // At the origin: 90 degrees in the plane z = 0 and about 45 in x = 0.
    Mesh mesh;
    mesh.positions = {{0, 0, 0}, {100, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 1}};
    mesh.indices = {0, 1, 2, 0, 2, 4};
    expectNear(smoothNormals(mesh)[0], normalize(vec3(45, 0, 90)));
}

TEST(SmoothNormals, SphereWithASeam) {
    Mesh sphere;
    constexpr uint32_t kRings = 24, kSides = 48;
    for (uint32_t r = 0; r <= kRings; ++r) {
        for (uint32_t s = 0; s <= kSides; ++s) {
            // The last column repeats the first, bit for bit, as it would with texture coordinates.
            const double theta = 3.14159265358979 * r / kRings, phi = 6.28318530717959 * (s % kSides) / kSides;
            const double across = r == 0 || r == kRings ? 0 : std::sin(theta);
            sphere.positions.emplace_back(5 + across * std::cos(phi), across * std::sin(phi), std::cos(theta));
        }
    }
    for (uint32_t r = 0; r < kRings; ++r) {
        for (uint32_t s = 0; s < kSides; ++s) {
            const uint32_t a = r * (kSides + 1) + s, b = a + kSides + 1;
            sphere.indices.insert(sphere.indices.end(), {a, b, b + 1, a, b + 1, a + 1});
        }
    }
    const auto normals = smoothNormals(sphere);
    for (size_t i = 0; i < normals.size(); ++i) {
        EXPECT_NEAR(length(normals[i]), 1, 1e-6);
        expectNear(normals[i], normalize(sphere.positions[i] - vec3(5, 0, 0)), 0.02F);
    }
    for (uint32_t r = 0; r <= kRings; ++r) EXPECT_EQ(normals[r * (kSides + 1)], normals[r * (kSides + 1) + kSides]);
}

TEST(SmoothNormals, AreUnitWhateverTheMesh) {
    Mesh mesh;
    // A sheet with two sides, a triangle without area, a vertex of no triangle, sizes at both ends of float.
    mesh.positions = {{0, 0, 0},      {1, 0, 0},           {0, 1, 0},           {3, 3, 3},     {4, 4, 4},
                      {5, 5, 5},      {9, 9, 9},           {0, 0, 1e-19F},      {1e-19F, 0, 1e-19F},
                      {0, 1e-19F, 1e-19F}, {1e30F, 0, 0},  {0, 1e30F, 0},       {0, 0, 1e30F}};
    mesh.indices = {0, 1, 2, 0, 2, 1, 3, 4, 5, 7, 8, 9, 10, 11, 12};
    const auto normals = smoothNormals(mesh);
    for (const vec3 n : normals) EXPECT_NEAR(length(n), 1, 1e-6);
    EXPECT_EQ(std::abs(normals[0].z), 1.0F);
    EXPECT_EQ(normals[3], vec3(0, 0, 1));
    EXPECT_EQ(normals[6], vec3(0, 0, 1));
    expectNear(normals[7], vec3(0, 0, 1));
    expectNear(normals[10], normalize(vec3(1)));
}

TEST(SmoothNormals, MinusZeroIsZero) {
    Mesh mesh;
    mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {-0.0F, -0.0F, -0.0F}, {0, 1, 0}, {0, 0, 1}};
    mesh.indices = {0, 1, 2, 3, 4, 5};
    const auto normals = smoothNormals(mesh);
    expectNear(normals[0], normalize(vec3(1, 0, 1)));
    EXPECT_EQ(normals[3], normals[0]);
    expectNear(normals[1], vec3(0, 0, 1));
}

}  // namespace
}  // namespace raypool
