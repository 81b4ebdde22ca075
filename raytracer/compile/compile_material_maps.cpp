// Which textures stand for which numbers of a material.
#include <algorithm>

#include "raytracer/compile/compile_textures.h"
#include "raytracer/core/elementary.h"

namespace raypool {
namespace {

/// Fills the maps of one material.
struct ToMaps {
    TextureCompiler& textures;
    Material& material;
    MaterialMaps& maps;
    bool isUsed = false;

    uint32_t number(int32_t texture) { return used(textures.idOf(texture, TextureMeaning::kNumber)); }
    uint32_t color(int32_t texture) { return used(textures.idOf(texture, TextureMeaning::kColor)); }
    uint32_t used(uint32_t id) {
        isUsed = isUsed || id != kNone;
        return id;
    }

    /// A share, of which 1/2 stands for whatever the texture says.
    void add(const Mapped<float>& value, float Material::*target) {
        if (!value.isMapped()) return;
        maps.numbers.push_back({target, number(value.texture), 0, 1});
        material.*target = 0.5F;
    }
    /// Any other number: its plain value stays.
    void add(const Mapped<float>& value, float Material::*target, float low, float high) {
        if (value.isMapped()) maps.numbers.push_back({target, number(value.texture), low, high});
    }
    void add(const Mapped<Rgb>& value, Rgb Material::*target) {
        if (value.isMapped()) maps.colors.push_back({target, color(value.texture)});
    }

    void operator()(const OpenPbrDesc& d) {
        add(d.baseWeight, &Material::baseWeight);
        add(d.baseColor, &Material::baseColor);
        add(d.baseDiffuseRoughness, &Material::baseDiffuseRoughness);
        add(d.baseMetalness, &Material::baseMetalness);
        add(d.specularWeight, &Material::specularWeight, 0, 100);
        add(d.specularColor, &Material::specularColor);
        add(d.specularRoughness, &Material::specularRoughness);
        add(d.specularRoughnessAnisotropy, &Material::specularRoughnessAnisotropy);
        add(d.specularIor, &Material::specularIor, 1e-3F, 100);
        add(d.transmissionWeight, &Material::transmissionWeight);
        add(d.transmissionColor, &Material::transmissionColor);
        add(d.transmissionDepth, &Material::transmissionDepth, 0, kInfinity);
        add(d.transmissionScatter, &Material::transmissionScatter);
        add(d.transmissionScatterAnisotropy, &Material::transmissionScatterAnisotropy, -0.999F, 0.999F);
        add(d.transmissionDispersionScale, &Material::transmissionDispersionScale);
        add(d.transmissionDispersionAbbeNumber, &Material::transmissionDispersionAbbeNumber, 1, 1000);
        add(d.subsurfaceWeight, &Material::subsurfaceWeight);
        add(d.subsurfaceColor, &Material::subsurfaceColor);
        add(d.subsurfaceRadius, &Material::subsurfaceRadius, 0, kInfinity);
        add(d.subsurfaceRadiusScale, &Material::subsurfaceRadiusScale);
        add(d.subsurfaceScatterAnisotropy, &Material::subsurfaceScatterAnisotropy, -0.999F, 0.999F);
        maps.fillsBody = d.transmissionColor.isMapped() || d.transmissionDepth.isMapped() || d.transmissionScatter.isMapped() ||
                         d.transmissionScatterAnisotropy.isMapped() || d.subsurfaceColor.isMapped() || d.subsurfaceRadius.isMapped() ||
                         d.subsurfaceRadiusScale.isMapped() || d.subsurfaceScatterAnisotropy.isMapped();
        add(d.fuzzWeight, &Material::fuzzWeight);
        add(d.fuzzColor, &Material::fuzzColor);
        add(d.fuzzRoughness, &Material::fuzzRoughness);
        add(d.coatWeight, &Material::coatWeight);
        add(d.coatColor, &Material::coatColor);
        add(d.coatRoughness, &Material::coatRoughness);
        add(d.coatRoughnessAnisotropy, &Material::coatRoughnessAnisotropy);
        add(d.coatIor, &Material::coatIor, 1, 100);
        add(d.coatDarkening, &Material::coatDarkening);
        add(d.thinFilmWeight, &Material::thinFilmWeight);
        add(d.thinFilmThickness, &Material::thinFilmThickness, 0, 1000);
        add(d.thinFilmIor, &Material::thinFilmIor, 1, 100);
        maps.hasCoat = d.coatWeight.isMapped() || d.coatWeight.value > 0;
    }
    void operator()(const DiffuseDesc& d) {
        add(d.color, &Material::baseColor);
        add(d.roughness, &Material::baseDiffuseRoughness);
    }
    void operator()(const ConductorDesc& d) {
        add(d.color, &Material::baseColor);
        add(d.specularColor, &Material::specularColor);
        add(d.roughness, &Material::specularRoughness);
        add(d.anisotropy, &Material::specularRoughnessAnisotropy);
    }
    void operator()(const DielectricDesc& d) {
        add(d.ior, &Material::specularIor, 1e-3F, 100);
        add(d.roughness, &Material::specularRoughness);
        add(d.anisotropy, &Material::specularRoughnessAnisotropy);
        add(d.color, &Material::transmissionColor);
    }
    void operator()(const MixDesc& d) { maps.mixWeight = number(d.weight.texture); }
    void operator()(const InterfaceDesc&) {}
    void operator()(const MeasuredDesc&) {}

    void addShared(const MaterialDesc& desc) {
        maps.opacity = number(desc.opacity.texture);
        maps.emissionColor = color(desc.emissionColor.texture);
        maps.emissionLuminance = number(desc.emissionLuminance.texture);
        maps.ownEmissionColor = desc.emissionColor.value;
        maps.ownEmissionLuminance = desc.emissionLuminance.value;
        maps.normal = number(desc.normalTexture);
        maps.bump = number(desc.bumpTexture);
        maps.coatNormal = number(desc.coatNormalTexture);
        maps.tangent = number(desc.tangentTexture);
        maps.normalScale = desc.normalScale;
        maps.bumpHeight = desc.bumpHeight;
        maps.coatNormalScale = desc.coatNormalScale;
        const SinCos turn = sinCos(radians(desc.tangentRotation));
        if (desc.tangentRotation != 0) maps.tangentCos = turn.cos, maps.tangentSin = turn.sin;
        isUsed = isUsed || desc.tangentRotation != 0;
    }
};

uint32_t usesOf(const MaterialMaps& maps, const TextureSet& set) {
    uint32_t uses = 0;
    const auto add = [&](uint32_t id) {
        if (id != kNone) uses |= set.textures[id].uses;
    };
    for (const auto& map : maps.numbers) add(map.texture);
    for (const auto& map : maps.colors) add(map.texture);
    for (const uint32_t id : {maps.opacity, maps.mixWeight, maps.emissionColor, maps.emissionLuminance, maps.normal, maps.bump,
                              maps.coatNormal, maps.tangent}) {
        add(id);
    }
    return uses;
}

/// What stands for the mapped emission, opacity, weight and inside where a point is not known: their means; but no opacity
/// of nothing or all, which the flags would take for certain.
void setMeans(const TextureCompiler& textures, const MaterialMaps& maps, Material& material) {
    if (maps.opacity != kNone) material.opacity = clamp(textures.meanNumber(maps.opacity), 0.01F, 0.99F);
    if (maps.mixWeight != kNone) material.mixWeight = clamp(textures.meanNumber(maps.mixWeight), 0.01F, 0.99F);
    if (maps.fillsBody) {
        for (const auto& map : maps.numbers) {
            if (map.target == &Material::transmissionDepth || map.target == &Material::subsurfaceRadius ||
                map.target == &Material::transmissionScatterAnisotropy || map.target == &Material::subsurfaceScatterAnisotropy) {
                material.*map.target = clamp(textures.meanNumber(map.texture), map.low, map.high);
            }
        }
        for (const auto& map : maps.colors) {
            if (map.target == &Material::transmissionColor || map.target == &Material::transmissionScatter ||
                map.target == &Material::subsurfaceColor || map.target == &Material::subsurfaceRadiusScale) {
                const Rgb mean = textures.meanColor(map.texture);
                material.*map.target = {clamp(mean.r, 0, 1), clamp(mean.g, 0, 1), clamp(mean.b, 0, 1)};
            }
        }
    }
    if (!maps.mapsEmission()) return;
    const Rgb color = maps.emissionColor == kNone ? maps.ownEmissionColor : textures.meanColor(maps.emissionColor);
    const float luminance = maps.emissionLuminance == kNone ? maps.ownEmissionLuminance : textures.meanNumber(maps.emissionLuminance);
    const Rgb mean = color * luminance;
    material.emission = {std::max(mean.r, 0.0F), std::max(mean.g, 0.0F), std::max(mean.b, 0.0F)};
}

/// A mix needs what its children need, and has maps if they have.
void unite(std::vector<Material>& materials, std::vector<MaterialMaps>& maps) {
    for (bool changed = true; changed;) {
        changed = false;
        for (Material& m : materials) {
            if (m.kind != MaterialKind::kMix) continue;
            for (const uint32_t child : {m.mixFirst, m.mixSecond}) {
                if (materials[child].maps == kNone) continue;
                if (m.maps == kNone) {
                    m.maps = static_cast<uint32_t>(maps.size());
                    maps.emplace_back();
                    changed = true;
                }
                const uint32_t uses = maps[m.maps].uses | maps[materials[child].maps].uses;
                changed = changed || uses != maps[m.maps].uses;
                maps[m.maps].uses = uses;
            }
        }
    }
}

}  // namespace

void compileMaterialMaps(NativeCompiler& compiler) {
    const NativeDesc& native = compiler.native();
    std::vector<Material>& materials = compiler.out.materials;
    std::vector<MaterialMaps>& all = compiler.out.materialMaps;
    TextureCompiler textures(compiler);
    for (size_t i = 0; i < native.materials.size(); ++i) {
        MaterialMaps maps;
        ToMaps to{textures, materials[i], maps};
        std::visit([&](const auto& model) { to(model); }, native.materials[i].model);
        to.addShared(native.materials[i]);
        if (!to.isUsed) continue;
        materials[i].maps = static_cast<uint32_t>(all.size());
        all.push_back(std::move(maps));
    }
    if (all.empty()) return;
    textures.readPictures();
    if (!compiler.problems.empty()) {
        // What is compiled from here on only finds further problems; it may not look at pictures that are not there.
        for (Material& m : materials) m.maps = kNone;
        return;
    }
    for (Material& m : materials) {
        if (m.maps == kNone) continue;
        all[m.maps].uses = usesOf(all[m.maps], compiler.out.textures);
        setMeans(textures, all[m.maps], m);
    }
    unite(materials, all);
}

}  // namespace raypool
