// Directions from a point to triangles, rectangles and spheres, uniform by solid angle. Computed in double, so that small
// and far shapes need no other method down to the thresholds here; what sampling them by area would cost in variance is
// the distance's and the cosine's change over the shape.
#pragma once
#include "raytracer/core/frame.h"
#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Shapes that appear smaller (steradian) than this are to be sampled by area: isUsable() below is false for them, and for
/// those seen from their own plane.
constexpr float kMinSolidAngle = 1e-9F;

/// Signed half of what a spherical triangle with unit vectors as corners spans: tan(angle / 2) = x / y (Van Oosterom and
/// Strackee 1983). The edges' differences keep the precision of small ones.
struct TriangleTangent {
    double x, y;
};
TriangleTangent triangleTangent(dvec3 a, dvec3 b, dvec3 c);

/// A triangle as seen from a point (after Arvo 1995, "Stratified Sampling of Spherical Triangles"; without his angles,
/// which cancel: Peters 2021, "BRDF Importance Sampling for Polygonal Lights", section 4).
class SphericalTriangle {
public:
    /// Seen from p.
    SphericalTriangle(vec3 p, vec3 a, vec3 b, vec3 c);

    /// Steradian; 0 if p lies on the triangle's plane or the triangle is none.
    float solidAngle() const { return solidAngle_; }
    bool isUsable() const { return solidAngle_ >= kMinSolidAngle; }

    struct Sample {
        vec3 wi;        // unit, from p
        vec2 b;         // barycentric coordinates of a and b of the point seen there
        float distance; // to it
    };
    Sample sample(vec2 u) const;
    /// Per solid angle, towards the triangle.
    float pdf() const { return 1 / solidAngle_; }
    /// Of a direction towards the triangle.
    vec2 invert(vec3 wi) const;

private:
    dvec3 edgeFrom_, edge1_, edge2_;   // a - p, b - a, c - a
    dvec3 a_, b_, c_;                  // unit, from p
    double g0_ = 0, g1_ = 0, g2_ = 0;
    float solidAngle_ = 0;
};

/// What of a rectangle is the same from wherever it is seen.
struct RectangleAxes {
    dvec3 x{0}, y{0}, z{0};     // unit, perpendicular
    double width = 0, height = 0;   // along x and y; 0: no rectangle
};
/// Of sides x and y, perpendicular but for rounding.
RectangleAxes rectangleAxes(vec3 x, vec3 y);

/// A rectangle as seen from a point (Urena, Fajardo, King 2013, "An Area-Preserving Parametrization for Spherical
/// Rectangles").
class SphericalRectangle {
public:
    /// Points corner + x s + y t, s and t in [0, 1]; x and y perpendicular, seen from p.
    SphericalRectangle(vec3 p, vec3 corner, vec3 x, vec3 y) : SphericalRectangle(p, corner, rectangleAxes(x, y)) {}
    SphericalRectangle(vec3 p, vec3 corner, const RectangleAxes& axes);

    float solidAngle() const { return solidAngle_; }
    bool isUsable() const { return solidAngle_ >= kMinSolidAngle; }

    /// The place (s, t) on the rectangle.
    vec2 sample(vec2 u) const;
    /// Per solid angle, towards the rectangle.
    float pdf() const { return 1 / solidAngle_; }
    /// Of a place on the rectangle.
    vec2 invert(vec2 st) const;

private:
    float spanAngle(double x) const;

    // The rectangle in the frame of its axes, with z from its plane towards p, around p; z0 < 0.
    double x0_ = 0, x1_ = 0, y0_ = 0, y1_ = 0, z0_ = 0;
    double to00_ = 0, to01_ = 0;   // distances of the corners (x0, y0) and (x0, y1)
    float solidAngle_ = 0;
};

/// A sphere seen from outside as a cone.
class SphereCone {
public:
    /// Seen from p, radius > 0.
    SphereCone(vec3 p, vec3 centre, float radius);

    /// False from inside and from the surface, where the sphere is to be sampled by area.
    bool isUsable() const { return oneMinusCosMax_ > 0; }
    /// 1 - cosine of the half angle, in (0, 1).
    float oneMinusCosMax() const { return oneMinusCosMax_; }
    float solidAngle() const { return kTwoPi * oneMinusCosMax_; }

    struct Sample {
        vec3 wi;         // unit, from p
        vec3 n;          // outward unit normal of the point seen there, which is centre + radius n
        float distance;  // to it
    };
    Sample sample(vec2 u) const;
    /// Per solid angle, towards the sphere.
    float pdf() const { return kInvTwoPi / oneMinusCosMax_; }
    /// Of a direction towards the sphere.
    vec2 invert(vec3 wi) const;

private:
    Frame3 frame_;
    double distance2_ = 0, outside2_ = 0, radius_ = 0;   // squared distance to the centre; that minus radius^2
    float oneMinusCosMax_ = 0;
};

}  // namespace raypool
