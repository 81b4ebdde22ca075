#pragma once
#include <string>

#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// The text of a native scene, in Raypool's own format: what differs from the defaults, nothing else. Read again, it
/// gives the same description. The scene must be valid, as the reader leaves it.
std::string toJson(const SceneDesc& scene);

}  // namespace raypool
