#include "raytracer/loaders/mtl_material.h"

#include <algorithm>
#include <cmath>

namespace raypool {
namespace {

float largest(const Rgb& c) { return std::max({c.r, c.g, c.b}); }
float share(float x) { return std::clamp(x, 0.0F, 1.0F); }
Rgb shares(const Rgb& c) { return {share(c.r), share(c.g), share(c.b)}; }

/// The width alpha of a microfacet distribution that gives highlights like those of Phong's exponent: 2 / alpha^2 - 2
/// (Walter, Marschner, Li and Torrance, "Microfacet Models for Refraction through Rough Surfaces", 2007, section 5.2).
/// OpenPBR's roughness is the root of alpha.
float roughnessOf(float exponent) { return std::sqrt(std::sqrt(2 / (exponent + 2))); }

bool hasWord(const std::string& file, std::initializer_list<std::string_view> words) {
    std::string name = file.substr(file.find_last_of("/\\") + 1);
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::ranges::any_of(words, [&](auto word) { return name.find(word) != name.npos; });
}

class MtlConversion {
public:
    MtlConversion(const MtlMaterial& mtl, NativeDesc& scene, double size, const std::function<std::string(const MtlMap&)>& findPicture)
        : mtl_(mtl), scene_(scene), size_(size), findPicture_(findPicture) {}

    MaterialDesc run() {
        out_.name = mtl_.name;
        setBase();
        setSpecular();
        setPhysical();
        setTransparency();
        setEmission();
        setNormals();
        out_.model = p_;
        return std::move(out_);
    }

private:
    bool wantsTransmission() const { return mtl_.illum && (*mtl_.illum == 4 || *mtl_.illum == 6 || *mtl_.illum == 7 || *mtl_.illum == 9); }

    /// kNoTexture: there is no map, or its picture can't be had.
    int32_t textureOf(const std::optional<MtlMap>& map, const Rgb& factor, ColorSpace space = ColorSpace::kAuto) {
        if (!map) return kNoTexture;
        const std::string path = findPicture_(*map);
        if (path.empty()) return kNoTexture;
        TextureDesc texture;
        ImageTextureDesc image;
        image.path = path;
        image.colorSpace = space;
        if (map->clamp) image.wrapU = image.wrapV = WrapMode::kClamp;
        texture.model = image;
        switch (map->channel) {
            case 'r': texture.channel = TextureChannel::kRed; break;
            case 'g': texture.channel = TextureChannel::kGreen; break;
            case 'b': texture.channel = TextureChannel::kBlue; break;
            case 'm': texture.channel = TextureChannel::kAlpha; break;
            default: break;
        }
        const auto& [base, gain] = map->baseGain;
        texture.factor = factor * gain;
        texture.bias = factor * base;
        // In the file coordinates are scaled about the lower left corner, then moved; ours count from the upper one.
        texture.scale = {map->scale[0], map->scale[1]};
        texture.offset = {map->offset[0], 1 - double{map->scale[1]} - double{map->offset[1]}};
        if (texture.scale.x == 0) texture.scale.x = 1;
        if (texture.scale.y == 0) texture.scale.y = 1, texture.offset.y = -double{map->offset[1]};
        scene_.textures.push_back(std::move(texture));
        return static_cast<int32_t>(scene_.textures.size() - 1);
    }
    /// A factor of 0 would hide the picture: exporters write it where the picture alone counts.
    static Rgb factorOf(const std::optional<Rgb>& color) { return color && largest(*color) > 0 ? *color : Rgb{1, 1, 1}; }

    void setBase() {
        p_.baseColor = shares(mtl_.diffuse.value_or(Rgb{0.8F, 0.8F, 0.8F}));
        p_.baseColor.texture = textureOf(mtl_.diffuseMap, shares(factorOf(mtl_.diffuse)));
    }

    void setSpecular() {
        const bool isPhysical = mtl_.roughness || mtl_.metalness || mtl_.roughnessMap || mtl_.metalnessMap;
        const Rgb ks = mtl_.specular.value_or(isPhysical ? Rgb{1, 1, 1} : Rgb{0, 0, 0});
        const float strength = largest(ks);
        p_.specularRoughness = mtl_.exponent ? roughnessOf(*mtl_.exponent) : 0.5F;
        if (mtl_.exponentMap) p_.specularRoughness.texture = textureOf(mtl_.exponentMap, Rgb{1, 1, 1}, ColorSpace::kLinear);
        if (mtl_.ior && *mtl_.ior > 1.001F) p_.specularIor = std::min(*mtl_.ior, 4.0F);
        const bool isMatte = mtl_.illum && (*mtl_.illum == 0 || *mtl_.illum == 1);
        // A surface that only reflects is a mirror or a metal.
        const bool isMetal = !isPhysical && !isMatte && strength > 0 && mtl_.diffuse && largest(*mtl_.diffuse) <= 0.01F && !mtl_.diffuseMap && !wantsTransmission();
        if (isMetal) {
            p_.baseMetalness = 1;
            p_.baseColor = shares(ks);
            p_.baseColor.texture = textureOf(mtl_.specularMap, shares(ks));
            if (!mtl_.exponent && mtl_.illum && (*mtl_.illum == 3 || *mtl_.illum == 5 || *mtl_.illum == 8)) p_.specularRoughness = 0;
            return;
        }
        if (!isPhysical && (isMatte || (strength == 0 && !mtl_.specularMap)) && !wantsTransmission()) {
            p_.specularWeight = 0;
            return;
        }
        // Half of full strength is what exporters write for the usual 4 % of plastics.
        const float known = strength > 0 ? strength : 1;
        p_.specularWeight = std::min(2 * known, 1.0F);
        p_.specularColor = ks.r == ks.g && ks.g == ks.b ? Rgb{1, 1, 1} : shares(ks * (1 / known));
        p_.specularColor.texture = textureOf(mtl_.specularMap, p_.specularColor.value, ColorSpace::kAuto);
    }

    void setPhysical() {
        if (mtl_.roughness) p_.specularRoughness = share(*mtl_.roughness);
        if (mtl_.roughnessMap) p_.specularRoughness.texture = textureOf(mtl_.roughnessMap, grey(mtl_.roughness && *mtl_.roughness > 0 ? share(*mtl_.roughness) : 1));
        if (mtl_.metalness) p_.baseMetalness = share(*mtl_.metalness);
        if (mtl_.metalnessMap) p_.baseMetalness.texture = textureOf(mtl_.metalnessMap, grey(mtl_.metalness && *mtl_.metalness > 0 ? share(*mtl_.metalness) : 1));
        if (mtl_.sheen) p_.fuzzWeight = share(*mtl_.sheen);
        if (mtl_.sheenMap) p_.fuzzWeight.texture = textureOf(mtl_.sheenMap, grey(mtl_.sheen && *mtl_.sheen > 0 ? share(*mtl_.sheen) : 1));
        if (mtl_.coat) p_.coatWeight = share(*mtl_.coat);
        if (mtl_.coatRoughness) p_.coatRoughness = share(*mtl_.coatRoughness);
        if (mtl_.anisotropy) p_.specularRoughnessAnisotropy = share(*mtl_.anisotropy);
        if (mtl_.anisotropyRotation) out_.tangentRotation = 360 * share(*mtl_.anisotropyRotation);
    }

    void setTransparency() {
        const float dissolve = share(mtl_.dissolve.value_or(1));
        if (wantsTransmission()) {
            // Glass: what d lacks goes through, all of it where d says nothing.
            p_.transmissionWeight = dissolve < 1 ? 1 - dissolve : 1.0F;
            if (mtl_.transmissionFilter && largest(*mtl_.transmissionFilter) > 0) p_.transmissionColor = shares(*mtl_.transmissionFilter);
            p_.specularWeight = 1;
            if (!mtl_.exponent && !mtl_.roughness) p_.specularRoughness = 0;
            // 4 and 9: light goes straight on.
            p_.geometryThinWalled = *mtl_.illum == 4 || *mtl_.illum == 9;
            return;
        }
        out_.opacity = dissolve;
        if (!mtl_.dissolveMap) return;
        MtlMap map = *mtl_.dissolveMap;
        // A picture with colours for both has its opacity in alpha.
        if (map.channel == 0 && mtl_.diffuseMap && mtl_.diffuseMap->file == map.file) map.channel = 'm';
        out_.opacity.texture = textureOf(map, grey(dissolve > 0 ? dissolve : 1), ColorSpace::kLinear);
    }

    void setEmission() {
        const bool shines = mtl_.emission && largest(*mtl_.emission) > 0;
        if (!shines && !mtl_.emissionMap) return;
        out_.emissionColor = factorOf(mtl_.emission);
        out_.emissionColor.texture = textureOf(mtl_.emissionMap, out_.emissionColor.value);
        if (shines || out_.emissionColor.isMapped()) out_.emissionLuminance = 1;
    }

    void setNormals() {
        if (mtl_.normalMap) {
            out_.normalTexture = textureOf(mtl_.normalMap, Rgb{1, 1, 1}, ColorSpace::kLinear);
            out_.normalScale = mtl_.normalMap->bumpMultiplier;
        }
        if (!mtl_.bumpMap) return;
        // Normal maps often stand where heights should.
        if (hasWord(mtl_.bumpMap->file, {"normal", "_nrm", "_nor", "_ddn", "-nrm"})) {
            if (out_.normalTexture != kNoTexture) return;
            out_.normalTexture = textureOf(mtl_.bumpMap, Rgb{1, 1, 1}, ColorSpace::kLinear);
            out_.normalScale = mtl_.bumpMap->bumpMultiplier;
            return;
        }
        out_.bumpTexture = textureOf(mtl_.bumpMap, Rgb{1, 1, 1}, ColorSpace::kLinear);
        out_.bumpHeight = static_cast<float>(double{mtl_.bumpMap->bumpMultiplier} * size_ * 0.01);
    }

    const MtlMaterial& mtl_;
    NativeDesc& scene_;
    const double size_;
    const std::function<std::string(const MtlMap&)>& findPicture_;
    OpenPbrDesc p_{};
    MaterialDesc out_{};
};

}  // namespace

MaterialDesc materialOf(const MtlMaterial& mtl, NativeDesc& scene, double size, const std::function<std::string(const MtlMap&)>& findPicture) {
    return MtlConversion(mtl, scene, size, findPicture).run();
}

}  // namespace raypool
