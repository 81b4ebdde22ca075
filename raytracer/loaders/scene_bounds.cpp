#include "raytracer/loaders/scene_bounds.h"

#include <map>

#include "raytracer/core/transform.h"

namespace raypool {
namespace {

class Bounding {
public:
    explicit Bounding(const NativeDesc& scene) : scene_(scene) {}

    SceneBounds run() {
        for (const uint32_t root : scene_.roots) visit(root, {});
        return out_;
    }

private:
    Affine64 poseOf(const std::vector<TransformKey>& keys) const {
        if (keys.empty()) return {};
        if (keys.size() == 1) return keys[0].transform;
        std::vector<std::pair<float, Affine64>> pairs;
        for (const auto& key : keys) pairs.emplace_back(key.time, key.transform);
        return MotionTransform(pairs).matrixAt(scene_.camera.shutterOpen);
    }

    void visit(uint32_t id, const Affine64& above) {
        const ObjectDesc& object = scene_.objects[id];
        const Affine64 here = above * poseOf(object.keys);
        if (const auto* group = std::get_if<GroupShape>(&object.shape)) {
            for (const uint32_t member : group->objects) visit(member, here);   // at most kMaxNesting deep
        } else if (const auto* instance = std::get_if<InstanceShape>(&object.shape)) {
            visit(scene_.prototypes[instance->prototype].object, here);
        } else if (const auto* mesh = std::get_if<MeshShape>(&object.shape)) {
            addMesh(id, *mesh, here);
        }
    }

    void addMesh(uint32_t id, const MeshShape& mesh, const Affine64& pose) {
        const auto [place, isNew] = boxes_.try_emplace(id);
        SceneBounds& box = place->second;
        if (isNew) {
            for (const uint32_t i : mesh.indices) box.add(dvec3(mesh.positions[i]));
            for (const uint32_t i : mesh.indices) out_.add(pose.point(dvec3(mesh.positions[i])));
            return;
        }
        if (box.isEmpty()) return;
        for (int corner = 0; corner < 8; ++corner) {
            out_.add(pose.point({corner & 1 ? box.high.x : box.low.x, corner & 2 ? box.high.y : box.low.y, corner & 4 ? box.high.z : box.low.z}));
        }
    }

    const NativeDesc& scene_;
    SceneBounds out_{};
    std::map<uint32_t, SceneBounds> boxes_{};
};

}  // namespace

SceneBounds boundsOf(const NativeDesc& scene) { return Bounding(scene).run(); }

}  // namespace raypool
