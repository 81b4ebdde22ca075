#include "raytracer/geometry/obj.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>

namespace raypool {
namespace {

MeshFile read(std::string_view text) {
    auto file = decodeObj(text);
    if (file) return std::move(*file);
    ADD_FAILURE() << toString(file.error()[0]) << "\n" << text.substr(0, 300);
    return {};
}

/// `line:column: message` of what is wrong.
std::string problemOf(std::string_view text) {
    const auto file = decodeObj(text);
    if (file) return "no problem";
    const Diagnostic& problem = file.error().at(0);
    return std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.message;
}

using Indices = std::vector<uint32_t>;

TEST(Obj, Triangle) {
    const MeshFile file = read("# a triangle\nv 0 0 0\nv 1 0 0\nv 0 1.5e0 -2.\nf 1 2 3\n");
    EXPECT_EQ(file.mesh.positions, (std::vector<vec3>{{0, 0, 0}, {1, 0, 0}, {0, 1.5F, -2}}));
    EXPECT_EQ(file.mesh.indices, (Indices{0, 1, 2}));
    EXPECT_TRUE(file.mesh.normals.empty());
    EXPECT_TRUE(file.mesh.uvs.empty());
    EXPECT_TRUE(file.mesh.surfaceOfTriangle.empty());
    EXPECT_TRUE(file.materialNames.empty());
    EXPECT_TRUE(file.materialLibraries.empty());
}

TEST(Obj, SpellingsOfTheSame) {
    const char* texts[] = {
        "v 0 0 0\r\nv 1 0 0\r\nv 0 1 0\r\nf 1 2 3\r\n",
        "v 0 0 0\rv 1 0 0\rv 0 1 0\rf 1 2 3",
        "\xEF\xBB\xBFv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3",
        "\n\n  v\t0   0\t0  \nv +1 0e5 -0 1.0\nv .0 1. 0 0.5 0.5 0.25\n\tf  1 \t2  3  # the face\n",
        "v 0 0 \\\n0\nv 1 0 0\nv \\\r\n0 1 0\nf 1 2\\\n 3\n",
        "v 0 0 0\nv 1 0 0\nv 0 1 0\nf -3 -2 -1\n",
        "f 1 2 3\nv 0 0 0\nv 1 0 0\nv 0 1 0\n",
        "o x\ng a b\ns 1\nvp 1 2\nv 0 0 0\nv 1 0 0\nv 0 1 0\nl 1 2\np 1\nfree words\nf 1/ 2/ 3//\ncurv 1 2\n",
        "# backslash \\\nv 0 0 0 # another \\\nv 1 0 0\nv 0 1 0\nf 1 2\nf 3\nf\nf 1 2 3\nvertex\nfoo",
        "v 0 0 0\nv 1 0 0\nv 0 1 0\ng f \\\nf 9 9 9\nf 1 2 3 #\n",
    };
    for (const char* text : texts) {
        const MeshFile file = read(text);
        EXPECT_EQ(file.mesh.positions, (std::vector<vec3>{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}})) << text;
        EXPECT_EQ(file.mesh.indices, (Indices{0, 1, 2})) << text;
        EXPECT_TRUE(file.mesh.normals.empty()) << text;
        EXPECT_TRUE(file.materialNames.empty()) << text;
    }
}

TEST(Obj, Polygons) {
    const MeshFile file = read("v 0 0 0\nv 4 0 0\nv 4 4 0\nv 2 1 0\nv 0 4 0\nf 1 2 3 4 5\nf 1 2 3 5\n");
    ASSERT_EQ(file.mesh.triangleCount(), 5U);
    float area = 0;
    for (size_t t = 0; t < 9; t += 3) {
        const auto p = [&](size_t i) { return file.mesh.positions[file.mesh.indices[t + i]]; };
        const float twice = cross(p(1) - p(0), p(2) - p(0)).z;
        EXPECT_GT(twice, 0);
        area += twice / 2;
    }
    EXPECT_EQ(area, 10.0F);   // 16 less the notch of 4 * 3 / 2
    EXPECT_EQ(Indices(file.mesh.indices.begin() + 9, file.mesh.indices.end()), (Indices{0, 1, 2, 0, 2, 4}));
}

TEST(Obj, Materials) {
    const MeshFile file = read(
        "mtllib one.mtl my other.mtl ./sub/x.mtl\nmtllib last.mat\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
        "usemtl Glass  and Steel \t\nf 1 2 3\nusemtl unused\nusemtl d\xE6k\r\nf 1 2 3\nf 3 2 1\n"
        "usemtl Glass  and Steel\nf 3 2 1\nusemtl\nf 1 2 3\n");
    EXPECT_EQ(file.materialLibraries, (std::vector<std::string>{"one.mtl", "my other.mtl", "./sub/x.mtl", "last.mat"}));
    EXPECT_EQ(file.materialNames, (std::vector<std::string>{"", "Glass  and Steel", "d\xC3\xA6k"}));
    EXPECT_EQ(file.mesh.surfaceOfTriangle, (Indices{0, 1, 2, 2, 1, 0}));
}

TEST(Obj, OneMaterialNeedsNoIndices) {
    const MeshFile file = read("v 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl M\nf 1 2 3\nusemtl M\nf 1 2 3");
    EXPECT_EQ(file.materialNames, std::vector<std::string>{"M"});
    EXPECT_TRUE(file.mesh.surfaceOfTriangle.empty());
}

TEST(Obj, SurfacesOfPolygons) {
    const MeshFile file = read(
        "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nusemtl A\nf 1 2 3\nusemtl B\nf 1 2 3 4\nusemtl A\nf 1 2 3 4");
    EXPECT_EQ(file.mesh.surfaceOfTriangle, (Indices{0, 1, 1, 0, 0}));
}

TEST(Obj, NormalsAreUnitAndMissingOnesFlat) {
    const MeshFile file = read(
        "v 0 0 0\nv 2 0 0\nv 0 2 0\nv 2 2 0\nv 5 5 5\n"
        "vn 0 0 1e30\nvn 3 0 4\nvn 0 0 0\nvn -1.#IND -1.#IND00 -nan(ind)\n"
        "f 1//1 2//2 3//1\nf 2 3 4\nf 1//3 2//2 3//4\nf 1 5 1\n");
    const Mesh& mesh = file.mesh;
    ASSERT_EQ(mesh.normals.size(), mesh.positions.size());
    const auto normal = [&](size_t corner) { return mesh.normals[mesh.indices[corner]]; };
    EXPECT_EQ(normal(0), vec3(0, 0, 1));
    EXPECT_LT(length(normal(1) - vec3(0.6F, 0, 0.8F)), 1e-6F);
    for (size_t corner : {3, 4, 5}) EXPECT_EQ(normal(corner), vec3(0, 0, -1));   // f 2 3 4 runs clockwise
    EXPECT_EQ(normal(6), vec3(0, 0, 1));
    EXPECT_EQ(mesh.indices[7], mesh.indices[1]);
    EXPECT_EQ(normal(8), vec3(0, 0, 1));
    EXPECT_EQ(length(normal(9)), 1.0F);   // without area: any
}

TEST(Obj, ColorsBehindTheVertices) {
    const Mesh mesh = read("v 0 0 0 1 0.5 0\nv 1 0 0\nv 0 1 0 1 1 1 # white\nvn 0 0 1\nf 1//1 2//1 3//1\n").mesh;
    ASSERT_EQ(mesh.colors.size(), 3U);
    EXPECT_EQ(mesh.colors[0].x, 1);
    EXPECT_NEAR(mesh.colors[0].y, 0.21404, 1e-5);   // sRGB (IEC 61966-2-1) of 0.5
    EXPECT_EQ(mesh.colors[0].z, 0);
    EXPECT_EQ(mesh.colors[1], glm::vec4(1));
    EXPECT_EQ(read("v 0 0 0 255 0 0\nv 1 0 0 0 0 0\nv 0 1 0 0 0 255\nf 1 2 3\n").mesh.colors[2], glm::vec4(0, 0, 1, 1));
    // A weight is no colour.
    EXPECT_TRUE(read("v 0 0 0 1 2e25 0\nv 1 0 0 256 0 0\nv 0 1 0 nan 0 0\nf 1 2 3\n").mesh.colors.empty());
    EXPECT_TRUE(read("v 0 0 0 1\nv 1 0 0 1.0\nv 0 1 0 1\nf 1 2 3\n").mesh.colors.empty());
}

TEST(Obj, TextureCoordinates) {
    const MeshFile file = read(
        "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0.25\nvt 0.5 0.75\nvt 1 2 3\nf 1/1 2/2 3/3\nf 1 2/-2 3/-1\n");
    const Mesh& mesh = file.mesh;
    ASSERT_EQ(mesh.uvs.size(), mesh.positions.size());
    EXPECT_EQ(mesh.positions.size(), 4U);
    EXPECT_EQ(mesh.uvs[mesh.indices[0]], vec2(0.25F, 1));   // from the upper left corner
    EXPECT_EQ(mesh.uvs[mesh.indices[1]], vec2(0.5F, 0.25F));
    EXPECT_EQ(mesh.uvs[mesh.indices[2]], vec2(1, -1));
    EXPECT_EQ(mesh.uvs[mesh.indices[3]], vec2(0, 0));
    EXPECT_EQ(mesh.indices[4], mesh.indices[1]);
    EXPECT_TRUE(mesh.normals.empty());
}

/// Files whose elements say their index, written every way the format has; read back corner by corner.
TEST(Obj, PartsByName) {
    const std::string text =
        "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 5 5 5\nv 6 5 5\nv 5 6 5\nvn 0 0 1\n"
        "f 1 2 3\no Ball\nusemtl red\nf 4//1 5//1 6//1\ng side of it\nusemtl blue\nf 1 2 4\no Ball\nusemtl green\nf 2 3 4\n";
    const auto trianglesOf = [&](std::string_view part) {
        const auto file = decodeObj(text, part);
        EXPECT_TRUE(file.has_value()) << part;
        return file ? file->mesh.triangleCount() : 0U;
    };
    EXPECT_EQ(trianglesOf(""), 4U);
    EXPECT_EQ(trianglesOf("Ball"), 2U);
    EXPECT_EQ(trianglesOf("side of it"), 1U);
    const auto ball = decodeObj(text, "Ball");
    EXPECT_EQ(ball->materialNames, (std::vector<std::string>{"red", "green"}));
    EXPECT_EQ(ball->mesh.surfaceOfTriangle, (Indices{0, 1}));
    const auto side = decodeObj(text, "side of it");
    EXPECT_EQ(side->materialNames, (std::vector<std::string>{"blue"}));
    EXPECT_TRUE(side->mesh.normals.empty());   // those of other parts are not its own
    EXPECT_EQ(side->mesh.positions[side->mesh.indices[2]], (vec3{5, 5, 5}));
    const auto none = decodeObj(text, "ball");
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error()[0].message, "the file has no part called \"ball\"");
    EXPECT_EQ(none.error()[0].hint, "it has \"\", \"Ball\", \"side of it\"");
}

TEST(Obj, RandomFiles) {
    std::mt19937 random(11);
    for (int round = 0; round < 60; ++round) {
        std::string text;
        std::vector<std::array<uint32_t, 3>> corners;
        std::array<uint32_t, 3> counts{};
        const bool hasUvs = round % 4 != 0, hasNormals = round % 3 != 0;
        for (int block = 0; block < 20; ++block) {
            for (auto k = random() % 5 + 1; k-- > 0;) {
                text += "v " + std::to_string(counts[0]++) + " 0 0\n";
                text += "vt 0 " + std::to_string(counts[1]++) + "\n";
                // The third index in binary, as directions.
                const uint32_t n = counts[2]++;
                text += "vn " + std::to_string(n & 15) + " " + std::to_string(n >> 4) + " 1\n";
            }
            for (auto k = random() % 5; k-- > 0;) {
                text += "f";
                for (int i = 0; i < 3; ++i) {
                    std::array<uint32_t, 3> corner;
                    std::array<std::string, 3> spelled;
                    for (size_t c = 0; c < 3; ++c) {
                        corner[c] = static_cast<uint32_t>(random() % counts[c]);
                        spelled[c] = random() % 2 ? std::to_string(corner[c] + 1)
                                                  : "-" + std::to_string(counts[c] - corner[c]);
                    }
                    text += " " + spelled[0];
                    if (hasUvs) text += "/" + spelled[1];
                    if (hasNormals) text += (hasUvs ? "/" : "//") + spelled[2];
                    if (!hasUvs) corner[1] = 0;
                    if (!hasNormals) corner[2] = 0;
                    corners.push_back(corner);
                }
                text += "\n";
            }
        }
        if (corners.empty()) continue;
        const Mesh mesh = read(text).mesh;
        ASSERT_EQ(mesh.indices.size(), corners.size());
        ASSERT_EQ(mesh.uvs.size(), hasUvs ? mesh.positions.size() : 0);
        ASSERT_EQ(mesh.normals.size(), hasNormals ? mesh.positions.size() : 0);
        for (size_t i = 0; i < corners.size(); ++i) {
            const uint32_t vertex = mesh.indices[i];
            ASSERT_LT(vertex, mesh.positions.size());
            EXPECT_EQ(mesh.positions[vertex].x, static_cast<float>(corners[i][0]));
            if (hasUvs) {
                EXPECT_EQ(mesh.uvs[vertex].y, 1 - static_cast<float>(corners[i][1]));
            }
            if (hasNormals) {
                const vec3 n = mesh.normals[vertex] / mesh.normals[vertex].z;
                EXPECT_NEAR(n.x, static_cast<float>(corners[i][2] & 15), 1e-4);
                EXPECT_NEAR(n.y, static_cast<float>(corners[i][2] >> 4), 1e-4);
            }
        }
        // One vertex for each combination that occurs, and no other.
        const std::set<std::array<uint32_t, 3>> distinct(corners.begin(), corners.end());
        if (hasUvs || hasNormals) {
            EXPECT_EQ(mesh.positions.size(), distinct.size());
        }
    }
}

TEST(Obj, ManyVerticesAtOnePlace) {
    // Comparing each with each would take minutes.
    constexpr uint32_t kCount = 60'000;
    std::string text = "v 1 2 3\n";
    for (uint32_t i = 0; i < kCount; ++i) text += "vt " + std::to_string(i) + " 0\n";
    for (uint32_t i = 0; i + 2 < kCount; ++i) {
        text += "f 1/" + std::to_string(i + 1) + " 1/" + std::to_string(i + 2) + " 1/" + std::to_string(i + 3) + "\n";
    }
    const Mesh mesh = read(text).mesh;
    EXPECT_EQ(mesh.positions.size(), kCount);
    EXPECT_EQ(mesh.triangleCount(), kCount - 2);
}

TEST(Obj, ProblemsAndTheirPlaces) {
    const std::string three = "v 0 0 0\nv 1 0 0\nv 0 1 0\n";
    EXPECT_EQ(problemOf(""), "0:0: the OBJ file has no faces");
    EXPECT_EQ(problemOf("v 0 0 0\n"), "0:0: the OBJ file has no faces");
    EXPECT_EQ(problemOf("# x\nv 0 0\n"), "2:6: expected a number, found the end of the line");
    EXPECT_EQ(problemOf("v 0 zero 0\n"), "1:5: expected a number, found 'zero'");
    EXPECT_EQ(problemOf("v 0 1,5 0\n"), "1:5: expected a number, found '1,5'");
    EXPECT_EQ(problemOf("v 0 0 -1.#IND\n"), "1:7: the number '-1.#IND' is not finite");
    EXPECT_EQ(problemOf("v 1.#INF 0 0\n"), "1:3: the number '1.#INF' is not finite");
    EXPECT_EQ(problemOf("v 0 0 nan\n"), "1:7: the number 'nan' is not finite");
    EXPECT_EQ(problemOf("v 0 -inf 0\n"), "1:5: the number '-inf' is not finite");
    EXPECT_EQ(problemOf("v 1e99 0 0\n"), "1:3: the number '1e99' is not finite");
    EXPECT_EQ(problemOf("vt 1e99\n"), "1:4: the number '1e99' is not finite");
    EXPECT_EQ(problemOf("vt 1 inf\n"), "1:9: the texture coordinate is not finite");
    EXPECT_EQ(problemOf("vn 1 2\n"), "1:7: expected a number, found the end of the line");
    EXPECT_EQ(problemOf(three + "f 1 2 0\n"), "4:7: there is no vertex '0': they count from 1");
    EXPECT_EQ(problemOf(three + "f 1 2 -4\n"), "4:7: there is no vertex '-4'");
    EXPECT_EQ(problemOf(three + "f 1 2 3\r\nf 1 2 4\n"), "5:2: there is no vertex 4: the file has 3");
    EXPECT_EQ(problemOf(three + "f 1 2 99999999999999999999\n"), "4:7: there is no vertex '99999999999999999999'");
    EXPECT_EQ(problemOf(three + "f 1/1 2 3\n"), "4:2: there is no texture coordinate 1: the file has 0");
    EXPECT_EQ(problemOf(three + "f 1//-1 2 3\n"), "4:6: there is no normal '-1'");
    EXPECT_EQ(problemOf(three + "f 1//5 2 3\n"), "4:2: there is no normal 5: the file has 0");
    EXPECT_EQ(problemOf(three + "f 1 2 x\n"), "4:7: expected the index of a vertex, found 'x'");
    EXPECT_EQ(problemOf(three + "f 1 2 /3\n"), "4:7: expected the index of a vertex, found '/3'");
    EXPECT_EQ(problemOf(three + "f 1 2 3.5\n"), "4:8: expected v, v/vt, v//vn or v/vt/vn, found '.5'");
    EXPECT_EQ(problemOf(three + "f 1 2 3/1/1/1\n"), "4:12: expected v, v/vt, v//vn or v/vt/vn, found '/1'");
    EXPECT_EQ(problemOf(three + "f 1 2 -\n"), "4:7: expected the index of a vertex, found '-'");
}

TEST(Obj, CutAnywhere) {
    const std::string text =
        "mtllib a.mtl\nv 0 0 0\nv 1.5e0 0 0\nv 1 1 0\nv 0 1 0\nvt 0 1\nvn 0 0 1\nusemtl m\n"
        "f 1/1/1 2/1/1 3//1 4\\\n\n";
    for (size_t size = 0; size <= text.size(); ++size) {
        // A copy, so that the sanitizer sees reads beyond its end.
        const std::vector<char> part(text.begin(), text.begin() + static_cast<ptrdiff_t>(size));
        const auto file = decodeObj({part.data(), part.size()});
        EXPECT_TRUE(file ? file->mesh.triangleCount() > 0 : !file.error().at(0).message.empty()) << size;
    }
}

TEST(Obj, LargeConcavePolygon) {
    std::string vertices, face = "f";
    for (int i = 0; i < 3000; ++i) {
        vertices += "v " + std::to_string(i) + (i % 2 ? " 10 0\n" : " 11 0\n");
        face += " " + std::to_string(i + 1);
    }
    vertices += "v 3000 20 0\nv 0 20 0\n";
    face += " 3001 3002\n";
    EXPECT_EQ(read(vertices + face).mesh.triangleCount(), 3000U);
}

}  // namespace
}  // namespace raypool
