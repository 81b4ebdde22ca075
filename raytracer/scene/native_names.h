// What stands in a scene by name, and what is said where no such name is.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

#include "raytracer/scene/json_reader.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

class NativeNames {
public:
    using Map = std::unordered_map<std::string, int32_t>;
    Map textures, materials, media, prototypes;

    NativeNames(JsonReader& reader, const JsonDocument& document, const NativeDesc& scene) : reader_(reader), document_(document), scene_(scene) {}

    /// The index of the one called as the text at `node` says; a problem if there is none. what: "material" and the like.
    void resolve(JsonId node, std::string_view what, const Map& names, int32_t& index);

private:
    JsonReader& reader_;
    const JsonDocument& document_;
    const NativeDesc& scene_;
};

}  // namespace raypool
