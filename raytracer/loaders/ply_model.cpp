#include "raytracer/geometry/ply.h"
#include "raytracer/loaders/mesh_shape.h"
#include "raytracer/loaders/model.h"

namespace raypool {

Result<Model> loadPlyModel(const std::string&, std::span<const uint8_t> bytes) {
    auto file = decodePly(bytes);
    if (!file) return std::unexpected(std::move(file.error()));
    Model out;
    ObjectDesc& object = out.scene.objects.emplace_back();
    if (!file->mesh.colors.empty()) {
        out.scene.textures.emplace_back().model = VertexColorTextureDesc{};
        MaterialDesc& material = out.scene.materials.emplace_back();
        material.name = "vertex colors";
        material.model.emplace<OpenPbrDesc>().baseColor.texture = 0;
        object.material = 0;
    }
    object.shape = shapeOf(std::move(file->mesh));
    out.scene.roots.push_back(0);
    return out;
}

}  // namespace raypool
