#include <cstdio>
#include <filesystem>

#include "app/cli/commands.h"
#include "app/cli/files.h"
#include "app/cli/picture.h"
#include "app/cli/scene.h"

namespace raypool::cli {
namespace {

std::span<const uint8_t> bytesOf(const std::string& text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

int schema() {
    const std::string text = sceneSchema();
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? kDone : kFailed;
}

int convert(const ConvertOptions& options) {
    FileAssets assets(options.scene);
    const auto desc = loadDesc(options.scene, assets, options.overrides);
    if (!desc) return kBadInput;
    const std::filesystem::path out(options.out);
    const std::string folder = out.stem().string() + "-assets";
    const auto exported = exportScene(*desc, assets, {.folder = folder + "/", .embed = options.embed});
    if (!exported) {
        printDiagnosticsOf(*desc, exported.error(), options.scene);
        return kBadInput;
    }
    printDiagnosticsOf(*desc, exported->warnings, options.scene);
    std::error_code error;
    if (!exported->files.empty()) std::filesystem::create_directories(out.parent_path() / folder, error);
    for (const auto& file : exported->files) {
        if (!writeOrSay((out.parent_path() / file.name).string(), *file.bytes)) return kFailed;
    }
    return writeOrSay(options.out, bytesOf(exported->text)) ? kDone : kFailed;
}

}  // namespace raypool::cli
