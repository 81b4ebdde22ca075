#include "raytracer/loaders/gltf/gltf_materials.h"

#include <algorithm>

#include "raytracer/loaders/gltf/gltf_material_read.h"
#include "raytracer/loaders/gltf/gltf_pictures.h"
#include "raytracer/loaders/gltf/gltf_specular_glossiness.h"
#include "raytracer/loaders/gltf/gltf_surface.h"

namespace raypool {

GltfSurfaces readGltfMaterials(GltfReading& reading, NativeDesc& scene) {
    GltfSurfaces out;
    out.looks.resize(reading.materialUse.size());
    out.texcoordSets.assign(reading.materialUse.size(), {0, 1});
    std::vector<GltfPicture> pictures = readGltfPictures(reading, scene.files);
    const auto items = reading.items(GltfList::kMaterials);
    for (size_t i = 0; i < reading.materialUse.size() && !reading.reader.isFull(); ++i) {
        const GltfMaterialUse use = reading.materialUse[i];
        if (std::ranges::find(use, true) == use.end()) continue;
        // The default material is that of the specification's defaults.
        GltfMaterial material = i < items.size() ? readGltfMaterial(reading, items[i]) : GltfMaterial{};
        if (material.isSpecularGlossiness) takeSpecularGlossiness(material, reading, pictures, scene.files);
        out.texcoordSets[i] = material.texcoordSets;
        for (const bool isUnlit : {false, true}) {
            for (const bool hasColors : {false, true}) {
                const GltfLook look{hasColors, isUnlit};
                if (use[look.index()]) out.looks[i][look.index()] = addGltfMaterial(material, pictures, look, scene);
            }
        }
    }
    return out;
}

}  // namespace raypool
