// KHR_draco_mesh_compression through Google's decoder, where the build has it (natively, Debian's libdraco-dev).
#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace raypool {

struct GltfDracoMesh {
    struct Attribute {
        uint32_t width = 0;          // numbers a vertex
        std::vector<float> values;
    };
    size_t vertices = 0;
    std::vector<uint32_t> indices;   // three a triangle, in range
    std::map<uint32_t, Attribute> attributes;   // by the ids of the bit stream
};

bool hasDracoDecoder();

/// Refuses, before it takes memory, a stream that says it has more triangles or vertices than these.
std::expected<GltfDracoMesh, std::string> decodeGltfDraco(std::span<const uint8_t> bytes, std::span<const uint32_t> attributeIds,
                                                          uint64_t mostTriangles, uint64_t mostVertices);

}  // namespace raypool
