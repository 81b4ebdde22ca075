#include "raytracer/geometry/mesh_file.h"

#include <algorithm>

#include "raytracer/geometry/obj.h"
#include "raytracer/geometry/ply.h"
#include "raytracer/geometry/tri.h"

namespace raypool {
namespace {

bool hasExtension(std::string_view path, std::string_view extension) {
    if (path.size() < extension.size()) return false;
    return std::ranges::equal(path.substr(path.size() - extension.size()), extension,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

/// No 0 among the first bytes; UTF-16 has some unless it is all Chinese.
bool isText(std::string_view text) { return text.substr(0, 4096).find('\0') == text.npos; }

}  // namespace

Result<MeshFile> decodeMesh(std::string_view path, std::span<const uint8_t> bytes, std::string_view part) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    constexpr const char* kFormats = "meshes are .obj, .ply or .tri files";
    if (text.empty()) return failure("the mesh file is empty");
    const bool isBinary = isTri(bytes) || hasExtension(path, ".tri"), isStanford = isPly(bytes) || hasExtension(path, ".ply");
    if ((isBinary || isStanford) && !part.empty()) return failure("the mesh file has no parts", "only .obj files have");
    if (isBinary) return decodeTri(bytes);
    if (isStanford) return decodePly(bytes);
    if (text.starts_with("glTF")) return failure("a glTF file is not a mesh, but a scene", kFormats);
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return failure("the text of the mesh file is UTF-16", "save it as UTF-8");
    }
    if (isText(text)) return decodeObj(text, part);
    return failure("neither an OBJ nor a PLY file", kFormats);
}

}  // namespace raypool
