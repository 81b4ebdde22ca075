// Any bytes at all: a sound model, or reasons. Also at a time in the middle of its animation.
#include <cmath>
#include <cstdlib>

#include "raytracer/loaders/model.h"

namespace {

using namespace raypool;

void require(bool condition) {
    if (!condition) std::abort();
}

class NoFiles final : public AssetSource {
public:
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override { return std::unexpected("no such file"); }
};

bool isFinite(dvec3 v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

void checkModel(const Model& model) {
    const NativeDesc& n = model.scene;
    const auto isRef = [](int32_t index, const auto& items) { return index >= -1 && index < static_cast<int64_t>(items.size()); };
    for (const uint32_t root : n.roots) require(root < n.objects.size());
    for (const auto& p : n.prototypes) require(p.object < n.objects.size());
    for (const auto& o : n.objects) {
        require(isRef(o.material, n.materials) && isRef(o.medium, n.media));
        for (const auto& key : o.keys) {
            const Affine64& m = key.transform;
            require(m.determinant() != 0 && isFinite(m.x) && isFinite(m.y) && isFinite(m.z) && isFinite(m.t));
        }
        if (const auto* group = std::get_if<GroupShape>(&o.shape)) {
            for (const uint32_t member : group->objects) require(member < n.objects.size());
        }
        if (const auto* instance = std::get_if<InstanceShape>(&o.shape)) require(instance->prototype < n.prototypes.size());
        if (const auto* mesh = std::get_if<MeshShape>(&o.shape)) {
            require(!mesh->indices.empty() && mesh->indices.size() % 3 == 0);
            for (const uint32_t i : mesh->indices) require(i < mesh->positions.size());
            for (const vec3 p : mesh->positions) require(isFinite(dvec3(p)));
            for (const size_t size : {mesh->normals.size(), mesh->uvs.size(), mesh->uvs2.size(), mesh->tangents.size(), mesh->colors.size()}) {
                require(size == 0 || size == mesh->positions.size());
            }
            for (const vec3 v : mesh->normals) require(dot(v, v) > 0);
        }
    }
    require(model.cameras.size() == model.cameraNames.size());
    for (const auto& camera : model.cameras) require(camera.keys.size() == 1 && isFinite(camera.keys[0].transform.t));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    NoFiles none;
    for (const double time : {0.0, 0.7}) {
        const auto model = loadGltf("fuzz.glb", {data, size}, none, {.time = time, .animation = {}, .variant = {}});
        if (model) {
            checkModel(*model);
        } else {
            require(!model.error().empty());
            for (const auto& problem : model.error()) require(!problem.message.empty());
        }
    }
    return 0;
}
