// How large what a file draws is, by the bounds that its accessors give (specification 3.6.2.5: POSITION has them).
#pragma once
#include <cmath>

#include "raytracer/core/transform.h"
#include "raytracer/loaders/gltf/gltf_document.h"

namespace raypool {

class GltfExtent {
public:
    explicit GltfExtent(GltfReading& reading) : reading_(reading) {}
    /// A mesh, placed. Accessors without bounds are left aside; skins and morph targets, too.
    void add(uint32_t mesh, const Affine64& toScene);
    /// Of the box around everything; 1 if nothing of use is known.
    double diagonal() const;

private:
    GltfReading& reading_;
    dvec3 low_{HUGE_VAL}, high_{-HUGE_VAL};
};

}  // namespace raypool
