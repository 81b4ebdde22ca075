#include "app/cli/bench_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

#include "app/cli/files.h"

namespace raypool::cli {

std::expected<Mesh, std::string> readBareMesh(const std::string& path) {
    const auto bytes = readFile(path);
    if (!bytes) return std::unexpected(bytes.error());
    if (path.ends_with(".glb") || path.ends_with(".gltf")) {
        FileAssets assets(path);
        const auto model = loadGltf(path.substr(path.find_last_of('/') + 1), *bytes, assets, {});
        if (!model) return std::unexpected(toString(model.error().front(), path));
        return flatMesh(model->scene);
    }
    auto file = decodeMesh(path, *bytes);
    if (!file) return std::unexpected(toString(file.error().front(), path));
    Mesh mesh;
    mesh.positions = std::move(file->mesh.positions);
    mesh.indices = std::move(file->mesh.indices);
    return mesh;
}

std::string writeTri(const std::string& path, const Mesh& mesh) {
    const uint32_t head[2] = {static_cast<uint32_t>(mesh.positions.size()), mesh.triangleCount()};
    std::vector<uint8_t> bytes(8 + 12 * mesh.positions.size() + 4 * mesh.indices.size());
    std::memcpy(bytes.data(), head, 8);
    if (!mesh.positions.empty()) std::memcpy(bytes.data() + 8, mesh.positions.data(), 12 * mesh.positions.size());
    if (!mesh.indices.empty()) std::memcpy(bytes.data() + 8 + 12 * mesh.positions.size(), mesh.indices.data(), 4 * mesh.indices.size());
    return writeFile(path, bytes);
}

Mesh subdivide(const Mesh& mesh) {
    struct Edge {
        uint32_t a, b, opposite[2], uses, middle;
    };
    std::vector<Edge> edges;
    std::map<uint64_t, uint32_t> byEnds;
    std::vector<uint32_t> edgeOf(mesh.indices.size());
    for (size_t i = 0; i < mesh.indices.size(); ++i) {
        const size_t first = i / 3 * 3;
        const uint32_t a = mesh.indices[i], b = mesh.indices[first + (i + 1) % 3], c = mesh.indices[first + (i + 2) % 3];
        const auto [at, isNew] = byEnds.try_emplace(uint64_t{std::min(a, b)} << 32 | std::max(a, b), static_cast<uint32_t>(edges.size()));
        if (isNew) edges.push_back({a, b, {c, c}, 0, 0});
        Edge& edge = edges[at->second];
        if (edge.uses < 2) edge.opposite[edge.uses] = c;
        ++edge.uses;
        edgeOf[i] = at->second;
    }
    const size_t count = mesh.positions.size();
    std::vector<dvec3> around(count, dvec3(0)), border(count, dvec3(0));
    std::vector<int> neighbours(count, 0), borders(count, 0);
    Mesh out;
    out.positions.resize(count);
    for (Edge& edge : edges) {
        const dvec3 a(mesh.positions[edge.a]), b(mesh.positions[edge.b]);
        around[edge.a] += b, around[edge.b] += a;
        ++neighbours[edge.a], ++neighbours[edge.b];
        dvec3 middle = (a + b) * 0.5;
        if (edge.uses == 2) {
            middle = (a + b) * 0.375 + (dvec3(mesh.positions[edge.opposite[0]]) + dvec3(mesh.positions[edge.opposite[1]])) * 0.125;
        } else {
            border[edge.a] += b, border[edge.b] += a;
            ++borders[edge.a], ++borders[edge.b];
        }
        edge.middle = static_cast<uint32_t>(out.positions.size());
        out.positions.emplace_back(middle);
    }
    for (size_t i = 0; i < count; ++i) {
        const dvec3 p(mesh.positions[i]);
        if (borders[i] == 2) {
            out.positions[i] = vec3(p * 0.75 + border[i] * 0.125);
        } else if (borders[i] > 0 || neighbours[i] == 0) {
            out.positions[i] = mesh.positions[i];
        } else {
            const double n = neighbours[i], c = 0.375 + 0.25 * std::cos(2 * 3.14159265358979 / n);
            const double beta = (0.625 - c * c) / n;
            out.positions[i] = vec3(p * (1 - n * beta) + around[i] * beta);
        }
    }
    out.indices.reserve(mesh.indices.size() * 4);
    for (size_t i = 0; i < mesh.indices.size(); i += 3) {
        const uint32_t a = mesh.indices[i], b = mesh.indices[i + 1], c = mesh.indices[i + 2];
        const uint32_t ab = edges[edgeOf[i]].middle, bc = edges[edgeOf[i + 1]].middle, ca = edges[edgeOf[i + 2]].middle;
        out.indices.insert(out.indices.end(), {a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca});
    }
    return out;
}

Mesh inRoom(const Mesh& mesh) {
    Mesh out;
    out.indices = mesh.indices;
    const Bounds3 bounds = meshBounds(mesh);
    const vec3 size = bounds.size(), centre = bounds.centre();
    const float scale = 1.5F / maxComponent(size);
    for (const vec3 p : mesh.positions) {
        out.positions.push_back((p - vec3(centre.x, bounds.low.y, centre.z)) * scale + vec3(0, -1, 0));
    }
    const auto wall = [&](vec3 corner, vec3 a, vec3 b) {
        const auto first = static_cast<uint32_t>(out.positions.size());
        for (const vec3 p : {corner, corner + a, corner + a + b, corner + b}) out.positions.push_back(p);
        for (const uint32_t i : {0U, 1U, 2U, 0U, 2U, 3U}) out.indices.push_back(first + i);
    };
    const vec3 x(2, 0, 0), y(0, 2, 0), z(0, 0, 2);
    wall({-1, -1, -1}, z, x);
    wall({-1, 1, -1}, x, z);
    wall({-1, -1, -1}, x, y);
    wall({-1, -1, -1}, y, z);
    wall({1, -1, -1}, z, y);
    return out;
}

}  // namespace raypool::cli
