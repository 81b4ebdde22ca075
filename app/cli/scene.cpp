#include "app/cli/scene.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.h"
#include "app/cli/files.h"

namespace raypool::cli {

void printDiagnostics(const Diagnostics& diagnostics, const std::string& file) {
    for (const auto& d : diagnostics) std::fprintf(stderr, "%s\n", toString(d, file).c_str());
}

namespace {

/// Whether the scene is a stage around the file.
bool isBareFile(const std::string& path, const SceneDesc& desc) {
    const std::string name = std::filesystem::path(path).filename().string();
    return std::ranges::any_of(desc.native.files, [&](const EmbeddedFile& file) { return file.name == name; });
}

/// Of a text that nobody has written: where in the model something is, the messages say.
Diagnostics withoutPlaces(Diagnostics diagnostics) {
    for (Diagnostic& d : diagnostics) {
        d.line = d.column = 0;
        d.pointer.clear();
    }
    return diagnostics;
}

}  // namespace

void printDiagnosticsOf(const SceneDesc& desc, const Diagnostics& diagnostics, const std::string& path) {
    printDiagnostics(isBareFile(path, desc) ? withoutPlaces(diagnostics) : diagnostics, path);
}

std::optional<SceneDesc> loadDesc(const std::string& path, FileAssets& assets, const SceneOverrides& overrides, ReadModels* models) {
    auto read = readFile(path);
    if (!read) {
        std::fprintf(stderr, "%s: error: the scene can't be read: %s\n", path.c_str(), read.error().c_str());
        return std::nullopt;
    }
    const SharedBytes bytes = std::make_shared<const std::vector<uint8_t>>(std::move(*read));
    const std::string name = std::filesystem::path(path).filename().string();
    auto opened = openFile(name, *bytes, assets);
    if (!opened) {
        printDiagnostics(opened.error(), path);
        return std::nullopt;
    }
    const bool isBare = opened->kind != OpenedFile::Kind::kScene;
    auto desc = loadScene(isBare ? std::string_view(opened->text) : std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()), overrides);
    if (!desc) {
        printDiagnostics(desc.error(), path);
        return std::nullopt;
    }
    // So that it is not read twice.
    if (isBare) desc->native.files.push_back({name, bytes});
    if (opened->model && models != nullptr) models->put(name, bytes, std::move(*opened->model));
    return std::move(*desc);
}

std::optional<LoadedScene> loadForRender(const std::string& path, const SceneOverrides& overrides) {
    const auto begin = std::chrono::steady_clock::now();
    FileAssets assets(path);
    ReadModels models;
    auto desc = loadDesc(path, assets, overrides, &models);
    if (!desc) return std::nullopt;
    Diagnostics warnings = desc->warnings;
    auto scene = compileScene(*desc, assets, warnings, nullptr, {nullptr, &models});
    if (!scene) {
        printDiagnosticsOf(*desc, scene.error(), path);
        return std::nullopt;
    }
    printDiagnosticsOf(*desc, warnings, path);
    scene->compileMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return LoadedScene{std::move(*desc), std::make_shared<RenderScene>(std::move(*scene))};
}

int check(const std::string& path, const SceneOverrides& overrides) {
    if (!loadForRender(path, overrides)) return kBadInput;
    std::printf("%s: good\n", path.c_str());
    return kDone;
}

namespace {

void printNative(const NativeDesc& d) {
    size_t meshes = 0, emitters = 0;
    for (const auto& object : d.objects) meshes += std::holds_alternative<MeshShape>(object.shape);
    for (const auto& material : d.materials) emitters += material.emissionLuminance > 0;
    if (!d.title.empty()) std::printf("title       %s\n", d.title.c_str());
    std::printf(
        "samples     %u a pixel\nobjects     %zu, %zu of them meshes\nmaterials   %zu, %zu of them give off light\n",
        d.render.samples, d.objects.size(), meshes, d.materials.size(), emitters);
    std::printf("lights      %zu\nmedia       %zu\n", d.lights.size(), d.media.size());
}

void printClassic(const ClassicDesc& d) {
    std::printf("elements    %zu\nlights      %zu\n", d.elements.size(), d.lights.size());
    for (const auto& texture : d.textures) std::printf("texture     %s\n", texture.path.c_str());
}

}  // namespace

int info(const std::string& path, const SceneOverrides& overrides) {
    const auto loaded = loadForRender(path, overrides);
    if (!loaded) return kBadInput;
    const SceneDesc& d = loaded->desc;
    std::printf("format      %s\npicture     %u x %u pixels\nintegrator  %s\n", std::string(name(d.format)).c_str(),
                d.width, d.height, std::string(name(d.integrator)).c_str());
    if (d.lastFrame > 0) std::printf("frames      %u to %u, this is %u\n", d.firstFrame, d.lastFrame, d.frame);
    if (d.format != SceneFormat::kDemo2018) {
        printNative(d.native);
    } else {
        printClassic(d.classic);
    }
    std::printf("triangles   %llu\nmemory      %zu bytes\n", static_cast<unsigned long long>(loaded->scene->triangles),
                loaded->scene->memoryBytes());
    return kDone;
}

}  // namespace raypool::cli
