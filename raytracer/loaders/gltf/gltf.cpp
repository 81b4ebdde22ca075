// glTF 2.0: container, nodes, materials and meshes put together into a model.
#include <algorithm>
#include <cmath>
#include <map>

#include "raytracer/loaders/gltf/gltf_animation.h"
#include "raytracer/loaders/gltf/gltf_cameras.h"
#include "raytracer/loaders/gltf/gltf_container.h"
#include "raytracer/loaders/gltf/gltf_deform.h"
#include "raytracer/loaders/gltf/gltf_instancing.h"
#include "raytracer/loaders/gltf/gltf_extent.h"
#include "raytracer/loaders/gltf/gltf_materials.h"
#include "raytracer/loaders/gltf/gltf_thin.h"

namespace raypool {
namespace {

void checkAsset(GltfReading& reading) {
    const JsonId asset = reading.member(0, "asset");
    if (asset == kNoJson || reading.json[asset].type != JsonType::kObject) {
        reading.reader.error(0, "missing field \"asset\": this is no glTF 2.0 file");
        return;
    }
    const JsonId minimum = reading.member(asset, "minVersion");
    const std::string version = reading.text(asset, minimum == kNoJson ? "version" : "minVersion");
    if (!version.starts_with("2.") && version != "2") {
        reading.reader.error(asset, "the file is of glTF version \"" + version + "\"", "version 2.0 is read");
    }
}

struct Placement {
    Affine64 toScene;
    uint32_t node = 0;
};

/// What a mesh looks like depends on its node where weights of morph targets or a skin move its vertices.
struct MeshUse {
    uint32_t node = 0;
    bool isOwn = false;                    // not to be shared
    std::vector<Placement> placements;
};

class Assembly {
public:
    Assembly(GltfReading& reading, Model& out) : reading_(reading), out_(out) {}

    void run() {
        checkAsset(reading_);
        checkGltfExtensions(reading_);
        checkVariant();
        nodes_ = readGltfNodes(reading_);
        if (reading_.failed()) return;
        poseGltfNodes(reading_, nodes_);
        if (reading_.failed()) return;
        placeGltfNodes(reading_, nodes_);
        const auto inScene = nodesOfGltfScene(reading_, nodes_);
        if (reading_.failed()) return;
        readGltfCameras(reading_, nodes_, inScene, out_);
        readGltfLights(reading_, nodes_, inScene, out_.scene);
        collect(inScene);
        if (reading_.failed()) return;
        const GltfSurfaces surfaces = readGltfMaterials(reading_, out_.scene);
        if (reading_.failed()) return;
        surfaces_ = &surfaces;
        for (auto& [mesh, uses] : uses_) {
            addMesh(mesh, uses);
            if (reading_.failed()) return;
        }
        if (out_.scene.roots.empty()) reading_.reader.warn(0, "the file has nothing to draw");
    }

private:
    void checkVariant() {
        const std::string& wanted = reading_.options.variant;
        if (wanted.empty()) return;
        std::string names;
        for (const JsonId id : reading_.items(GltfList::kVariants)) {
            const std::string name = reading_.text(id, "name");
            if (name == wanted) return;
            names += (names.empty() ? "\"" : ", \"") + name + "\"";
        }
        reading_.reader.error(0, "the file has no variant named \"" + wanted + "\"", names.empty() ? "it has no variants at all" : "it has " + names);
    }

    /// Which meshes are drawn where, and which materials they need.
    void collect(const std::vector<uint32_t>& inScene) {
        for (const uint32_t n : inScene) {
            const GltfNode& node = nodes_[n];
            if (!node.mesh) continue;
            const JsonId mesh = reading_.items(GltfList::kMeshes)[*node.mesh];
            MeshUse use{.node = n, .isOwn = node.skin.has_value() || !node.weights.empty(), .placements = {}};
            // A skinned mesh stands where its joints are, not where its node is.
            for (const Affine64& m : node.skin ? std::vector<Affine64>{Affine64{}} : gltfInstances(reading_, node)) {
                // Something scaled to nothing is not there.
                if (std::isnormal(m.determinant())) use.placements.push_back({m, n});
            }
            if (reading_.failed()) return;
            if (use.placements.empty()) continue;
            auto& uses = uses_[*node.mesh];
            if (uses.empty()) {
                for (const JsonId primitive : reading_.objects(mesh, "primitives")) {
                    reading_.materialUse[materialOfGltfPrimitive(reading_, primitive)][lookOfGltfPrimitive(reading_, primitive).index()] = true;
                }
            }
            if (!use.isOwn && !uses.empty() && !uses.front().isOwn) {
                auto& all = uses.front().placements;
                all.insert(all.end(), use.placements.begin(), use.placements.end());
            } else {
                // Those that may be shared come first.
                uses.insert(use.isOwn ? uses.end() : uses.begin(), std::move(use));
            }
        }
    }

    uint32_t add(ObjectDesc object) {
        out_.scene.objects.push_back(std::move(object));
        return static_cast<uint32_t>(out_.scene.objects.size() - 1);
    }

    void addMesh(uint32_t mesh, const std::vector<MeshUse>& uses) {
        const JsonId id = reading_.items(GltfList::kMeshes)[mesh];
        const std::string name = reading_.text(id, "name");
        const auto primitives = reading_.objects(id, "primitives");
        const auto ownWeights = reading_.numberList(id, "weights");
        for (const MeshUse& use : uses) {
            const GltfNode& node = nodes_[use.node];
            const auto& weights = node.weights.empty() ? ownWeights : node.weights;
            const bool isMorphed = std::ranges::any_of(weights, [](double w) { return w != 0; });
            std::vector<Affine64> joints;
            if (node.skin) {
                joints = gltfSkinMatrices(reading_, *node.skin, nodes_);
                if (joints.empty()) return;
            }
            std::vector<uint32_t> parts;
            for (const JsonId primitive : primitives) {
                const GltfTexcoordSets& sets = surfaces_->texcoordSets[materialOfGltfPrimitive(reading_, primitive)];
                auto p = readGltfPrimitive(reading_, primitive, sets, isMorphed, node.skin.has_value());
                if (reading_.failed()) return;
                if (!p) continue;
                if (isMorphed) morphGltfPrimitive(reading_, *p, weights);
                if (node.skin && !reading_.failed()) skinGltfPrimitive(reading_, *p, joints);
                if (p->form != GltfForm::kTriangles && !reading_.failed()) thicken(*p, use);
                if (reading_.failed()) return;
                parts.push_back(addPart(std::move(*p), name.empty() ? node.name : name, primitives.size() > 1));
            }
            if (!parts.empty()) place(std::move(parts), use, name);
            if (reading_.failed()) return;
        }
    }

    /// A width for points and lines, the same all over the scene where nodes scale evenly.
    void thicken(GltfPrimitive& p, const MeshUse& use) {
        if (!diagonal_) {
            GltfExtent extent(reading_);
            for (const auto& [mesh, uses] : uses_) {
                for (const MeshUse& each : uses) {
                    for (const Placement& placement : each.placements) extent.add(mesh, placement.toScene);
                }
            }
            diagonal_ = extent.diagonal();
        }
        const double scale = std::cbrt(std::abs(use.placements[0].toScene.determinant()));
        const double diameter = *diagonal_ / scale * (p.form == GltfForm::kPoints ? kGltfPointDiameter : kGltfLineDiameter);
        thickenGltfPrimitive(reading_, p, diameter < 1e38 ? static_cast<float>(diameter / 2) : kInfinity);
    }

    uint32_t addPart(GltfPrimitive&& p, const std::string& name, bool isOneOfMany) {
        const GltfSurface& surface = surfaces_->of(materialOfGltfPrimitive(reading_, p.id), lookOfGltfPrimitive(reading_, p.id));
        ObjectDesc object;
        if (isOneOfMany && !name.empty()) object.name = name + " " + std::to_string(reading_.json[p.id].indexInParent + 1);
        object.material = surface.material;
        object.medium = surface.medium;
        object.shape = std::move(p.mesh);
        return add(std::move(object));
    }

    std::string nameOr(uint32_t node, const std::string& meshName) const { return nodes_[node].name.empty() ? meshName : nodes_[node].name; }

    /// One object, or several placed as one, or instances of that.
    void place(std::vector<uint32_t> parts, const MeshUse& use, const std::string& meshName) {
        NativeDesc& scene = out_.scene;
        uint32_t object = parts[0];
        if (parts.size() > 1) {
            ObjectDesc group;
            group.shape = GroupShape{std::move(parts)};
            object = add(std::move(group));
        }
        const Placement& first = use.placements[0];
        if (use.placements.size() == 1) {
            scene.objects[object].name = nameOr(first.node, meshName);
            if (first.toScene != Affine64{}) scene.objects[object].keys = {{0, first.toScene}};
            scene.roots.push_back(object);
            return;
        }
        const auto prototype = static_cast<uint32_t>(scene.prototypes.size());
        std::string name = meshName.empty() ? nodes_[first.node].name : meshName;
        if (name.empty()) name = "mesh " + std::to_string(prototype + 1);
        scene.prototypes.push_back({std::move(name), object});
        for (const Placement& placement : use.placements) {
            ObjectDesc instance;
            instance.name = nameOr(placement.node, meshName);
            instance.shape = InstanceShape{prototype};
            instance.keys = {{0, placement.toScene}};
            scene.roots.push_back(add(std::move(instance)));
        }
    }

    GltfReading& reading_;
    Model& out_;
    std::vector<GltfNode> nodes_{};
    std::map<uint32_t, std::vector<MeshUse>> uses_{};   // by mesh; the shared one first
    const GltfSurfaces* surfaces_ = nullptr;
    std::optional<double> diagonal_{};   // of the box around everything; worked out where points or lines ask for it
};

/// The same message of many places is said once.
Diagnostics withoutRepetition(Diagnostics warnings) {
    Diagnostics out;
    std::map<std::string, std::pair<size_t, size_t>> seen;   // where it stands, how often it came again
    for (auto& warning : warnings) {
        const auto [at, isNew] = seen.try_emplace(warning.message, out.size(), 0);
        if (isNew) out.push_back(std::move(warning));
        else ++at->second.second;
    }
    for (const auto& [message, place] : seen) {
        if (place.second > 0) out[place.first].message += " (and " + std::to_string(place.second) + " more)";
    }
    return out;
}

}  // namespace

Result<Model> loadGltf(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets, const ModelOptions& options) {
    const auto container = openGltfContainer(bytes);
    if (!container) return std::unexpected(container.error());
    const auto json = JsonDocument::parse(container->json);
    if (!json) return std::unexpected(json.error());
    GltfReading reading(*json, name, container->binary, bytes.size(), assets, options);
    Model out;
    if (!reading.failed()) Assembly(reading, out).run();
    if (reading.failed()) return std::unexpected(std::move(reading.reader.problems()));
    out.warnings = withoutRepetition(std::move(reading.reader.warnings()));
    return out;
}

}  // namespace raypool
