// tray_rust's materials as native ones. docs/tray-rust.md has the reasons.
#include <algorithm>
#include <cmath>

#include "raytracer/core/math.h"
#include "raytracer/loaders/tray_rust_reader.h"

namespace raypool {
namespace {

/// EON's roughness is the ratio of the factors B and A of Fujii's formula; Oren and Nayar's ("Generalization of Lambert's
/// Reflectance Model", 1994, the qualitative model) have the same part, with sigma in radians.
float diffuseRoughness(double degrees) {
    const double sigma = std::min(degrees, 90.0) * (3.14159265358979323846 / 180), s2 = sigma * sigma;
    const double a = 1 - 0.5 * s2 / (s2 + 0.33), b = 0.45 * s2 / (s2 + 0.09);
    return static_cast<float>(b / a);
}

/// Beckmann's width is taken for GGX's alpha: both distributions have 1 / (pi alpha^2) at the normal. alpha is the square of
/// a native roughness.
float specularRoughness(float width) { return std::sqrt(std::clamp(width, 0.0F, 1.0F)); }

bool isWhite(Rgb c) { return c.r == 1 && c.g == 1 && c.b == 1; }

}  // namespace

bool TrayRustReader::TrayMaterial::isTextured() const {
    return std::any_of(values.begin(), values.end(), [](const auto& v) { return v.second.isMapped(); });
}

void TrayRustReader::readMaterials() {
    const JsonId list = required(0, "materials");
    if (list != kNoJson) forEach(list, "materials", [this](JsonId node) { readMaterial(node); });
}

bool TrayRustReader::readValue(JsonId object, std::string_view key, bool isScalar, double max, TrayValue& out) {
    out.node = required(object, key);
    if (out.node == kNoJson) return false;
    if (document_[out.node].type == JsonType::kString) {
        out.texture = document_.string(document_[out.node].string);
        if (textures_.contains(out.texture)) return true;
        if (isFull()) return false;
        std::vector<std::string_view> known;
        for (const auto& [name, texture] : textures_) {
            if (known.size() < 1000) known.push_back(name);
        }
        std::sort(known.begin(), known.end());   // not in the order of the map
        const auto near = nearestName(out.texture, known);
        reader_.error(out.node, "no texture is called \"" + out.texture + "\"",
                      near.empty() ? std::string() : "did you mean \"" + std::string(near) + "\"?");
        return false;
    }
    if (!isScalar) return color(out.node, key, out.value);
    double v = 0;
    if (!value(out.node, key, 0, max, v)) return false;
    out.value = grey(static_cast<float>(v));
    return true;
}

void TrayRustReader::readMaterial(JsonId node) {
    if (!reader_.expectObject(node, "a material")) return;
    TrayMaterial m;
    m.node = node;
    m.place = placeOf(node);
    const bool hasName = text(node, "name", m.name);
    m.type = kind(node, "a material", {"matte", "plastic", "metal", "specular_metal", "glass", "rough_glass", "merl"});
    const auto colors = [&](std::initializer_list<std::string_view> keys) {
        for (const auto key : keys) readValue(node, key, false, 1e9, m.values[std::string(key)]);
    };
    const auto scalar = [&](std::string_view key, double max) { readValue(node, key, true, max, m.values[std::string(key)]); };
    if (m.type == "matte") {
        warnUnknown(node, "a matte material", {"name", "type", "diffuse", "roughness"});
        colors({"diffuse"});
        scalar("roughness", 1e9);
    } else if (m.type == "plastic") {
        warnUnknown(node, "a plastic", {"name", "type", "diffuse", "gloss", "roughness"});
        colors({"diffuse", "gloss"});
        scalar("roughness", 1e9);
    } else if (m.type == "metal" || m.type == "specular_metal") {
        colors({"refractive_index", "absorption_coefficient"});
        if (m.type == "metal") {
            warnUnknown(node, "a metal", {"name", "type", "refractive_index", "absorption_coefficient", "roughness"});
            scalar("roughness", 1e9);
        } else {
            warnUnknown(node, "a specular metal", {"name", "type", "refractive_index", "absorption_coefficient"});
        }
    } else if (m.type == "glass" || m.type == "rough_glass") {
        colors({"reflect", "transmit"});
        scalar("eta", 100);
        if (m.type == "rough_glass") {
            warnUnknown(node, "a rough glass", {"name", "type", "reflect", "transmit", "eta", "roughness"});
            scalar("roughness", 1e9);
        } else {
            warnUnknown(node, "a glass", {"name", "type", "reflect", "transmit", "eta"});
        }
    } else if (m.type == "merl") {
        warnUnknown(node, "a measured material", {"name", "type", "file"});
        text(node, "file", m.file);
    }
    if (!hasName) return;
    if (!materialNames_.emplace(m.name, static_cast<uint32_t>(materials_.size())).second) {
        reader_.error(document_.member(node, "name"), "there are two materials called \"" + m.name + "\"");
        return;
    }
    materials_.push_back(std::move(m));
}

void TrayRustReader::mapColor(const TrayMaterial& m, std::string_view key, TrayCoordinates coordinates, Mapped<Rgb>& out) {
    const TrayValue& v = m.values.find(key)->second;
    if (v.isMapped()) {
        out.texture = textureFor(v.texture, false, coordinates);
        return;
    }
    out.value = saturate(v.value);
    if (!(out.value == v.value)) {
        reader_.warn(v.node, "\"" + std::string(key) + "\" is brighter than light that is all thrown back; it is cut at 1",
                     "there it makes up for light that gets lost");
    }
}

float TrayRustReader::plainNumber(const TrayMaterial& m, std::string_view key, float instead) {
    const TrayValue& v = m.values.find(key)->second;
    if (!v.isMapped()) return v.value.r;
    reader_.warn(v.node, "\"" + std::string(key) + "\" can't be a texture here; it is " + std::to_string(instead) + " everywhere");
    return instead;
}

void TrayRustReader::mapRoughness(const TrayMaterial& m, TrayCoordinates coordinates, Mapped<float>& out) {
    const TrayValue& v = m.values.find("roughness")->second;
    if (!v.isMapped()) {
        out.value = specularRoughness(v.value.r);
        return;
    }
    // A texture's value times a factor and plus something is all there is: the line nearest to the square root.
    TextureDesc texture = native_.textures[static_cast<size_t>(textureFor(v.texture, true, coordinates))];
    texture.name = uniqueTexture(m.name + " roughness");
    texture.factor = grey(0.8F);
    texture.bias = grey(4.0F / 15);
    native_.textures.push_back(std::move(texture));
    out.texture = static_cast<int32_t>(native_.textures.size() - 1);
}

void TrayRustReader::makePlastic(const TrayMaterial& m, TrayCoordinates coordinates, MaterialDesc& out) {
    OpenPbrDesc plastic;
    mapColor(m, "diffuse", coordinates, plastic.baseColor);
    mapColor(m, "gloss", coordinates, plastic.specularColor);
    mapRoughness(m, coordinates, plastic.specularRoughness);
    plastic.specularIor = 1.5F;
    out.model = plastic;
}

void TrayRustReader::makeMetal(const TrayMaterial& m, TrayCoordinates coordinates, MaterialDesc& out) {
    ConductorDesc metal;
    const TrayValue &n = m.values.find("refractive_index")->second, &k = m.values.find("absorption_coefficient")->second;
    if (n.isMapped() || k.isMapped()) {
        reader_.warn(n.isMapped() ? n.node : k.node, "an index of refraction can't be a texture here; the metal is grey");
    } else {
        const auto within = [](float v, float least) { return std::clamp(v, least, 100.0F); };
        metal.iorN = Rgb{within(n.value.r, 1e-3F), within(n.value.g, 1e-3F), within(n.value.b, 1e-3F)};
        metal.iorK = Rgb{within(k.value.r, 0), within(k.value.g, 0), within(k.value.b, 0)};
    }
    if (m.type == "metal") {
        mapRoughness(m, coordinates, metal.roughness);
    } else {
        metal.roughness = 0;
    }
    out.model = metal;
}

void TrayRustReader::makeGlass(const TrayMaterial& m, TrayCoordinates coordinates, MaterialDesc& out) {
    const TrayValue& reflect = m.values.find("reflect")->second;
    const float ior = plainNumber(m, "eta", 1.5F);
    if (!reflect.isMapped() && isWhite(reflect.value)) {
        DielectricDesc glass;
        glass.ior = std::max(ior, 1e-3F);
        if (m.type == "rough_glass") mapRoughness(m, coordinates, glass.roughness);
        mapColor(m, "transmit", coordinates, glass.color);
        out.model = glass;
        return;
    }
    OpenPbrDesc glass;
    glass.transmissionWeight = 1;
    mapColor(m, "transmit", coordinates, glass.transmissionColor);
    mapColor(m, "reflect", coordinates, glass.specularColor);
    if (m.type == "rough_glass") {
        mapRoughness(m, coordinates, glass.specularRoughness);
    } else {
        glass.specularRoughness = 0;
    }
    glass.specularIor = std::clamp(ior, 1.0F, 10.0F);
    out.model = glass;
}

MaterialDesc TrayRustReader::makeMaterial(const TrayMaterial& m, TrayCoordinates coordinates) {
    MaterialDesc out;
    out.name = m.name;
    out.place = m.place;
    if (m.type == "matte") {
        DiffuseDesc matte;
        mapColor(m, "diffuse", coordinates, matte.color);
        const TrayValue& roughness = m.values.find("roughness")->second;
        if (roughness.isMapped()) {
            reader_.warn(roughness.node, "the roughness of a matte material is in degrees, of which a texture has one at most: it counts as 0");
        } else {
            matte.roughness = diffuseRoughness(double{roughness.value.r});
        }
        out.model = matte;
    } else if (m.type == "plastic") {
        makePlastic(m, coordinates, out);
    } else if (m.type == "metal" || m.type == "specular_metal") {
        makeMetal(m, coordinates, out);
    } else if (m.type == "merl") {
        out.model = MeasuredDesc{m.file, m.place};
    } else {
        makeGlass(m, coordinates, out);
    }
    return out;
}

int32_t TrayRustReader::materialFor(JsonId nameNode, TrayCoordinates coordinates, Rgb emission) {
    if (document_[nameNode].type != JsonType::kString) {
        reader_.error(nameNode, "\"material\" must be a material's name, not " + std::string(typeName(document_[nameNode].type)));
        return kInherit;
    }
    const std::string& written = document_.string(document_[nameNode].string);
    const auto found = materialNames_.find(written);
    if (found == materialNames_.end()) {
        if (isFull()) return kInherit;
        std::vector<std::string_view> known;
        for (size_t i = 0; i < materials_.size() && i < 1000; ++i) known.push_back(materials_[i].name);
        const auto near = nearestName(written, known);
        reader_.error(nameNode, "no material is called \"" + written + "\"", near.empty() ? std::string() : "did you mean \"" + std::string(near) + "\"?");
        return kInherit;
    }
    const TrayMaterial& m = materials_[found->second];
    // A material that did not read well has nothing to be made from.
    if (!reader_.problems().empty()) return kInherit;
    if (!m.isTextured()) coordinates = TrayCoordinates::kSame;
    const auto key = std::make_tuple(found->second, coordinates, std::array<float, 3>{emission.r, emission.g, emission.b});
    if (const auto made = madeMaterials_.find(key); made != madeMaterials_.end()) return made->second;
    MaterialDesc out = makeMaterial(m, coordinates);
    if (coordinates == TrayCoordinates::kFlipped) out.name += " (flipped)";
    if (!isBlack(emission)) {
        const float strength = maxComponent(emission);
        out.emissionColor = emission / strength;
        out.emissionLuminance = strength;
        out.name += " (light " + std::to_string(madeMaterials_.size()) + ")";
    }
    while (out.name != m.name && materialNames_.contains(out.name)) out.name += "'";
    native_.materials.push_back(std::move(out));
    return madeMaterials_[key] = static_cast<int32_t>(native_.materials.size() - 1);
}

}  // namespace raypool
