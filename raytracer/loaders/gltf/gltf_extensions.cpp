#include <algorithm>
#include <set>

#include "raytracer/loaders/gltf/gltf_document.h"

namespace raypool {
namespace {

constexpr std::string_view kKnown[] = {
    "EXT_mesh_gpu_instancing",
    "EXT_meshopt_compression",
    "KHR_draco_mesh_compression",
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_diffuse_transmission",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_pbrSpecularGlossiness",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_variants",
    "KHR_materials_volume",
    "KHR_mesh_quantization",
    "KHR_meshopt_compression",
    "KHR_node_visibility",
    "KHR_texture_transform",
    // Of who made the file and how, not of what is seen:
    "KHR_xmp",
    "KHR_xmp_json_ld",
};

}  // namespace

bool isKnownGltfExtension(std::string_view name) { return std::ranges::find(kKnown, name) != std::end(kKnown); }

void checkGltfExtensions(GltfReading& reading) {
    std::set<std::string> said;
    for (const bool isRequired : {true, false}) {
        const JsonId list = reading.member(0, isRequired ? "extensionsRequired" : "extensionsUsed");
        if (list == kNoJson || !reading.reader.expectArray(list, "a list of extensions") ||
            !reading.reader.expectNoNumbers(list, "a list of extensions")) {
            continue;
        }
        for (JsonId id = reading.json[list].firstChild; id != kNoJson; id = reading.json[id].nextSibling) {
            if (reading.json[id].type != JsonType::kString) {
                reading.reader.error(id, "an extension's name must be a string");
                continue;
            }
            const std::string& name = reading.json.string(reading.json[id].string);
            if (isKnownGltfExtension(name) || !said.insert(name).second) continue;
            if (isRequired) {
                reading.reader.error(id, "the file requires the extension \"" + name + "\", which is not supported",
                                     "export it without that extension");
            } else {
                reading.reader.warn(id, "the extension \"" + name + "\" is not supported: what it says is left out");
            }
        }
    }
}

}  // namespace raypool
