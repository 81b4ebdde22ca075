#include "raytracer/geometry/mesh_tangents.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/geometry/surface.h"

namespace raypool {
namespace {

/// A cylinder's side of n strips around y, its picture upright as seen from outside: u to the right, v down. mirrored: u to
/// the left.
Mesh tube(uint32_t n, bool mirrored) {
    Mesh mesh;
    for (uint32_t i = 0; i <= n; ++i) {
        const double angle = 6.283185307179586 * i / n;
        const vec3 around(static_cast<float>(std::cos(angle)), 0, static_cast<float>(-std::sin(angle)));
        const float u = static_cast<float>(i) / static_cast<float>(n);
        for (const float y : {0.0F, 1.0F}) {
            mesh.positions.push_back(around + vec3(0, y, 0));
            mesh.normals.push_back(around);
            mesh.uvs.push_back({mirrored ? 1 - u : u, 1 - y});
        }
        if (i == n) break;
        const uint32_t v = i * 2;
        mesh.indices.insert(mesh.indices.end(), {v, v + 2, v + 3, v, v + 3, v + 1});
    }
    return mesh;
}

TEST(MeshTangents, GoAlongUSmoothlyAroundATube) {
    for (const bool mirrored : {false, true}) {
        Mesh mesh = tube(12, mirrored);
        addTangents(mesh);
        EXPECT_TRUE(validate(mesh).empty());
        ASSERT_EQ(mesh.tangents.size(), 26u);
        for (size_t i = 2; i < 24; ++i) {   // not the seam's vertices, which know one side alone
            const vec3 n = mesh.normals[i], right = cross(vec3(0, 1, 0), n);
            const vec3 t(mesh.tangents[i]);
            EXPECT_NEAR(length(t - (mirrored ? -right : right)), 0, 1e-3F) << i;
            // glTF 2.0, 3.7.2.1: the bitangent is cross(normal, tangent) * w, and points up in the picture.
            EXPECT_NEAR(length(cross(n, t) * mesh.tangents[i].w - vec3(0, 1, 0)), 0, 1e-3F) << i;
        }
    }
}

TEST(MeshTangents, VerticesBetweenMirroredHalvesAreDoubled) {
    // Two squares side by side; the right one has the left one's picture, mirrored.
    Mesh mesh;
    mesh.positions = {{-1, 0, 0}, {-1, 1, 0}, {0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 0}};
    mesh.normals.assign(6, vec3(0, 0, 1));
    mesh.uvs = {{0, 1}, {0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}};
    mesh.indices = {0, 2, 3, 0, 3, 1, 2, 4, 5, 2, 5, 3};
    Mesh before = mesh;
    addTangents(mesh);
    EXPECT_TRUE(validate(mesh).empty());
    EXPECT_EQ(mesh.positions.size(), 8u);
    for (size_t t = 0; t < 4; ++t) {
        for (size_t k = 0; k < 3; ++k) {
            const uint32_t i = mesh.indices[t * 3 + k];
            EXPECT_EQ(mesh.positions[i], before.positions[before.indices[t * 3 + k]]);
            EXPECT_EQ(mesh.uvs[i], before.uvs[before.indices[t * 3 + k]]);
            EXPECT_EQ(mesh.tangents[i], t < 2 ? glm::vec4(1, 0, 0, 1) : glm::vec4(-1, 0, 0, -1));
        }
    }
}

TEST(MeshTangents, CoordinatesWithoutAreaGiveNone) {
    Mesh mesh;
    mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
    mesh.normals.assign(3, vec3(0, 0, 1));
    mesh.uvs.assign(3, vec2(0.5F));
    mesh.indices = {0, 1, 2};
    addTangents(mesh);
    EXPECT_EQ(mesh.tangents, std::vector<glm::vec4>(3, glm::vec4(0, 0, 0, 1)));
    Mesh flat = mesh;
    flat.normals.clear();
    flat.tangents.clear();
    addTangents(flat);
    EXPECT_TRUE(flat.tangents.empty());
}

}  // namespace
}  // namespace raypool
