// Path tracing with next-event estimation and multiple importance sampling (Kajiya 1986; Veach 1997, chapter 9).
#pragma once
#include "raytracer/compile/render_scene.h"

namespace raypool {

/// What one sample of a pixel yields.
struct PathResult {
    Rgb radiance;             // linear; finite and not negative
    float weight = 1;         // of the pixel filter: 1, or its sign where it has negative lobes, times its size
    Rgb albedo;               // of the first surface that is not a perfect mirror or glass, seen through those
    vec3 normal{0};           // its shading normal, world space, towards the viewer; 0: none
    float depth = 0;          // of the first surface, distance along the ray; 0: none
    uint32_t objectId = 0;    // of the first surface: index + 1; 0: none
    uint32_t materialId = 0;  // likewise
    uint32_t bounces = 0;     // scattering events
    uint32_t rays = 0;        // traced, shadow rays included
    bool wasInvalid = false;  // the radiance was no number, infinite or negative, and is 0 instead
};

/// One sample: a pure function of its arguments. The scene's settings say how (integrator, depth, sampling).
PathResult tracePath(const RenderScene& scene, uvec2 pixel, uint32_t sample);

}  // namespace raypool
