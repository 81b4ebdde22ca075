#include "raytracer/loaders/gltf/gltf_materials.h"

#include "raytracer/loaders/gltf/gltf_material_read.h"
#include "raytracer/loaders/gltf/gltf_pictures.h"
#include "raytracer/loaders/gltf/gltf_specular_glossiness.h"
#include "raytracer/loaders/gltf/gltf_surface.h"

namespace raypool {

GltfSurfaces readGltfMaterials(GltfReading& reading, NativeDesc& scene) {
    GltfSurfaces out;
    out.plain.resize(reading.materialUse.size());
    out.colored.resize(reading.materialUse.size());
    std::vector<GltfPicture> pictures = readGltfPictures(reading, scene.files);
    const auto items = reading.items(GltfList::kMaterials);
    for (size_t i = 0; i < reading.materialUse.size() && !reading.reader.isFull(); ++i) {
        const GltfMaterialUse use = reading.materialUse[i];
        if (!use.plain && !use.colored) continue;
        // The default material is that of the specification's defaults.
        GltfMaterial material = i < items.size() ? readGltfMaterial(reading, items[i]) : GltfMaterial{};
        if (material.isSpecularGlossiness) takeSpecularGlossiness(material, reading, pictures, scene.files);
        if (use.plain) out.plain[i] = addGltfMaterial(material, pictures, false, scene);
        if (use.colored) out.colored[i] = addGltfMaterial(material, pictures, true, scene);
    }
    return out;
}

}  // namespace raypool
