#pragma once
#include <limits>

#include "raytracer/scene/native_desc.h"

namespace raypool {

struct SceneBounds {
    dvec3 low{std::numeric_limits<double>::infinity()}, high{-std::numeric_limits<double>::infinity()};
    bool isEmpty() const { return !(low.x <= high.x); }
    void add(dvec3 p) {
        low = glm::min(low, p);
        high = glm::max(high, p);
    }
};

/// A box around all vertices of meshes that a scene's triangles use, groups and instances unfolded, where they are when
/// the shutter opens. Tight for each mesh where it stands first, around its own box wherever it stands again. The scene
/// is valid (checkReferences) and has no models and no mesh files; other shapes don't count.
SceneBounds boundsOf(const NativeDesc& scene);

}  // namespace raypool
