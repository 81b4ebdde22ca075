#pragma once
#include <span>
#include <string>
#include <vector>

#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// A file that something names; the first of the names that can be had is it.
using FileNames = std::vector<std::string>;

/// The files that a model names, as far as it and those that `assets` has say so: a .gltf its buffers and pictures, a .obj
/// its libraries and their pictures. Files inside the model and data: URIs don't count. Nothing for what is no model.
std::vector<FileNames> filesOfModel(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets);

/// The files that a scene and its models name, as far as known yet: once those are there, there may be more.
std::vector<FileNames> neededFiles(const SceneDesc& scene, AssetSource& assets);

}  // namespace raypool
