#include "raytracer/loaders/demo2018.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <unordered_map>

#include "raytracer/scene/json_reader.h"

namespace raypool {
namespace {

class Demo2018Reader {
public:
    Demo2018Reader(const JsonDocument& document, const SceneOverrides& overrides)
        : reader_(document), document_(document), overrides_(overrides) {}

    Result<SceneDesc> read() {
        if (reader_.expectObject(0, "a scene")) readScene();
        if (!reader_.problems().empty()) return std::unexpected(std::move(reader_.problems()));
        scene_.warnings = std::move(reader_.warnings());
        return std::move(scene_);
    }

private:
    void readScene() {
        readSize();
        reader_.number(0, "fov", scene_.classic.fov);
        reader_.number(0, "shadow_bias", scene_.classic.shadowBias);
        reader_.integer(0, "max_recursion_depth", scene_.classic.maxDepth, 0, std::numeric_limits<uint32_t>::max());
        readList("elements", "\"elements\"", [this](JsonId node) { readElement(node); });
        readList("lights", "\"lights\"", [this](JsonId node) { readLight(node); });
    }

    void readSize() {
        // A size that the caller replaces may be one that would be refused: the original test scene asks for 32000 x 24000.
        readSide("width", overrides_.width, scene_.width);
        readSide("height", overrides_.height, scene_.height);
        if (uint64_t{scene_.width} * scene_.height > kMaxPixels && reader_.problems().empty()) {
            reader_.error(document_.member(0, "width"),
                          "a picture of " + std::to_string(scene_.width) + " x " + std::to_string(scene_.height) +
                              " pixels is too large",
                          "at most " + std::to_string(kMaxPixels) + " pixels");
        }
    }
    void readSide(std::string_view name, uint32_t instead, uint32_t& out) {
        if (instead != 0) {
            out = instead;
        } else {
            reader_.integer(0, name, out, 1, kMaxSide);
        }
    }

    template <class F>
    void readList(std::string_view name, std::string_view what, F readItem) {
        const JsonId list = reader_.required(0, name);
        if (list == kNoJson || !reader_.expectArray(list, what) || !reader_.expectNoNumbers(list, what)) return;
        for (JsonId id = document_[list].firstChild; id != kNoJson && !reader_.isFull(); id = document_[id].nextSibling) {
            readItem(id);
        }
    }

    /// The single member of an externally tagged enum, {"Name": {...}}.
    JsonId variant(JsonId node, std::string_view what, std::initializer_list<std::string_view> names) {
        std::string list;
        for (const auto n : names) list += (list.empty() ? "" : " or ") + ("{\"" + std::string(n) + "\": ...}");
        if (!reader_.expectObject(node, what)) return kNoJson;
        if (document_[node].childCount != 1) {
            reader_.error(node, std::string(what) + " must have exactly one key", list);
            return kNoJson;
        }
        const JsonId inner = document_[node].firstChild;
        for (const auto n : names) {
            if (document_.key(inner) == n) return inner;
        }
        unknown(document_.atKey(inner, "", ""), document_.key(inner), what, names, list);
        return kNoJson;
    }

    void unknown(Diagnostic place, std::string_view written, std::string_view what,
                 std::initializer_list<std::string_view> names, std::string list) {
        place.message = "unknown kind \"" + std::string(written) + "\" for " + std::string(what);
        const auto near = nearestName(written, names);
        place.hint = near.empty() ? "expected " + list : "did you mean \"" + std::string(near) + "\"?";
        reader_.add(std::move(place));
    }

    void readElement(JsonId node) {
        const JsonId inner = variant(node, "an element", {"Sphere", "Plane"});
        if (inner == kNoJson || !reader_.expectObject(inner, "an element")) return;
        ElementDesc element;
        if (document_.key(inner) == "Sphere") {
            SphereDesc sphere;
            readVector(inner, "center", sphere.center);
            reader_.number(inner, "radius", sphere.radius);
            element.shape = sphere;
        } else {
            PlaneDesc plane;
            readVector(inner, "origin", plane.origin);
            readDirection(inner, "normal", plane.normal);
            element.shape = plane;
        }
        if (const JsonId material = reader_.required(inner, "material"); material != kNoJson) {
            readMaterial(material, element.material);
        }
        scene_.classic.elements.push_back(element);
    }

    void readMaterial(JsonId node, ClassicMaterialDesc& material) {
        if (!reader_.expectObject(node, "a material")) return;
        reader_.number(node, "albedo", material.albedo);
        if (const JsonId coloration = reader_.required(node, "coloration"); coloration != kNoJson) {
            readColoration(coloration, material);
        }
        if (const JsonId surface = reader_.required(node, "surface"); surface != kNoJson) {
            readSurface(surface, material);
        }
    }

    void readColoration(JsonId node, ClassicMaterialDesc& material) {
        const JsonId inner = variant(node, "a coloration", {"Color", "Texture"});
        if (inner == kNoJson) return;
        if (document_.key(inner) == "Color") {
            readColor(inner, material.color);
            return;
        }
        JsonId path = inner;
        if (document_[inner].type == JsonType::kObject) path = reader_.required(inner, "path");
        if (path == kNoJson) return;
        if (document_[path].type != JsonType::kString) {
            reader_.error(path, "a texture must be a path, not " + std::string(typeName(document_[path].type)),
                          "\"picture.png\" or {\"path\": \"picture.png\"}");
            return;
        }
        material.texture = texture(document_.string(document_[path].string), path);
    }

    int32_t texture(const std::string& path, JsonId at) {
        const auto [found, isNew] = textureIds_.try_emplace(path, static_cast<int32_t>(scene_.classic.textures.size()));
        if (isNew) scene_.classic.textures.push_back({path, document_.at(at, "")});
        return found->second;
    }

    void readSurface(JsonId node, ClassicMaterialDesc& material) {
        if (document_[node].type == JsonType::kString) {
            const std::string& name = document_.string(document_[node].string);
            if (name == "Diffuse") return;
            unknown(document_.at(node, ""), name, "a surface", {"Diffuse"},
                    "\"Diffuse\", {\"Reflective\": ...} or {\"Refractive\": ...}");
            return;
        }
        const JsonId inner = variant(node, "a surface", {"Diffuse", "Reflective", "Refractive"});
        if (inner == kNoJson) return;
        if (document_.key(inner) == "Diffuse") {
            if (document_[inner].type != JsonType::kNull) reader_.error(inner, "\"Diffuse\" has no fields", "null");
            return;
        }
        if (!reader_.expectObject(inner, "a surface")) return;
        if (document_.key(inner) == "Reflective") {
            material.surface = ClassicSurface::kReflective;
            reader_.number(inner, "reflectivity", material.reflectivity);
        } else {
            material.surface = ClassicSurface::kRefractive;
            reader_.number(inner, "index", material.index);
            reader_.number(inner, "transparency", material.transparency);
        }
    }

    void readLight(JsonId node) {
        const JsonId inner = variant(node, "a light", {"Spherical", "Directional"});
        if (inner == kNoJson || !reader_.expectObject(inner, "a light")) return;
        LightDesc light;
        if (document_.key(inner) == "Spherical") {
            SphericalLightDesc spherical;
            readVector(inner, "position", spherical.position);
            light.kind = spherical;
        } else {
            DirectionalLightDesc directional;
            readDirection(inner, "direction", directional.direction);
            light.kind = directional;
        }
        if (const JsonId color = reader_.required(inner, "color"); color != kNoJson) readColor(color, light.color);
        reader_.number(inner, "intensity", light.intensity);
        scene_.classic.lights.push_back(light);
    }

    bool readVector(JsonId object, std::string_view name, glm::dvec3& out) {
        const JsonId node = reader_.required(object, name);
        if (node == kNoJson || !reader_.expectObject(node, "\"" + std::string(name) + "\"")) return false;
        const bool x = reader_.number(node, "x", out.x);
        const bool y = reader_.number(node, "y", out.y);
        const bool z = reader_.number(node, "z", out.z);
        return x && y && z;
    }

    void readDirection(JsonId object, std::string_view name, glm::dvec3& out) {
        if (!readVector(object, name, out)) return;
        const double length2 = glm::dot(out, out);
        if (!(length2 > 0) || !std::isfinite(1 / std::sqrt(length2))) {
            reader_.warn(document_.member(object, name), "\"" + std::string(name) + "\" has no direction",
                         "a vector whose length is not 0");
        }
        out = out * (1 / std::sqrt(length2));
    }

    void readColor(JsonId node, Rgb& out) {
        if (!reader_.expectObject(node, "a colour")) return;
        reader_.number(node, "red", out.r);
        reader_.number(node, "green", out.g);
        reader_.number(node, "blue", out.b);
    }

    JsonReader reader_;
    const JsonDocument& document_;
    SceneOverrides overrides_;
    SceneDesc scene_;
    std::unordered_map<std::string, int32_t> textureIds_;
};

}  // namespace

bool looksLikeDemo2018(const JsonDocument& document) {
    if (document[0].type != JsonType::kObject) return false;
    for (const auto* key : {"elements", "max_recursion_depth", "shadow_bias"}) {
        if (document.member(0, key) != kNoJson) return true;
    }
    return false;
}

Result<SceneDesc> loadDemo2018(const JsonDocument& document, const SceneOverrides& overrides) {
    return Demo2018Reader(document, overrides).read();
}

}  // namespace raypool
