// A glTF material as a native one: OpenPBR's parameters chosen so that its layers come to what the glTF specification's
// appendix B and its extensions mean. docs/gltf.md says what is exact and what is near.
#pragma once
#include <optional>
#include <vector>

#include "raytracer/loaders/gltf/gltf_material.h"
#include "raytracer/loaders/gltf/gltf_materials.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// A glTF texture's picture and sampler; none: it can't be had, and what uses it does without.
using GltfPicture = std::optional<ImageTextureDesc>;

/// Adds the material, its textures and its medium to the scene. COLOR_0 counts as a factor; what is not lit shines with its
/// base colour and its emission.
GltfSurface addGltfMaterial(const GltfMaterial& material, const std::vector<GltfPicture>& pictures, GltfLook look, NativeDesc& scene);

/// OpenPBR's roughness and anisotropy with the microfacets of a glTF roughness and anisotropy strength.
struct GltfAnisotropy {
    float roughness = 0, anisotropy = 0;
};
GltfAnisotropy openPbrAnisotropy(float roughness, float strength);

}  // namespace raypool
