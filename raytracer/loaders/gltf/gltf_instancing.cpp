#include "raytracer/loaders/gltf/gltf_instancing.h"

#include <cmath>

#include "raytracer/loaders/gltf/gltf_accessor.h"

namespace raypool {
namespace {

/// What one more object of a scene costs, and its share of the acceleration structure, in bytes.
constexpr uint64_t kInstanceBytes = 1024;

}  // namespace

std::vector<Affine64> gltfInstances(GltfReading& reading, const GltfNode& node) {
    const JsonId extension = reading.extension(node.id, "EXT_mesh_gpu_instancing");
    if (extension == kNoJson) return {node.world};
    const JsonId attributes = reading.member(extension, "attributes");
    size_t count = 0;
    bool hasCount = false;
    const auto read = [&](std::string_view name, uint32_t width) {
        std::vector<float> out;
        const auto index = reading.index(attributes, name, GltfList::kAccessors);
        if (!index) return out;
        auto values = readGltfFloats(reading, *index, width, name);
        if (!values) return out;
        if (hasCount && values->size() != count * width) {
            reading.reader.error(reading.member(attributes, name), "the attributes of instances differ in length");
            return out;
        }
        count = values->size() / width;
        hasCount = true;
        return std::move(*values);
    };
    const auto translations = read("TRANSLATION", 3), rotations = read("ROTATION", 4), scales = read("SCALE", 3);
    if (reading.failed()) return {};
    if (!hasCount) return {node.world};
    if (!reading.spend(kInstanceBytes * count, extension)) return {};
    std::vector<Affine64> out;
    out.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        Affine64 m;
        if (!rotations.empty()) m = gltfRotation({rotations[4 * i], rotations[4 * i + 1], rotations[4 * i + 2], rotations[4 * i + 3]});
        if (!scales.empty()) m.x *= double{scales[3 * i]}, m.y *= double{scales[3 * i + 1]}, m.z *= double{scales[3 * i + 2]};
        if (!translations.empty()) m.t = {translations[3 * i], translations[3 * i + 1], translations[3 * i + 2]};
        m = node.world * m;
        for (const dvec3 v : {m.x, m.y, m.z, m.t}) {
            if (std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z)) continue;
            reading.reader.error(extension, "the place of instance " + std::to_string(i) + " is not finite");
            return {};
        }
        out.push_back(m);
    }
    return out;
}

}  // namespace raypool
