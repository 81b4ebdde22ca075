#include "raytracer/geometry/triangulate.h"

#include <cmath>

namespace raypool {

dvec3 newellNormal(std::span<const uint32_t> polygon, std::span<const vec3> positions) {
    // Relative to one corner, which keeps the digits of small polygons far from the origin.
    const dvec3 origin(positions[polygon[0]]);
    dvec3 sum(0), last = dvec3(positions[polygon.back()]) - origin;
    for (const uint32_t index : polygon) {
        const dvec3 p = dvec3(positions[index]) - origin;
        sum += cross(last, p);
        last = p;
    }
    return sum;
}

void Triangulator::project(std::span<const uint32_t> polygon, std::span<const vec3> positions, dvec3 normal) {
    const dvec3 size = glm::abs(normal);
    // Along the axis that is closest to the normal; the two others in the order that keeps the orientation.
    const int axis = size.x >= size.y && size.x >= size.z ? 0 : (size.y >= size.z ? 1 : 2);
    int first = (axis + 1) % 3, second = (axis + 2) % 3;
    if (normal[axis] < 0) std::swap(first, second);
    points_.clear();
    const dvec3 origin(positions[polygon[0]]);
    for (const uint32_t index : polygon) {
        const dvec3 p = dvec3(positions[index]) - origin;
        points_.emplace_back(p[first], p[second]);
    }
}

/// Twice the area of the triangle of three corners; positive: counter-clockwise.
double Triangulator::turn(uint32_t a, uint32_t b, uint32_t c) const {
    const glm::dvec2 u = points_[b] - points_[a], v = points_[c] - points_[a];
    return u.x * v.y - u.y * v.x;
}

/// A simple polygon is the union of such a fan if all its triangles are counter-clockwise. Flat ones do not count:
/// they would leave a corner in the middle of another triangle's edge, and light leaks through there.
bool Triangulator::isFanFrom(uint32_t apex) const {
    const auto n = static_cast<uint32_t>(points_.size());
    for (uint32_t i = 1; i + 1 < n; ++i) {
        if (!(turn(apex, (apex + i) % n, (apex + i + 1) % n) > 0)) return false;
    }
    return true;
}

void Triangulator::updateReflex(uint32_t corner) {
    if (isReflex_[corner] && turn(previous_[corner], corner, next_[corner]) > 0) isReflex_[corner] = 0;
}

bool Triangulator::isEar(uint32_t corner) {
    const uint32_t a = previous_[corner], c = next_[corner];
    if (isReflex_[corner]) return false;
    testsLeft_ -= static_cast<int64_t>(reflex_.size());
    // Only a corner that is not convex can be the deepest inside.
    for (const uint32_t p : reflex_) {
        if (!isReflex_[p] || p == a || p == c) continue;
        // Polygons with holes visit the ends of the cut twice.
        if (points_[p] == points_[a] || points_[p] == points_[corner] || points_[p] == points_[c]) continue;
        if (turn(a, corner, p) >= 0 && turn(corner, c, p) >= 0 && turn(c, a, p) >= 0) return false;
    }
    return true;
}

void Triangulator::clipEars(std::span<const uint32_t> polygon, std::vector<uint32_t>& indices) {
    const auto n = static_cast<uint32_t>(polygon.size());
    next_.resize(n);
    previous_.resize(n);
    isReflex_.resize(n);
    reflex_.clear();
    for (uint32_t i = 0; i < n; ++i) {
        next_[i] = i + 1 < n ? i + 1 : 0;
        previous_[i] = i > 0 ? i - 1 : n - 1;
        isReflex_[i] = !(turn(previous_[i], i, next_[i]) > 0);
        if (isReflex_[i]) reflex_.push_back(i);
    }
    uint32_t left = n, corner = 0, sinceEar = 0;
    bool anyCorner = false;
    while (left > 3) {
        if (!anyCorner && !isEar(corner)) {
            corner = next_[corner];
            // No ear all around, or too much work: not a simple polygon, or one of rounding errors. The rest becomes
            // what it may.
            anyCorner = ++sinceEar > left || testsLeft_ < 0;
            continue;
        }
        const uint32_t a = previous_[corner], c = next_[corner];
        indices.insert(indices.end(), {polygon[a], polygon[corner], polygon[c]});
        next_[a] = c;
        previous_[c] = a;
        isReflex_[corner] = 0;
        updateReflex(a);
        updateReflex(c);
        --left;
        sinceEar = 0;
        // Every other corner in turn makes better shaped triangles than all the ears of one corner.
        corner = next_[c];
    }
    indices.insert(indices.end(), {polygon[previous_[corner]], polygon[corner], polygon[next_[corner]]});
}

bool Triangulator::add(std::span<const uint32_t> polygon, std::span<const vec3> positions,
                       std::vector<uint32_t>& indices) {
    const size_t n = polygon.size();
    if (n == 3) {
        indices.insert(indices.end(), polygon.begin(), polygon.end());
        return true;
    }
    project(polygon, positions, newellNormal(polygon, positions));
    const bool fromFirst = isFanFrom(0);
    if (fromFirst || (n == 4 && isFanFrom(1))) {
        const size_t apex = fromFirst ? 0 : 1;
        for (size_t i = 1; i + 1 < n; ++i) {
            indices.insert(indices.end(), {polygon[apex], polygon[(apex + i) % n], polygon[(apex + i + 1) % n]});
        }
        return true;
    }
    const size_t before = indices.size();
    clipEars(polygon, indices);
    if (testsLeft_ < 0) indices.resize(before);
    return testsLeft_ >= 0;
}

}  // namespace raypool
