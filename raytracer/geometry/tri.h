#pragma once
#include <cstdint>
#include <span>

#include "raytracer/geometry/mesh_file.h"

namespace raypool {

/// True if the counts at the start fit the size exactly. No text passes: its first count would be above 150 million.
bool isTri(std::span<const uint8_t> bytes);

/// Little-endian u32 vertex count, u32 triangle count, float32 xyz a vertex, u32 triples.
Result<MeshFile> decodeTri(std::span<const uint8_t> bytes);

}  // namespace raypool
