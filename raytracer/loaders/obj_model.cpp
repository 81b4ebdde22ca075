#include <algorithm>
#include <map>

#include "raytracer/geometry/obj.h"
#include "raytracer/loaders/mesh_shape.h"
#include "raytracer/loaders/model.h"
#include "raytracer/loaders/mtl_material.h"
#include "raytracer/loaders/obj_libraries.h"
#include "raytracer/loaders/split_mesh.h"

namespace raypool {
namespace {

constexpr size_t kMostWarnings = 50;

class ObjModel {
public:
    ObjModel(const std::string& name, AssetSource& assets) : name_(name), assets_(assets) {}

    Result<Model> load(std::string_view text) {
        auto file = decodeObj(text);
        if (!file) return std::unexpected(std::move(file.error()));
        for (const auto& library : file->materialLibraries) readLibrary(library);

        const Bounds3 bounds = meshBounds(file->mesh);
        const double size = static_cast<double>(length(bounds.size()));
        const bool hasColors = !file->mesh.colors.empty();
        std::vector<std::string> names = std::move(file->materialNames);
        if (names.empty()) names.emplace_back();
        auto parts = splitBySurface(std::move(file->mesh), names.size());
        for (size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].indices.empty()) continue;
            out_.scene.roots.push_back(static_cast<uint32_t>(out_.scene.objects.size()));
            ObjectDesc& object = out_.scene.objects.emplace_back();
            object.name = names[i];
            object.material = materialNamed(names[i], size, hasColors);
            object.shape = shapeOf(std::move(parts[i]));
        }
        return std::move(out_);
    }

private:
    void warn(std::string message, std::string hint = {}) {
        if (out_.warnings.size() > kMostWarnings) return;
        if (out_.warnings.size() == kMostWarnings) message = "further warnings are left out", hint.clear();
        out_.warnings.push_back({.severity = Severity::kWarning, .message = std::move(message), .hint = std::move(hint)});
    }

    /// The name under which a file can be had; empty: none.
    std::string find(std::string_view from, std::string_view reference) {
        for (auto& name : namesToTry(from, reference)) {
            if (assets_.has(name)) return std::move(name);
        }
        return {};
    }

    void readLibrary(const std::string& library) {
        const std::string path = find(name_, library);
        if (path.empty()) return warn("the material library \"" + library + "\" is not there", "without it surfaces are grey");
        const auto bytes = assets_.share(path);
        if (!bytes) return warn("the material library \"" + path + "\" can't be read: " + bytes.error());
        MtlFile file = parseMtl({reinterpret_cast<const char*>((*bytes)->data()), (*bytes)->size()});
        for (auto& warning : file.warnings) {
            warning.message = "\"" + path + "\", line " + std::to_string(warning.line) + ": " + warning.message;
            warning.line = 0;
            out_.warnings.push_back(std::move(warning));
        }
        for (auto& material : file.materials) {
            std::string name = material.name, plain(withoutComment(name));
            // Of two of a name the first one counts, as in most programs.
            known_.try_emplace(name, Known{std::move(material), path});
            if (plain != name) commented_.try_emplace(std::move(plain), std::move(name));
        }
    }

    auto findMaterial(const std::string& name) const {
        // Behind a name stands a comment where otherwise there were no such material.
        const std::string plain(withoutComment(name));
        for (const std::string* each : {&name, &plain}) {
            if (const auto found = known_.find(*each); found != known_.end()) return found;
        }
        const auto full = commented_.find(plain);
        return full == commented_.end() ? known_.end() : known_.find(full->second);
    }

    int32_t materialNamed(const std::string& name, double size, bool hasColors) {
        const auto found = findMaterial(name);
        if (found == known_.end()) {
            if (!name.empty()) warn("there is no material \"" + name + "\" in the material libraries");
            return hasColors ? vertexColored(name) : kInherit;
        }
        const auto& [mtl, path] = found->second;
        MaterialDesc material = materialOf(mtl, out_.scene, size, [&](const MtlMap& map) {
            std::string picture = find(path, map.file);
            if (picture.empty() && missing_.emplace(map.file, true).second) {
                warn("the picture \"" + map.file + "\" of the material \"" + name + "\" is not there");
            }
            return picture;
        });
        if (hasColors) tint(material);
        out_.scene.materials.push_back(std::move(material));
        return static_cast<int32_t>(out_.scene.materials.size() - 1);
    }

    int32_t vertexColored(const std::string& name) {
        MaterialDesc material;
        material.name = name;
        auto& model = material.model.emplace<OpenPbrDesc>();
        model.baseColor.texture = addVertexColors();
        out_.scene.materials.push_back(std::move(material));
        return static_cast<int32_t>(out_.scene.materials.size() - 1);
    }
    /// The base colour times the vertices' colours.
    void tint(MaterialDesc& material) {
        auto& base = std::get<OpenPbrDesc>(material.model).baseColor;
        ProductTextureDesc product;
        product.a = base;
        product.b.texture = addVertexColors();
        TextureDesc texture;
        texture.model = product;
        out_.scene.textures.push_back(std::move(texture));
        base.texture = static_cast<int32_t>(out_.scene.textures.size() - 1);
    }
    int32_t addVertexColors() {
        out_.scene.textures.emplace_back().model = VertexColorTextureDesc{};
        return static_cast<int32_t>(out_.scene.textures.size() - 1);
    }

    struct Known {
        MtlMaterial material;
        std::string library;
    };
    const std::string& name_;
    AssetSource& assets_;
    Model out_{};
    std::map<std::string, Known> known_{};
    std::map<std::string, std::string> commented_{};   // names without what may be a comment, and with it
    std::map<std::string, bool> missing_{};
};

}  // namespace

Result<Model> loadObjModel(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets) {
    return ObjModel(name, assets).load({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace raypool
