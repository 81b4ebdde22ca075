#pragma once
#include "raytracer/scene/json_document.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Does the text look like a scene of the 2018 demo? Recognised by the keys of its root.
bool looksLikeDemo2018(const JsonDocument& document);

/// Reads the scene JSON of the 2018 demo (raytrace-parallel) and of bheisler/raytracer. Every field that they know is
/// required, unknown ones are left alone as they do; a texture is a path or {"path": ...}.
/// Errors: everything that is missing, of a wrong type or out of range, all at once.
Result<SceneDesc> loadDemo2018(const JsonDocument& document, const SceneOverrides& overrides = {});

}  // namespace raypool
