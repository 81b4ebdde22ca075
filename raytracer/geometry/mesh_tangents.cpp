#include "raytracer/geometry/mesh_tangents.h"

#include <cmath>

#include "raytracer/core/elementary.h"

namespace raypool {
namespace {

/// What a triangle's coordinates say.
struct Slope {
    vec3 dpdu{0};
    bool isMirrored = false;   // seen from the side of the normals, v does not grow downwards where u grows to the right
    bool isSet = false;
};

Slope slopeOf(const Mesh& mesh, const uint32_t* i) {
    Slope out;
    const vec2 e1 = mesh.uvs[i[1]] - mesh.uvs[i[0]], e2 = mesh.uvs[i[2]] - mesh.uvs[i[0]];
    const float area = differenceOfProducts(e1.x, e2.y, e1.y, e2.x);
    if (area == 0) return out;
    const vec3 p1 = mesh.positions[i[1]] - mesh.positions[i[0]], p2 = mesh.positions[i[2]] - mesh.positions[i[0]];
    out.dpdu = (p1 * e2.y - p2 * e1.y) / area;
    const vec3 dpdv = (p2 * e1.x - p1 * e2.x) / area;
    const vec3 n = mesh.normals[i[0]] + mesh.normals[i[1]] + mesh.normals[i[2]];
    const float side = dot(cross(n, out.dpdu), dpdv);
    out.isMirrored = side > 0;
    out.isSet = side != 0 && std::isfinite(length2(out.dpdu));
    return out;
}

/// Along the surface at a vertex, unit; 0: none.
vec3 within(vec3 v, vec3 n) {
    const vec3 flat = v - n * dot(n, v);
    const float l2 = length2(flat);
    return l2 > 0 && l2 < kInfinity ? flat / std::sqrt(l2) : vec3(0);
}

template <class V>
void repeat(std::vector<V>& list, uint32_t vertex) {
    if (!list.empty()) list.push_back(V(list[vertex]));
}

}  // namespace

void addTangents(Mesh& mesh) {
    if (!mesh.tangents.empty() || mesh.uvs.empty() || mesh.normals.empty()) return;
    // A vertex's second self, for triangles whose coordinates are mirrored; its own number: it needs none.
    constexpr uint32_t kUnused = ~0U;
    const auto vertices = static_cast<uint32_t>(mesh.positions.size());
    std::vector<uint8_t> sides(vertices, 0);   // 1: plain triangles use it, 2: mirrored ones
    const size_t triangles = mesh.indices.size() / 3;
    std::vector<Slope> slopes(triangles);
    for (size_t t = 0; t < triangles; ++t) {
        slopes[t] = slopeOf(mesh, &mesh.indices[t * 3]);
        if (!slopes[t].isSet) continue;
        for (size_t k = 0; k < 3; ++k) {
            uint8_t& side = sides[mesh.indices[t * 3 + k]];
            side = static_cast<uint8_t>(side | (slopes[t].isMirrored ? 2U : 1U));
        }
    }
    std::vector<uint32_t> mirrored(vertices, kUnused);
    for (uint32_t v = 0; v < vertices; ++v) {
        if (sides[v] != 3) continue;
        mirrored[v] = static_cast<uint32_t>(mesh.positions.size());
        repeat(mesh.positions, v);
        repeat(mesh.normals, v);
        repeat(mesh.uvs, v);
        repeat(mesh.uvs2, v);
        repeat(mesh.colors, v);
    }
    mesh.tangents.assign(mesh.positions.size(), glm::vec4(0, 0, 0, 1));
    for (size_t t = 0; t < triangles; ++t) {
        if (!slopes[t].isSet) continue;
        uint32_t* const i = &mesh.indices[t * 3];
        const vec3 corners[3] = {mesh.positions[i[0]], mesh.positions[i[1]], mesh.positions[i[2]]};
        for (int k = 0; k < 3; ++k) {
            if (slopes[t].isMirrored && mirrored[i[k]] != kUnused) i[k] = mirrored[i[k]];
            const vec3 n = mesh.normals[i[k]];
            const vec3 a = within(corners[(k + 1) % 3] - corners[k], n), b = within(corners[(k + 2) % 3] - corners[k], n);
            const vec3 sum = vec3(mesh.tangents[i[k]]) + within(slopes[t].dpdu, n) * acos(dot(a, b));
            mesh.tangents[i[k]] = glm::vec4(sum, slopes[t].isMirrored ? -1 : 1);
        }
    }
    for (glm::vec4& t : mesh.tangents) {
        const float l2 = length2(vec3(t));
        if (l2 > 0) t = glm::vec4(vec3(t) / std::sqrt(l2), t.w);
    }
}

}  // namespace raypool
