#include "raytracer/scene/scene_assets.h"

#include <unordered_set>

namespace raypool {

std::vector<AssetDesc> assetsOf(const SceneDesc& scene) {
    if (scene.format == SceneFormat::kDemo2018) return scene.classic.textures;
    std::vector<AssetDesc> out;
    std::unordered_set<std::string> known;
    const auto add = [&](const std::string& path, const Place& place) {
        if (known.insert(path).second) out.push_back({path, place.at});
    };
    const EnvironmentDesc& environment = scene.native.environment;
    if (environment.type == EnvironmentDesc::Type::kImage) add(environment.path, environment.place);
    for (const auto& object : scene.native.objects) {
        const auto* mesh = std::get_if<MeshShape>(&object.shape);
        if (mesh != nullptr && !mesh->file.empty()) add(mesh->file, object.place);
    }
    return out;
}

}  // namespace raypool
