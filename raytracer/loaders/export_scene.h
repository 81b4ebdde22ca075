#pragma once
#include <string>
#include <vector>

#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

struct ExportOptions {
    std::string folder;        // what names of files begin with, relative to the text: "scene-assets/"
    bool embed = false;        // as data: URIs in the text instead
};
struct ExportedFile {
    std::string name;          // with the folder
    SharedBytes bytes;
};
struct ExportedScene {
    std::string text;
    std::vector<ExportedFile> files;
    Diagnostics warnings;
};

/// A scene of any format as the text of a native one, with all that it needs: models become objects, materials and
/// textures; meshes of more than a few vertices binary PLY files; pictures and other files copies. Rendered, it gives the
/// same film, bit for bit. Errors: files that can't be had or read.
Result<ExportedScene> exportScene(const SceneDesc& scene, AssetSource& assets, const ExportOptions& options);

}  // namespace raypool
