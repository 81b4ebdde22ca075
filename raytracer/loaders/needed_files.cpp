#include "raytracer/loaders/needed_files.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "raytracer/loaders/model.h"
#include "raytracer/loaders/obj_libraries.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/scene/json_document.h"
#include "raytracer/scene/scene_assets.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {
namespace {

std::string_view textOf(std::span<const uint8_t> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// A .glb's first chunk is its JSON (glTF 2.0, section 4.4): header of 12 bytes, length, type, text.
std::string_view gltfJson(std::span<const uint8_t> bytes) {
    if (!textOf(bytes).starts_with("glTF")) return textOf(bytes);
    if (bytes.size() < 20) return {};
    const size_t length = bytes[12] | bytes[13] << 8 | bytes[14] << 16 | static_cast<size_t>(bytes[15]) << 24;
    return textOf(bytes.subspan(20)).substr(0, length);
}

void addGltf(const std::string& name, std::span<const uint8_t> bytes, std::vector<FileNames>& out) {
    const auto document = JsonDocument::parse(gltfJson(bytes));
    if (!document || (*document)[0].type != JsonType::kObject) return;
    for (const auto* list : {"buffers", "images"}) {
        const JsonId section = document->member(0, list);
        if (section == kNoJson || (*document)[section].type != JsonType::kArray || (*document)[section].isPacked) continue;
        for (JsonId id = (*document)[section].firstChild; id != kNoJson; id = (*document)[id].nextSibling) {
            if ((*document)[id].type != JsonType::kObject) continue;
            const JsonId uri = document->member(id, "uri");
            if (uri == kNoJson || (*document)[uri].type != JsonType::kString) continue;
            const std::string& written = document->string((*document)[uri].string);
            if (!isDataUri(written)) {
                FileNames names{pathBeside(name, decodePercent(written)), pathBeside(name, written)};
                if (names[0] == names[1]) names.pop_back();
                out.push_back(std::move(names));
            }
        }
    }
}

void addObj(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets, std::vector<FileNames>& out) {
    for (const auto& library : objLibraries(textOf(bytes))) {
        FileNames names = namesToTry(name, library);
        const auto found = std::ranges::find_if(names, [&](const auto& each) { return assets.has(each); });
        if (found != names.end()) {
            const auto file = assets.share(*found);
            if (!file) continue;
            const MtlFile parsed = parseMtl(textOf(**file));
            for (const auto& material : parsed.materials) {
                for (const MtlMap* map : mapsOf(material)) out.push_back(namesToTry(*found, map->file));
            }
        }
        out.push_back(std::move(names));
    }
}

}  // namespace

std::vector<FileNames> filesOfModel(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets) {
    std::vector<FileNames> out;
    ModelKind kind = modelKindOf(name, bytes);
    if (kind == ModelKind::kNoModel && textOf(bytes).starts_with('{')) kind = ModelKind::kGltf;
    if (kind == ModelKind::kGltf) addGltf(name, bytes, out);
    if (kind == ModelKind::kObj) addObj(name, bytes, assets, out);
    return out;
}

std::vector<FileNames> neededFiles(const SceneDesc& scene, AssetSource& assets) {
    std::vector<FileNames> all;
    for (const auto& asset : assetsOf(scene)) all.push_back({asset.path});
    SceneFiles files(scene.native.files, assets);
    for (const auto& object : scene.native.objects) {
        const auto* model = std::get_if<ModelShape>(&object.shape);
        if (model == nullptr || !files.has(model->file)) continue;
        if (const auto bytes = files.share(model->file)) {
            for (auto& names : filesOfModel(model->file, **bytes, files)) all.push_back(std::move(names));
        }
    }
    std::unordered_set<std::string> known;
    std::erase_if(all, [&](const FileNames& names) { return isDataUri(names[0]) || !known.insert(names[0]).second; });
    return all;
}

}  // namespace raypool
