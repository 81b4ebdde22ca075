#pragma once
#include <functional>

#include "raytracer/loaders/mtl.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// What a material of an MTL file is in OpenPBR's terms, as docs/models.md says. Textures are added to `scene`.
/// findPicture: the name by which the scene finds a picture, or "" (it was said why). size: of the model, metres: heights of
/// bump maps, which have no unit, are measured in hundredths of it.
MaterialDesc materialOf(const MtlMaterial& mtl, NativeDesc& scene, double size, const std::function<std::string(const MtlMap&)>& findPicture);

}  // namespace raypool
