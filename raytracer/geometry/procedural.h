// Meshes from formulas, closed ones without gaps: for tests, benches and the gallery.
#pragma once
#include <functional>

#include "raytracer/geometry/mesh.h"

namespace raypool {

/// The unit sphere as an icosahedron whose triangles are cut into four `levels` times (0 ... 9: 20 * 4^levels triangles),
/// vertices shared, front outside. `smooth`: with normals.
Mesh icosphere(uint32_t levels, bool smooth);
/// Over [-1/2, 1/2]^2 in x and y, columns * rows cells of two triangles, at z = height(x, y); front +z, with texture
/// coordinates as a rectangle has them.
Mesh grid(uint32_t columns, uint32_t rows, const std::function<float(float x, float y)>& height);

}  // namespace raypool
