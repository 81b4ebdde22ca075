#pragma once
#include <vector>

#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// The files that a scene names, each once, with the place that names it first.
std::vector<AssetDesc> assetsOf(const SceneDesc& scene);

}  // namespace raypool
