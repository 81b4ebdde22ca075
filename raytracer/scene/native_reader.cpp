#include "raytracer/scene/native_reader.h"

#include <algorithm>

#include "raytracer/scene/native_field_reader.h"

namespace raypool {
namespace {

/// Without an environment of its own, a scene that gives off light stands in the dark.
void resolveEnvironment(NativeDesc& scene) {
    if (!scene.environment.isDefault) return;
    bool shines = !scene.lights.empty();
    for (const auto& m : scene.materials) {
        const bool isDark = (!m.emissionLuminance.isMapped() && m.emissionLuminance.value == 0) ||
                            (!m.emissionColor.isMapped() && isBlack(m.emissionColor.value));
        shines = shines || !isDark;
    }
    scene.environment.type = shines ? EnvironmentDesc::Type::kBlack : EnvironmentDesc::Type::kGradient;
}

}  // namespace

bool looksNative(const JsonDocument& document) {
    return document[0].type == JsonType::kObject && document.member(0, "raypool") != kNoJson;
}

Result<SceneDesc> readNative(const JsonDocument& document, const SceneOverrides& overrides) {
    SceneDesc out;
    out.format = SceneFormat::kNative;
    SceneFields root;
    Diagnostics problems;
    readNativeFields(document, overrides, out.native, root, problems, out.warnings);
    auto& render = root.render;
    if (overrides.width != 0) render.width = overrides.width;
    if (overrides.height != 0) render.height = overrides.height;
    if (overrides.samples != 0) render.samples = overrides.samples;
    if (overrides.seed) render.seed = *overrides.seed;
    if (overrides.integrator) render.integrator = *overrides.integrator;
    if (render.integrator == IntegratorKind::kClassic) {
        problems.push_back(document.at(0, "integrator \"classic\" can't render this scene", "it is for scenes of the 2018 demo"));
    }
    if (problems.empty() && uint64_t{render.width} * render.height > kMaxPixels) {
        problems.push_back(document.at(document.member(0, "render") == kNoJson ? 0 : document.member(0, "render"),
                                       "a picture of " + std::to_string(render.width) + " x " + std::to_string(render.height) + " pixels is too large",
                                       "at most " + std::to_string(kMaxPixels) + " pixels"));
    }
    if (!problems.empty()) {
        std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        return std::unexpected(std::move(problems));
    }
    out.width = render.width;
    out.height = render.height;
    out.integrator = render.integrator;
    out.native.render = render;
    resolveEnvironment(out.native);
    return out;
}

}  // namespace raypool
