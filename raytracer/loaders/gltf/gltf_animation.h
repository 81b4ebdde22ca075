#pragma once
#include "raytracer/loaders/gltf/gltf_nodes.h"

namespace raypool {

/// Poses the nodes as the animation that the options name (or the first one) has them at the options' time, clamped to its
/// first and last keys. Errors: no animation of that name; samplers whose keys can't be read.
void poseGltfNodes(GltfReading& reading, std::vector<GltfNode>& nodes);

/// Along the shorter great arc; both of unit length.
std::array<double, 4> gltfSlerp(const std::array<double, 4>& a, std::array<double, 4> b, double t);

}  // namespace raypool
