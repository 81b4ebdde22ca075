#include "raytracer/scene/scene_assets.h"

#include <algorithm>
#include <unordered_set>

#include "raytracer/scene/data_uri.h"

namespace raypool {

std::vector<AssetDesc> assetsOf(const SceneDesc& scene) {
    if (scene.format == SceneFormat::kDemo2018) return scene.classic.textures;
    std::vector<AssetDesc> out;
    std::unordered_set<std::string> known;
    const auto add = [&](const std::string& path, const Place& place) {
        if (isDataUri(path)) return;
        if (std::any_of(scene.native.files.begin(), scene.native.files.end(), [&](const auto& file) { return file.name == path; })) return;
        if (known.insert(path).second) out.push_back({path, place.at});
    };
    const EnvironmentDesc& environment = scene.native.environment;
    if (environment.type == EnvironmentDesc::Type::kImage) add(environment.path, environment.place);
    for (const auto& object : scene.native.objects) {
        const auto* mesh = std::get_if<MeshShape>(&object.shape);
        if (mesh != nullptr && !mesh->file.empty()) add(mesh->file, object.place);
        if (const auto* model = std::get_if<ModelShape>(&object.shape)) add(model->file, object.place);
    }
    for (const auto& texture : scene.native.textures) {
        if (const auto* image = std::get_if<ImageTextureDesc>(&texture.model)) add(image->path, texture.place);
    }
    for (const auto& material : scene.native.materials) {
        if (const auto* measured = std::get_if<MeasuredDesc>(&material.model)) add(measured->path, measured->place);
    }
    for (const auto& material : scene.native.materials) {
        if (const auto* measured = std::get_if<MeasuredDesc>(&material.model)) add(measured->path, measured->place);
    }
    return out;
}

}  // namespace raypool
