// A glTF file's materials, textures, samplers and images.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "raytracer/loaders/gltf/gltf_primitive.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// What a primitive is made of: indices into materials and media, or kInherit.
struct GltfSurface {
    int32_t material = kInherit;
    int32_t medium = kInherit;   // inside of it
};

/// Indexed as GltfReading::materialUse is; those that are not used may be kInherit.
struct GltfSurfaces {
    std::vector<std::array<GltfSurface, kGltfLooks>> looks;
    std::vector<GltfTexcoordSets> texcoordSets;   // that a mesh of the material needs
    const GltfSurface& of(uint32_t material, GltfLook look) const { return looks[material][look.index()]; }
};

/// Adds the materials that are used to the scene, with their textures, media and the pictures in the file. Both lists of the
/// result have materialUse.size() items.
GltfSurfaces readGltfMaterials(GltfReading& reading, NativeDesc& scene);

}  // namespace raypool
