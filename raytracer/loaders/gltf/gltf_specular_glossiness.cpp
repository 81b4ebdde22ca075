// KHR_materials_pbrSpecularGlossiness as the conversion that stands with its specification does it: what reflects more than
// a dielectric at normal incidence (0.04) is in part a metal.
#include "raytracer/loaders/gltf/gltf_specular_glossiness.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "raytracer/image/codec.h"
#include "raytracer/image/limits.h"
#include "raytracer/image/srgb.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {
namespace {

constexpr float kDielectric = 0.04F;

float brightness(Rgb c) { return std::sqrt(0.299F * c.r * c.r + 0.587F * c.g * c.g + 0.114F * c.b * c.b); }

/// A decoded picture; without one, 1 everywhere.
struct ColorSource {
    Image8 image;
    std::array<float, 256> linear{};

    /// The texel that stands at (x, y) of a picture of the other size; linear red, green, blue, and alpha.
    std::array<float, 4> at(uint32_t x, uint32_t y, uint32_t width, uint32_t height) const {
        if (image.data.empty()) return {1, 1, 1, 1};
        const auto column = static_cast<uint32_t>(uint64_t{x} * image.width / width), row = static_cast<uint32_t>(uint64_t{y} * image.height / height);
        const uint8_t* p = image.at(column, row);
        const bool isGrey = image.channels < 3, hasAlpha = image.channels % 2 == 0;
        return {linear[p[0]], linear[p[isGrey ? 0 : 1]], linear[p[isGrey ? 0 : 2]], hasAlpha ? static_cast<float>(p[image.channels - 1]) / 255 : 1};
    }
};

uint8_t toByte(float v) { return static_cast<uint8_t>(std::clamp(v, 0.0F, 1.0F) * 255 + 0.5F); }

class Baker {
public:
    Baker(GltfMaterial& m, GltfReading& reading, std::vector<GltfPicture>& pictures, std::vector<EmbeddedFile>& files)
        : m_(m), reading_(reading), pictures_(pictures), files_(files) {}

    /// False: the pictures can't be had, or do not lie on each other.
    bool bake() {
        const GltfTextureInfo& d = m_.diffuseTexture;
        const GltfTextureInfo& s = m_.specularGlossinessTexture;
        if (isThere(d) && (d.texcoord != s.texcoord || d.offset != s.offset || d.scale != s.scale || d.rotation != s.rotation)) return false;
        ColorSource diffuse, specular;
        if (isThere(d) && !load(d, diffuse)) return false;
        if (!load(s, specular)) return false;
        const uint32_t width = std::max(diffuse.image.width, specular.image.width), height = std::max(diffuse.image.height, specular.image.height);
        if (!checkSize(width, height).empty()) return false;
        if (!reading_.spend(uint64_t{width} * height * 8, kRoot)) return false;
        std::vector<uint8_t> base(size_t{width} * height * 4), rough(base.size());
        for (uint32_t y = 0; y < height; ++y) {
            for (uint32_t x = 0; x < width; ++x) {
                const auto a = diffuse.at(x, y, width, height), b = specular.at(x, y, width, height);
                const GltfMetalness made = solveGltfMetalness(Rgb{a[0], a[1], a[2]} * m_.diffuse, Rgb{b[0], b[1], b[2]} * m_.specularF0);
                const size_t at = (size_t{y} * width + x) * 4;
                base[at] = toByte(linearToSrgb(made.baseColor.r));
                base[at + 1] = toByte(linearToSrgb(made.baseColor.g));
                base[at + 2] = toByte(linearToSrgb(made.baseColor.b));
                base[at + 3] = toByte(a[3]);
                rough[at + 1] = toByte(1 - b[3] * m_.glossiness);
                rough[at + 2] = toByte(made.metallic);
                rough[at + 3] = 255;
            }
        }
        m_.baseColor = {1, 1, 1};
        m_.metallic = m_.roughness = 1;
        m_.baseColorTexture = add(base, width, height, "base color");
        m_.metallicRoughnessTexture = add(rough, width, height, "roughness");
        return true;
    }

private:
    static constexpr JsonId kRoot = 0;

    const ImageTextureDesc* picture(const GltfTextureInfo& info) const {
        if (!info.isThere() || static_cast<size_t>(info.texture) >= pictures_.size()) return nullptr;
        const auto& found = pictures_[static_cast<size_t>(info.texture)];
        return found ? &*found : nullptr;
    }
    bool isThere(const GltfTextureInfo& info) const { return picture(info) != nullptr; }

    bool load(const GltfTextureInfo& info, ColorSource& out) const {
        SceneFiles files(files_, reading_.assets);
        const auto bytes = files.share(picture(info)->path);
        if (!bytes) return false;   // the scene's own reading will say so
        auto image = decodeTexture8(**bytes);
        if (!image) return false;
        out.image = std::move(*image);
        for (size_t i = 0; i < 256; ++i) out.linear[i] = srgbToLinear(static_cast<float>(i) / 255);
        return true;
    }

    GltfTextureInfo add(std::span<const uint8_t> rgba, uint32_t width, uint32_t height, std::string_view what) {
        const GltfTextureInfo& from = m_.specularGlossinessTexture;
        ImageTextureDesc out = *picture(from);   // with its sampler
        out.path = "specular glossiness " + std::to_string(pictures_.size()) + " " + std::string(what) + ".png";
        files_.push_back({out.path, std::make_shared<const std::vector<uint8_t>>(encodePng(width, height, rgba))});
        pictures_.emplace_back(std::move(out));
        GltfTextureInfo info = from;
        info.texture = static_cast<int32_t>(pictures_.size() - 1);
        return info;
    }

    GltfMaterial& m_;
    GltfReading& reading_;
    std::vector<GltfPicture>& pictures_;
    std::vector<EmbeddedFile>& files_;
};

}  // namespace

// Solves for the metalness m whose F0, lerp(0.04, base, m), has the specular's brightness while base (1 - m) (1 - 0.04) is the
// diffuse colour under it: 0.04 m^2 + (d (1 - s) / 0.96 + b - 0.08) m + 0.04 - b = 0, for b and d the brightness of specular
// and diffuse, s the largest channel of the specular.
GltfMetalness solveGltfMetalness(Rgb diffuse, Rgb specular) {
    GltfMetalness out;
    const float unreflected = 1 - maxComponent(specular);
    const float b = brightness(specular), d = brightness(diffuse);
    if (b > kDielectric) {
        const float linear = d * unreflected / (1 - kDielectric) + b - 2 * kDielectric;
        const float root = std::sqrt(std::max(linear * linear - 4 * kDielectric * (kDielectric - b), 0.0F));
        out.metallic = std::clamp((root - linear) / (2 * kDielectric), 0.0F, 1.0F);
    }
    const float m = out.metallic;
    constexpr float kLeast = 1e-4F;
    const Rgb asDielectric = diffuse * (unreflected / ((1 - kDielectric) * std::max(1 - m, kLeast)));
    const Rgb asMetal = (specular - grey(kDielectric * (1 - m))) / std::max(m, kLeast);
    out.baseColor = saturate(lerp(m * m, asDielectric, asMetal));
    return out;
}

void takeSpecularGlossiness(GltfMaterial& m, GltfReading& reading, std::vector<GltfPicture>& pictures, std::vector<EmbeddedFile>& files) {
    m.isSpecularGlossiness = false;
    m.alpha = m.diffuseAlpha;
    const auto has = [&](const GltfTextureInfo& t) { return t.isThere() && pictures[static_cast<size_t>(t.texture)].has_value(); };
    if (has(m.specularGlossinessTexture) && Baker(m, reading, pictures, files).bake()) return;
    m.baseColorTexture = m.diffuseTexture;
    m.metallicRoughnessTexture = {};
    m.roughness = 1 - m.glossiness;
    m.metallic = 0;
    if (has(m.specularGlossinessTexture)) {
        m.baseColor = m.diffuse;
        reading.reader.warnings().push_back(
            {.severity = Severity::kWarning,
             .message = "material \"" + m.name.substr(0, 60) + "\": its specular-glossiness texture is left out, because it can't be laid over its diffuse texture",
             .hint = "a material of metalness and roughness"});
        return;
    }
    if (isBlack(m.diffuse)) {   // a metal
        m.metallic = 1;
        m.baseColor = m.specularF0;
        m.baseColorTexture = {};
        return;
    }
    // One reflectance all over: exactly KHR_materials_specular's, with the diffuse colour darkened as this extension asks.
    m.baseColor = m.diffuse * (1 - maxComponent(m.specularF0));
    m.specularColor = m.specularF0 / kDielectric;
    m.ior = 1.5F;
}

}  // namespace raypool
