#pragma once
#include "raytracer/scene/json_document.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Does the text look like a scene of tray_rust? Recognised by the keys of its root: "film", and "camera" or "cameras".
bool looksLikeTrayRust(const JsonDocument& document);

/// Reads the scene JSON of tray_rust (https://github.com/Twinklebear/tray_rust) as a native scene, at one frame of its
/// animation: overrides.frame, or the film's start_frame. docs/tray-rust.md says what becomes of what. Keys that it does not
/// know are left alone with a warning, as is what is rendered otherwise than there.
/// Errors: everything that is missing, of a wrong type or out of range, all at once.
Result<SceneDesc> loadTrayRust(const JsonDocument& document, const SceneOverrides& overrides = {});

}  // namespace raypool
