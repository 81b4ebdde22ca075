#include "raytracer/loaders/obj_libraries.h"

#include <algorithm>

#include "raytracer/geometry/obj_parser.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {

std::string_view withoutComment(std::string_view name) {
    const size_t at = std::min(name.find(" #"), name.find("\t#"));
    return at == name.npos ? name : name.substr(0, name.find_last_not_of(" \t", at) + 1);
}

std::vector<std::string> namesToTry(std::string_view file, std::string_view reference) {
    std::vector<std::string> out;
    const auto add = [&](std::string name) {
        if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
    };
    const auto lowered = [](std::string name) {
        std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        return name;
    };
    add(pathBeside(file, reference));
    if (isDataUri(reference)) return out;
    const std::string bare(reference.substr(reference.find_last_of("/\\") + 1));
    if (bare.empty()) return out;
    add(pathBeside(file, lowered(std::string(reference))));
    add(pathBeside(file, bare));
    add(pathBeside(file, lowered(bare)));
    if (const std::string_view plain = withoutComment(reference); plain != reference && !plain.empty()) {
        for (auto& name : namesToTry(file, plain)) add(std::move(name));
    }
    return out;
}

std::vector<std::string> objLibraries(std::string_view text) {
    std::vector<std::string> out;
    for (size_t at = text.find("mtllib"); at != text.npos; at = text.find("mtllib", at + 6)) {
        // At the beginning of a line, blanks aside.
        const size_t before = text.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
        if (at != 0 && before != text.npos && text[before] != '\n' && text[before] != '\r' && !(before == 2 && text.starts_with("\xEF\xBB\xBF"))) continue;
        const size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        for (auto& name : objLibraryNames(text.substr(at + 6, end - at - 6))) {
            if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
        }
    }
    return out;
}

std::vector<const MtlMap*> mapsOf(const MtlMaterial& m) {
    std::vector<const MtlMap*> out;
    for (const auto* map : {&m.diffuseMap, &m.specularMap, &m.emissionMap, &m.exponentMap, &m.dissolveMap, &m.bumpMap, &m.normalMap, &m.roughnessMap,
                            &m.metalnessMap, &m.sheenMap}) {
        if (*map) out.push_back(&**map);
    }
    return out;
}

}  // namespace raypool
