// Any bytes at all: a sound mesh, or a reason.
#include <cmath>
#include <cstdlib>

#include "raytracer/geometry/mesh_file.h"

namespace {

void check(bool isTrue) {
    if (!isTrue) std::abort();
}

template <class Vector>
bool isFinite(const Vector& v) {
    for (int i = 0; i < v.length(); ++i) {
        if (!std::isfinite(v[i])) return false;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto file = raypool::decodeMesh("", {data, size});
    if (!file) {
        check(!file.error().empty() && !file.error()[0].message.empty());
        return 0;
    }
    const raypool::Mesh& mesh = file->mesh;
    check(!mesh.indices.empty() && mesh.indices.size() % 3 == 0);
    check(mesh.normals.empty() || mesh.normals.size() == mesh.positions.size());
    check(mesh.uvs.empty() || mesh.uvs.size() == mesh.positions.size());
    check(mesh.surfaceOfTriangle.size() == (file->materialNames.size() > 1 ? mesh.triangleCount() : 0));
    // No input is worth more than three triangles a byte, nor more vertices than it has bytes.
    check(mesh.triangleCount() <= 3 * size && mesh.positions.size() <= size);
    for (const uint32_t index : mesh.indices) check(index < mesh.positions.size());
    for (const uint32_t surface : mesh.surfaceOfTriangle) check(surface < file->materialNames.size());
    for (const auto& p : mesh.positions) check(isFinite(p));
    for (const auto& uv : mesh.uvs) check(isFinite(uv));
    for (const auto& n : mesh.normals) check(std::abs(glm::length(n) - 1) < 1e-5F);
    return 0;
}
