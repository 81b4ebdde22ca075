// Any text at all: read, or refused with diagnostics whose places lie in the text.
#include <cstdlib>

#include "raytracer/loaders/load_scene.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto scene = raypool::loadScene(text);
    if (scene) {
        for (const auto& element : scene->classic.elements) {
            const int32_t texture = element.material.texture;
            if (texture >= 0 && static_cast<size_t>(texture) >= scene->classic.textures.size()) std::abort();
        }
        return 0;
    }
    if (scene.error().empty()) std::abort();
    for (const auto& problem : scene.error()) {
        if (problem.message.empty() || problem.line < 1 || problem.column < 1) std::abort();
        // In UTF-16 a text is no longer than in UTF-8, unless its sequences are broken.
        if (problem.from > problem.to || problem.to > 2 * size) std::abort();
    }
    return 0;
}
