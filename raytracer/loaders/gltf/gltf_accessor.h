#pragma once
#include <optional>
#include <span>
#include <vector>

#include "raytracer/loaders/gltf/gltf_document.h"

namespace raypool {

enum class GltfComponent : uint16_t { kByte = 5120, kUnsignedByte, kShort, kUnsignedShort, kUnsignedInt = 5125, kFloat };

/// An accessor whose bytes have been found and measured: what follows can't go out of them.
struct GltfAccessor {
    JsonId id = kNoJson;
    GltfComponent component = GltfComponent::kFloat;
    uint32_t rows = 1, columns = 1;   // of a matrix; a vector is one column
    bool normalized = false;
    size_t count = 0;
    std::span<const uint8_t> bytes;   // from the first element on; empty: all zeros
    size_t stride = 0;
    // Elements that differ (specification 3.6.2.3); positions ascend.
    std::vector<uint32_t> sparseAt;
    std::span<const uint8_t> sparseValues;

    uint32_t width() const { return rows * columns; }
};

/// Checks all that an accessor says. Nothing, with an error, if it can't be read.
std::optional<GltfAccessor> openGltfAccessor(GltfReading& reading, uint32_t index);

/// Elements from `first` on as floats, width() each, normalised integers in their range; matrices by columns.
/// out.size(): a multiple of width().
void readGltfFloats(const GltfAccessor& accessor, size_t first, std::span<float> out);

/// All of them, of exactly that many numbers each; otherwise an error that says what `use` needs.
std::optional<std::vector<float>> readGltfFloats(GltfReading& reading, uint32_t index, uint32_t width, std::string_view use);

/// Unsigned integers, one or four an element.
std::optional<std::vector<uint32_t>> readGltfIntegers(GltfReading& reading, uint32_t index, uint32_t width, std::string_view use);

}  // namespace raypool
