#include "raytracer/loaders/gltf/gltf_container.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace raypool {
namespace {

constexpr uint32_t kMagic = 0x46546C67, kJson = 0x4E4F534A, kBinary = 0x004E4942;   // "glTF", "JSON", "BIN\0"

uint32_t word(std::span<const uint8_t> bytes, size_t at) {
    return uint32_t{bytes[at]} | uint32_t{bytes[at + 1]} << 8 | uint32_t{bytes[at + 2]} << 16 | uint32_t{bytes[at + 3]} << 24;
}

}  // namespace

Result<GltfContainer> openGltfContainer(std::span<const uint8_t> bytes) {
    GltfContainer out;
    if (bytes.size() < 4 || word(bytes, 0) != kMagic) {
        out.json = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
        std::string_view text = out.json;
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        const size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
        if (!text.substr(first).starts_with('{')) {
            return failure(text.substr(first).starts_with('<') ? "the file is a web page or XML, not glTF" : "the file is not glTF",
                           "a .glb begins with \"glTF\", a .gltf with a brace");
        }
        return out;
    }
    if (bytes.size() < 20) return failure("the .glb is cut short: its header and first chunk take 20 bytes");
    const uint32_t version = word(bytes, 4), length = word(bytes, 8);
    if (version != 2) return failure("the .glb is of version " + std::to_string(version), "version 2 is read");
    if (length > bytes.size()) {
        return failure("the .glb is cut short: it says that it has " + std::to_string(length) + " bytes, and has " + std::to_string(bytes.size()));
    }
    if (length < 20) return failure("the .glb's length, " + std::to_string(length) + " bytes, leaves no room for a chunk");
    bool hasBinary = false;
    for (size_t at = 12; at < length;) {
        // Up to three bytes of padding at the end hurt nobody.
        if (length - at < 8) {
            if (length - at < 4) break;
            return failure("the .glb is cut short in the head of the chunk at byte " + std::to_string(at));
        }
        const size_t size = word(bytes, at);
        const uint32_t type = word(bytes, at + 4);
        if (size > length - at - 8) {
            return failure("the .glb's chunk at byte " + std::to_string(at) + " says that it has " + std::to_string(size) +
                           " bytes; " + std::to_string(length - at - 8) + " are left");
        }
        const auto chunk = bytes.subspan(at + 8, size);
        if (at == 12) {
            if (type != kJson) return failure("the .glb's first chunk is not its JSON");
            out.json = {reinterpret_cast<const char*>(chunk.data()), chunk.size()};
        } else if (type == kBinary && !hasBinary) {
            out.binary = chunk;
            hasBinary = true;
        }   // others are to be skipped
        at += 8 + size;
    }
    // Padding with blanks is what the specification asks for; some files are padded with zeros.
    while (!out.json.empty() && out.json.back() == '\0') out.json.remove_suffix(1);
    return out;
}

}  // namespace raypool
