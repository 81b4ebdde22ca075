#include "raytracer/scene/scene_files.h"

#include <algorithm>

#include "raytracer/scene/data_uri.h"

namespace raypool {

const EmbeddedFile* SceneFiles::find(const std::string& path) const {
    const auto found = std::find_if(files_.begin(), files_.end(), [&](const auto& file) { return file.name == path && file.bytes; });
    return found == files_.end() ? nullptr : &*found;
}

std::expected<std::vector<uint8_t>, std::string> SceneFiles::read(const std::string& path) {
    if (const auto* file = find(path)) return *file->bytes;
    if (isDataUri(path)) return decodeDataUri(path);
    return outside_.read(path);
}

std::expected<SharedBytes, std::string> SceneFiles::share(const std::string& path) {
    if (const auto* file = find(path)) return file->bytes;
    if (isDataUri(path)) return AssetSource::share(path);
    return outside_.share(path);
}

bool SceneFiles::has(const std::string& path) {
    return find(path) != nullptr || (isDataUri(path) ? decodeDataUri(path).has_value() : outside_.has(path));
}

std::string pathBeside(std::string_view file, std::string_view reference) {
    if (isDataUri(reference) || reference.find("://") != reference.npos) return std::string(reference);
    std::string out(reference);
    std::replace(out.begin(), out.end(), '\\', '/');
    const bool isAbsolute = out.starts_with('/') || (out.size() > 1 && out[1] == ':');
    if (isAbsolute || isDataUri(file)) return out;
    while (out.starts_with("./")) out.erase(0, 2);
    const size_t slash = file.find_last_of("/\\");
    return slash == file.npos ? out : std::string(file.substr(0, slash + 1)) + out;
}

}  // namespace raypool
