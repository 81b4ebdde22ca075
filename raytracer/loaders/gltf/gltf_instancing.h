#pragma once
#include <vector>

#include "raytracer/loaders/gltf/gltf_nodes.h"

namespace raypool {

/// Where EXT_mesh_gpu_instancing puts a node's mesh, in the scene's space; without the extension, where the node is.
std::vector<Affine64> gltfInstances(GltfReading& reading, const GltfNode& node);

}  // namespace raypool
