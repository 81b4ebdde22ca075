#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "raytracer/core/result.h"

namespace raypool {

struct GltfContainer {
    std::string_view json;
    std::span<const uint8_t> binary;   // empty: none
};

/// The chunks of a .glb (glTF 2.0 specification, 4.4), or the whole of a .gltf. Views of the bytes.
Result<GltfContainer> openGltfContainer(std::span<const uint8_t> bytes);

}  // namespace raypool
