#include "raytracer/loaders/load_scene.h"

#include "raytracer/loaders/demo2018.h"

namespace raypool {

Result<SceneDesc> loadScene(std::string_view text, const SceneOverrides& overrides) {
    const auto document = JsonDocument::parse(text);
    if (!document) return std::unexpected(document.error());
    if (looksLikeDemo2018(*document)) return loadDemo2018(*document, overrides);
    return std::unexpected(Diagnostics{document->at(
        0, "this is not a scene that Raypool knows",
        "a scene of the 2018 demo has \"width\", \"height\", \"fov\", \"elements\", \"lights\", \"shadow_bias\" and "
        "\"max_recursion_depth\"")});
}

}  // namespace raypool
