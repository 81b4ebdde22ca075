#pragma once
#include <span>
#include <string>

#include "raytracer/core/result.h"
#include "raytracer/loaders/read_models.h"

namespace raypool {

struct OpenedFile {
    enum class Kind : uint8_t { kScene, kModel, kEnvironment };
    Kind kind = Kind::kScene;
    std::string text;        // of a scene, in any format that loadScene() reads; empty: the bytes are the text
    Diagnostics warnings{};
    std::optional<Model> model{};   // as it was read, for ReadModels
};

/// What a person gets who opens a file of any kind. A scene's text is itself. A bare model gets a stage (see stage.h), a
/// picture of light (.hdr, .exr, .pfm) some balls to shine on: texts of native scenes that name the file as `name`, for
/// people to go on with. Errors: a model that can't be read, a file of no kind that is known. Scenes are not looked into.
Result<OpenedFile> openFile(const std::string& name, std::span<const uint8_t> bytes, AssetSource& assets);

}  // namespace raypool
