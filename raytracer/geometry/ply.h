#pragma once
#include <cstdint>
#include <span>

#include "raytracer/geometry/mesh_file.h"

namespace raypool {

/// Does it begin as PLY files do?
bool isPly(std::span<const uint8_t> bytes);

/// Reads the polygons of a PLY file, ASCII or binary in either byte order: of the element "vertex" x, y, z, nx, ny, nz
/// and u, v (also s, t, texture_u, texture_v, texture_s, texture_t), of the elements "face" and "tristrips" the list
/// vertex_indices or vertex_index, in whatever number types. Other properties and elements are skipped, as are faces
/// of less than three corners. Vertices whose normal has no direction get that of the faces around them.
Result<MeshFile> decodePly(std::span<const uint8_t> bytes);

}  // namespace raypool
