#include "raytracer/geometry/mesh_file.h"

#include "raytracer/geometry/tri.h"

namespace raypool {

Result<MeshFile> decodeMesh(std::string_view path, std::span<const uint8_t> bytes) {
    if (isTri(bytes) || path.ends_with(".tri")) return decodeTri(bytes);
    return failure("not a mesh file that can be read");
}

}  // namespace raypool
