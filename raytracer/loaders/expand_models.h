#pragma once
#include "raytracer/loaders/read_models.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

bool hasModels(const NativeDesc& scene);

/// Puts what the files hold in the place of the scene's models. An object that was a model is a group of the file's parts
/// then, or an instance of such a group where several objects are the same model: each file is read once. Its own
/// material, if it has one, takes the place of the file's materials. The file's lights go where the object is when the
/// shutter opens. Embedded files are added to scene.files; `assets` gives the others.
/// Returns what went wrong, at the place of the model; the models' warnings are added to `warnings`.
/// `models`, if any, may have them read already.
Diagnostics expandModels(NativeDesc& scene, AssetSource& assets, Diagnostics& warnings, ReadModels* models = nullptr);

}  // namespace raypool
