#include <cstdio>

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

int convert(const std::string& path, const std::string& out, const SceneOverrides& overrides) {
    FileAssets assets(path);
    const auto desc = loadDesc(path, assets, overrides);
    if (!desc) return kBadInput;
    const auto native = toNative(*desc);
    if (!native) {
        printDiagnostics(native.error(), path);
        return kBadInput;
    }
    printDiagnostics(native->warnings, path);
    return writeOrSay(out, bytesOf(toJson(*native))) ? kDone : kFailed;
}

}  // namespace raypool::cli
