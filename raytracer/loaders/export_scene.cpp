#include "raytracer/loaders/export_scene.h"

#include <algorithm>
#include <map>

#include "raytracer/geometry/ply.h"
#include "raytracer/loaders/demo2018_native.h"
#include "raytracer/loaders/expand_models.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/loaders/merge_scene.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/scene/native_writer.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {
namespace {

/// Meshes of so many vertices are readable in a text.
constexpr size_t kInlineVertices = 64;

/// The last part of a name, of letters that every file system takes.
std::string plainName(std::string_view name) {
    std::string out(isDataUri(name) ? "file" : name.substr(name.find_last_of("/\\") + 1));
    for (char& c : out) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        if (!isPlain) c = '-';
    }
    out.erase(0, std::min(out.find_first_not_of('.'), out.size()));
    if (out.size() > 80) out.erase(0, out.size() - 80);
    return out.empty() ? "file" : out;
}

std::string_view endingOf(std::string_view mediaType) {
    if (mediaType == "image/png") return ".png";
    if (mediaType == "image/jpeg") return ".jpg";
    if (mediaType == "image/vnd.radiance") return ".hdr";
    if (mediaType == "image/x-exr") return ".exr";
    return "";
}

class Exporter {
public:
    Exporter(NativeDesc& scene, AssetSource& assets, const ExportOptions& options)
        : scene_(scene), files_(scene.files, assets), options_(options) {}

    Diagnostics run(std::vector<ExportedFile>& out) {
        exportMeshes();
        if (scene_.environment.type == EnvironmentDesc::Type::kImage) exportFile(scene_.environment.path, scene_.environment.place);
        for (auto& texture : scene_.textures) {
            if (auto* image = std::get_if<ImageTextureDesc>(&texture.model)) exportFile(image->path, texture.place);
        }
        for (auto& material : scene_.materials) {
            if (auto* measured = std::get_if<MeasuredDesc>(&material.model)) exportFile(measured->path, measured->place);
        }
        // Written in place they would be there as often as they are used.
        TakenNames taken(scene_);
        for (auto& texture : scene_.textures) texture.name = texture.name.empty() ? taken.textures.unique("texture") : texture.name;
        for (auto& material : scene_.materials) material.name = material.name.empty() ? taken.materials.unique("material") : material.name;
        for (auto& medium : scene_.media) medium.name = medium.name.empty() ? taken.media.unique("medium") : medium.name;
        scene_.files.clear();
        out = std::move(out_);
        return std::move(problems_);
    }

private:
    std::string add(const std::string& wanted, SharedBytes bytes) {
        if (options_.embed) return toDataUri(*bytes, mediaTypeOf(*bytes));
        std::string stem = wanted, ending;
        if (const size_t dot = wanted.rfind('.'); dot != wanted.npos && dot > 0) stem = wanted.substr(0, dot), ending = wanted.substr(dot);
        if (ending.empty()) ending = endingOf(mediaTypeOf(*bytes));
        // File systems may not tell cases apart.
        std::string name, key;
        for (size_t number = 1;; ++number) {
            name = stem + (number == 1 ? "" : "-" + std::to_string(number)) + ending;
            key = name;
            std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
            if (taken_.emplace(key, true).second) break;
        }
        out_.push_back({options_.folder + name, std::move(bytes)});
        return out_.back().name;
    }

    void exportFile(std::string& path, const Place& place) {
        const auto [known, isNew] = exported_.try_emplace(path);
        if (isNew) {
            auto bytes = files_.share(path);
            if (!bytes) {
                exported_.erase(known);
                problems_.push_back(place.problem("the file \"" + path.substr(0, 200) + "\" can't be read: " + bytes.error()));
                return;
            }
            known->second = add(plainName(path), std::move(*bytes));
        }
        path = known->second;
    }

    void exportMeshes() {
        size_t count = 0;
        for (auto& object : scene_.objects) {
            auto* shape = std::get_if<MeshShape>(&object.shape);
            if (shape == nullptr) continue;
            if (!shape->file.empty()) {
                exportFile(shape->file, object.place);
                continue;
            }
            if (shape->indices.empty()) {
                object.shape = GroupShape{};   // nothing is seen of it
                continue;
            }
            if (shape->positions.size() <= kInlineVertices) continue;
            Mesh mesh;
            mesh.positions = std::move(shape->positions);
            mesh.indices = std::move(shape->indices);
            mesh.normals = std::move(shape->normals);
            mesh.uvs = std::move(shape->uvs);
            mesh.uvs2 = std::move(shape->uvs2);
            mesh.tangents = std::move(shape->tangents);
            mesh.colors = std::move(shape->colors);
            const bool flat = shape->flat;
            const std::string name = object.name.empty() ? "mesh-" + std::to_string(++count) : plainName(object.name);
            MeshShape outside;
            outside.file = add(name + ".ply", std::make_shared<const std::vector<uint8_t>>(encodePly(mesh)));
            outside.flat = flat;
            object.shape = std::move(outside);
        }
    }

    NativeDesc& scene_;
    SceneFiles files_;
    const ExportOptions& options_;
    Diagnostics problems_{};
    std::vector<ExportedFile> out_{};
    std::map<std::string, std::string> exported_{};
    std::map<std::string, bool> taken_{};
};

}  // namespace

Result<ExportedScene> exportScene(const SceneDesc& scene, AssetSource& assets, const ExportOptions& options) {
    auto native = toNative(scene);
    if (!native) return std::unexpected(std::move(native.error()));
    ExportedScene out;
    out.warnings = std::move(native->warnings);
    NativeDesc& desc = native->native;
    if (hasModels(desc)) {
        auto problems = expandModels(desc, assets, out.warnings);
        if (!problems.empty()) return std::unexpected(std::move(problems));
        // Read again, lights of the models would count as the scene's, which then has no light from around.
        desc.environment.isDefault = false;
    }
    auto problems = Exporter(desc, assets, options).run(out.files);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    out.text = toJson(*native);
    // What models hold may be beyond what a text may say.
    if (auto again = loadScene(out.text); !again) return std::unexpected(std::move(again.error()));
    return out;
}

}  // namespace raypool
