#include <algorithm>

#include "raytracer/geometry/ply.h"
#include "raytracer/loaders/model.h"

namespace raypool {
namespace {

bool endsWith(std::string_view name, std::string_view ending) {
    if (name.size() < ending.size()) return false;
    return std::ranges::equal(name.substr(name.size() - ending.size()), ending,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

std::string_view withoutMark(std::string_view text) { return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text; }

/// Does a text begin with a statement of OBJ, comments aside?
bool looksLikeObj(std::string_view text) {
    constexpr std::string_view kStatements[] = {"v", "vn", "vt", "vp", "f", "g", "o", "s", "mtllib", "usemtl"};
    text = withoutMark(text);
    for (int lines = 0; lines < 1000 && !text.empty(); ++lines) {
        const size_t end = std::min(text.find_first_of("\r\n"), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const size_t start = line.find_first_not_of(" \t");
        if (start == line.npos || line[start] == '#') continue;
        line.remove_prefix(start);
        const std::string_view word = line.substr(0, line.find_first_of(" \t"));
        return word.size() < line.size() && std::ranges::find(kStatements, word) != std::end(kStatements);
    }
    return false;
}

}  // namespace

ModelKind modelKindOf(std::string_view name, std::span<const uint8_t> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with("glTF")) return ModelKind::kGltf;
    if (isPly(bytes)) return ModelKind::kPly;
    if (endsWith(name, ".glb") || endsWith(name, ".gltf")) return ModelKind::kGltf;
    if (endsWith(name, ".ply")) return ModelKind::kPly;
    if (endsWith(name, ".obj")) return ModelKind::kObj;
    if (endsWith(name, ".json")) return ModelKind::kNoModel;
    return looksLikeObj(text) ? ModelKind::kObj : ModelKind::kNoModel;
}

Result<Model> loadModel(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets, const ModelOptions& options) {
    if (bytes.empty()) return failure("the file is empty");
    const std::string_view text = withoutMark({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    ModelKind kind = modelKindOf(name, bytes);
    // Called a model, a JSON text can be nothing else.
    if (kind == ModelKind::kNoModel && text.substr(0, 4096).find_first_not_of(" \t\r\n") == text.find('{')) kind = ModelKind::kGltf;
    switch (kind) {
        case ModelKind::kGltf: return loadGltf(name, bytes, assets, options);
        case ModelKind::kPly: return loadPlyModel(name, bytes);
        case ModelKind::kObj: return loadObjModel(name, bytes, assets);
        case ModelKind::kNoModel: break;
    }
    return failure("neither a glTF nor an OBJ nor a PLY file", "models are .glb, .gltf, .obj or .ply files");
}

}  // namespace raypool
