#include "raytracer/geometry/tri.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace raypool {
namespace {

static_assert(std::endian::native == std::endian::little && sizeof(vec3) == 12);

constexpr uint64_t kHeaderBytes = 8;

struct Counts {
    uint32_t vertices = 0, triangles = 0;
    uint64_t fileBytes() const { return kHeaderBytes + uint64_t{12} * (uint64_t{vertices} + triangles); }
};

Counts countsOf(std::span<const uint8_t> bytes) {
    Counts counts;
    std::memcpy(&counts.vertices, bytes.data(), 4);
    std::memcpy(&counts.triangles, bytes.data() + 4, 4);
    return counts;
}

}  // namespace

bool isTri(std::span<const uint8_t> bytes) {
    return bytes.size() >= kHeaderBytes && countsOf(bytes).fileBytes() == bytes.size();
}

Result<MeshFile> decodeTri(std::span<const uint8_t> bytes) {
    if (bytes.size() < kHeaderBytes) return failure("the .tri file ends within its two counts");
    const Counts counts = countsOf(bytes);
    if (counts.fileBytes() != bytes.size()) {
        return failure("the .tri file has " + std::to_string(bytes.size()) + " bytes; its counts, " +
                       std::to_string(counts.vertices) + " vertices and " + std::to_string(counts.triangles) +
                       " triangles, ask for " + std::to_string(counts.fileBytes()));
    }
    if (counts.triangles == 0) return failure("the .tri file has no triangles");
    MeshFile file;
    auto& positions = file.mesh.positions;
    auto& indices = file.mesh.indices;
    positions.resize(counts.vertices);
    indices.resize(size_t{counts.triangles} * 3);
    const size_t positionBytes = positions.size() * sizeof(vec3);
    // No vertices, no bytes: memcpy wants no null pointer even then.
    if (positionBytes > 0) std::memcpy(positions.data(), bytes.data() + kHeaderBytes, positionBytes);
    std::memcpy(indices.data(), bytes.data() + kHeaderBytes + positionBytes, indices.size() * 4);
    for (size_t i = 0; i < positions.size(); ++i) {
        const vec3 p = positions[i];
        if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z)) {
            return failure("vertex " + std::to_string(i) + " at byte " + std::to_string(kHeaderBytes + i * 12) +
                           " is not finite");
        }
    }
    for (size_t i = 0; i < indices.size(); ++i) {
        if (indices[i] >= counts.vertices) {
            return failure("triangle " + std::to_string(i / 3) + " at byte " +
                           std::to_string(kHeaderBytes + positionBytes + i / 3 * 12) + " uses vertex " +
                           std::to_string(indices[i]) + " of " + std::to_string(counts.vertices) +
                           "; they count from 0");
        }
    }
    return file;
}

}  // namespace raypool
