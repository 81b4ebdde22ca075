// Morph targets and skins, worked out when the file is loaded.
#pragma once
#include <vector>

#include "raytracer/loaders/gltf/gltf_nodes.h"
#include "raytracer/loaders/gltf/gltf_primitive.h"

namespace raypool {

/// Where each joint of a skin takes a vertex of its mesh, in the scene's space. Empty, with an error, if it can't be had.
std::vector<Affine64> gltfSkinMatrices(GltfReading& reading, uint32_t skin, const std::vector<GltfNode>& nodes);

/// Adds the targets by their weights; missing weights are 0. Errors: results that are not finite.
void morphGltfPrimitive(GltfReading& reading, GltfPrimitive& primitive, const std::vector<double>& weights);

/// Linear blend skinning. Errors: joints that the skin does not have, results that are not finite.
void skinGltfPrimitive(GltfReading& reading, GltfPrimitive& primitive, const std::vector<Affine64>& joints);

}  // namespace raypool
