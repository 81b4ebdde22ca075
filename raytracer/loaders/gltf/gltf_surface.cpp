#include "raytracer/loaders/gltf/gltf_surface.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "raytracer/core/elementary.h"
#include "raytracer/core/math.h"

namespace raypool {
namespace {

/// Reflectance of an interface of this index, seen from straight above.
float normalReflectance(float ior) { return (ior - 1) * (ior - 1) / ((ior + 1) * (ior + 1)); }

constexpr float kCoatIor = 1.5F, kLargestIor = 10;
constexpr float kLeastTransmittance = 1e-6F;   // black would absorb infinitely much
constexpr float kLargestWeight = 1e4F;

class SurfaceBuilder {
public:
    SurfaceBuilder(const GltfMaterial& material, const std::vector<GltfPicture>& pictures, GltfLook look, NativeDesc& scene)
        : m_(material), pictures_(pictures), hasColors_(look.hasColors), isUnlit_(look.isUnlit), scene_(scene) {}

    GltfSurface build() {
        MaterialDesc desc;
        desc.name = m_.name;
        desc.opacity = opacity();
        desc.twoSided = m_.doubleSided;
        const Mapped<Rgb> base = baseColor();
        if (m_.isUnlit || isUnlit_) return {add(unlit(std::move(desc), base)), kInherit};
        setEmission(desc);
        setNormals(desc);
        setTangents(desc);
        if (isBody()) desc.twoSided = true;   // its far side is met from inside
        const Mapped<float> metalness = number(m_.metallicRoughnessTexture, TextureChannel::kBlue, m_.metallic);
        const int32_t medium = isBody() && (metalness.isMapped() || metalness.value < 1) ? mediumOf(base) : kInherit;
        const auto layers = common(base);
        if (!metalness.isMapped() && (metalness.value <= 0 || metalness.value >= 1)) {
            desc.model = metalness.value > 0 ? metal(layers) : dielectric(layers, base);
            return {add(std::move(desc)), medium};
        }
        if (!hasSpecular()) {   // then both have the same highlight's parameters
            OpenPbrDesc all = dielectric(layers, base);
            all.baseMetalness = metalness;
            desc.model = std::move(all);
            return {add(std::move(desc)), medium};
        }
        // OpenPBR's specular weight and colour would tint the metal, too; glTF's count for what is not metal alone.
        MaterialDesc both;
        both.name = desc.name;
        both.twoSided = desc.twoSided;
        MixDesc mix;
        mix.weight = metalness;
        desc.name = part(" (not metal)");
        desc.model = dielectric(layers, base);
        mix.a = static_cast<uint32_t>(add(desc));
        desc.name = part(" (metal)");
        desc.model = metal(layers);
        mix.b = static_cast<uint32_t>(add(std::move(desc)));
        both.model = mix;
        return {add(std::move(both)), medium};
    }

private:
    bool isBody() const { return m_.thickness > 0 && (m_.transmission > 0 || m_.diffuseTransmission > 0); }
    bool hasSpecular() const {
        return m_.specular != 1 || m_.specularTexture.isThere() || m_.specularColor != Rgb{1, 1, 1} || m_.specularColorTexture.isThere() || m_.ior == 0;
    }
    std::string part(std::string_view what) const { return m_.name.empty() ? std::string() : m_.name + std::string(what); }

    // --- Textures ---

    int32_t add(TextureDesc texture) {
        scene_.textures.push_back(std::move(texture));
        return static_cast<int32_t>(scene_.textures.size() - 1);
    }
    int32_t add(MaterialDesc material) {
        scene_.materials.push_back(std::move(material));
        return static_cast<int32_t>(scene_.materials.size() - 1);
    }

    const ImageTextureDesc* picture(const GltfTextureInfo& info) const {
        if (info.texture < 0 || static_cast<size_t>(info.texture) >= pictures_.size()) return nullptr;
        const GltfPicture& found = pictures_[static_cast<size_t>(info.texture)];
        return found ? &*found : nullptr;
    }
    std::optional<TextureDesc> texture(const GltfTextureInfo& info, ColorSpace space, TextureChannel channel, Rgb factor) const {
        const ImageTextureDesc* image = picture(info);
        if (image == nullptr) return std::nullopt;
        TextureDesc out;
        ImageTextureDesc model = *image;
        model.colorSpace = space;
        out.model = std::move(model);
        out.channel = channel;
        out.factor = factor;
        out.texcoord = info.texcoord;
        out.offset = info.offset;
        out.scale = info.scale;
        out.rotation = static_cast<float>(info.rotation * (180 / std::numbers::pi));
        return out;
    }

    /// Factor times a channel of linear values.
    Mapped<float> number(const GltfTextureInfo& info, TextureChannel channel, float factor, float bias = 0, ColorSpace space = ColorSpace::kLinear) {
        auto made = factor != 0 ? texture(info, space, channel, grey(factor)) : std::nullopt;
        if (!made) return factor + bias;
        made->bias = grey(bias);
        Mapped<float> out = factor + bias;
        out.texture = add(std::move(*made));
        return out;
    }
    /// Factor times an sRGB picture.
    Mapped<Rgb> color(const GltfTextureInfo& info, Rgb factor) {
        Mapped<Rgb> out = factor;
        if (isBlack(factor)) return out;
        if (auto made = texture(info, ColorSpace::kSrgb, TextureChannel::kColor, factor)) out.texture = add(std::move(*made));
        return out;
    }
    Mapped<Rgb> vertexColor(TextureChannel channel) {
        TextureDesc out;
        out.model = VertexColorTextureDesc{};
        out.channel = channel;
        Mapped<Rgb> mapped = Rgb{1, 1, 1};
        mapped.texture = add(std::move(out));
        return mapped;
    }

    // --- What every material has ---

    Mapped<Rgb> baseColor() {
        const Mapped<Rgb> picture = color(m_.baseColorTexture, m_.baseColor);
        if (!hasColors_ || isBlack(m_.baseColor)) return picture;
        Mapped<Rgb> out = picture.value;
        TextureDesc product;
        product.model = ProductTextureDesc{picture, vertexColor(TextureChannel::kColor)};
        out.texture = add(std::move(product));
        return out;
    }

    Mapped<float> opacity() {
        if (m_.alphaMode == GltfAlphaMode::kOpaque) return 1;
        const bool isMask = m_.alphaMode == GltfAlphaMode::kMask;
        // One picture in memory serves colour and alpha; alpha is linear either way.
        Mapped<float> out = number(m_.baseColorTexture, TextureChannel::kAlpha, m_.alpha, 0, ColorSpace::kSrgb);
        if (hasColors_ && m_.alpha > 0) {
            Mapped<Rgb> a = grey(out.value);
            a.texture = out.texture;
            TextureDesc product;
            product.model = ProductTextureDesc{a, vertexColor(TextureChannel::kAlpha)};
            product.channel = TextureChannel::kRed;
            out.texture = add(std::move(product));
        }
        if (!isMask) return out;
        if (!out.isMapped()) return out.value >= m_.alphaCutoff ? 1.0F : 0.0F;
        scene_.textures[static_cast<size_t>(out.texture)].threshold = m_.alphaCutoff;
        return out;
    }

    void setEmission(MaterialDesc& desc) {
        if (isBlack(m_.emissive) || m_.emissiveStrength <= 0) return;
        desc.emissionColor = color(m_.emissiveTexture, m_.emissive);
        desc.emissionLuminance = m_.emissiveStrength;
        desc.emissionTwoSided = m_.doubleSided;
    }

    int32_t normalMap(const GltfTextureInfo& info) {
        auto made = texture(info, ColorSpace::kLinear, TextureChannel::kColor, {1, 1, 1});
        return made ? add(std::move(*made)) : kNoTexture;
    }
    void setNormals(MaterialDesc& desc) {
        desc.normalTexture = normalMap(m_.normalTexture);
        if (desc.normalTexture != kNoTexture) desc.normalScale = m_.normalTexture.strength;
        if (m_.clearcoat <= 0) return;
        desc.coatNormalTexture = normalMap(m_.clearcoatNormalTexture);
        if (desc.coatNormalTexture != kNoTexture) desc.coatNormalScale = m_.clearcoatNormalTexture.strength;
    }

    void setTangents(MaterialDesc& desc) {
        if (m_.anisotropy <= 0) return;
        desc.tangentRotation = static_cast<float>(double{m_.anisotropyRotation} * (180 / std::numbers::pi));
        desc.tangentTexture = normalMap(m_.anisotropyTexture);
    }

    MaterialDesc unlit(MaterialDesc desc, const Mapped<Rgb>& base) {
        OpenPbrDesc model;
        model.baseWeight = 0;
        model.specularWeight = 0;
        desc.model = model;
        desc.emissionColor = base;
        desc.emissionLuminance = 1;
        desc.emissionTwoSided = m_.doubleSided;
        // KHR_materials_unlit has no emission besides; points and lines that are not lit have.
        const Rgb more = m_.isUnlit || m_.emissiveTexture.isThere() ? Rgb{} : m_.emissive * m_.emissiveStrength;
        if (isBlack(more)) return desc;
        desc.emissionColor.value += more;
        if (base.isMapped()) scene_.textures[static_cast<size_t>(base.texture)].bias += more;
        return desc;
    }

    // --- Layers ---

    /// What metals have as well as others.
    OpenPbrDesc common(const Mapped<Rgb>& base) {
        OpenPbrDesc out;
        out.baseColor = base;
        setRoughness(out);
        setCoat(out);
        setFuzz(out);
        setFilm(out);
        return out;
    }

    void setRoughness(OpenPbrDesc& out) {
        if (m_.anisotropy <= 0) {
            out.specularRoughness = number(m_.metallicRoughnessTexture, TextureChannel::kGreen, m_.roughness);
            return;
        }
        const GltfAnisotropy at = openPbrAnisotropy(m_.roughness, m_.anisotropy);
        if (picture(m_.metallicRoughnessTexture) != nullptr && m_.roughness > 0) {
            // A straight line from the smoothest to the roughest that the picture can ask for.
            const float least = openPbrAnisotropy(0, m_.anisotropy).roughness;
            out.specularRoughness = number(m_.metallicRoughnessTexture, TextureChannel::kGreen, at.roughness - least, least);
        } else {
            out.specularRoughness = at.roughness;
        }
        out.specularRoughnessAnisotropy = number(m_.anisotropyTexture, TextureChannel::kBlue, at.anisotropy);
    }

    void setCoat(OpenPbrDesc& out) {
        if (m_.clearcoat <= 0) return;
        out.coatWeight = number(m_.clearcoatTexture, TextureChannel::kRed, m_.clearcoat);
        out.coatRoughness = number(m_.clearcoatRoughnessTexture, TextureChannel::kGreen, m_.clearcoatRoughness);
        out.coatIor = kCoatIor;
        out.coatDarkening = 0;   // light goes through once and is not caught between coat and base
    }

    /// glTF's sheen takes max(colour) E from the base and gives colour E; OpenPBR's fuzz takes weight E and gives
    /// weight colour E.
    void setFuzz(OpenPbrDesc& out) {
        const float most = maxComponent(m_.sheenColor);
        if (most <= 0) return;
        out.fuzzColor = color(m_.sheenColorTexture, m_.sheenColor / most);
        out.fuzzWeight = most;
        out.fuzzRoughness = number(m_.sheenRoughnessTexture, TextureChannel::kAlpha, m_.sheenRoughness);
    }

    void setFilm(OpenPbrDesc& out) {
        if (m_.iridescence <= 0) return;
        out.thinFilmWeight = number(m_.iridescenceTexture, TextureChannel::kRed, m_.iridescence);
        out.thinFilmIor = m_.iridescenceIor;
        const float low = m_.iridescenceThicknessMinimum / 1000, high = m_.iridescenceThicknessMaximum / 1000;   // micrometres
        out.thinFilmThickness = high;   // what a missing texture means
        if (picture(m_.iridescenceThicknessTexture) != nullptr && high != low) {
            out.thinFilmThickness = number(m_.iridescenceThicknessTexture, TextureChannel::kGreen, high - low, low);
        }
    }

    OpenPbrDesc metal(OpenPbrDesc out) const {
        out.baseMetalness = 1;
        return out;
    }

    OpenPbrDesc dielectric(OpenPbrDesc out, const Mapped<Rgb>& base) {
        out.baseMetalness = 0;
        setSpecular(out);
        setTransmission(out, base);
        setDiffuseTransmission(out);
        return out;
    }

    /// glTF: F0 = min(F0(ior) colour, 1) weight, F90 = weight. OpenPBR scales F0 by its weight and tints the rest, too.
    void setSpecular(OpenPbrDesc& out) {
        const float ior = m_.ior > 0 ? m_.ior : 1.5F;
        const float f0 = normalReflectance(ior);
        out.specularIor = ior;
        // OpenPBR takes the index over lerp(weight, 1, 1 / the coat's) of it; glTF's base does not know of its coat. A body
        // keeps its index all the same, which bends the light.
        if (m_.clearcoat > 0 && !(isBody() && m_.transmission > 0)) {
            const float above = std::min(ior / (1 - m_.clearcoat + m_.clearcoat / kCoatIor), kLargestIor);
            out.specularIor = number(m_.clearcoatTexture, TextureChannel::kRed, above - ior, ior);
        }
        if (!hasSpecular()) return;
        Rgb tint = m_.specularColor;
        // An index of 0 reflects everything, F0 being the colour alone.
        const float most = f0 > 0 ? 1 / f0 : kLargestWeight;
        const float times = m_.ior > 0 ? 1 : most;
        const auto limit = [&](float c) { return std::min(c * times, most); };
        tint = {limit(tint.r), limit(tint.g), limit(tint.b)};
        const float largest = std::max(maxComponent(tint), m_.ior > 0 ? 1.0F : 0.0F);
        if (largest <= 0) {
            out.specularWeight = 0;
            return;
        }
        out.specularColor = color(m_.specularColorTexture, tint / largest);
        out.specularWeight = number(m_.specularTexture, TextureChannel::kAlpha, m_.specular * largest);
    }

    void setTransmission(OpenPbrDesc& out, const Mapped<Rgb>& base) {
        if (m_.transmission <= 0) return;
        out.transmissionWeight = number(m_.transmissionTexture, TextureChannel::kRed, m_.transmission);
        out.geometryThinWalled = !isBody();
        out.transmissionColor = base;
        if (!isBody()) return;
        if (m_.attenuationDistance > 0 && isWhite(base)) {
            out.transmissionColor = m_.attenuationColor;
            out.transmissionDepth = m_.attenuationDistance;
        }
        if (m_.dispersion > 0) {   // 20 / Abbe number
            out.transmissionDispersionScale = std::min(m_.dispersion, 1.0F);
            out.transmissionDispersionAbbeNumber = m_.dispersion > 1 ? std::max(20 / m_.dispersion, 1.0F) : 20;
        }
    }

    void setDiffuseTransmission(OpenPbrDesc& out) {
        if (m_.diffuseTransmission <= 0) return;
        out.subsurfaceWeight = number(m_.diffuseTransmissionTexture, TextureChannel::kAlpha, m_.diffuseTransmission);
        out.subsurfaceColor = color(m_.diffuseTransmissionColorTexture, m_.diffuseTransmissionColor);
        out.geometryThinWalled = !isBody();
        if (!isBody()) {
            // A thin wall sends (1 + g) / 2 of it through and the rest back; glTF means all of it through.
            out.subsurfaceScatterAnisotropy = 0.999F;
            return;
        }
        out.subsurfaceRadius = m_.attenuationDistance > 0 ? m_.attenuationDistance : m_.thickness;
        out.subsurfaceRadiusScale = m_.attenuationDistance > 0 ? m_.attenuationColor : Rgb{1, 1, 1};
    }

    static bool isWhite(const Mapped<Rgb>& c) { return !c.isMapped() && c.value == Rgb{1, 1, 1}; }

    /// With a base colour that tints the surface, attenuation is the medium's: OpenPBR has one colour for both.
    int32_t mediumOf(const Mapped<Rgb>& base) {
        if (m_.transmission <= 0 || m_.attenuationDistance <= 0 || isWhite(base) || m_.attenuationColor == Rgb{1, 1, 1}) return kInherit;
        const auto sigma = [&](float c) {
            return static_cast<float>(-log(double{std::clamp(c, kLeastTransmittance, 1.0F)}) / double{m_.attenuationDistance});
        };
        MediumDesc medium;
        medium.name = m_.name;
        medium.absorption = {sigma(m_.attenuationColor.r), sigma(m_.attenuationColor.g), sigma(m_.attenuationColor.b)};
        scene_.media.push_back(std::move(medium));
        return static_cast<int32_t>(scene_.media.size() - 1);
    }

    const GltfMaterial& m_;
    const std::vector<GltfPicture>& pictures_;
    const bool hasColors_, isUnlit_;
    NativeDesc& scene_;
};

}  // namespace

// KHR_materials_anisotropy: alpha along the direction is mix(alpha, 1, strength^2), across it alpha. OpenPBR 1.1, section
// 3.3: alpha_t = r^2 sqrt(2 / (1 + (1 - a)^2)), alpha_b = (1 - a) alpha_t; so r^4 is the mean square of both.
GltfAnisotropy openPbrAnisotropy(float roughness, float strength) {
    const float across = roughness * roughness;
    const float along = across + (1 - across) * strength * strength;
    if (!(along > 0)) return {roughness, 0};
    return {std::sqrt(std::sqrt((along * along + across * across) / 2)), 1 - across / along};
}

GltfSurface addGltfMaterial(const GltfMaterial& material, const std::vector<GltfPicture>& pictures, GltfLook look, NativeDesc& scene) {
    return SurfaceBuilder(material, pictures, look, scene).build();
}

}  // namespace raypool
