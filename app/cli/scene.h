#pragma once
#include <memory>
#include <optional>
#include <string>

#include "app/cli/files.h"
#include "raytracer/raytracer.h"

namespace raypool::cli {

/// Each on its line on stderr: file:line:column: error: message (hint) [pointer].
void printDiagnostics(const Diagnostics& diagnostics, const std::string& file);

/// Reads the description of a scene, a bare model or a picture of light; see openFile(). On a problem the diagnostics are
/// printed and nothing comes back; those of a bare model are printed when it is compiled. `models`: takes what was read.
std::optional<SceneDesc> loadDesc(const std::string& path, FileAssets& assets, const SceneOverrides& overrides, ReadModels* models = nullptr);

/// As printDiagnostics, for what is said of a scene that loadDesc gave: a bare file's own text has no places to name.
void printDiagnosticsOf(const SceneDesc& desc, const Diagnostics& diagnostics, const std::string& path);

struct LoadedScene {
    SceneDesc desc;
    std::shared_ptr<RenderScene> scene;
};

/// Reads and compiles a scene with its files. On a problem the diagnostics are printed and nothing comes back; warnings
/// are printed, too.
std::optional<LoadedScene> loadForRender(const std::string& path, const SceneOverrides& overrides);

}  // namespace raypool::cli
