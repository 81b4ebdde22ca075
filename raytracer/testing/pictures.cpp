#include "raytracer/testing/pictures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "raytracer/compile/compile_classic.h"
#include "raytracer/compile/compile_scene.h"
#include "raytracer/image/codec.h"
#include "raytracer/loaders/load_scene.h"

namespace raypool::testing {
namespace {

template <class Container>
Container readAll(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.is_open()) << path;
    return Container(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

std::vector<uint8_t> readBytes(const std::filesystem::path& path) { return readAll<std::vector<uint8_t>>(path); }
std::string readText(const std::filesystem::path& path) { return readAll<std::string>(path); }

std::expected<std::vector<uint8_t>, std::string> FolderAssets::read(const std::string& path) {
    if (!std::filesystem::is_regular_file(folder_ / path)) return std::unexpected("no such file");
    return readBytes(folder_ / path);
}

std::shared_ptr<const RenderScene> sceneOf(std::string_view text, const std::filesystem::path& folder,
                                           const SceneOverrides& overrides) {
    const auto desc = loadScene(text, overrides);
    if (!desc) {
        ADD_FAILURE() << toString(desc.error().front());
        return nullptr;
    }
    FolderAssets assets(folder);
    Diagnostics warnings;
    auto scene = compileScene(*desc, assets, warnings);
    if (!scene) {
        ADD_FAILURE() << toString(scene.error().front());
        return nullptr;
    }
    return std::make_shared<const RenderScene>(std::move(*scene));
}

std::shared_ptr<const RenderScene> sceneOf(const SceneDesc& desc, std::vector<ClassicTexture> textures) {
    Diagnostics warnings;
    auto scene = std::make_shared<RenderScene>();
    scene->width = desc.width;
    scene->height = desc.height;
    scene->settings = classicSettings();
    scene->classic = compileClassic(desc, std::move(textures), warnings);
    return scene;
}

PictureDifference compare(std::span<const uint8_t> a, std::span<const uint8_t> b) {
    EXPECT_EQ(a.size(), b.size());
    PictureDifference out{.pixels = a.size() / 4};
    if (a.size() != b.size()) return {out.pixels, out.pixels, 255};
    for (size_t i = 0; i < a.size(); i += 4) {
        int most = 0;
        for (size_t c = 0; c < 4; ++c) most = std::max(most, std::abs(int{a[i + c]} - int{b[i + c]}));
        out.different += most > 0;
        out.largest = std::max(out.largest, most);
    }
    return out;
}

bool isSamePicture(const PictureDifference& d) {
    return d.pixels > 0 && d.largest <= 1 && d.different <= std::max<size_t>(1, d.pixels / 10000);
}

Picture readPng(const std::filesystem::path& path) {
    const auto image = decodeImage8(readBytes(path));
    if (!image) {
        ADD_FAILURE() << path << ": " << image.error();
        return {};
    }
    Picture out{image->width, image->height, {}};
    for (size_t i = 0; i < image->data.size(); i += 3) {
        out.rgba.insert(out.rgba.end(), {image->data[i], image->data[i + 1], image->data[i + 2], 255});
    }
    return out;
}

}  // namespace raypool::testing
