#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/media/entered_media.h"

namespace raypool {

/// Where a shadow ray starts.
struct ShadowOrigin {
    vec3 p{0}, pError{0};
    vec3 ng{0};            // geometric normal; 0 in a medium
    float time = 0;
};

/// The share of the light that arrives, per channel: 0 behind anything opaque; media, masks and interfaces on the way
/// take their part. `stack`: the bodies that the ray starts in, `entered`: what fills some of them. Counts the rays it needs.
Rgb visibility(const RenderScene& scene, const ShadowOrigin& from, const LightSample& light, MediumStack stack,
               const EnteredMedia& entered, uint32_t& rays);

}  // namespace raypool
