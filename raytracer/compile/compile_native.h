// From a native scene's description to what the path tracer reads, in the order of compileNative.
#pragma once
#include <string>
#include <vector>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// What the steps of compiling share.
struct NativeCompiler {
    const SceneDesc& desc;
    AssetSource& assets;
    Diagnostics& warnings;
    ThreadPool* pool = nullptr;
    const CompiledBefore& before;
    RenderScene& out;
    Diagnostics problems{};
    std::vector<AreaLightDesc> areaLights{};

    const NativeDesc& native() const { return desc.native; }
};

/// Fills the parts of `out` that the path tracer reads. Errors: assets that can't be had or read, each at its place, and
/// scenes that grow beyond what there is memory for. `before`: see compileScene.
Diagnostics compileNative(const SceneDesc& desc, AssetSource& assets, ThreadPool* pool, const CompiledBefore& before,
                          Diagnostics& warnings, RenderScene& out);

// The steps, each in a file of its own.
void compileMaterials(NativeCompiler& compiler);   // materials and media
void compileMeasured(NativeCompiler& compiler);    // tables of measured materials; called by compileMaterials
void compileObjects(NativeCompiler& compiler);     // objects, meshes, transforms, surfaces, area lights
void compileLights(NativeCompiler& compiler);      // needs objects
/// Needs objects and their tree; `view` has its size.
void compileCamera(const NativeDesc& desc, const RenderScene& content, SceneView& view);

}  // namespace raypool
