#pragma once
#include <vector>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

Result<std::vector<ClassicTexture>> compileClassicTextures(const SceneDesc& scene, AssetSource& assets);

ClassicScene compileClassic(const SceneDesc& scene, std::vector<ClassicTexture> textures, Diagnostics& warnings);

}  // namespace raypool
