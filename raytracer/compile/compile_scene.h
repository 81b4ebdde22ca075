#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Description to render scene: decodes textures and meshes, lays out the geometry, builds the trees over it, on `pool`
/// (idle; null: on this thread alone). Warnings are added to `warnings`. `before`: the scene before an edit, if there is one,
/// for what can be shared with it; the outcome is the same without.
/// Errors: an asset that can't be had or read, at the place that names it.
Result<RenderScene> compileScene(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings, ThreadPool* pool = nullptr,
                                 const RenderScene* before = nullptr);

/// How `scene` is looked at: its camera, settings and size. `content`: compiled from this scene, or from one that has the same
/// content (scene/scene_content.h).
SceneView compileView(const SceneDesc& scene, const RenderScene& content);

}  // namespace raypool
