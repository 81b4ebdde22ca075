#include "raytracer/loaders/gltf/gltf_extent.h"

#include <cmath>

namespace raypool {
namespace {

/// What a stored number of 1 stands for (specification 3.11, "Animations": the same rule for all normalized accessors).
double unitOf(GltfReading& reading, JsonId accessor) {
    if (!reading.boolean(accessor, "normalized", false)) return 1;
    switch (reading.whole(accessor, "componentType", 0)) {
        case 5120: return 1.0 / 127;
        case 5121: return 1.0 / 255;
        case 5122: return 1.0 / 32767;
        case 5123: return 1.0 / 65535;
        default: return 1;
    }
}

}  // namespace

void GltfExtent::add(uint32_t mesh, const Affine64& toScene) {
    for (const JsonId primitive : reading_.objects(reading_.items(GltfList::kMeshes)[mesh], "primitives")) {
        const auto index = reading_.index(reading_.member(primitive, "attributes"), "POSITION", GltfList::kAccessors);
        if (!index) continue;
        const JsonId accessor = reading_.items(GltfList::kAccessors)[*index];
        const auto low = reading_.numberList(accessor, "min"), high = reading_.numberList(accessor, "max");
        if (low.size() != 3 || high.size() != 3) continue;
        const double unit = unitOf(reading_, accessor);
        for (int corner = 0; corner < 8; ++corner) {
            const auto side = [&](size_t axis) { return ((corner >> axis & 1) != 0 ? high : low)[axis] * unit; };
            const dvec3 p = toScene.point({side(0), side(1), side(2)});
            low_ = glm::min(low_, p);
            high_ = glm::max(high_, p);
        }
    }
}

double GltfExtent::diagonal() const {
    const double length = glm::length(high_ - low_);
    return std::isfinite(length) && length > 0 ? length : 1;
}

}  // namespace raypool
