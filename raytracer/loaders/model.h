// A model: what a file of glTF, OBJ or PLY holds, as parts of a native scene.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

struct ModelOptions {
    double time = 0;                 // seconds, of the animation
    std::string animation;           // its name; empty: the first one
    std::string variant;             // of KHR_materials_variants; empty: the file's own materials
    friend bool operator==(const ModelOptions&, const ModelOptions&) = default;
};

struct Model {
    /// Objects, roots, prototypes, materials, textures, media, lights and embedded files; indices are of these lists alone.
    NativeDesc scene;
    std::vector<CameraDesc> cameras; // of the file, in its order
    std::vector<std::string> cameraNames;
    Diagnostics warnings;            // extensions that are not known, and the like
};

/// name: as the scene names the file; what it refers to is looked up in `assets` relative to it. Errors: what is wrong with
/// the file, with the JSON pointer where there is one; files that can't be had.
Result<Model> loadGltf(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets, const ModelOptions& options);
Result<Model> loadObjModel(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets);
Result<Model> loadPlyModel(const std::string& name, std::span<const uint8_t> bytes);

enum class ModelKind : uint8_t { kNoModel, kGltf, kObj, kPly };
/// What kind of model a file is, by its first bytes and its name; kNoModel: none. JSON is glTF if the name says so.
ModelKind modelKindOf(std::string_view name, std::span<const uint8_t> bytes);
/// Any of these, told by the first bytes and the name.
Result<Model> loadModel(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets, const ModelOptions& options);

}  // namespace raypool
