// The 2018 demo's formulas, word for word: recursive, scalar, every element tested for every ray. The oracle that the
// classic integrator is tested against, and the yard-stick of its benchmark.
#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool::testing {

/// RGBA, 8 bits a channel, width * height pixels.
std::vector<uint8_t> renderPlainPort(const SceneDesc& scene, const std::vector<ClassicTexture>& textures);

}  // namespace raypool::testing
