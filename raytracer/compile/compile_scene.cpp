#include "raytracer/compile/compile_scene.h"

#include "raytracer/compile/compile_classic.h"
#include "raytracer/compile/compile_native.h"
#include "raytracer/loaders/expand_models.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {
namespace {

Diagnostics compileWithFiles(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings, ThreadPool* pool,
                             const CompiledBefore& before, RenderScene& out) {
    SceneFiles files(scene.native.files, assets);
    return compileNative(scene, files, pool, before, warnings, out);
}

Diagnostics compileModels(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings, ThreadPool* pool,
                          const CompiledBefore& before, RenderScene& out) {
    SceneDesc whole = scene;
    auto problems = expandModels(whole.native, assets, warnings, before.models);
    if (!problems.empty()) return problems;
    return compileWithFiles(whole, assets, warnings, pool, before, out);
}

}  // namespace

Result<RenderScene> compileScene(const SceneDesc& scene, AssetSource& assets, Diagnostics& warnings, ThreadPool* pool,
                                 const CompiledBefore& before) {
    RenderScene out;
    out.width = scene.width;
    out.height = scene.height;
    out.integrator = scene.integrator;
    if (scene.format != SceneFormat::kDemo2018) {
        auto problems = hasModels(scene.native) ? compileModels(scene, assets, warnings, pool, before, out)
                                                : compileWithFiles(scene, assets, warnings, pool, before, out);
        if (!problems.empty()) return std::unexpected(std::move(problems));
        return out;
    }
    out.settings = classicSettings();
    auto textures = compileClassicTextures(scene, assets);
    if (!textures) return std::unexpected(std::move(textures.error()));
    out.classic = compileClassic(scene, std::move(*textures), warnings);
    return out;
}

size_t RenderScene::memoryBytes() const {
    size_t bytes = sizeof(RenderScene);
    bytes += classic.elements.size() * sizeof(ClassicScene::Element);
    bytes += classic.spheres.size() * sizeof(ClassicScene::Sphere);
    bytes += classic.planes.size() * sizeof(ClassicScene::Plane);
    bytes += classic.lights.size() * sizeof(ClassicScene::Light);
    bytes += classic.bvh.size() * sizeof(ClassicScene::BvhNode);
    bytes += classic.occluders.size() * sizeof(ClassicScene::Occluder);
    bytes += classic.occluderRanges.size() * sizeof(ClassicScene::OccluderRange);
    for (const Mesh& mesh : geometry.meshes) bytes += mesh.memoryBytes();
    bytes += geometry.objects.size() * sizeof(Object) + geometry.transforms.size() * sizeof(Transform);
    bytes += surfaces.size() * sizeof(Surface) + materials.size() * sizeof(Material) + media.size() * sizeof(Medium);
    bytes += textures.memoryBytes() + materialMaps.size() * sizeof(MaterialMaps);
    bytes += accel.memoryBytes() + lights.memoryBytes() + pointers.memoryBytes();
    for (const auto& table : measured) bytes += table->memoryBytes();
    for (const auto& texture : classic.textures) bytes += texture.texels.size() * sizeof(Rgb);
    return bytes;
}

}  // namespace raypool
