#pragma once
#include <string>
#include <string_view>

#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// A native scene's files: those that came inside others by name, then data: URIs, then what is outside.
class SceneFiles final : public AssetSource {
public:
    /// Both must live as long as this; `files` may grow meanwhile.
    SceneFiles(const std::vector<EmbeddedFile>& files, AssetSource& outside) : files_(files), outside_(outside) {}
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override;
    std::expected<SharedBytes, std::string> share(const std::string& path) override;
    bool has(const std::string& path) override;

private:
    const EmbeddedFile* find(const std::string& path) const;

    const std::vector<EmbeddedFile>& files_;
    AssetSource& outside_;
};

/// What a file means by the name of another one: "textures/a.png" in "models/b.gltf" is "models/textures/a.png" in the scene.
/// Data: URIs, addresses with a scheme and absolute paths stay as they are. Backslashes become slashes.
std::string pathBeside(std::string_view file, std::string_view reference);

}  // namespace raypool
