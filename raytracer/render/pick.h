#pragma once
#include <optional>

#include "raytracer/compile/render_scene.h"

namespace raypool {

/// What the camera sees at a place of the picture.
struct Pick {
    vec3 point{0};            // world space
    vec3 normal{0};           // shading normal, unit, towards the viewer
    float distance = 0;       // along the ray
    float depth = 0;          // along the camera's axis, as focus distances are measured
    uint32_t objectId = 0;    // indices in the scene's description
    uint32_t materialId = 0;
};

/// Through the middle of the lens when the shutter opens; x, y in pixels from the top left corner. Nothing: no surface.
/// Not of the classic integrator's scenes.
std::optional<Pick> pickAt(const RenderScene& scene, vec2 place);

/// How many nodes and blocks that ray is tested against; 0 in the classic integrator's scenes.
uint32_t bvhCostAt(const RenderScene& scene, vec2 place);

}  // namespace raypool
