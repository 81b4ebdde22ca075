#include "raytracer/geometry/procedural.h"

#include <algorithm>
#include <array>
#include <utility>

namespace raypool {

Mesh icosphere(uint32_t levels, bool smooth) {
    // Twelve corners of three golden rectangles.
    constexpr float a = 0.52573111211913360603F, b = 0.85065080835203993218F;
    Mesh mesh;
    mesh.positions = {{-a, b, 0}, {a, b, 0}, {-a, -b, 0}, {a, -b, 0}, {0, -a, b}, {0, a, b},
                      {0, -a, -b}, {0, a, -b}, {b, 0, -a}, {b, 0, a}, {-b, 0, -a}, {-b, 0, a}};
    mesh.indices = {0, 11, 5, 0, 5, 1, 0, 1, 7, 0, 7, 10, 0, 10, 11, 1, 5, 9, 5, 11, 4, 11, 10, 2, 10, 7, 6, 7, 1, 8,
                    3, 9, 4, 3, 4, 2, 3, 2, 6, 3, 6, 8, 3, 8, 9, 4, 9, 5, 2, 4, 11, 6, 2, 10, 8, 6, 7, 9, 8, 1};
    for (uint32_t level = 0; level < levels; ++level) {
        // The edges, sorted, once each: an edge's place is its middle's.
        std::vector<std::pair<uint32_t, uint32_t>> edges;
        const auto edge = [](uint32_t x, uint32_t y) { return std::pair(std::min(x, y), std::max(x, y)); };
        for (size_t i = 0; i < mesh.indices.size(); i += 3) {
            for (size_t k = 0; k < 3; ++k) edges.push_back(edge(mesh.indices[i + k], mesh.indices[i + (k + 1) % 3]));
        }
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        const auto first = static_cast<uint32_t>(mesh.positions.size());
        for (const auto& [x, y] : edges) mesh.positions.push_back(normalize(mesh.positions[x] + mesh.positions[y]));
        const auto middle = [&](uint32_t x, uint32_t y) {
            return first + static_cast<uint32_t>(std::lower_bound(edges.begin(), edges.end(), edge(x, y)) - edges.begin());
        };
        std::vector<uint32_t> finer;
        finer.reserve(mesh.indices.size() * 4);
        for (size_t i = 0; i < mesh.indices.size(); i += 3) {
            const uint32_t p = mesh.indices[i], q = mesh.indices[i + 1], r = mesh.indices[i + 2];
            const uint32_t pq = middle(p, q), qr = middle(q, r), rp = middle(r, p);
            finer.insert(finer.end(), {p, pq, rp, pq, q, qr, rp, qr, r, pq, qr, rp});
        }
        mesh.indices = std::move(finer);
    }
    if (smooth) mesh.normals = mesh.positions;
    return mesh;
}

Mesh grid(uint32_t columns, uint32_t rows, const std::function<float(float x, float y)>& height) {
    Mesh mesh;
    for (uint32_t j = 0; j <= rows; ++j) {
        for (uint32_t i = 0; i <= columns; ++i) {
            const float u = static_cast<float>(i) / static_cast<float>(columns), v = static_cast<float>(j) / static_cast<float>(rows);
            mesh.positions.emplace_back(u - 0.5F, v - 0.5F, height(u - 0.5F, v - 0.5F));
            mesh.uvs.emplace_back(u, 1 - v);
        }
    }
    for (uint32_t j = 0; j < rows; ++j) {
        for (uint32_t i = 0; i < columns; ++i) {
            const uint32_t p = j * (columns + 1) + i, q = p + columns + 1;
            mesh.indices.insert(mesh.indices.end(), {p, p + 1, q + 1, p, q + 1, q});
        }
    }
    return mesh;
}

}  // namespace raypool
