#include "app/cli/scene.h"

#include <chrono>
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/files.h"

namespace raypool::cli {

void printDiagnostics(const Diagnostics& diagnostics, const std::string& file) {
    for (const auto& d : diagnostics) std::fprintf(stderr, "%s\n", toString(d, file).c_str());
}

std::optional<LoadedScene> loadForRender(const std::string& path, const SceneOverrides& overrides,
                                         const std::string& integrator) {
    const auto bytes = readFile(path);
    if (!bytes) {
        std::fprintf(stderr, "%s: error: the scene can't be read: %s\n", path.c_str(), bytes.error().c_str());
        return std::nullopt;
    }
    const auto begin = std::chrono::steady_clock::now();
    auto desc = loadScene({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, overrides);
    if (!desc) {
        printDiagnostics(desc.error(), path);
        return std::nullopt;
    }
    if (!integrator.empty() && integrator != name(desc->integrator)) {
        std::fprintf(stderr, "%s: error: integrator \"%s\" can't render this scene (\"%s\" can)\n", path.c_str(),
                     integrator.c_str(), std::string(name(desc->integrator)).c_str());
        return std::nullopt;
    }
    FileAssets assets(path);
    Diagnostics warnings = desc->warnings;
    auto scene = compileScene(*desc, assets, warnings);
    if (!scene) {
        printDiagnostics(scene.error(), path);
        return std::nullopt;
    }
    printDiagnostics(warnings, path);
    scene->compileMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return LoadedScene{std::move(*desc), std::make_shared<const RenderScene>(std::move(*scene))};
}

int check(const std::string& path) {
    if (!loadForRender(path, {}, "")) return kBadInput;
    std::printf("%s: good\n", path.c_str());
    return kDone;
}

int info(const std::string& path) {
    const auto loaded = loadForRender(path, {}, "");
    if (!loaded) return kBadInput;
    const SceneDesc& d = loaded->desc;
    std::printf("format      %s\npicture     %u x %u pixels\nintegrator  %s\nelements    %zu\nlights      %zu\n",
                std::string(name(d.format)).c_str(), d.width, d.height, std::string(name(d.integrator)).c_str(),
                d.classic.elements.size(), d.classic.lights.size());
    for (const auto& texture : d.classic.textures) std::printf("texture     %s\n", texture.path.c_str());
    std::printf("memory      %zu bytes\n", loaded->scene->memoryBytes());
    return kDone;
}

}  // namespace raypool::cli
