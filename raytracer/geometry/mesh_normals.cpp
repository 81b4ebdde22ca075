#include "raytracer/geometry/mesh_normals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "raytracer/core/elementary.h"

namespace raypool {
namespace {

/// Number of the point of each vertex.
std::vector<uint32_t> pointsOf(const std::vector<vec3>& positions) {
    std::vector<uint32_t> order(positions.size()), points(positions.size());
    std::iota(order.begin(), order.end(), 0U);
    // -0 and 0 are equal here, too.
    const auto less = [&](uint32_t a, uint32_t b) {
        const vec3 p = positions[a], q = positions[b];
        return p.x != q.x ? p.x < q.x : (p.y != q.y ? p.y < q.y : p.z < q.z);
    };
    std::sort(order.begin(), order.end(), less);
    for (size_t i = 0; i < order.size(); ++i) {
        points[order[i]] = i > 0 && !less(order[i - 1], order[i]) ? points[order[i - 1]] : order[i];
    }
    return points;
}

/// Unit, or 0.
dvec3 directionOf(dvec3 v) {
    const double size = std::sqrt(dot(v, v));
    return size > 0 ? v / size : dvec3(0);
}

}  // namespace

std::vector<vec3> smoothNormals(const Mesh& mesh) {
    const std::vector<uint32_t> points = pointsOf(mesh.positions);
    std::vector<dvec3> sums(mesh.positions.size(), dvec3(0)), some(mesh.positions.size(), dvec3(0));
    for (size_t t = 0; t < mesh.indices.size(); t += 3) {
        std::array<dvec3, 3> p;
        for (size_t i = 0; i < 3; ++i) p[i] = dvec3(mesh.positions[mesh.indices[t + i]]);
        const dvec3 area = cross(p[1] - p[0], p[2] - p[0]);
        const dvec3 normal = directionOf(area);
        if (normal == dvec3(0)) continue;
        const double size = std::sqrt(dot(area, area));
        for (size_t i = 0; i < 3; ++i) {
            const double cosine = dot(p[(i + 1) % 3] - p[i], p[(i + 2) % 3] - p[i]);   // times what size is times sine
            const double longest = std::max(size, std::abs(cosine));
            const uint32_t point = points[mesh.indices[t + i]];
            const float angle = atan2(static_cast<float>(size / longest), static_cast<float>(cosine / longest));
            sums[point] += normal * double{angle};
            some[point] = normal;
        }
    }
    std::vector<vec3> normals(mesh.positions.size());
    for (size_t i = 0; i < normals.size(); ++i) {
        const dvec3 sum = sums[points[i]];
        // Opposite triangles leave rounding errors, which point anywhere.
        const bool cancels = dot(sum, sum) < 1e-10;
        const dvec3 normal = cancels ? some[points[i]] : directionOf(sum);
        normals[i] = normal == dvec3(0) ? vec3(0, 0, 1) : vec3(normal);
    }
    return normals;
}

}  // namespace raypool
