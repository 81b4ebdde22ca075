// Directional albedo of a GGX interface by quadrature over the normals that wo sees: what the energy tables hold, and what
// anisotropic lobes, whose tables would have too many dimensions, work out where they are needed.
#pragma once
#include "raytracer/core/vec.h"
#include "raytracer/materials/thin_film.h"

namespace raypool {

struct MicrofacetAlbedo {
    float reflected = 0, transmitted = 0;
};

/// Of single scattering with height-correlated masking. eta: index ratio, far side over wo's side, or 0 for facets that
/// reflect everything. wo.z > 0.
MicrofacetAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, int points);
/// The same where facets reflect as one of index ratio fresnelEta, and bend as eta says (specular_weight, a coat).
MicrofacetAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, float fresnelEta, int points);

struct MicrofacetColorAlbedo {
    Rgb reflected, transmitted;
};
/// The same for facets with a film of interference: of a dielectric (eta as above), or of a metal of index n + ik (eta 0).
MicrofacetColorAlbedo microfacetAlbedo(vec3 wo, float alphaX, float alphaY, float eta, const ThinFilm& film, Rgb n, Rgb k, int points);

}  // namespace raypool
