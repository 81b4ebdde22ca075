#include "raytracer/scene/native_names.h"

#include <vector>

#include "raytracer/scene/native_values.h"

namespace raypool {

void NativeNames::resolve(JsonId node, std::string_view what, const Map& names, int32_t& index) {
    const std::string& written = document_.string(document_[node].string);
    if (const auto found = names.find(written); found != names.end()) {
        index = found->second;
        return;
    }
    if (reader_.isFull()) return;
    std::vector<std::string_view> known;
    // In the order of the text, not that of the map. More names than these would take long to compare.
    const auto add = [&](const auto& items) {
        for (size_t i = 0; i < items.size() && i < 1000; ++i) {
            if (!items[i].name.empty()) known.push_back(items[i].name);
        }
    };
    if (what == "material") add(scene_.materials);
    if (what == "medium") add(scene_.media);
    if (what == "texture") add(scene_.textures);
    if (what == "prototype") add(scene_.prototypes);
    const auto near = nearestName(written, known);
    std::string hint;
    if (!near.empty()) {
        hint = "did you mean " + inQuotes(near) + "?";
    } else if (what == "texture" && written.find('.') != std::string::npos) {
        hint = "a picture is { \"path\": " + inQuotes(written) + " }";
    } else if (known.empty()) {
        hint = "the scene has none with a name";
    } else if (known.size() <= 12) {
        hint = "known: " + listOf(known);
    }
    reader_.error(node, "no " + std::string(what) + " is called " + inQuotes(written), hint);
}

}  // namespace raypool
