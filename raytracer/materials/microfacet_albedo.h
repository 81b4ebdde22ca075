// Directional albedo of a GGX interface by quadrature over the normals that wo sees: what the energy tables hold, and what
// anisotropic lobes, whose tables would have too many dimensions, work out where they are needed.
#pragma once
#include "raytracer/core/vec.h"

namespace raypool {

struct MicrofacetAlbedo {
    float reflected = 0, transmitted = 0;
};

/// Of single scattering with height-correlated masking. eta: index ratio, far side over wo's side, or 0 for facets that
/// reflect everything. wo.z > 0. rings * sectors points; sectors at most 32.
MicrofacetAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, int rings, int sectors);

}  // namespace raypool
