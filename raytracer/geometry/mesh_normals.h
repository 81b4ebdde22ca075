#pragma once
#include <vector>

#include "raytracer/geometry/mesh.h"

namespace raypool {

/// A unit normal per vertex: the mean of the normals of the triangles around its point, weighted with their angles
/// there (Thürmer and Wüthrich, "Computing Vertex Normals from Polygonal Facets", Journal of Graphics Tools 3(1),
/// 1998). Vertices at equal positions, as along seams of the texture, count as one point. Where the mean has no
/// direction, that of some triangle there; (0, 0, 1) where there is none. Takes a sort of the vertices.
std::vector<vec3> smoothNormals(const Mesh& mesh);

}  // namespace raypool
