#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool::testing {

struct RandomScene {
    SceneDesc desc;
    std::vector<ClassicTexture> textures;
};

/// A scene of the 2018 demo's kind, a pure function of the seed: spheres and planes, all materials, textures, lights of
/// both kinds, and among them what is odd: no or negative bias, mirrors that amplify, coloured and lossy glass, spheres
/// without extent, lights inside of things, depths from 0 to 12.
RandomScene randomScene(uint32_t seed);

}  // namespace raypool::testing
