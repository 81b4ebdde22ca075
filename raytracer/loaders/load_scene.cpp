#include "raytracer/loaders/load_scene.h"

#include "raytracer/loaders/demo2018.h"
#include "raytracer/loaders/demo2018_native.h"
#include "raytracer/loaders/tray_rust.h"
#include "raytracer/scene/native_reader.h"

namespace raypool {

namespace {

Result<SceneDesc> read(std::string_view text, const SceneOverrides& overrides) {
    const auto document = JsonDocument::parse(text);
    if (!document) return std::unexpected(document.error());
    if (looksLikeTrayRust(*document) && !looksNative(*document)) return loadTrayRust(*document, overrides);
    if (overrides.frame.value_or(0) > 0) return failure("the scene has no frame " + std::to_string(*overrides.frame), "only tray_rust's scenes have frames");
    if (looksNative(*document)) return readNative(*document, overrides);
    if (looksLikeDemo2018(*document)) {
        auto scene = loadDemo2018(*document, overrides);
        if (!scene || !overrides.integrator || *overrides.integrator == IntegratorKind::kClassic) return scene;
        auto native = toNative(*scene);
        if (!native) return native;
        native->integrator = *overrides.integrator;
        if (overrides.samples != 0) native->native.render.samples = overrides.samples;
        if (overrides.seed) native->native.render.seed = *overrides.seed;
        return native;
    }
    return std::unexpected(Diagnostics{document->at(
        0, "this is not a scene that Raypool knows",
        "a scene has \"raypool\": 1; one of the 2018 demo has \"width\", \"height\", \"fov\", \"elements\", \"lights\", "
        "\"shadow_bias\" and \"max_recursion_depth\"; one of tray_rust has \"film\", \"camera\", \"integrator\", \"materials\" and "
        "\"objects\"")});
}

}  // namespace

Result<SceneDesc> loadScene(std::string_view text, const SceneOverrides& overrides) {
    auto scene = read(text, overrides);
    if (scene && overrides.bvhBuild) scene->native.render.bvhBuild = *overrides.bvhBuild;
    return scene;
}

}  // namespace raypool
