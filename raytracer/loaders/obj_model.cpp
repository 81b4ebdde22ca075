#include "raytracer/geometry/obj.h"
#include "raytracer/loaders/mesh_shape.h"
#include "raytracer/loaders/model.h"

namespace raypool {

Result<Model> loadObjModel(const std::string&, std::span<const uint8_t> bytes, AssetSource&) {
    auto file = decodeObj({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!file) return std::unexpected(std::move(file.error()));
    Model out;
    out.scene.objects.emplace_back().shape = shapeOf(std::move(file->mesh));
    out.scene.roots.push_back(0);
    return out;
}

}  // namespace raypool
