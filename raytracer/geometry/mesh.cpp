#include "raytracer/geometry/mesh.h"

#include <string>

namespace raypool {

namespace {

template <class V>
bool allFinite(const std::vector<V>& list) {
    for (const V& v : list) {
        for (int i = 0; i < V::length(); ++i) {
            if (!std::isfinite(v[i])) return false;
        }
    }
    return true;
}

template <class T>
size_t bytes(const std::vector<T>& list) {
    return list.capacity() * sizeof(T);
}

}  // namespace

size_t Mesh::memoryBytes() const {
    return bytes(positions) + bytes(indices) + bytes(normals) + bytes(uvs) + bytes(uvs2) + bytes(colors) + bytes(tangents) + bytes(surfaceOfTriangle);
}

Diagnostics validate(const Mesh& mesh) {
    Diagnostics out;
    const auto report = [&](std::string message) { out.push_back({.message = std::move(message)}); };
    const size_t vertices = mesh.positions.size();
    if (mesh.indices.size() % 3 != 0) report("a mesh needs three indices a triangle, not " + std::to_string(mesh.indices.size()) + " in all");
    if (mesh.indices.size() / 3 > 0xFFFFFFFULL) report("a mesh has more than 268 million triangles");
    for (size_t i = 0; i < mesh.indices.size(); ++i) {
        if (mesh.indices[i] < vertices) continue;
        report("triangle " + std::to_string(i / 3) + " uses vertex " + std::to_string(mesh.indices[i]) + " of " + std::to_string(vertices));
        break;
    }
    const auto sized = [&](const char* what, size_t count, size_t wanted) {
        if (count != 0 && count != wanted) report("a mesh has " + std::to_string(count) + ' ' + what + " instead of " + std::to_string(wanted));
    };
    sized("normals", mesh.normals.size(), vertices);
    sized("texture coordinates", mesh.uvs.size(), vertices);
    sized("texture coordinates of the second set", mesh.uvs2.size(), vertices);
    sized("colours", mesh.colors.size(), vertices);
    sized("tangents", mesh.tangents.size(), vertices);
    sized("surface numbers", mesh.surfaceOfTriangle.size(), mesh.indices.size() / 3);
    if (!allFinite(mesh.positions)) report("a mesh has a position that is not finite");
    if (!allFinite(mesh.normals)) report("a mesh has a normal that is not finite");
    if (!allFinite(mesh.uvs)) report("a mesh has texture coordinates that are not finite");
    if (!allFinite(mesh.uvs2)) report("a mesh has texture coordinates of the second set that are not finite");
    if (!allFinite(mesh.colors)) report("a mesh has a colour that is not finite");
    if (!allFinite(mesh.tangents)) report("a mesh has a tangent that is not finite");
    return out;
}

Bounds3 meshBounds(const Mesh& mesh) {
    Bounds3 out;
    for (const uint32_t i : mesh.indices) out.add(mesh.positions[i]);
    return out;
}

}  // namespace raypool
