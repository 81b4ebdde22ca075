#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Description to render scene: decodes the textures, lays out the geometry. Warnings are added to `warnings`.
/// Errors: a texture that can't be had or read, at the place that names it.
Result<RenderScene> compileScene(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings);

}  // namespace raypool
