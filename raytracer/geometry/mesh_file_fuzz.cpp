// Any bytes at all: a sound mesh, or a reason.
#include <cmath>
#include <cstdlib>

#include "raytracer/geometry/mesh_file.h"

namespace {

void check(bool isTrue) {
    if (!isTrue) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto file = raypool::decodeMesh("", {data, size});
    if (!file) {
        check(!file.error().empty() && !file.error()[0].message.empty());
        return 0;
    }
    const raypool::Mesh& mesh = file->mesh;
    check(mesh.triangleCount() > 0 && raypool::validate(mesh).empty());
    check(mesh.surfaceOfTriangle.size() == (file->materialNames.size() > 1 ? mesh.triangleCount() : 0));
    // No input is worth more than three triangles a byte, nor more vertices than it has bytes.
    check(mesh.triangleCount() <= 3 * size && mesh.positions.size() <= size);
    for (const uint32_t surface : mesh.surfaceOfTriangle) check(surface < file->materialNames.size());
    for (const raypool::vec3 n : mesh.normals) check(std::abs(glm::length(n) - 1) < 1e-5F);
    return 0;
}
