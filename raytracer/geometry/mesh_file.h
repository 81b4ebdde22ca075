// Mesh files, bytes in and a mesh out; the file system is the caller's.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/geometry/mesh.h"

namespace raypool {

struct MeshFile {
    /// Has at least one triangle; every index is in range, every number finite. Normals are unit. Triangles without
    /// area, and vertices that no triangle uses, may occur. (0, 0) of texture coordinates is the upper left corner of a
    /// picture, as everywhere here: v is turned around, since these formats have it at the lower left.
    Mesh mesh;
    /// Names of materials in order of first use; mesh.surfaceOfTriangle indexes them. Faces of an OBJ file before its
    /// first usemtl are of the material "". Empty if the file names none. With less than two names
    /// mesh.surfaceOfTriangle is empty.
    std::vector<std::string> materialNames;
    /// File names of material libraries as they stand in the file (OBJ's mtllib), relative to it.
    std::vector<std::string> materialLibraries;
};

/// part: of an OBJ file the faces under `o` and `g` statements with this name alone; empty: all. Others have no parts.
/// Reads Wavefront OBJ, PLY (ASCII and binary, both byte orders) or .tri: little-endian u32 vertex count, u32 triangle
/// count, float32 xyz a vertex, u32 triples. What it is, its content says, and `path` where the content does not.
/// Errors say the line in texts, the byte offset in binary files. Time and memory are bounded by a multiple of the size
/// of the file, whatever numbers stand in it.
Result<MeshFile> decodeMesh(std::string_view path, std::span<const uint8_t> bytes, std::string_view part = {});

}  // namespace raypool
