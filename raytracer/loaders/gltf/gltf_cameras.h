// Cameras, and the lights of KHR_lights_punctual.
#pragma once
#include "raytracer/loaders/gltf/gltf_nodes.h"

namespace raypool {

/// Those of the scene's nodes.
void readGltfCameras(GltfReading& reading, const std::vector<GltfNode>& nodes, const std::vector<uint32_t>& inScene, Model& out);

/// Candela count as W/sr, lux as W/m2, one to one, as nits of emissive materials count as radiance: what glTF's own sample
/// viewer, three.js and Babylon.js show, so that lights, emission and environment keep their proportions.
void readGltfLights(GltfReading& reading, const std::vector<GltfNode>& nodes, const std::vector<uint32_t>& inScene, NativeDesc& out);

}  // namespace raypool
