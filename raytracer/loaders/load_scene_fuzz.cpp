// Any text at all: read, or refused with diagnostics whose places lie in the text. What is read holds together, and what
// is written of it reads back the same.
#include <cstdlib>

#include "raytracer/loaders/demo2018_native.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/scene/native_writer.h"
#include "raytracer/scene/scene_assets.h"

namespace {

using namespace raypool;

void require(bool condition) {
    if (!condition) std::abort();
}

void checkNative(const NativeDesc& n) {
    const auto isRef = [](int32_t index, const auto& items) { return index >= -1 && index < static_cast<int64_t>(items.size()); };
    require(isRef(n.medium, n.media));
    for (const auto& m : n.materials) {
        if (const auto* mix = std::get_if<MixDesc>(&m.model)) require(mix->a < n.materials.size() && mix->b < n.materials.size());
    }
    for (const auto& p : n.prototypes) require(p.object < n.objects.size());
    for (const uint32_t root : n.roots) require(root < n.objects.size());
    for (const auto& o : n.objects) {
        require(isRef(o.material, n.materials) && isRef(o.medium, n.media));
        for (const auto& key : o.keys) require(key.transform.determinant() != 0);
        if (const auto* group = std::get_if<GroupShape>(&o.shape)) {
            for (const uint32_t member : group->objects) require(member < n.objects.size());
        }
        if (const auto* instance = std::get_if<InstanceShape>(&o.shape)) require(instance->prototype < n.prototypes.size());
        if (const auto* mesh = std::get_if<MeshShape>(&o.shape)) {
            require(mesh->indices.size() % 3 == 0 && mesh->file.empty() != mesh->positions.empty());
            for (const uint32_t i : mesh->indices) require(i < mesh->positions.size());
            for (const size_t size : {mesh->normals.size(), mesh->uvs.size(), mesh->tangents.size()}) {
                require(size == 0 || size == mesh->positions.size());
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto scene = loadScene(text);
    if (scene) {
        for (const auto& element : scene->classic.elements) {
            const int32_t texture = element.material.texture;
            require(texture < 0 || static_cast<size_t>(texture) < scene->classic.textures.size());
        }
        assetsOf(*scene);
        const auto native = toNative(*scene);
        require(native.has_value());
        checkNative(native->native);
        const auto again = loadScene(toJson(*native));
        require(again.has_value() && again->native == native->native);
        return 0;
    }
    require(!scene.error().empty());
    for (const auto& problem : scene.error()) {
        require(!problem.message.empty() && problem.line >= 1 && problem.column >= 1);
        // In UTF-16 a text is no longer than in UTF-8, unless its sequences are broken.
        require(problem.from <= problem.to && problem.to <= 2 * size);
    }
    return 0;
}
