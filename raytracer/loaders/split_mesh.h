#pragma once
#include <vector>

#include "raytracer/geometry/mesh.h"

namespace raypool {

/// A mesh for each surface number below `count`, with the vertices that it uses; empty where no triangle has that number.
std::vector<Mesh> splitBySurface(Mesh&& mesh, size_t count);

}  // namespace raypool
