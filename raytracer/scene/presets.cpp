#include "raytracer/scene/presets.h"

#include <vector>

#include "raytracer/scene/json_text.h"
#include "raytracer/scene/native_writer.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {
namespace {

/// What the preset sets, as a scene has it.
std::string valuesText(const MaterialPreset& preset) {
    SceneDesc scene;
    scene.integrator = IntegratorKind::kPath;
    OpenPbrDesc values;
    preset.apply(values);
    MaterialDesc material;
    material.name = "m";
    material.model = values;
    scene.native.materials.push_back(material);
    const auto json = nlohmann::ordered_json::parse(toJson(scene));
    std::string out;
    for (const auto& [name, value] : json["materials"]["m"].items()) {
        std::string number = prettyText(value);
        while (!number.empty() && number.back() == '\n') number.pop_back();
        out += (out.empty() ? "`" : "<br>`") + name + "` " + number;
    }
    return out;
}

constexpr std::string_view kPresetIntroduction = R"(# Material presets

<!-- Generated from raytracer/scene/presets*.cpp; a test says how to renew it. -->

`"preset": "gold"` in a material (of type `openpbr`) sets the fields below; other fields in the same object count instead of
the preset's:

```json
{ "preset": "gold", "specular_roughness": 0.3 }
```

The kind says how far to trust the values:

)";

}  // namespace

std::string_view presetKindText(MaterialPreset::Kind kind) {
    switch (kind) {
        case MaterialPreset::Kind::kMetal: return "metal";
        case MaterialPreset::Kind::kClear: return "clear";
        case MaterialPreset::Kind::kLiquid: return "liquid";
        case MaterialPreset::Kind::kTranslucent: return "translucent";
        case MaterialPreset::Kind::kMeasured: return "measured colour";
        case MaterialPreset::Kind::kAppearance: return "appearance";
    }
    return {};
}

std::span<const MaterialPreset> materialPresets() {
    static const std::vector<MaterialPreset> all = [] {
        std::vector<MaterialPreset> out;
        for (const auto part : {metalPresets(), bodyPresets(), surfacePresets()}) out.insert(out.end(), part.begin(), part.end());
        return out;
    }();
    return all;
}

std::span<const PresetText> presetTexts() {
    static const std::vector<PresetText> all = [] {
        std::vector<PresetText> out;
        for (const MaterialPreset& preset : materialPresets()) out.push_back({preset.name, preset.text});
        return out;
    }();
    return all;
}

std::string presetReference() {
    std::string out(kPresetIntroduction);
    out +=
        "- *metal*: reflectance at normal incidence and its tint at 82 degrees (F82), integrated over the spectrum from published n "
        "and k; values beyond Rec. 709's gamut are cut to 1. Polished (roughness 0): give your own `specular_roughness`.\n"
        "- *clear*: published index of refraction and Abbe number.\n"
        "- *liquid*: published coefficients of absorption and (reduced) scattering per channel, exact in `transmission_color`, "
        "`transmission_depth` and `transmission_scatter`.\n"
        "- *translucent*: published coefficients, as the colour and mean free path of a body that light wanders in.\n"
        "- *measured colour*: diffuse reflectance from a spectrophotometer; index and roughness are usual values.\n"
        "- *appearance*: chosen by eye. Not measured.\n\n"
        "Lengths are metres: a body of real size looks right.\n\n| name | | kind | values | source |\n|---|---|---|---|---|\n";
    for (const MaterialPreset& p : materialPresets()) {
        out += "| `" + std::string(p.name) + "` | " + std::string(p.text) + " | " + std::string(presetKindText(p.kind)) + " | " +
               valuesText(p) + " | " + std::string(p.source) + " |\n";
    }
    return out;
}

}  // namespace raypool
