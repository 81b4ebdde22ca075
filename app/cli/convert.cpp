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

int convert(const std::string& path, const std::string& out) {
    const auto bytes = readFile(path);
    if (!bytes) {
        std::fprintf(stderr, "%s: error: the scene can't be read: %s\n", path.c_str(), bytes.error().c_str());
        return kBadInput;
    }
    const auto desc = loadScene({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, {});
    if (!desc) {
        printDiagnostics(desc.error(), path);
        return kBadInput;
    }
    const auto native = toNative(*desc);
    if (!native) {
        printDiagnostics(native.error(), path);
        return kBadInput;
    }
    printDiagnostics(native->warnings, path);
    return writeOrSay(out, bytesOf(toJson(*native))) ? kDone : kFailed;
}

}  // namespace raypool::cli
