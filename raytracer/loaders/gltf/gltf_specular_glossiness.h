#pragma once
#include <vector>

#include "raytracer/loaders/gltf/gltf_document.h"
#include "raytracer/loaders/gltf/gltf_material.h"
#include "raytracer/loaders/gltf/gltf_surface.h"

namespace raypool {

/// A point of a specular-glossiness material as one of metalness.
struct GltfMetalness {
    Rgb baseColor;
    float metallic = 0;
};
/// Diffuse colour and reflectance seen from straight above, both linear, 0 to 1.
GltfMetalness solveGltfMetalness(Rgb diffuse, Rgb specular);

/// Turns a material of KHR_materials_pbrSpecularGlossiness into one of the core specification. Pictures are converted point
/// by point into new ones, added to `pictures` and `files`.
void takeSpecularGlossiness(GltfMaterial& material, GltfReading& reading, std::vector<GltfPicture>& pictures, std::vector<EmbeddedFile>& files);

}  // namespace raypool
