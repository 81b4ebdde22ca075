// Materials by name: "preset": "gold". Each is a set of values for OpenPBR's fields with the source that they are from.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "raytracer/scene/fields.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

struct MaterialPreset {
    enum class Kind : uint8_t {
        kMetal,        // reflectance and F82 tint integrated from published n and k
        kClear,        // published index and Abbe number
        kLiquid,       // published index, coefficients of absorption and scattering
        kTranslucent,  // published coefficients, as colour and mean free path of subsurface scattering
        kMeasured,     // diffuse reflectance from a spectrophotometer
        kAppearance,   // chosen by eye or from hearsay: nothing measured
    };
    std::string_view name, text;   // text: what it is, for the editor
    Kind kind;
    std::string_view source;
    void (*apply)(OpenPbrDesc&);   // on a fresh description
};

std::span<const MaterialPreset> materialPresets();
std::span<const PresetText> presetTexts();   // the same order
std::string_view presetKindText(MaterialPreset::Kind kind);

/// The list for docs/presets.md.
std::string presetReference();

// The parts of the list.
std::span<const MaterialPreset> metalPresets();    // presets_metals.cpp
std::span<const MaterialPreset> bodyPresets();     // presets_bodies.cpp: what light goes into
std::span<const MaterialPreset> surfacePresets();  // presets_surfaces.cpp

}  // namespace raypool
