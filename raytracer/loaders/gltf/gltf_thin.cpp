#include "raytracer/loaders/gltf/gltf_thin.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>
#include <utility>

#include "raytracer/core/frame.h"
#include "raytracer/core/hash.h"

namespace raypool {
namespace {

/// A solid about the origin, its corners on the unit sphere.
struct Solid {
    std::vector<vec3> corners;
    std::vector<uint32_t> triangles;   // counter-clockwise from outside
};

const Solid& ball(bool isCoarse) {
    static const Solid kTetrahedron = {{vec3(1, 1, 1), vec3(1, -1, -1), vec3(-1, 1, -1), vec3(-1, -1, 1)}, {0, 1, 2, 0, 3, 1, 0, 2, 3, 1, 3, 2}};
    constexpr float kGolden = 1.6180340F;
    static const Solid kIcosahedron = {
        {vec3(-1, kGolden, 0), vec3(1, kGolden, 0), vec3(-1, -kGolden, 0), vec3(1, -kGolden, 0), vec3(0, -1, kGolden), vec3(0, 1, kGolden),
         vec3(0, -1, -kGolden), vec3(0, 1, -kGolden), vec3(kGolden, 0, -1), vec3(kGolden, 0, 1), vec3(-kGolden, 0, -1), vec3(-kGolden, 0, 1)},
        {0, 11, 5, 0, 5, 1, 0, 1, 7, 0, 7, 10, 0, 10, 11, 1, 5, 9, 5, 11, 4, 11, 10, 2, 10, 7, 6, 7, 1, 8,
         3, 9, 4, 3, 4, 2, 3, 2, 6, 3, 6, 8, 3, 8, 9, 4, 9, 5, 2, 4, 11, 6, 2, 10, 8, 6, 7, 9, 8, 1}};
    return isCoarse ? kTetrahedron : kIcosahedron;
}

class Thickening {
public:
    Thickening(const MeshShape& thin, float radius, bool isCoarse) : thin_(thin), radius_(radius), isCoarse_(isCoarse) {}

    void addBall(uint32_t vertex) {
        const Solid& solid = ball(isCoarse_);
        const auto first = static_cast<uint32_t>(out_.positions.size());
        for (const vec3 corner : solid.corners) addVertex(vertex, normalize(corner));
        for (const uint32_t i : solid.triangles) out_.indices.push_back(first + i);
    }

    void addTube(uint32_t a, uint32_t b) {
        const vec3 way = thin_.positions[b] - thin_.positions[a];
        const float length2OfWay = length2(way);
        if (!(length2OfWay > 0) || !(length2OfWay < kInfinity)) return;
        const Frame3 frame = Frame3::fromZ(way / std::sqrt(length2OfWay));
        constexpr float kHalf = 0.5F, kHigh = 0.8660254F;   // of 60 degrees
        static const std::vector<vec2> kHexagon = {{1, 0}, {kHalf, kHigh}, {-kHalf, kHigh}, {-1, 0}, {-kHalf, -kHigh}, {kHalf, -kHigh}};
        static const std::vector<vec2> kTriangle = {{1, 0}, {-kHalf, kHigh}, {-kHalf, -kHigh}};
        const auto& section = isCoarse_ ? kTriangle : kHexagon;
        const auto first = static_cast<uint32_t>(out_.positions.size()), sides = static_cast<uint32_t>(section.size());
        for (const uint32_t end : {a, b}) {
            for (const vec2 c : section) addVertex(end, frame.x * c.x + frame.y * c.y);
        }
        for (uint32_t i = 0; i < sides; ++i) {
            const uint32_t next = (i + 1) % sides, p = first + i, q = first + next;
            out_.indices.insert(out_.indices.end(), {p, q, q + sides, p, q + sides, p + sides});
        }
    }

    MeshShape take() { return std::move(out_); }

private:
    void addVertex(uint32_t of, vec3 outward) {
        out_.positions.push_back(thin_.positions[of] + outward * radius_);
        out_.normals.push_back(outward);
        const auto copy = [of](const auto& from, auto& to) {
            if (!from.empty()) to.push_back(from[of]);
        };
        copy(thin_.uvs, out_.uvs), copy(thin_.uvs2, out_.uvs2), copy(thin_.colors, out_.colors);
    }

    const MeshShape& thin_;
    float radius_;
    bool isCoarse_;
    MeshShape out_{};
};

/// The first vertex in the cell of a grid that each vertex lies in.
std::vector<uint32_t> representatives(const std::vector<vec3>& positions, float cell) {
    struct Place {
        int64_t x, y, z;
        bool operator==(const Place&) const = default;
    };
    struct PlaceHash {
        size_t operator()(const Place& p) const {
            return static_cast<size_t>(mixBits(mixBits(mixBits(static_cast<uint64_t>(p.x)) + static_cast<uint64_t>(p.y)) + static_cast<uint64_t>(p.z)));
        }
    };
    const auto step = [cell](float v) {
        const double place = std::floor(double{v} / double{cell});
        return static_cast<int64_t>(std::clamp(place, -9e15, 9e15));   // a radius of nothing: as exact as doubles are
    };
    std::unordered_map<Place, uint32_t, PlaceHash> first;
    std::vector<uint32_t> out;
    out.reserve(positions.size());
    for (uint32_t v = 0; v < positions.size(); ++v) {
        out.push_back(first.try_emplace({step(positions[v].x), step(positions[v].y), step(positions[v].z)}, v).first->second);
    }
    return out;
}

/// Points and lines without those that lie upon others; indices stay indices of the same vertices.
std::vector<uint32_t> withoutHidden(const MeshShape& thin, bool isLines, float radius) {
    const auto place = representatives(thin.positions, radius);
    std::vector<uint32_t> out;
    if (!isLines) {
        for (const uint32_t i : thin.indices) {
            if (place[i] == i) out.push_back(i);
        }
        return out;
    }
    std::set<std::pair<uint32_t, uint32_t>> seen;
    for (size_t i = 0; i + 1 < thin.indices.size(); i += 2) {
        const auto [a, b] = std::minmax({place[thin.indices[i]], place[thin.indices[i + 1]]});
        if (a != b && seen.emplace(a, b).second) out.insert(out.end(), {a, b});
    }
    return out;
}

bool isFinite(vec3 v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

}  // namespace

bool thickenGltfPrimitive(GltfReading& reading, GltfPrimitive& primitive, float radius) {
    const MeshShape& thin = primitive.mesh;
    const bool isLines = primitive.form == GltfForm::kLines;
    const size_t ends = isLines ? 2 : 1;
    const bool isDense = thin.indices.size() / ends > kManyGltfPoints;
    if (isDense && !reading.spend(uint64_t{100} * thin.indices.size(), primitive.id)) return false;   // cells and pairs
    const std::vector<uint32_t> shapes = isDense ? withoutHidden(thin, isLines, radius) : thin.indices;
    const size_t count = shapes.size() / ends;
    const bool isCoarse = count > kManyGltfPoints;
    // Of a ball, and at most one for each end of a tube; coarse tubes have none.
    const uint64_t bytesOfBall = isCoarse ? 4 * 52 + 48 : 12 * 52 + 240, bytesOfTube = isCoarse ? 6 * 52 + 72 : 12 * 52 + 144;
    const bool hasBalls = !isLines || !isCoarse;
    if (!reading.spend(count * (isLines ? bytesOfTube : 0) + (hasBalls ? count * ends * bytesOfBall : 0), primitive.id)) return false;

    Thickening out(thin, radius, isCoarse);
    if (isLines) {
        for (size_t i = 0; i + 1 < shapes.size(); i += 2) out.addTube(shapes[i], shapes[i + 1]);
    }
    if (hasBalls) {
        std::vector<bool> isDone(thin.positions.size());
        for (const uint32_t v : shapes) {
            if (!isDone[v]) out.addBall(v);
            isDone[v] = true;
        }
    }
    primitive.mesh = out.take();
    primitive.form = GltfForm::kTriangles;
    for (const vec3 p : primitive.mesh.positions) {
        if (isFinite(p)) continue;
        reading.reader.error(primitive.id, "a vertex is too far away to be given a width");
        return false;
    }
    return true;
}

}  // namespace raypool
