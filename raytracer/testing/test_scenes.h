#pragma once
#include <cstdint>
#include <memory>

#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool::testing {

/// Spheres of every material over a textured floor, two lights: easy, and something everywhere.
SceneDesc stillLifeDesc(uint32_t width, uint32_t height);
std::shared_ptr<const RenderScene> stillLife(uint32_t width, uint32_t height);

/// Glass without a bias, in depth: no machine finishes it, and hardly a pixel of it.
std::shared_ptr<const RenderScene> endlessGlass(uint32_t width, uint32_t height, uint32_t depth = 40);

}  // namespace raypool::testing
