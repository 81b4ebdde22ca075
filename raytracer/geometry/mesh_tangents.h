#pragma once
#include "raytracer/geometry/mesh.h"

namespace raypool {

/// Gives a mesh with normals and texture coordinates tangents along growing u, smooth over its edges: of a vertex the mean of
/// its triangles' by their angles there, as MikkTSpace (Mikkelsen 2008, "Simulation of Wrinkled Surfaces Revisited") has
/// them; vertices between mirrored and other coordinates are doubled. Where coordinates have no area the tangent is 0.
/// Nothing happens to a mesh that has tangents, or lacks what they come from.
void addTangents(Mesh& mesh);

}  // namespace raypool
