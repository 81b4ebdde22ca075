// A Bsdf about a normal that a map has bent far from the true surface, without the light that would go into the surface.
//
// What microfacets send to the wrong side of the true surface is mirrored at it, as light that meets the ground beside the
// bent facet would be: the facet's second order in the microfacet model of normal maps with a perfect mirror for the ground
// (Schuessler, Heitz, Hanika, Dachsbacher 2017, "Microfacet-based Normal Mapping for Robust Monte Carlo Path Tracing"). So
// nothing is lost, whatever the map says. Diffuse lobes keep the rule of shading.h: their light below the true surface is
// lost; mirrored, it would brighten bumps under grazing light to twice of what all others show.
#pragma once
#include "raytracer/materials/bsdf.h"

namespace raypool {

/// ng: the true surface's normal in the Bsdf's frame, on wo's side. wi of both functions lies where the true surface has it:
/// before it if dot(wi, ng) > 0. No further test of sides is needed.
BsdfEval evaluateFolded(const Bsdf& bsdf, vec3 ng, vec3 wo, vec3 wi);
/// As sample(); result.isTransmission tells the side.
bool sampleFolded(const Bsdf& bsdf, vec3 ng, vec3 wo, float uLobe, vec2 u, BsdfSample& result);

}  // namespace raypool
