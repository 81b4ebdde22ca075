#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

class ReadModels;

/// What an earlier scene or a look at the same files has left; the outcome is the same without.
struct CompiledBefore {
    const RenderScene* scene = nullptr;   // before an edit
    ReadModels* models = nullptr;         // bare models that may have been read already
    bool isKept = false;                  // whether an edit may follow, for which it is known what pictures were read from
};

/// Description to render scene: decodes textures and meshes, lays out the geometry, builds the trees over it, on `pool`
/// (idle; null: on this thread alone), with what can be shared with `before`. Warnings are added to `warnings`.
/// Errors: an asset that can't be had or read, at the place that names it.
Result<RenderScene> compileScene(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings, ThreadPool* pool = nullptr,
                                 const CompiledBefore& before = {});

/// How `scene` is looked at: its camera, settings and size. `content`: compiled from this scene, or from one that has the same
/// content (scene/scene_content.h).
SceneView compileView(const SceneDesc& scene, const RenderScene& content);

}  // namespace raypool
