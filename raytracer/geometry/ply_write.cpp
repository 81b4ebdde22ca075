#include <bit>
#include <cstring>
#include <string>

#include "raytracer/geometry/ply.h"

namespace raypool {
namespace {

static_assert(std::endian::native == std::endian::little, "floats are copied as they lie in memory");

template <class T>
void put(std::vector<uint8_t>& out, const T& value) {
    const size_t at = out.size();
    out.resize(at + sizeof value);
    std::memcpy(out.data() + at, &value, sizeof value);
}

}  // namespace

std::vector<uint8_t> encodePly(const Mesh& mesh) {
    const size_t vertices = mesh.positions.size();
    std::string header = "ply\nformat binary_little_endian 1.0\nelement vertex " + std::to_string(vertices) + "\n";
    const auto declare = [&](std::initializer_list<const char*> names) {
        for (const auto* name : names) header += std::string("property float ") + name + "\n";
    };
    declare({"x", "y", "z"});
    if (!mesh.normals.empty()) declare({"nx", "ny", "nz"});
    if (!mesh.uvs.empty()) declare({"texcoord_u", "texcoord_v"});
    if (!mesh.uvs2.empty()) declare({"texcoord2_u", "texcoord2_v"});
    if (!mesh.tangents.empty()) declare({"tangent_x", "tangent_y", "tangent_z", "tangent_w"});
    if (!mesh.colors.empty()) declare({"red", "green", "blue", "alpha"});
    header += "element face " + std::to_string(mesh.indices.size() / 3) + "\nproperty list uchar uint vertex_indices\nend_header\n";
    std::vector<uint8_t> out(header.begin(), header.end());
    out.reserve(header.size() + vertices * 64 + mesh.indices.size() / 3 * 13);
    for (size_t i = 0; i < vertices; ++i) {
        put(out, mesh.positions[i]);
        if (!mesh.normals.empty()) put(out, mesh.normals[i]);
        if (!mesh.uvs.empty()) put(out, mesh.uvs[i]);
        if (!mesh.uvs2.empty()) put(out, mesh.uvs2[i]);
        if (!mesh.tangents.empty()) put(out, mesh.tangents[i]);
        if (!mesh.colors.empty()) put(out, mesh.colors[i]);
    }
    for (size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
        out.push_back(3);
        for (size_t k = 0; k < 3; ++k) put(out, mesh.indices[i + k]);
    }
    return out;
}

}  // namespace raypool
