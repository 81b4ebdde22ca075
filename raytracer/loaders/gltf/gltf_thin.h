// Points and lines as solids: a path tracer sees what has a surface. The specification leaves their width to the viewer;
// viewers draw about one pixel, which here is a share of the model's size.
#pragma once
#include <cstdint>

#include "raytracer/loaders/gltf/gltf_primitive.h"

namespace raypool {

/// Of the diagonal of the box around all that the file draws: the diameter of points, and of lines.
inline constexpr double kGltfPointDiameter = 1.0 / 250, kGltfLineDiameter = 1.0 / 500;
/// From so many points or lines on, those that lie within a radius of each other are drawn once: they would hide each other.
/// If so many are left, they get the fewest triangles that have a volume.
inline constexpr size_t kManyGltfPoints = 2000;

/// Makes balls of the points, or tubes with balls at their ends of the lines, in place; what stands at a vertex stands at all
/// that becomes of it. radius: in the mesh's own space. False, with an error, if that is too much or too far away.
bool thickenGltfPrimitive(GltfReading& reading, GltfPrimitive& primitive, float radius);

}  // namespace raypool
