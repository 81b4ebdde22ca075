// Affine transforms and their change over the shutter's time.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "raytracer/core/bounds.h"
#include "raytracer/core/math.h"
#include "raytracer/core/ray.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// p -> x p.x + y p.y + z p.z + t: the columns of a 3x4 matrix.
struct Affine {
    vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1}, t{0};

    vec3 point(vec3 p) const { return x * p.x + y * p.y + z * p.z + t; }
    vec3 vector(vec3 v) const { return x * v.x + y * v.y + z * v.z; }
    /// The transpose applied to v: takes normals back when this is the inverse. Not normalised.
    vec3 transposed(vec3 v) const { return {dot(x, v), dot(y, v), dot(z, v)}; }
    /// Bound of the rounding error of point(p), per coordinate, where p is off by at most pError.
    vec3 pointError(vec3 p, vec3 pError = vec3(0)) const {
        const vec3 magnitude = abs(x) * std::fabs(p.x) + abs(y) * std::fabs(p.y) + abs(z) * std::fabs(p.z) + abs(t);
        const vec3 carried = abs(x) * pError.x + abs(y) * pError.y + abs(z) * pError.z;
        return magnitude * gammaBound(4) + carried * (1 + gammaBound(3));
    }
    friend bool operator==(const Affine&, const Affine&) = default;
};

/// In double, for compiling and for whatever has to be exact: the same columns.
struct Affine64 {
    dvec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1}, t{0};

    dvec3 point(dvec3 p) const { return x * p.x + y * p.y + z * p.z + t; }
    dvec3 vector(dvec3 v) const { return x * v.x + y * v.y + z * v.z; }
    double determinant() const { return glm::dot(x, glm::cross(y, z)); }
    Affine toFloat() const { return {vec3(x), vec3(y), vec3(z), vec3(t)}; }
    /// this after `first`.
    friend Affine64 operator*(const Affine64& a, const Affine64& first) {
        return {a.vector(first.x), a.vector(first.y), a.vector(first.z), a.point(first.t)};
    }
    friend bool operator==(const Affine64&, const Affine64&) = default;
};

/// The inverse. The determinant must not be 0.
Affine64 inverse(const Affine64& m);

/// A static transform with its inverse, as rendering uses it.
struct Transform {
    Affine toWorld, toObject;
    bool flipsHandedness = false;

    Transform() = default;
    explicit Transform(const Affine64& m);
    /// Of an object-space normal; unit length.
    vec3 normalToWorld(vec3 n) const { return normalize(toObject.transposed(n)); }
};

Bounds3 transformBounds(const Affine& m, const Bounds3& b);

/// Translation, rotation, and what is left (scale and shear), so that a rotation stays one in between
/// (Shoemake and Duff 1992, "Matrix animation and polar decomposition").
struct Decomposed {
    dvec3 translation{0};
    std::array<double, 4> rotation{0, 0, 0, 1};   // quaternion x, y, z, w of unit length
    Affine64 stretch;                             // translation 0

    static Decomposed from(const Affine64& m);
    Affine64 compose() const;
};
/// Translation and stretch linear, rotation along the shorter great arc (slerp).
Decomposed interpolate(const Decomposed& a, const Decomposed& b, double t);

/// A transform over time: constant before the first key and after the last.
class MotionTransform {
public:
    MotionTransform() = default;
    /// At least one key, times ascending. All matrices invertible.
    explicit MotionTransform(const std::vector<std::pair<float, Affine64>>& keys);
    Affine64 matrixAt(float time) const;
    Transform at(float time) const { return Transform(matrixAt(time)); }
    /// Contains the box at every moment in [time0, time1]: sampled densely and widened by the largest step between.
    Bounds3 bounds(const Bounds3& b, float time0, float time1) const;

private:
    struct Key {
        float time;
        Decomposed value;
    };
    std::vector<Key> keys_;
};

}  // namespace raypool
