#include "raytracer/loaders/split_mesh.h"

namespace raypool {

std::vector<Mesh> splitBySurface(Mesh&& mesh, size_t count) {
    std::vector<Mesh> out(count);
    if (count == 0) return out;
    if (mesh.surfaceOfTriangle.empty()) {
        out[0] = std::move(mesh);
        return out;
    }
    // The triangles of each surface, one surface behind the other.
    std::vector<uint32_t> starts(count + 1);
    for (const uint32_t surface : mesh.surfaceOfTriangle) ++starts[surface + 1];
    for (size_t i = 1; i <= count; ++i) starts[i] += starts[i - 1];
    std::vector<uint32_t> order(mesh.surfaceOfTriangle.size());
    std::vector<uint32_t> next(starts.begin(), starts.end() - 1);
    for (uint32_t t = 0; t < order.size(); ++t) order[next[mesh.surfaceOfTriangle[t]]++] = t;

    constexpr uint32_t kUnused = ~0U;
    std::vector<uint32_t> newIndex(mesh.positions.size(), kUnused);
    std::vector<uint32_t> used;
    for (size_t surface = 0; surface < count; ++surface) {
        Mesh& part = out[surface];
        used.clear();
        part.indices.reserve(3 * size_t{starts[surface + 1] - starts[surface]});
        for (uint32_t i = starts[surface]; i < starts[surface + 1]; ++i) {
            for (size_t k = 0; k < 3; ++k) {
                const uint32_t vertex = mesh.indices[3 * size_t{order[i]} + k];
                if (newIndex[vertex] == kUnused) {
                    newIndex[vertex] = static_cast<uint32_t>(used.size());
                    used.push_back(vertex);
                }
                part.indices.push_back(newIndex[vertex]);
            }
        }
        const auto take = [&](auto& to, const auto& from) {
            if (from.empty()) return;
            to.reserve(used.size());
            for (const uint32_t vertex : used) to.push_back(from[vertex]);
        };
        take(part.positions, mesh.positions);
        take(part.normals, mesh.normals);
        take(part.uvs, mesh.uvs);
        take(part.uvs2, mesh.uvs2);
        take(part.colors, mesh.colors);
        take(part.tangents, mesh.tangents);
        for (const uint32_t vertex : used) newIndex[vertex] = kUnused;
    }
    return out;
}

}  // namespace raypool
