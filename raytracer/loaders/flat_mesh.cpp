#include "raytracer/loaders/flat_mesh.h"

namespace raypool {
namespace {

void append(const MeshShape& shape, const Affine64& toScene, Mesh& out) {
    const auto first = static_cast<uint32_t>(out.positions.size());
    for (const vec3 p : shape.positions) out.positions.emplace_back(toScene.point(dvec3(p)));
    for (const uint32_t i : shape.indices) out.indices.push_back(first + i);
}

}  // namespace

Mesh flatMesh(const NativeDesc& scene) {
    struct Item {
        uint32_t object, depth;
        Affine64 above;
    };
    Mesh out;
    std::vector<Item> stack;
    for (auto root = scene.roots.rbegin(); root != scene.roots.rend(); ++root) stack.push_back({*root, 0, {}});
    while (!stack.empty()) {
        const Item item = stack.back();
        stack.pop_back();
        const ObjectDesc& object = scene.objects[item.object];
        const Affine64 here = object.keys.empty() ? item.above : item.above * object.keys[0].transform;
        if (const auto* mesh = std::get_if<MeshShape>(&object.shape)) {
            append(*mesh, here, out);
        } else if (item.depth >= kMaxNesting) {
            continue;
        } else if (const auto* group = std::get_if<GroupShape>(&object.shape)) {
            for (auto member = group->objects.rbegin(); member != group->objects.rend(); ++member) stack.push_back({*member, item.depth + 1, here});
        } else if (const auto* instance = std::get_if<InstanceShape>(&object.shape)) {
            stack.push_back({scene.prototypes[instance->prototype].object, item.depth + 1, here});
        }
    }
    return out;
}

}  // namespace raypool
