#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/core/result.h"

namespace raypool {

enum class PlyFormat : uint8_t { kAscii, kLittleEndian, kBigEndian };
enum class PlyType : uint8_t { kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kFloat32, kFloat64 };

/// Bytes of a number in binary files.
constexpr uint32_t sizeOf(PlyType type) {
    constexpr uint8_t sizes[] = {1, 1, 2, 2, 4, 4, 4, 8};
    return sizes[static_cast<size_t>(type)];
}
constexpr bool isInteger(PlyType type) { return type < PlyType::kFloat32; }

struct PlyProperty {
    std::string name;
    PlyType type = PlyType::kFloat32;        // of the items, in a list
    bool isList = false;
    PlyType countType = PlyType::kUint8;     // of a list's length; an integer
};

struct PlyElement {
    std::string name;
    uint64_t count = 0;
    std::vector<PlyProperty> properties;
};

struct PlyHeader {
    PlyFormat format = PlyFormat::kAscii;
    std::vector<PlyElement> elements;   // in the file's order
    size_t size = 0;                    // bytes up to the data
};

/// Reads the lines up to end_header. Counts are what the file claims.
Result<PlyHeader> readPlyHeader(std::string_view file);

}  // namespace raypool
