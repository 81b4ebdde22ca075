#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

class ReadModels;

/// Description to render scene: decodes textures and meshes, lays out the geometry, builds the trees over it, on `pool`
/// (idle; null: on this thread alone). `models`: what may have been read already. Warnings are added to `warnings`.
/// Errors: an asset that can't be had or read, at the place that names it.
Result<RenderScene> compileScene(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings, ThreadPool* pool = nullptr,
                                 ReadModels* models = nullptr);

/// How `scene` is looked at: its camera, settings and size. `content`: compiled from this scene, or from one that has the same
/// content (scene/scene_content.h).
SceneView compileView(const SceneDesc& scene, const RenderScene& content);

}  // namespace raypool
