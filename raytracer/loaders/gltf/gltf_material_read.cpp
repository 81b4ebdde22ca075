#include "raytracer/loaders/gltf/gltf_material_read.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace raypool {
namespace {

constexpr double kMost = 1e9;

class MaterialReader {
public:
    explicit MaterialReader(GltfReading& reading) : reading_(reading), reader_(reading.reader), json_(reading.json) {}

    GltfMaterial read(JsonId material) {
        GltfMaterial m;
        if (!reader_.expectObject(material, "a material")) return m;
        m.name = reading_.text(material, "name");
        m.doubleSided = reading_.boolean(material, "doubleSided", false);
        readAlphaMode(material, m);
        if (const JsonId pbr = object(material, "pbrMetallicRoughness"); pbr != kNoJson) {
            color(pbr, "baseColorFactor", m.baseColor, 1, &m.alpha);
            texture(pbr, "baseColorTexture", m.baseColorTexture);
            number(pbr, "metallicFactor", m.metallic, 0, 1);
            number(pbr, "roughnessFactor", m.roughness, 0, 1);
            texture(pbr, "metallicRoughnessTexture", m.metallicRoughnessTexture);
        }
        texture(material, "normalTexture", m.normalTexture, "scale");
        color(material, "emissiveFactor", m.emissive, kMost);
        texture(material, "emissiveTexture", m.emissiveTexture);
        readExtensions(material, m);
        chooseSets(m);
        return m;
    }

private:
    void readAlphaMode(JsonId material, GltfMaterial& m) {
        const std::string mode = reading_.text(material, "alphaMode");
        number(material, "alphaCutoff", m.alphaCutoff, 0, kMost);
        if (mode == "MASK") m.alphaMode = GltfAlphaMode::kMask;
        else if (mode == "BLEND") m.alphaMode = GltfAlphaMode::kBlend;
        else if (!mode.empty() && mode != "OPAQUE") reader_.warn(json_.member(material, "alphaMode"), "unknown alpha mode \"" + mode.substr(0, 40) + "\" is taken as OPAQUE", "OPAQUE, MASK or BLEND");
    }

    void readExtensions(JsonId material, GltfMaterial& m) {
        const auto with = [&](std::string_view name, auto read) {
            const JsonId node = reading_.extension(material, name);
            if (node != kNoJson) read(node);
        };
        with("KHR_materials_emissive_strength", [&](JsonId e) { number(e, "emissiveStrength", m.emissiveStrength, 0, kMost); });
        with("KHR_materials_unlit", [&](JsonId) { m.isUnlit = true; });
        with("KHR_materials_ior", [&](JsonId e) {
            number(e, "ior", m.ior, 0, 10);
            if (m.ior > 0 && m.ior < 1) {
                reader_.warn(json_.member(e, "ior"), "an index of refraction below 1 is taken as 1", "0, or 1 and more");
                m.ior = 1;
            }
        });
        with("KHR_materials_specular", [&](JsonId e) {
            number(e, "specularFactor", m.specular, 0, 1);
            texture(e, "specularTexture", m.specularTexture);
            color(e, "specularColorFactor", m.specularColor, kMost);
            texture(e, "specularColorTexture", m.specularColorTexture);
        });
        with("KHR_materials_transmission", [&](JsonId e) {
            number(e, "transmissionFactor", m.transmission, 0, 1);
            texture(e, "transmissionTexture", m.transmissionTexture);
        });
        with("KHR_materials_volume", [&](JsonId e) {
            number(e, "thicknessFactor", m.thickness, 0, kMost);
            // JSON has no infinity, which is the default; some write the largest number that they know.
            number(e, "attenuationDistance", m.attenuationDistance, 0, 3.5e38);
            if (m.attenuationDistance > 1e9F) m.attenuationDistance = 0;
            color(e, "attenuationColor", m.attenuationColor, 1);
        });
        with("KHR_materials_dispersion", [&](JsonId e) { number(e, "dispersion", m.dispersion, 0, 1000); });
        with("KHR_materials_diffuse_transmission", [&](JsonId e) {
            number(e, "diffuseTransmissionFactor", m.diffuseTransmission, 0, 1);
            texture(e, "diffuseTransmissionTexture", m.diffuseTransmissionTexture);
            color(e, "diffuseTransmissionColorFactor", m.diffuseTransmissionColor, 1);
            texture(e, "diffuseTransmissionColorTexture", m.diffuseTransmissionColorTexture);
        });
        with("KHR_materials_clearcoat", [&](JsonId e) {
            number(e, "clearcoatFactor", m.clearcoat, 0, 1);
            texture(e, "clearcoatTexture", m.clearcoatTexture);
            number(e, "clearcoatRoughnessFactor", m.clearcoatRoughness, 0, 1);
            texture(e, "clearcoatRoughnessTexture", m.clearcoatRoughnessTexture);
            texture(e, "clearcoatNormalTexture", m.clearcoatNormalTexture, "scale");
        });
        with("KHR_materials_sheen", [&](JsonId e) {
            color(e, "sheenColorFactor", m.sheenColor, 1);
            texture(e, "sheenColorTexture", m.sheenColorTexture);
            number(e, "sheenRoughnessFactor", m.sheenRoughness, 0, 1);
            texture(e, "sheenRoughnessTexture", m.sheenRoughnessTexture);
        });
        with("KHR_materials_anisotropy", [&](JsonId e) {
            number(e, "anisotropyStrength", m.anisotropy, 0, 1);
            number(e, "anisotropyRotation", m.anisotropyRotation, -1e6, 1e6);
            texture(e, "anisotropyTexture", m.anisotropyTexture);
        });
        with("KHR_materials_iridescence", [&](JsonId e) {
            number(e, "iridescenceFactor", m.iridescence, 0, 1);
            texture(e, "iridescenceTexture", m.iridescenceTexture);
            number(e, "iridescenceIor", m.iridescenceIor, 1, 3);
            number(e, "iridescenceThicknessMinimum", m.iridescenceThicknessMinimum, 0, 1e6);
            number(e, "iridescenceThicknessMaximum", m.iridescenceThicknessMaximum, 0, 1e6);
            texture(e, "iridescenceThicknessTexture", m.iridescenceThicknessTexture);
        });
        with("KHR_materials_pbrSpecularGlossiness", [&](JsonId e) {
            m.isSpecularGlossiness = true;
            color(e, "diffuseFactor", m.diffuse, 1, &m.diffuseAlpha);
            texture(e, "diffuseTexture", m.diffuseTexture);
            color(e, "specularFactor", m.specularF0, 1);
            number(e, "glossinessFactor", m.glossiness, 0, 1);
            texture(e, "specularGlossinessTexture", m.specularGlossinessTexture);
        });
    }

    // --- Values: those that are missing stay as they are ---

    bool isNumber(JsonId id) const {
        const JsonType type = json_[id].type;
        return type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat;
    }
    float limited(JsonId at, double value, double min, double max) {
        const double out = std::clamp(value, min, max);
        if (out != value) reader_.warn(at, "this number is out of its range, and taken as " + std::to_string(out), std::to_string(min) + " to " + std::to_string(max));
        return static_cast<float>(out);
    }

    JsonId object(JsonId parent, std::string_view name) {
        const JsonId found = json_.member(parent, name);
        return found != kNoJson && reader_.expectObject(found, name) ? found : kNoJson;
    }
    void number(JsonId parent, std::string_view name, float& out, double min, double max) {
        const JsonId found = json_.member(parent, name);
        if (found == kNoJson) return;
        if (!isNumber(found)) return reader_.error(found, "\"" + std::string(name) + "\" is not a number");
        out = limited(found, json_[found].number, min, max);
    }
    bool numbers(JsonId parent, std::string_view name, std::span<double> out, double min, double max) {
        if (!reading_.numbers(parent, name, out)) return false;
        for (double& value : out) value = double{limited(reading_.member(parent, name), value, min, max)};
        return true;
    }
    void color(JsonId parent, std::string_view name, Rgb& out, double max, float* alpha = nullptr) {
        double values[4]{};
        if (!numbers(parent, name, std::span(values).first(alpha != nullptr ? 4 : 3), 0, max)) return;
        out = {static_cast<float>(values[0]), static_cast<float>(values[1]), static_cast<float>(values[2])};
        if (alpha != nullptr) *alpha = static_cast<float>(values[3]);
    }

    void texcoord(JsonId parent, GltfTextureInfo& out) {
        float set = static_cast<float>(out.texcoord);
        number(parent, "texCoord", set, 0, 1e6);
        out.texcoord = static_cast<uint32_t>(set);
    }

    /// A mesh has two sets of coordinates here. The first one also tells tangents where to go: it is the normal map's.
    void chooseSets(GltfMaterial& m) {
        std::vector<uint32_t> sets;
        const auto add = [&](const GltfTextureInfo& info) {
            if (info.isThere() && std::ranges::find(sets, info.texcoord) == sets.end()) sets.push_back(info.texcoord);
        };
        add(m.normalTexture), add(m.anisotropyTexture), add(m.clearcoatNormalTexture);
        const bool hasTangents = !sets.empty();
        for (const auto& [place, info] : textures_) add(*info);
        if (!hasTangents) std::ranges::sort(sets);
        if (sets.empty() || (sets.size() == 1 && sets[0] <= 1 && !hasTangents)) return;
        m.texcoordSets = {sets[0], sets.size() > 1 ? sets[1] : (sets[0] == 0 ? 1U : 0U)};
        for (const auto& [place, info] : textures_) {
            const auto found = std::ranges::find(m.texcoordSets, info->texcoord);
            if (found == m.texcoordSets.end()) {
                reader_.warn(place, "the material uses more than two sets of texture coordinates: of the others, set " +
                                        std::to_string(m.texcoordSets[0]) + " is used");
            }
            info->texcoord = found == m.texcoordSets.begin() + 1 ? 1 : 0;
        }
    }

    void texture(JsonId parent, std::string_view name, GltfTextureInfo& out, std::string_view strength = {}) {
        const JsonId info = object(parent, name);
        if (info == kNoJson) return;
        const auto index = reading_.index(info, "index", GltfList::kTextures);
        if (!index) return;
        out.texture = static_cast<int32_t>(*index);
        textures_.emplace_back(info, &out);
        texcoord(info, out);
        if (!strength.empty()) number(info, strength, out.strength, -100, 100);
        const JsonId transform = reading_.extension(info, "KHR_texture_transform");
        if (transform == kNoJson) return;
        double pair[2]{};
        if (numbers(transform, "offset", pair, -1e6, 1e6)) out.offset = {pair[0], pair[1]};
        if (numbers(transform, "scale", pair, -1e6, 1e6)) out.scale = {pair[0], pair[1]};
        float rotation = 0;
        number(transform, "rotation", rotation, -1e4, 1e4);
        out.rotation = double{rotation};
        texcoord(transform, out);
    }

    GltfReading& reading_;
    JsonReader& reader_;
    const JsonDocument& json_;
    std::vector<std::pair<JsonId, GltfTextureInfo*>> textures_{};   // in the order of the file's reading
};

}  // namespace

GltfMaterial readGltfMaterial(GltfReading& reading, JsonId material) { return MaterialReader(reading).read(material); }

}  // namespace raypool
