#pragma once
#include "raytracer/scene/json_reader.h"
#include "raytracer/scene/native_fields.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Reads a native scene's text by the description of its fields: into `scene` and `root`. Everything that is wrong
/// goes to `problems`. What `overrides` has is not read.
void readNativeFields(const JsonDocument& document, const SceneOverrides& overrides, NativeDesc& scene, SceneFields& root, Diagnostics& problems,
                      Diagnostics& warnings);

}  // namespace raypool
