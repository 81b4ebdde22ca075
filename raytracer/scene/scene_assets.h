#pragma once
#include <vector>

#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// The files that a scene names, each once, with the place that names it first; not those that are embedded or data: URIs,
/// and not those that its models name (see neededFiles()).
std::vector<AssetDesc> assetsOf(const SceneDesc& scene);

}  // namespace raypool
