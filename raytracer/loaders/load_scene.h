#pragma once
#include <string_view>

#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Reads a scene's text in any of the formats that Raypool knows, recognised by its keys.
/// Errors: every problem found, each with line, column and JSON pointer.
Result<SceneDesc> loadScene(std::string_view text, const SceneOverrides& overrides = {});

}  // namespace raypool
