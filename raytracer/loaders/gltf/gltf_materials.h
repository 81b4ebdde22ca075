// A glTF file's materials, textures, samplers and images.
#pragma once
#include <optional>
#include <vector>

#include "raytracer/loaders/gltf/gltf_document.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// What a primitive is made of: indices into materials and media, or kInherit.
struct GltfSurface {
    int32_t material = kInherit;
    int32_t medium = kInherit;   // inside of it
};

/// Indexed as GltfReading::materialUse is; those that are not used may be kInherit.
struct GltfSurfaces {
    std::vector<GltfSurface> plain, colored;
    const GltfSurface& of(uint32_t material, bool hasColors) const { return hasColors ? colored[material] : plain[material]; }
};

/// Adds the materials that are used to the scene, with their textures, media and the pictures in the file. Both lists of the
/// result have materialUse.size() items.
GltfSurfaces readGltfMaterials(GltfReading& reading, NativeDesc& scene);

}  // namespace raypool
