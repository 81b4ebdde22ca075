#pragma once
#include <string_view>

#include "raytracer/geometry/mesh_file.h"

namespace raypool {

/// Reads the polygons of a Wavefront OBJ file; see MeshFile. Points, lines and curves are skipped, as
/// are faces of less than three corners. A vertex may come after the face that uses it. Faces without normals are flat,
/// in files where others have some, too; where none has, mesh.normals is empty. Corners without texture coordinates get
/// (0, 0) in files where others have some. Colours behind the vertices (x y z r g b) are sRGB, from 0 to 1, or to 255 where
/// one is above 1. part: as in decodeMesh.
Result<MeshFile> decodeObj(std::string_view text, std::string_view part = {});

}  // namespace raypool
