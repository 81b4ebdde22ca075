#include "raytracer/geometry/ply.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <random>

namespace raypool {
namespace {

using Bytes = std::vector<uint8_t>;
using Indices = std::vector<uint32_t>;

Bytes plyBytes(std::string_view text) { return Bytes(text.begin(), text.end()); }

MeshFile read(const Bytes& bytes) {
    auto file = decodePly(bytes);
    if (file) return std::move(*file);
    ADD_FAILURE() << toString(file.error()[0]);
    return {};
}

std::string plyProblem(const Bytes& bytes) {
    const auto file = decodePly(bytes);
    if (file) return "no problem";
    const Diagnostic& problem = file.error().at(0);
    return (problem.line > 0 ? std::to_string(problem.line) + ": " : "") + problem.message;
}
std::string plyProblem(std::string_view text) { return plyProblem(plyBytes(text)); }

constexpr const char* kFormats[] = {"ascii", "binary_little_endian", "binary_big_endian"};

/// Writes numbers in one of the formats.
struct Writer {
    int format = 0;
    Bytes out;

    void text(std::string_view line) { out.insert(out.end(), line.begin(), line.end()); }
    void number(const std::string& type, double value) {
        if (format == 0) {
            char word[32];
            std::snprintf(word, sizeof word, "%.9g ", value);
            text(word);
        } else if (type == "float" || type == "float32") {
            raw(std::bit_cast<uint32_t>(static_cast<float>(value)), 4);
        } else if (type == "double" || type == "float64") {
            raw(std::bit_cast<uint64_t>(value), 8);
        } else {
            const bool isByte = type.find("char") != type.npos || type.find("int8") != type.npos;
            const bool isShort = type.find("short") != type.npos || type.find("int16") != type.npos;
            raw(static_cast<uint64_t>(static_cast<int64_t>(value)), isByte ? 1 : (isShort ? 2 : 4));
        }
    }
    void endRow() {
        if (format == 0) text("\n");
    }
    void raw(uint64_t bits, int size) {
        for (int i = 0; i < size; ++i) {
            out.push_back(static_cast<uint8_t>(bits >> (8 * (format == 1 ? i : size - 1 - i))));
        }
    }
};

/// A square as two triangles or one quad, with much around it that nobody wants.
Bytes square(int format, const std::string& coordinate, const std::string& length, const std::string& index,
             bool isQuad, const char* lineEnd = "\n") {
    Writer writer{format, {}};
    const auto line = [&](const std::string& text) { writer.text(text + lineEnd); };
    line("ply");
    line(std::string("format ") + kFormats[format] + " 1.0");
    line("comment made by a test");
    line("obj_info none");
    line("element camera 2");
    line("property list ushort double positions");
    line("property char zoom");
    line("element nothing 4000000000");
    line("element vertex 4");
    line("property " + coordinate + " x");
    line("property uchar red");
    line("property " + coordinate + " y");
    line("property list uchar short neighbours");
    line("property " + coordinate + " z");
    line("property float nx");
    line("property double ny");
    line("property float nz");
    line("property float s");
    line("property float t");
    line(isQuad ? "element face 1" : "element face 2");
    line("property uchar flags");
    line("property list " + length + " " + index + " vertex_indices");
    line("property list uchar float texcoord");
    line("element edge 1");
    line("property int vertex1");
    line("end_header");
    for (int i = 0; i < 2; ++i) {
        writer.number("ushort", i + 1);
        for (int k = 0; k <= i; ++k) writer.number("double", 7);
        writer.number("char", -3);
        writer.endRow();
    }
    const float corners[4][2] = {{0, 0}, {100, 0}, {100, 50}, {0, 50}};
    for (const auto& [x, y] : corners) {
        writer.number(coordinate, x);
        writer.number("uchar", 200);
        writer.number(coordinate, y);
        writer.number("uchar", 2);
        writer.number("short", -2);
        writer.number("short", -1);
        writer.number(coordinate, 5);
        writer.number("float", 0);
        writer.number("double", 3);
        writer.number("float", 4);
        writer.number("float", x / 100);
        writer.number("float", y / 50);
        writer.endRow();
    }
    const std::vector<std::vector<int>> faces =
        isQuad ? std::vector<std::vector<int>>{{0, 1, 2, 3}} : std::vector<std::vector<int>>{{0, 1, 2}, {0, 2, 3}};
    for (const auto& face : faces) {
        writer.number("uchar", 1);
        writer.number(length, static_cast<double>(face.size()));
        for (const int corner : face) writer.number(index, corner);
        writer.number("uchar", 2);
        writer.number("float", 0.5);
        writer.number("float", 0.25);
        writer.endRow();
    }
    writer.number("int", 3);
    writer.endRow();
    return writer.out;
}

void expectSquare(const Mesh& mesh) {
    EXPECT_EQ(mesh.positions, (std::vector<vec3>{{0, 0, 5}, {100, 0, 5}, {100, 50, 5}, {0, 50, 5}}));
    EXPECT_EQ(mesh.indices, (Indices{0, 1, 2, 0, 2, 3}));
    EXPECT_EQ(mesh.uvs, (std::vector<vec2>{{0, 1}, {1, 1}, {1, 0}, {0, 0}}));   // from the upper left corner
    ASSERT_EQ(mesh.normals.size(), 4U);
    for (const vec3 n : mesh.normals) EXPECT_LT(length(n - vec3(0, 0.6F, 0.8F)), 1e-6F);
}

TEST(Ply, EveryFormatAndType) {
    for (int format = 0; format < 3; ++format) {
        for (const char* coordinate : {"float", "double", "char", "uchar", "short", "ushort", "int", "uint"}) {
            expectSquare(read(square(format, coordinate, "uchar", "int", false)).mesh);
        }
        for (const char* coordinate : {"float32", "float64", "int8", "uint8", "int16", "uint16", "int32", "uint32"}) {
            expectSquare(read(square(format, coordinate, "uint8", "uint32", true)).mesh);
        }
        for (const char* integer : {"char", "uchar", "short", "ushort", "int", "uint"}) {
            expectSquare(read(square(format, "float", integer, integer, true)).mesh);
        }
        for (const char* lineEnd : {"\r\n", "\r"}) {
            expectSquare(read(square(format, "float", "uchar", "int", false, lineEnd)).mesh);
        }
    }
}

TEST(Ply, DataThatLooksLikeALineEnd) {
    for (const char* lineEnd : {"\n", "\r\n", "\r"}) {
        Writer writer{1, {}};
        for (const char* line : {"ply", "format binary_little_endian 1.0", "element vertex 3", "property uchar x",
                                 "property uchar y", "property uchar z", "element face 1",
                                 "property list uchar uchar vertex_index", "end_header"}) {
            writer.text(std::string(line) + lineEnd);
        }
        writer.text("\n\r\n\r\n\r ab");
        writer.text(std::string("\3\0\1\2", 4));
        const Mesh mesh = read(writer.out).mesh;
        EXPECT_EQ(mesh.positions, (std::vector<vec3>{{10, 13, 10}, {13, 10, 13}, {32, 97, 98}}));
        EXPECT_EQ(mesh.indices, (Indices{0, 1, 2}));
    }
}

std::string ascii(std::string_view vertexCount, std::string_view vertices, std::string_view faceCount,
                  std::string_view faces, std::string_view faceProperty = "list uchar int vertex_indices",
                  std::string_view more = "") {
    std::string text = "ply\nformat ascii 1.0\nelement vertex ";
    text.append(vertexCount).append("\nproperty float x\nproperty float y\nproperty float z\n").append(more);
    text.append("element face ").append(faceCount).append("\nproperty ").append(faceProperty).append("\nend_header\n");
    return text.append(vertices).append(faces);
}

TEST(Ply, MixedPolygons) {
    // Triangles first, so that the reader has to change its mind; a line and a point, which have no area.
    const Mesh mesh = read(plyBytes(ascii("5", "0 0 0\n4 0 0\n4 4 0\n2 1 0\n0 4 0\n", "5",
                                         "3 0 1 2\n3 2 1 0\n2 0 1\n5 0 1 2 3 4\n1 0\n")))
                          .mesh;
    ASSERT_EQ(mesh.triangleCount(), 5U);
    EXPECT_EQ(Indices(mesh.indices.begin(), mesh.indices.begin() + 6), (Indices{0, 1, 2, 2, 1, 0}));
    float area = 0;
    for (size_t t = 6; t < 15; t += 3) {
        const auto p = [&](size_t i) { return mesh.positions[mesh.indices[t + i]]; };
        const float twice = cross(p(1) - p(0), p(2) - p(0)).z;
        EXPECT_GT(twice, 0);
        area += twice / 2;
    }
    EXPECT_EQ(area, 10.0F);
    EXPECT_TRUE(mesh.normals.empty());
    EXPECT_TRUE(mesh.uvs.empty());
}

TEST(Ply, FacesBeforeVertices) {
    const Mesh mesh = read(plyBytes("ply\nformat ascii 1.0\nelement face 1\nproperty list uchar int vertex_indices\n"
                                   "element vertex 3\nproperty float z\nproperty float y\nproperty float x\n"
                                   "end_header\n3 2 1 0\n1 2 3\n4 5 6\n7 8 9"))
                          .mesh;
    EXPECT_EQ(mesh.positions, (std::vector<vec3>{{3, 2, 1}, {6, 5, 4}, {9, 8, 7}}));
    EXPECT_EQ(mesh.indices, (Indices{2, 1, 0}));
}

TEST(Ply, TriangleStrips) {
    const Mesh mesh = read(plyBytes("ply\nformat ascii 1.0\nelement vertex 5\nproperty float x\nproperty float y\n"
                                   "property float z\nelement tristrips 1\nproperty list int int vertex_indices\n"
                                   "end_header\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n2 2 0\n"
                                   "9 0 1 2 3 -1 4 3 2 -1\n"))
                          .mesh;
    EXPECT_EQ(mesh.indices, (Indices{0, 1, 2, 1, 3, 2, 4, 3, 2}));
}

TEST(Ply, NormalsWithoutADirection) {
    const std::string more = "property float nx\nproperty float ny\nproperty float nz\n";
    const Mesh mesh = read(plyBytes(ascii("3", "0 0 0 0 0 0\n1 0 0 nan nan nan\n0 1 0 0 0 -7\n", "1", "3 0 1 2\n",
                                         "list uchar int vertex_indices", more)))
                          .mesh;
    EXPECT_EQ(mesh.normals, (std::vector<vec3>{{0, 0, 1}, {0, 0, 1}, {0, 0, -1}}));
}

TEST(Ply, NamesOfTextureCoordinates) {
    const char* pairs[][2] = {{"u", "v"}, {"s", "t"}, {"texture_u", "texture_v"}, {"texture_s", "texture_t"}};
    for (const auto& [u, v] : pairs) {
        const std::string more = std::string("property float ") + u + "\nproperty float " + v + "\n";
        const Mesh mesh = read(plyBytes(ascii("3", "0 0 0 1 2 1 0 0 3 4 0 1 0 5 6 ", "1", "3 0 1 2",
                                             "list uchar int vertex_indices", more)))
                              .mesh;
        EXPECT_EQ(mesh.uvs, (std::vector<vec2>{{1, -1}, {3, -3}, {5, -5}}));
    }
    // One of two is none.
    EXPECT_TRUE(read(plyBytes(ascii("1", "0 0 0 1\n", "1", "3 0 0 0", "list uchar int vertex_indices",
                                   "property float u\n")))
                    .mesh.uvs.empty());
}

TEST(Ply, Colors) {
    const auto colors = [](const std::string& type, const std::string& rows) {
        const std::string more = "property " + type + " red\nproperty " + type + " green\nproperty " + type + " blue\nproperty " + type + " alpha\n";
        return read(plyBytes(ascii("3", rows, "1", "3 0 1 2", "list uchar int vertex_indices", more))).mesh.colors;
    };
    const auto bytes = colors("uchar", "0 0 0 255 188 0 255 1 0 0 0 0 0 0 0 1 0 0 0 0 128 ");
    ASSERT_EQ(bytes.size(), 3U);
    EXPECT_NEAR(bytes[0].y, 0.50289, 1e-5);   // sRGB (IEC 61966-2-1) of 188/255
    EXPECT_EQ(bytes[0], glm::vec4(1, bytes[0].y, 0, 1));
    EXPECT_EQ(bytes[2].w, 128 / 255.0F);
    EXPECT_EQ(colors("float", "0 0 0 1 0.5 0 1 1 0 0 0 0 0 1 0 1 0 0 0 2 1 ")[0], glm::vec4(1, 0.5F, 0, 1));
}

TEST(Ply, WhatIsWrittenReadsBackTheSame) {
    Mesh mesh;
    mesh.positions = {{0.1F, 1e-20F, -3}, {1, 0.3F, 0}, {0, 1, 7}};
    mesh.indices = {0, 1, 2, 2, 1, 0};
    mesh.normals = {{0, 0, 1}, {0, 1, 0}, {0, 0, -1}};
    mesh.uvs = {{0.1F, 0.3F}, {1e-9F, -0.7F}, {5, 0.7F}};
    mesh.uvs2 = {{0.2F, 0.9F}, {0, 0}, {1, 1}};
    mesh.tangents = {{0.3F, 0.1F, 0, -1}, {0, 1, 0, 1}, {1, 0, 0, 1}};
    mesh.colors = {{0.1F, 0.2F, 3, 0.5F}, {0, 0, 0, 0}, {1, 1, 1, 1}};
    const Mesh again = read(encodePly(mesh)).mesh;
    EXPECT_EQ(again.positions, mesh.positions);
    EXPECT_EQ(again.indices, mesh.indices);
    EXPECT_EQ(again.normals, mesh.normals);
    EXPECT_EQ(again.uvs, mesh.uvs);
    EXPECT_EQ(again.uvs2, mesh.uvs2);
    EXPECT_EQ(again.tangents, mesh.tangents);
    EXPECT_EQ(again.colors, mesh.colors);
}

TEST(Ply, ProblemsOfHeaders) {
    const std::string format = "ply\nformat ascii 1.0\n";
    EXPECT_EQ(plyProblem(""), "1: not a PLY file: its first line is not \"ply\"");
    EXPECT_EQ(plyProblem("ply"), "1: not a PLY file: its first line is not \"ply\"");
    EXPECT_EQ(plyProblem("plyx\n"), "1: not a PLY file: its first line is not \"ply\"");
    EXPECT_EQ(plyProblem("ply\nend_header\n"), "2: the header has no format line");
    EXPECT_EQ(plyProblem("ply\nformat binary 1.0\n"), "2: unknown format 'binary'");
    EXPECT_EQ(plyProblem(format), "3: the PLY header has no end_header line");
    EXPECT_EQ(plyProblem(format + "end_header"), "3: the PLY header has no end_header line");
    EXPECT_EQ(plyProblem(format + "end_header\n"), "the PLY file has no element \"vertex\"");
    EXPECT_EQ(plyProblem(format + "elephant\n"), "3: unknown header line 'elephant'");
    EXPECT_EQ(plyProblem(format + "element vertex -1\n"), "3: the count '-1' of 'vertex' is not a whole number");
    EXPECT_EQ(plyProblem(format + "element vertex 1e3\n"), "3: the count '1e3' of 'vertex' is not a whole number");
    EXPECT_EQ(plyProblem(format + "element vertex\n"),
              "3: the count the end of the line of 'vertex' is not a whole number");
    EXPECT_EQ(plyProblem(format + "element vertex 99999999999999999999\n"),
              "3: the count '99999999999999999999' of 'vertex' is not a whole number");
    EXPECT_EQ(plyProblem(format + "property float x\n"), "3: a property before the first element");
    EXPECT_EQ(plyProblem(format + "element vertex 1\nproperty half x\n"), "4: unknown type 'half'");
    EXPECT_EQ(plyProblem(format + "element vertex 1\nproperty float\n"), "4: a property without a name");
    EXPECT_EQ(plyProblem(format + "element face 1\nproperty list float int vertex_indices\n"),
              "4: 'float' is no type for a list's length");
    EXPECT_EQ(plyProblem(format + "element vertex 1\nproperty float x\nproperty float y\nend_header\n0 0\n"),
              "the vertices of the PLY file lack x, y or z");
    EXPECT_EQ(plyProblem(format + "element vertex 0\nelement vertex 0\nend_header\n"),
              "the PLY file has the element \"vertex\" twice");
}

TEST(Ply, ProblemsOfTexts) {
    const std::string three = "0 0 0\n1 0 0\n0 1 0\n";
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 1 2\n")), "no problem");
    EXPECT_EQ(plyProblem(ascii("3", three, "0", "")), "the PLY file has no faces");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "2 0 1\n")), "the PLY file has no faces");
    EXPECT_EQ(plyProblem(ascii("3", "0 0 0\n1 x 0\n0 1 0\n", "1", "3 0 1 2\n")),
              "11: expected a number, y of vertex 1, found 'x'");
    EXPECT_EQ(plyProblem(ascii("3", "0 0 0\n1 0 0\n0 nan 0\n", "1", "3 0 1 2\n")), "12: vertex 2 is not finite");
    EXPECT_EQ(plyProblem(ascii("3", "0 0 0\n1 -inf 0\n0 0 0\n", "1", "3 0 1 2\n")), "11: vertex 1 is not finite");
    EXPECT_EQ(plyProblem(ascii("3", "0 0 1e39\n1 0 0\n0 0 0\n", "1", "3 0 1 2\n")), "10: vertex 0 is not finite");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 1 3\n")), "13: face 0 uses vertex 3 of 3 (they count from 0)");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 -1 2\n")), "13: face 0 uses vertex -1 of 3 (they count from 0)");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 4294967296 2\n")),
              "13: face 0 uses vertex 4294967296 of 3 (they count from 0)");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 1.5 2\n")),
              "13: expected vertex_indices of face 0, found '1.5'");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "-3 0 1 2\n")), "13: vertex_indices of face 0 have a negative length");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "4 0 1 2\n")), "14: the file ends before vertex_indices of face 0");
    EXPECT_EQ(plyProblem(ascii("3", three, "2", "3 0 1 2\n")), "14: the file ends before vertex_indices of face 1");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 1 2\n", "list uchar float vertex_indices")),
              "12: the vertex indices are not of an integer type");
    EXPECT_EQ(plyProblem(ascii("3", three, "1", "3 0 1 2\n", "list uchar int corners")), "the PLY file has no faces");
    EXPECT_EQ(plyProblem(ascii("4", three, "1", "3 0 1")),
              "13: the header declares 1 of 'face', for which the file is too short");
}

TEST(Ply, AbsurdCountsCostNothing) {
    EXPECT_EQ(plyProblem(ascii("4294967295", "0 0 0\n", "1", "3 0 1 2\n")),
              "the PLY file declares more than 4294967294 vertices");
    EXPECT_EQ(plyProblem(ascii("4294967294", "0 0 0\n", "1", "3 0 1 2\n")),
              "10: the header declares 4294967294 of 'vertex', for which the file is too short");
    EXPECT_EQ(plyProblem(ascii("1", "0 0 0\n", "18446744073709551615", "3 0 0 0\n")),
              "10: the header declares 18446744073709551615 of 'face', for which the file is too short");
    EXPECT_EQ(plyProblem(ascii("1", "0 0 0\n", "1", "9223372036854775807 0 0 0\n")),
              "12: the file ends before vertex_indices of face 0");
    const std::string skipped = "list uchar int vertex_indices\nproperty list uint double other";
    EXPECT_EQ(plyProblem(ascii("1", "0 0 0\n", "1", "3 0 0 0 4294967295 1\n", skipped)),
              "13: the file ends before other of face 0");
    for (int format = 1; format < 3; ++format) {
        for (const bool isSkipped : {false, true}) {
            Writer writer{format, {}};
            writer.text(std::string("ply\nformat ") + kFormats[format] + " 1.0\nelement vertex 1\nproperty char x\n" +
                        "property char y\nproperty char z\nelement face 1\nproperty list uint double " +
                        (isSkipped ? "other" : "vertex_indices") + "\nend_header\n");
            const size_t headerSize = writer.out.size();
            writer.raw(0, 3);
            writer.raw(0xFFFFFFFF, 4);
            const std::string place = ", at byte " + std::to_string(headerSize + (isSkipped ? 7 : 3));
            EXPECT_EQ(plyProblem(writer.out), isSkipped ? "the file ends before other of face 0" + place
                                                       : "the vertex indices are not of an integer type" + place);
        }
    }
}

TEST(Ply, CutAnywhere) {
    for (int format = 0; format < 3; ++format) {
        const Bytes whole = square(format, "float", "uchar", "int", true);
        // The text may lose its last line end, and binary data nothing.
        for (size_t size = 0; size + (format == 0 ? 2 : 0) < whole.size(); ++size) {
            const Bytes part(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
            const auto file = decodePly(part);
            ASSERT_FALSE(file.has_value()) << format << ' ' << size;
            EXPECT_FALSE(file.error().at(0).message.empty());
        }
    }
}

TEST(Ply, RandomDamageIsSurvived) {
    std::mt19937 random(17);
    for (int round = 0; round < 2000; ++round) {
        Bytes bytes = square(round % 3, "float", "uchar", "int", round % 2 == 0);
        for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<uint8_t>(random());
        const auto file = decodePly(bytes);
        if (!file) {
            EXPECT_FALSE(file.error().at(0).message.empty());
            continue;
        }
        EXPECT_TRUE(validate(file->mesh).empty());
    }
}

}  // namespace
}  // namespace raypool
