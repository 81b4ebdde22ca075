#include "raytracer/geometry/mesh_file.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace raypool {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes bytesOf(std::string_view text) { return Bytes(text.begin(), text.end()); }

std::string problemOf(std::string_view path, const Bytes& bytes) {
    const auto file = decodeMesh(path, bytes);
    return file ? "no problem" : toString(file.error().at(0));
}

/// A .tri file, written byte by byte.
struct Tri {
    Bytes bytes;
    void add(uint32_t word) {
        for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<uint8_t>(word >> (8 * i)));
    }
    void add(float number) {
        uint32_t bits;
        std::memcpy(&bits, &number, 4);
        add(bits);
    }
};

Tri tetrahedron(float last = 1) {
    Tri tri;
    tri.add(4U);
    tri.add(4U);
    for (const float x : {0.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F, last}) tri.add(x);
    for (const uint32_t i : {0U, 2U, 1U, 0U, 1U, 3U, 0U, 3U, 2U, 1U, 2U, 3U}) tri.add(i);
    return tri;
}

const char* const kObj = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n";
const char* const kPly =
    "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face 1\n"
    "property list uchar int vertex_index\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";

TEST(MeshFile, Tri) {
    const auto file = decodeMesh("x.tri", tetrahedron().bytes);
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ(file->mesh.positions, (std::vector<vec3>{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}));
    EXPECT_EQ(file->mesh.indices, (std::vector<uint32_t>{0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3}));
    EXPECT_TRUE(file->mesh.normals.empty());
}

TEST(MeshFile, ContentSaysWhatItIs) {
    for (const char* path : {"", "a", "a.obj", "a.ply", "a.tri", "b/A.OBJ", "a.glb"}) {
        EXPECT_EQ(problemOf(path, tetrahedron().bytes), "no problem") << path;
        const std::string_view name = path;
        if (name != "a.tri") {
            EXPECT_EQ(problemOf(path, bytesOf(kPly)), "no problem") << path;
        }
        if (name != "a.tri" && name != "a.ply") {
            EXPECT_EQ(problemOf(path, bytesOf(kObj)), "no problem") << path;
        }
    }
}

TEST(MeshFile, NamesSayWhatIsWrong) {
    EXPECT_EQ(problemOf("a.PLY", bytesOf(kObj)), "1:1: error: not a PLY file: its first line is not \"ply\"");
    EXPECT_EQ(problemOf("a.Tri", bytesOf("abc")), "error: the .tri file ends within its two counts");
    EXPECT_EQ(problemOf("a.obj", bytesOf("glTF....")),
              "error: a glTF file is not a mesh, but a scene (meshes are .obj, .ply or .tri files)");
    EXPECT_EQ(problemOf("a.obj", {}), "error: the mesh file is empty");
    EXPECT_EQ(problemOf("a.obj", bytesOf("\xFF\xFEv")),
              "error: the text of the mesh file is UTF-16 (save it as UTF-8)");
    EXPECT_EQ(problemOf("a.obj", bytesOf(std::string("v 0 0\0", 6))),
              "error: neither an OBJ nor a PLY file (meshes are .obj, .ply or .tri files)");
}

TEST(MeshFile, ProblemsOfTri) {
    Bytes bytes = tetrahedron().bytes;
    bytes.pop_back();
    EXPECT_EQ(problemOf("a.tri", bytes),
              "error: the .tri file has 103 bytes; its counts, 4 vertices and 4 triangles, ask for 104");
    EXPECT_EQ(problemOf("a.tri", Bytes(8, 0xFF)),
              "error: the .tri file has 8 bytes; its counts, 4294967295 vertices and 4294967295 triangles, ask for "
              "103079215088");
    EXPECT_EQ(problemOf("a.tri", Bytes(8, 0)), "error: the .tri file has no triangles");
    EXPECT_EQ(problemOf("a", tetrahedron(std::numeric_limits<float>::quiet_NaN()).bytes),
              "error: vertex 3 at byte 44 is not finite");
    EXPECT_EQ(problemOf("a", tetrahedron(-std::numeric_limits<float>::infinity()).bytes),
              "error: vertex 3 at byte 44 is not finite");
    bytes = tetrahedron().bytes;
    bytes[8 + 48 + 12 + 4] = 4;
    EXPECT_EQ(problemOf("a", bytes), "error: triangle 1 at byte 68 uses vertex 4 of 4; they count from 0");
    Tri noVertices;
    noVertices.add(0U);
    noVertices.add(1U);
    for (int i = 0; i < 3; ++i) noVertices.add(0U);
    EXPECT_EQ(problemOf("a", noVertices.bytes), "error: triangle 0 at byte 8 uses vertex 0 of 0; they count from 0");
}

}  // namespace
}  // namespace raypool
