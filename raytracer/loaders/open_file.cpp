#include "raytracer/loaders/open_file.h"

#include <algorithm>

#include "raytracer/image/codec.h"
#include "raytracer/loaders/scene_bounds.h"
#include "raytracer/loaders/stage.h"
#include "raytracer/scene/json_document.h"

namespace raypool {
namespace {

/// Metres: of larger models, the camera would be farther away than scenes reach.
constexpr double kFarthest = 5e7;

/// By its keys: "asset" with a version, as glTF 2.0 (section 5.9) demands, and no key of a scene of ours.
bool looksLikeGltf(std::string_view text) {
    // Most texts are no glTF; these are not parsed twice.
    if (text.find("\"asset\"") == text.npos || text.find("\"version\"") == text.npos) return false;
    const auto document = JsonDocument::parse(text);
    if (!document || (*document)[0].type != JsonType::kObject || document->member(0, "raypool") != kNoJson) return false;
    const JsonId asset = document->member(0, "asset");
    return asset != kNoJson && (*document)[asset].type == JsonType::kObject && document->member(asset, "version") != kNoJson;
}

std::string_view withoutBlanks(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

}  // namespace

Result<OpenedFile> openFile(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (bytes.empty()) return failure("the file is empty");
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return failure("the file is a text in UTF-16", "save it in UTF-8");
    if (isLinearPicture(bytes)) return OpenedFile{OpenedFile::Kind::kEnvironment, environmentText(name)};
    const bool isModel = modelKindOf(name, bytes) != ModelKind::kNoModel || (withoutBlanks(text).starts_with('{') && looksLikeGltf(text));
    if (isModel) {
        auto model = loadModel(name, bytes, assets, {});
        if (!model) return std::unexpected(std::move(model.error()));
        const SceneBounds box = boundsOf(model->scene);
        const dvec3 reach = box.isEmpty() ? dvec3(0) : glm::max(glm::abs(box.low), glm::abs(box.high));
        if (std::max({reach.x, reach.y, reach.z}) > kFarthest) {
            return failure("the model reaches too far from its origin to be looked at", "at most 5e7 m; a scene of one's own can scale it");
        }
        return OpenedFile{OpenedFile::Kind::kModel, stageText(name, *model, box), model->warnings, std::move(*model)};
    }
    return OpenedFile{};
}

}  // namespace raypool
