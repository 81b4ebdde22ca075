// Decoder of EXT_meshopt_compression and KHR_meshopt_compression: bit streams and filters as their specifications describe
// them. Our own, since it must be safe against any bytes, run the same natively and in WebAssembly, and is short.
#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace raypool {

enum class MeshoptMode : uint8_t { kAttributes, kTriangles, kIndices };
enum class MeshoptFilter : uint8_t { kUnfiltered, kOctahedral, kQuaternion, kExponential, kColor };
/// As the extension names them; no filter: "".
std::optional<MeshoptMode> meshoptModeOf(std::string_view name);
std::optional<MeshoptFilter> meshoptFilterOf(std::string_view name);

struct MeshoptStream {
    std::span<const uint8_t> bytes;
    size_t count = 0;    // items
    size_t stride = 0;   // bytes an item
    MeshoptMode mode = MeshoptMode::kAttributes;
    MeshoptFilter filter = MeshoptFilter::kUnfiltered;
};

/// More than any stream of so many bytes can hold, unpacked.
uint64_t meshoptMostBytes(const MeshoptStream& stream);
/// count * stride bytes, or what is wrong. count * stride must not exceed meshoptMostBytes().
std::expected<std::vector<uint8_t>, std::string> decodeMeshoptStream(const MeshoptStream& stream);

/// Undoes a filter in place (gltf_meshopt_filters.cpp).
void undoMeshoptFilter(MeshoptFilter filter, std::span<uint8_t> data, size_t stride);

}  // namespace raypool
