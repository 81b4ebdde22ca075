#pragma once
#include <cstdint>
#include <span>

#include "raytracer/geometry/mesh_file.h"

namespace raypool {

/// Does it begin as PLY files do?
bool isPly(std::span<const uint8_t> bytes);

/// Reads the polygons of a PLY file, ASCII or binary in either byte order. Of the element "vertex" these properties:
/// x y z, nx ny nz, u v (also s t, texture_u texture_v, texture_s texture_t), red green blue (also diffuse_red ... and r g b)
/// and alpha, sRGB in 8 or 16 bits or linear floats. What our own files have besides, since floats turned around are not
/// the same floats again: texcoord_u texcoord_v and texcoord2_u texcoord2_v from the upper left corner, tangent_x tangent_y
/// tangent_z tangent_w. Of the elements "face" and "tristrips" the list vertex_indices or vertex_index. All in whatever
/// number types. Other properties and elements are skipped, as are faces of less than three corners. Vertices whose normal
/// has no direction get that of the faces around them.
Result<MeshFile> decodePly(std::span<const uint8_t> bytes);

/// A mesh as a binary PLY file that reads back as the same floats, but for normals, which get unit length then.
std::vector<uint8_t> encodePly(const Mesh& mesh);

}  // namespace raypool
