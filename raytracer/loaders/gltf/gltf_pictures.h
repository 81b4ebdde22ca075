// The textures, samplers and images of a glTF file as scenes name pictures.
#pragma once
#include <vector>

#include "raytracer/loaders/gltf/gltf_document.h"
#include "raytracer/loaders/gltf/gltf_surface.h"

namespace raypool {

/// One for every texture, in their order. Pictures in buffer views become embedded files; others are named as the scene
/// names files. Formats that can't be decoded (KTX2, WebP, AVIF, DDS) are left out with a warning, unless the file has the
/// picture in another one, too.
std::vector<GltfPicture> readGltfPictures(GltfReading& reading, std::vector<EmbeddedFile>& files);

}  // namespace raypool
