// How long a mesh of a million triangles takes from bytes to Mesh, in each format.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstring>

#include "raytracer/geometry/mesh_file.h"
#include "raytracer/geometry/mesh_normals.h"

namespace raypool {
namespace {

constexpr uint32_t kSide = 708;   // vertices; 999,698 triangles

struct Grid {
    std::vector<vec3> positions;
    std::vector<uint32_t> indices;
};

const Grid& grid() {
    static const Grid made = [] {
        Grid out;
        for (uint32_t i = 0; i < kSide * kSide; ++i) {
            const float x = static_cast<float>(i / kSide) / kSide, y = static_cast<float>(i % kSide) / kSide;
            out.positions.emplace_back(x, y, 0.1F * std::sin(34 * x) * std::cos(26 * y));
        }
        for (uint32_t row = 0; row + 1 < kSide; ++row) {
            for (uint32_t a = row * kSide; a + 1 < (row + 1) * kSide; ++a) {
                out.indices.insert(out.indices.end(), {a, a + kSide, a + kSide + 1, a, a + kSide + 1, a + 1});
            }
        }
        return out;
    }();
    return made;
}

template <class... Values>
void print(std::string& out, const char* form, Values... values) {
    char line[160];
    out.append(line, static_cast<size_t>(std::snprintf(line, sizeof line, form, values...)));
}

std::string obj(bool isPlain) {
    std::string out;
    for (const vec3 p : grid().positions) {
        print(out, "v %.6f %.6f %.6f\n", double{p.x}, double{p.y}, double{p.z});
        if (!isPlain) print(out, "vt %.5f %.5f\nvn 0 %.4f 1\n", double{p.x}, double{p.y}, double{p.z});
    }
    const auto& indices = grid().indices;
    for (size_t t = 0; t < indices.size(); t += 3) {
        const uint32_t a = indices[t] + 1, b = indices[t + 1] + 1, c = indices[t + 2] + 1;
        if (isPlain) print(out, "f %u %u %u\n", a, b, c);
        else print(out, "f %u/%u/%u %u/%u/%u %u/%u/%u\n", a, a, a, b, b, b, c, c, c);
    }
    return out;
}

std::string ply(bool isText) {
    std::string out;
    print(out, "ply\nformat %s 1.0\n", isText ? "ascii" : "binary_little_endian");
    print(out, "element vertex %zu\nproperty float x\nproperty float y\nproperty float z\n", grid().positions.size());
    print(out, "element face %zu\nproperty list uchar int vertex_indices\nend_header\n", grid().indices.size() / 3);
    for (const vec3 p : grid().positions) {
        if (isText) print(out, "%.6f %.6f %.6f\n", double{p.x}, double{p.y}, double{p.z});
        else out.append(reinterpret_cast<const char*>(&p), sizeof p);
    }
    const auto& indices = grid().indices;
    for (size_t t = 0; t < indices.size(); t += 3) {
        if (isText) {
            print(out, "3 %u %u %u\n", indices[t], indices[t + 1], indices[t + 2]);
        } else {
            out += '\3';
            out.append(reinterpret_cast<const char*>(&indices[t]), 12);
        }
    }
    return out;
}

void decode(benchmark::State& state, const std::string& file) {
    for (auto _ : state) {
        const auto mesh = decodeMesh("", {reinterpret_cast<const uint8_t*>(file.data()), file.size()});
        if (!mesh || mesh->mesh.indices.size() != grid().indices.size()) state.SkipWithError("not read");
        benchmark::DoNotOptimize(mesh);
    }
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * file.size()));
}

void decodePlainObj(benchmark::State& state) { decode(state, obj(true)); }
void decodeFullObj(benchmark::State& state) { decode(state, obj(false)); }
void decodeTextPly(benchmark::State& state) { decode(state, ply(true)); }
void decodeBinaryPly(benchmark::State& state) { decode(state, ply(false)); }
void smooth(benchmark::State& state) {
    Mesh mesh;
    mesh.positions = grid().positions;
    mesh.indices = grid().indices;
    for (auto _ : state) benchmark::DoNotOptimize(smoothNormals(mesh));
}

BENCHMARK(decodePlainObj)->Unit(benchmark::kMillisecond);
BENCHMARK(decodeFullObj)->Unit(benchmark::kMillisecond);
BENCHMARK(decodeTextPly)->Unit(benchmark::kMillisecond);
BENCHMARK(decodeBinaryPly)->Unit(benchmark::kMillisecond);
BENCHMARK(smooth)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace raypool
