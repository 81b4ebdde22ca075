// Points and lines have a width: measured by what they fill.
#include "raytracer/loaders/gltf/gltf_thin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "raytracer/core/hash.h"
#include "raytracer/testing/gltf_text.h"

namespace raypool {
namespace {

using testing::GltfText;
using testing::loadGltfText;

std::string thinProblem(const Result<Model>& model) { return model ? "" : toString(model.error().at(0)); }
const MeshShape& meshOfObject(const Model& model, size_t object) { return std::get<MeshShape>(model.scene.objects.at(object).shape); }

/// A box of which the diagonal is 10, and what is in it.
constexpr const char* kBounds = R"("componentType": 5126, "type": "VEC3", "min": [0, 0, 0], "max": [6, 8, 0])";

Result<Model> load(const std::vector<float>& positions, int mode, const std::string& more = "", const std::string& node = "") {
    GltfText file;
    const size_t view = file.view(positions);
    file.accessor("\"bufferView\": " + std::to_string(view) + ", \"count\": " + std::to_string(positions.size() / 3) + ", " + kBounds);
    file.accessor(R"("componentType": 5126, "type": "VEC3", "count": )" + std::to_string(positions.size() / 3));
    std::vector<float> colors(positions.size());
    for (size_t i = 0; i < colors.size(); ++i) colors[i] = static_cast<float>(i) / static_cast<float>(colors.size());
    file.floats(colors, "VEC3");
    return loadGltfText(file.json(R"("meshes": [{"primitives": [{"attributes": {"POSITION": 0)" + more + "}, \"mode\": " + std::to_string(mode) +
                                  R"(}]}], "nodes": [{"mesh": 0)" + node + "}]"));
}

/// By the divergence theorem; closed meshes alone have one that does not depend on the origin.
double volumeOf(const MeshShape& mesh, dvec3 origin) {
    double sum = 0;
    for (size_t i = 0; i < mesh.indices.size(); i += 3) {
        const auto corner = [&](size_t k) { return dvec3(mesh.positions[mesh.indices[i + k]]) - origin; };
        sum += glm::dot(corner(0), glm::cross(corner(1), corner(2))) / 6;
    }
    return sum;
}
constexpr double kIcosahedron = 2.5362, kTetrahedron = 0.5132;   // volumes, of radius 1

TEST(GltfThin, PointsAreBalls) {
    const auto model = load({0, 0, 0, 6, 8, 0, 1, 2, 0}, 0, R"(, "COLOR_0": 2)");
    ASSERT_TRUE(model) << thinProblem(model);
    EXPECT_TRUE(model->warnings.empty());
    const MeshShape& mesh = meshOfObject(*model, 0);
    const double r = 10 * kGltfPointDiameter / 2;
    for (const dvec3 origin : {dvec3(0), dvec3(3, -2, 1)}) EXPECT_NEAR(volumeOf(mesh, origin), 3 * kIcosahedron * r * r * r, 1e-3 * r * r * r);
    ASSERT_EQ(mesh.colors.size(), mesh.positions.size());
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
        EXPECT_NEAR(length(mesh.positions[i] - (i < 12 ? vec3(0) : (i < 24 ? vec3(6, 8, 0) : vec3(1, 2, 0)))), r, 1e-5);
        EXPECT_NEAR(mesh.colors[i].r, static_cast<double>(i / 12) * 3 / 9, 1e-6);
    }
    // A node that makes it smaller leaves the points as wide as they are in the scene.
    const auto small = load({0, 0, 0, 6, 8, 0, 1, 2, 0}, 0, "", R"(, "scale": [0.001, 0.001, 0.001])");
    ASSERT_TRUE(small) << thinProblem(small);
    EXPECT_NEAR(volumeOf(meshOfObject(*small, 0), {}), volumeOf(mesh, {}), 1e-3 * r * r * r);   // of the mesh, in millimetres
}

TEST(GltfThin, LinesAreTubesWithRoundEnds) {
    const double r = 10 * kGltfLineDiameter / 2;
    const auto volume = [&](int mode, const std::vector<float>& positions) {
        const auto model = load(positions, mode);
        if (!model) ADD_FAILURE() << thinProblem(model);
        return model ? volumeOf(meshOfObject(*model, 0), dvec3(1, 1, 0)) : 0;
    };
    // Open at their ends, where the balls are: without lids a tube's sides alone are not closed, but seen from its axis's plane
    // they count as two thirds of it; so only the lengths are compared.
    const std::vector<float> three = {0, 0, 0, 4, 0, 0, 4, 3, 0, 6, 8, 0};
    const auto tubes = [&](int mode) {
        const auto model = load(three, mode);
        if (!model) ADD_FAILURE() << thinProblem(model);
        double area = 0;
        size_t faces = 0;
        if (!model) return std::pair{area, faces};
        const MeshShape& mesh = meshOfObject(*model, 0);
        for (size_t i = 0; i < mesh.indices.size(); i += 3) {
            const auto corner = [&](size_t k) { return dvec3(mesh.positions[mesh.indices[i + k]]); };
            area += glm::length(glm::cross(corner(1) - corner(0), corner(2) - corner(0))) / 2;
            ++faces;
        }
        return std::pair{area - 4 * 9.5745 * r * r, faces};   // without the four balls
    };
    const double last = std::sqrt(4.0 + 25.0), closing = 10;
    for (const auto& [mode, length, count] : {std::tuple{1, 4 + last, 2}, std::tuple{3, 4 + 3 + last, 3}, std::tuple{2, 4 + 3 + last + closing, 4}}) {
        const auto [area, faces] = tubes(mode);
        EXPECT_NEAR(area, length * 6 * r, 1e-4) << mode;   // a hexagon's side is its radius
        EXPECT_EQ(faces, static_cast<size_t>(12 * count + 4 * 20)) << mode;
    }
    EXPECT_GT(volume(1, {0, 0, 0, 4, 0, 0}), 0);   // the faces look outwards
}

TEST(GltfThin, WithoutNormalsTheyShineWithTheirColour) {
    const auto plain = load({0, 0, 0, 6, 8, 0}, 3);
    ASSERT_TRUE(plain) << thinProblem(plain);
    const auto& unlit = plain->scene.materials.at(static_cast<size_t>(plain->scene.objects[0].material));
    EXPECT_EQ(unlit.emissionColor.value, (Rgb{1, 1, 1}));
    EXPECT_EQ(unlit.emissionLuminance, 1.0F);
    const auto lit = load({0, 0, 0, 6, 8, 0}, 3, R"(, "NORMAL": 1)");
    ASSERT_TRUE(lit) << thinProblem(lit);
    EXPECT_TRUE(isBlack(lit->scene.materials.at(static_cast<size_t>(lit->scene.objects[0].material)).emissionColor.value *
                        lit->scene.materials.at(static_cast<size_t>(lit->scene.objects[0].material)).emissionLuminance.value));
}

TEST(GltfThin, ManyPointsCostLess) {
    // Apart from each other: a ball is 0.02 wide, and these are at least 0.05 apart in x or y.
    std::vector<float> positions;
    for (int y = 0; y < 160; ++y) {
        for (int x = 0; x < 120; ++x) positions.insert(positions.end(), {static_cast<float>(x) * 0.05F, static_cast<float>(y) * 0.05F, 0});
    }
    const size_t count = positions.size() / 3;
    const double r = 10 * kGltfPointDiameter / 2;
    const auto apart = load(positions, 0);
    ASSERT_TRUE(apart) << thinProblem(apart);
    EXPECT_EQ(meshOfObject(*apart, 0).indices.size(), count * 12);
    EXPECT_NEAR(volumeOf(meshOfObject(*apart, 0), {}) / (static_cast<double>(count) * kTetrahedron * r * r * r), 1, 1e-2);
    // Upon each other: none is farther from one that is drawn than the diagonal of a cell of a radius.
    Pcg32 random(1);
    std::vector<float> crowd;
    for (int i = 0; i < 20'000; ++i) crowd.insert(crowd.end(), {random.nextFloat() * 0.3F, random.nextFloat() * 0.3F, 0});
    const auto drawn = load(crowd, 0);
    ASSERT_TRUE(drawn) << thinProblem(drawn);
    const MeshShape& mesh = meshOfObject(*drawn, 0);
    EXPECT_LT(mesh.indices.size() / 60, 1200U);   // of balls; 900 cells
    for (size_t i = 0; i < crowd.size(); i += 300) {
        float nearest = 1;
        for (const vec3 p : mesh.positions) nearest = std::min(nearest, length(p - vec3(crowd[i], crowd[i + 1], 0)));
        EXPECT_LT(nearest, (1 + std::sqrt(2.0)) * r) << i;
    }
    // Lines as well: a zigzag over the same places.
    const auto lines = load(crowd, 3);
    ASSERT_TRUE(lines) << thinProblem(lines);
    EXPECT_LE(meshOfObject(*lines, 0).indices.size(), 18U * 20'000);
}

TEST(GltfThin, TooFarAndTooMany) {
    const auto far = load({0, 0, 0, 1, 0, 0}, 0, "", R"(, "scale": [1, 1e-63, 1e-63])");
    ASSERT_FALSE(far);
    EXPECT_NE(thinProblem(far).find("too far"), std::string::npos);
    // An accessor without a buffer view has zeros, as many as it says.
    GltfText file;
    file.floats({0, 0, 0}, "VEC3");
    file.accessor(R"("componentType": 5126, "count": 20000000, "type": "VEC3")");
    const auto many = loadGltfText(file.json(R"("meshes": [{"primitives": [{"attributes": {"POSITION": 1}, "mode": 0}]}], "nodes": [{"mesh": 0}])"));
    ASSERT_FALSE(many);
    EXPECT_NE(thinProblem(many).find("memory"), std::string::npos);
}

}  // namespace
}  // namespace raypool
