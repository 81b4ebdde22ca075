#include "raytracer/loaders/gltf/gltf_accessor.h"

#include <gtest/gtest.h>

#include "raytracer/testing/gltf_text.h"

namespace raypool {
namespace {

/// Reads accessor 0 of a file; what went wrong, if anything did.
struct Read {
    std::optional<std::vector<float>> values;
    std::string problem, pointer;
};
Read readFirst(const testing::GltfText& file, uint32_t width) {
    const std::string text = file.json("");
    const auto json = JsonDocument::parse(text);
    testing::MemoryFiles none;
    const ModelOptions options;
    GltfReading reading(*json, "test.gltf", {}, text.size(), none, options);
    Read out{.values = readGltfFloats(reading, 0, width, "tests"), .problem = {}, .pointer = {}};
    if (reading.failed()) {
        out.problem = reading.reader.problems()[0].message;
        out.pointer = reading.reader.problems()[0].pointer;
    }
    return out;
}

using Floats = std::vector<float>;

TEST(GltfAccessor, EveryComponentType) {
    const auto check = [](auto values, int component, const Floats& plain, const Floats& normalized) {
        for (const bool isNormalized : {false, true}) {
            testing::GltfText file;
            file.accessor(file.view(values), component, values.size(), "SCALAR", isNormalized ? ", \"normalized\": true" : "");
            const auto read = readFirst(file, 1);
            ASSERT_TRUE(read.values) << read.problem;
            EXPECT_EQ(*read.values, isNormalized ? normalized : plain) << component;
        }
    };
    // f = c / 127, max(c / 127, -1) and their like: specification, 3.6.2.2.
    check(std::vector<int8_t>{-128, -127, 0, 127}, 5120, {-128, -127, 0, 127}, {-1, -1, 0, 1});
    check(std::vector<uint8_t>{0, 51, 255}, 5121, {0, 51, 255}, {0, 51.0F / 255, 1});
    check(std::vector<int16_t>{-32768, 32767, 1}, 5122, {-32768, 32767, 1}, {-1, 1, 1.0F / 32767});
    check(std::vector<uint16_t>{0, 65535, 13107}, 5123, {0, 65535, 13107}, {0, 1, 13107.0F / 65535});
    check(std::vector<uint32_t>{0, 70000}, 5125, {0, 70000}, {0, 70000.0F / 4294967295.0F * 4294967295.0F});
    check(Floats{-1.5F, 2}, 5126, {-1.5F, 2}, {-1.5F, 2});
}

TEST(GltfAccessor, Interleaved) {
    testing::GltfText file;
    const size_t view = file.view(Floats{1, 2, 3, 9, 9, 4, 5, 6, 8, 8}, 20);
    file.accessor(view, 5126, 2, "VEC2", ", \"byteOffset\": 4");
    EXPECT_EQ(readFirst(file, 2).values, (Floats{2, 3, 5, 6}));
}

TEST(GltfAccessor, ColumnsOfMatricesBeginAtMultiplesOfFour) {
    testing::GltfText bytes3;
    bytes3.accessor(bytes3.view(std::vector<uint8_t>{1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9, 99}), 5121, 1, "MAT3");
    EXPECT_EQ(readFirst(bytes3, 9).values, (Floats{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    testing::GltfText bytes2;
    bytes2.accessor(bytes2.view(std::vector<uint8_t>{1, 2, 99, 99, 3, 4, 99, 99}), 5121, 1, "MAT2");
    EXPECT_EQ(readFirst(bytes2, 4).values, (Floats{1, 2, 3, 4}));
    testing::GltfText shorts3;
    shorts3.accessor(shorts3.view(std::vector<uint16_t>{1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9, 99}), 5123, 1, "MAT3");
    EXPECT_EQ(readFirst(shorts3, 9).values, (Floats{1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(GltfAccessor, SparseWithAndWithoutABase) {
    for (const bool hasBase : {true, false}) {
        testing::GltfText file;
        const size_t base = file.view(Floats{1, 2, 3, 4, 5, 6}), indices = file.view(std::vector<uint8_t>{0, 2}), values = file.view(Floats{10, 20, 50, 60});
        file.accessor((hasBase ? "\"bufferView\": " + std::to_string(base) + ", " : "") +
                      "\"componentType\": 5126, \"count\": 3, \"type\": \"VEC2\", \"sparse\": {\"count\": 2, \"indices\": {\"bufferView\": " +
                      std::to_string(indices) + ", \"componentType\": 5121}, \"values\": {\"bufferView\": " + std::to_string(values) + "}}");
        EXPECT_EQ(readFirst(file, 2).values, hasBase ? (Floats{10, 20, 3, 4, 50, 60}) : (Floats{10, 20, 0, 0, 50, 60}));
    }
}

TEST(GltfAccessor, WhatGoesOutOfItsBytesIsRefused) {
    const auto problemOf = [](const std::string& fields) {
        testing::GltfText file;
        file.view(Floats{1, 2, 3, 4});
        file.view(std::vector<uint8_t>{2, 1});
        file.accessor("\"componentType\": 5126, " + fields);
        const auto read = readFirst(file, 1);
        EXPECT_FALSE(read.values) << fields;
        EXPECT_TRUE(read.pointer.starts_with("/accessors/0")) << read.pointer;
        return read.problem;
    };
    EXPECT_NE(problemOf(R"("bufferView": 0, "count": 5, "type": "SCALAR")").find("20"), std::string::npos);
    problemOf(R"("bufferView": 0, "count": 4, "type": "SCALAR", "byteOffset": 1)");
    problemOf(R"("bufferView": 0, "count": 1, "type": "SCALAR", "byteOffset": 1e12)");
    problemOf(R"("bufferView": 7, "count": 1, "type": "SCALAR")");
    problemOf(R"("bufferView": 0, "count": -1, "type": "SCALAR")");
    problemOf(R"("bufferView": 0, "count": 1.5, "type": "SCALAR")");
    problemOf(R"("bufferView": 0, "count": 1, "type": "VEC5")");
    problemOf(R"("bufferView": 0, "count": 1, "type": "VEC2")");
    problemOf(R"("bufferView": 0, "type": "SCALAR")");
    // Indices of sparse values must ascend.
    problemOf(R"("count": 4, "type": "SCALAR", "sparse": {"count": 2, "indices": {"bufferView": 1, "componentType": 5121}, "values": {"bufferView": 0}})");
    // Zeros that would fill the memory.
    EXPECT_NE(problemOf(R"("count": 2000000000, "type": "SCALAR")").find("memory"), std::string::npos);
}

}  // namespace
}  // namespace raypool
