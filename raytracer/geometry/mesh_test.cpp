#include "raytracer/geometry/mesh.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "raytracer/geometry/procedural.h"

namespace raypool {
namespace {

TEST(Mesh, ValidationNamesEveryFault) {
    Mesh good = icosphere(1, true);
    EXPECT_TRUE(validate(good).empty());
    EXPECT_TRUE(validate(Mesh{}).empty());
    const auto faults = [&](const auto& change) {
        Mesh mesh = good;
        change(mesh);
        return validate(mesh).size();
    };
    EXPECT_EQ(faults([](Mesh& m) { m.indices[5] = 42; }), 1U);
    EXPECT_EQ(faults([](Mesh& m) { m.indices.pop_back(); }), 1U);
    EXPECT_EQ(faults([](Mesh& m) { m.normals.pop_back(); }), 1U);
    EXPECT_EQ(faults([](Mesh& m) { m.uvs.resize(3); }), 1U);
    EXPECT_EQ(faults([](Mesh& m) { m.surfaceOfTriangle.resize(79); }), 1U);
    EXPECT_EQ(faults([](Mesh& m) { m.positions[3].y = std::numeric_limits<float>::quiet_NaN(); }), 1U);
    EXPECT_EQ(faults([](Mesh& m) { m.normals[3].x = kInfinity, m.tangents.assign(m.positions.size(), glm::vec4(kInfinity)); }), 2U);
    // Triangles without area are none.
    EXPECT_EQ(faults([](Mesh& m) { m.indices.insert(m.indices.end(), {0, 0, 1}); }), 0U);
}

TEST(Mesh, BoundsAreOfWhatTrianglesUse) {
    Mesh mesh;
    mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 2, 0}, {100, 100, 100}};
    EXPECT_TRUE(meshBounds(mesh).isEmpty());
    mesh.indices = {0, 1, 2};
    EXPECT_EQ(meshBounds(mesh).high, vec3(1, 2, 0));
}

TEST(Procedural, IcospheresAreClosedAndFaceOutwards) {
    for (const uint32_t levels : {0U, 1U, 3U}) {
        const Mesh mesh = icosphere(levels, false);
        ASSERT_TRUE(validate(mesh).empty());
        EXPECT_EQ(mesh.triangleCount(), 20U << 2 * levels);
        // Every edge twice, in opposite directions; Euler's formula.
        std::map<std::pair<uint32_t, uint32_t>, int> edges;
        for (size_t i = 0; i < mesh.indices.size(); i += 3) {
            for (size_t k = 0; k < 3; ++k) ++edges[{mesh.indices[i + k], mesh.indices[i + (k + 1) % 3]}];
            const vec3 a = mesh.positions[mesh.indices[i]], b = mesh.positions[mesh.indices[i + 1]], c = mesh.positions[mesh.indices[i + 2]];
            EXPECT_GT(dot(cross(b - a, c - a), a + b + c), 0);
        }
        for (const auto& [edge, count] : edges) {
            EXPECT_EQ(count, 1);
            EXPECT_EQ(edges.count({edge.second, edge.first}), 1U);
        }
        EXPECT_EQ(mesh.positions.size() + mesh.triangleCount(), edges.size() / 2 + 2);
        for (const vec3 p : mesh.positions) EXPECT_NEAR(length(p), 1, 1e-6F);
    }
}

TEST(Procedural, GridsFaceUpAndFollowTheHeight) {
    const Mesh mesh = grid(4, 3, [](float x, float y) { return x * y; });
    ASSERT_TRUE(validate(mesh).empty());
    EXPECT_EQ(mesh.triangleCount(), 24U);
    for (const vec3 p : mesh.positions) EXPECT_FLOAT_EQ(p.z, p.x * p.y);
    for (size_t i = 0; i < mesh.indices.size(); i += 3) {
        const vec3 a = mesh.positions[mesh.indices[i]], b = mesh.positions[mesh.indices[i + 1]], c = mesh.positions[mesh.indices[i + 2]];
        EXPECT_GT(cross(b - a, c - a).z, 0);
    }
}

}  // namespace
}  // namespace raypool
