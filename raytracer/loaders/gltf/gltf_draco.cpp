#include "raytracer/loaders/gltf/gltf_draco.h"

#ifdef RAYPOOL_HAS_DRACO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#include <draco/compression/decode.h>
#include <draco/core/varint_decoding.h>
#include <draco/metadata/metadata_decoder.h>
#pragma GCC diagnostic pop
#endif

namespace raypool {

#ifdef RAYPOOL_HAS_DRACO

namespace {

/// Triangles and vertices as the head of the stream says them, which the decoder takes memory for (Draco bitstream 2.2,
/// "Header", "Metadata" and "Connectivity decoding"). Streams before 2.2 say them otherwise.
std::expected<void, std::string> checkHead(std::span<const uint8_t> bytes, uint64_t mostTriangles, uint64_t mostVertices) {
    constexpr size_t kHead = 11;
    constexpr uint16_t kHasMetadata = 0x8000;
    if (bytes.size() < kHead || std::string_view(reinterpret_cast<const char*>(bytes.data()), 5) != "DRACO") return std::unexpected("no Draco stream");
    if (bytes[5] != 2 || bytes[6] != 2) return std::unexpected("its version is " + std::to_string(bytes[5]) + "." + std::to_string(bytes[6]) + "; 2.2 is read");
    const uint8_t type = bytes[7], method = bytes[8];
    if (type != 1 || method > 1) return std::unexpected("no triangle mesh");
    draco::DecoderBuffer buffer;
    buffer.Init(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    buffer.set_bitstream_version(DRACO_BITSTREAM_VERSION(2, 2));
    buffer.Advance(kHead);
    if (((bytes[9] | bytes[10] << 8) & kHasMetadata) != 0) {
        draco::GeometryMetadata metadata;
        if (!draco::MetadataDecoder().DecodeGeometryMetadata(&buffer, &metadata)) return std::unexpected("its metadata are broken");
    }
    uint32_t first = 0, second = 0;
    if (method == 1) buffer.Advance(1);   // edgebreaker: the kind of traversal
    if (!draco::DecodeVarint(&first, &buffer) || !draco::DecodeVarint(&second, &buffer)) return std::unexpected("it is cut short");
    const uint64_t triangles = method == 1 ? second : first, vertices = method == 1 ? first : second;
    if (triangles > mostTriangles || vertices > mostVertices) {
        return std::unexpected("it says that it has " + std::to_string(triangles) + " triangles and " + std::to_string(vertices) +
                               " vertices, and the accessors have room for " + std::to_string(mostTriangles) + " and " + std::to_string(mostVertices));
    }
    return {};
}

}  // namespace

bool hasDracoDecoder() { return true; }

std::expected<GltfDracoMesh, std::string> decodeGltfDraco(std::span<const uint8_t> bytes, std::span<const uint32_t> attributeIds,
                                                          uint64_t mostTriangles, uint64_t mostVertices) {
    if (auto sound = checkHead(bytes, mostTriangles, mostVertices); !sound) return std::unexpected(sound.error());
    draco::DecoderBuffer buffer;
    buffer.Init(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    draco::Decoder decoder;
    auto decoded = decoder.DecodeMeshFromBuffer(&buffer);
    if (!decoded.ok()) return std::unexpected(decoded.status().error_msg_string());
    const std::unique_ptr<draco::Mesh> mesh = std::move(decoded).value();
    GltfDracoMesh out;
    out.vertices = mesh->num_points();
    if (out.vertices > mostVertices) return std::unexpected("it has more vertices than the accessors");
    out.indices.reserve(3 * size_t{mesh->num_faces()});
    for (uint32_t f = 0; f < mesh->num_faces(); ++f) {
        for (const auto& corner : mesh->face(draco::FaceIndex(f))) {
            if (corner.value() >= out.vertices) return std::unexpected("an index is out of range");
            out.indices.push_back(corner.value());
        }
    }
    for (const uint32_t id : attributeIds) {
        const draco::PointAttribute* attribute = mesh->GetAttributeByUniqueId(id);
        if (attribute == nullptr) return std::unexpected("it has no attribute " + std::to_string(id));
        const auto width = static_cast<uint32_t>(attribute->num_components());
        auto& target = out.attributes[id];
        if (!target.values.empty()) continue;
        if (width == 0 || width > 16) return std::unexpected("an attribute has " + std::to_string(width) + " numbers a vertex");
        target.width = width;
        target.values.resize(out.vertices * width);
        for (uint32_t v = 0; v < out.vertices; ++v) {
            const draco::AttributeValueIndex value = attribute->mapped_index(draco::PointIndex(v));
            if (value.value() >= attribute->size() ||
                !attribute->ConvertValue<float>(value, static_cast<int8_t>(width), target.values.data() + size_t{v} * width)) {
                return std::unexpected("an attribute's values are missing");
            }
        }
    }
    return out;
}

#else

bool hasDracoDecoder() { return false; }

std::expected<GltfDracoMesh, std::string> decodeGltfDraco(std::span<const uint8_t>, std::span<const uint32_t>, uint64_t, uint64_t) {
    return std::unexpected("this program is built without a Draco decoder");
}

#endif

}  // namespace raypool
