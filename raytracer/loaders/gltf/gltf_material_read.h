#pragma once
#include "raytracer/loaders/gltf/gltf_document.h"
#include "raytracer/loaders/gltf/gltf_material.h"

namespace raypool {

/// Reads an item of "materials". Values of a wrong type are errors; numbers out of their range are clamped, with a warning.
GltfMaterial readGltfMaterial(GltfReading& reading, JsonId material);

}  // namespace raypool
