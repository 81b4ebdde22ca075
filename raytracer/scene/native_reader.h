#pragma once
#include "raytracer/scene/json_document.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Does the text say that it is a scene of Raypool's own format? By the key "raypool" of its root.
bool looksNative(const JsonDocument& document);

/// Reads a scene in Raypool's own format. Errors: every problem found, each at its place; no more than a hundred.
Result<SceneDesc> readNative(const JsonDocument& document, const SceneOverrides& overrides = {});

}  // namespace raypool
