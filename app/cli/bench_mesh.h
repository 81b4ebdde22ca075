// Bare triangles from files, for measuring: no textures, no normals, no materials.
#pragma once
#include <expected>
#include <string>

#include "raytracer/raytracer.h"

namespace raypool::cli {

/// A mesh file (decodeMesh) or a glTF scene in one piece; else why not.
std::expected<Mesh, std::string> readBareMesh(const std::string& path);
/// As decodeMesh reads it. Empty: written.
std::string writeTri(const std::string& path, const Mesh& mesh);

/// Every triangle into four, smoothed (Loop 1987; boundaries and weights as in Hoppe et al. 1994).
Mesh subdivide(const Mesh& mesh);
/// Scaled to 1.5 along its longest side, on the floor of a room of five walls over [-1, 1]^3 that is open towards +z.
Mesh inRoom(const Mesh& mesh);

}  // namespace raypool::cli
