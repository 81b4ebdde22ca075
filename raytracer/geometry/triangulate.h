// Polygons of mesh files become triangles.
#pragma once
#include <cstdint>
#include <glm/vec2.hpp>
#include <span>
#include <vector>

#include "raytracer/core/vec.h"

namespace raypool {

/// Twice the area of a polygon as a vector along its normal, also if it is not planar or not convex (Newell's method:
/// Tampieri, "Newell's method for computing the plane equation of a polygon", Graphics Gems III, 1992).
dvec3 newellNormal(std::span<const uint32_t> polygon, std::span<const vec3> positions);

/// Splits polygons one after the other; what they share is memory and a bound of the work.
class Triangulator {
public:
    /// `maxTests`: of a point against a triangle, for all polygons together. The default takes some seconds.
    explicit Triangulator(int64_t maxTests = int64_t{1} << 29) : testsLeft_(maxTests) {}

    /// Appends n - 2 triangles, with the polygon's orientation, that cover it if it is simple and close to planar:
    /// a fan where that does it, otherwise ears are clipped (Meisters 1975). Other polygons become some n - 2
    /// triangles of their corners. `polygon`: three or more indices into positions. False: that would take more than
    /// the tests that are left; nothing is appended then.
    bool add(std::span<const uint32_t> polygon, std::span<const vec3> positions, std::vector<uint32_t>& indices);

private:
    void project(std::span<const uint32_t> polygon, std::span<const vec3> positions, dvec3 normal);
    bool isFanFrom(uint32_t apex) const;
    double turn(uint32_t a, uint32_t b, uint32_t c) const;
    bool isEar(uint32_t corner);
    void updateReflex(uint32_t corner);
    void clipEars(std::span<const uint32_t> polygon, std::vector<uint32_t>& indices);

    std::vector<glm::dvec2> points_;              // the polygon's corners in its plane, counter-clockwise
    std::vector<uint32_t> next_, previous_;       // ring of the corners that are left
    std::vector<uint32_t> reflex_;                // corners that were not convex at first
    std::vector<uint8_t> isReflex_;               // by corner: left, and still not convex
    int64_t testsLeft_;
};

}  // namespace raypool
