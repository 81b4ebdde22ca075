// Files, pictures and scenes for the tests.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/compile/render_scene.h"
#include "raytracer/scene/asset_source.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool::testing {

/// A file's bytes; a failed check and nothing where there is no such file.
std::vector<uint8_t> readBytes(const std::filesystem::path& path);
std::string readText(const std::filesystem::path& path);

/// Files below a folder.
class FolderAssets : public AssetSource {
public:
    explicit FolderAssets(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override;

private:
    std::filesystem::path folder_;
};

/// Scene text to render scene; a failed check and null where that can't be.
std::shared_ptr<const RenderScene> sceneOf(std::string_view text, const std::filesystem::path& folder = ".",
                                           const SceneOverrides& overrides = {});
std::shared_ptr<const RenderScene> sceneOf(const SceneDesc& desc, std::vector<ClassicTexture> textures = {});

/// Two pictures of RGBA, pixel by pixel.
struct PictureDifference {
    size_t pixels = 0;      // of each
    size_t different = 0;   // pixels that differ in any channel
    int largest = 0;        // difference of a channel
};
PictureDifference compare(std::span<const uint8_t> a, std::span<const uint8_t> b);

/// What the demo's pictures are held to: at most 1 in 10,000 pixels, by at most 1. (A picture of fewer may have one.)
bool isSamePicture(const PictureDifference& difference);

/// An opaque picture, as the renderer makes them, from a PNG.
struct Picture {
    uint32_t width = 0, height = 0;
    std::vector<uint8_t> rgba;
};
Picture readPng(const std::filesystem::path& path);

}  // namespace raypool::testing
