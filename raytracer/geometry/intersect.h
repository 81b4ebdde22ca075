// Rays against the analytic shapes, in their own space and in double, so that what is left of rounding is far below a
// float's and origins that surfaceAt and offsetRayOrigin give stay on their side.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>

#include "raytracer/core/transform.h"
#include "raytracer/core/vec.h"
#include "raytracer/geometry/object.h"

namespace raypool {

/// Where an object's ray goes, in double; the transform's floats are taken for exact.
inline dvec3 pointInDouble(const Affine& m, dvec3 p) {
    return dvec3(m.x) * p.x + dvec3(m.y) * p.y + dvec3(m.z) * p.z + dvec3(m.t);
}
inline dvec3 vectorInDouble(const Affine& m, dvec3 v) { return dvec3(m.x) * v.x + dvec3(m.y) * v.y + dvec3(m.z) * v.z; }

/// The part of a line that is inside a convex shape, and which of its faces are at the ends.
struct Span {
    double enter = -std::numeric_limits<double>::infinity(), leave = std::numeric_limits<double>::infinity();
    uint32_t enterFace = 0, leaveFace = 0;

    void cut(double from, double to, uint32_t fromFace, uint32_t toFace) {
        if (from > enter) enter = from, enterFace = fromFace;
        if (to < leave) leave = to, leaveFace = toFace;
    }
    void makeEmpty() { enter = std::numeric_limits<double>::infinity(), leave = -enter; }
};

/// Between two parallel planes at -half and half along an axis.
inline void cutBySlab(Span& span, double o, double d, double half, uint32_t lowFace, uint32_t highFace) {
    if (d == 0) {
        if (std::fabs(o) > half) span.makeEmpty();
    } else if (d > 0) {
        span.cut((-half - o) / d, (half - o) / d, lowFace, highFace);
    } else {
        span.cut((half - o) / d, (-half - o) / d, highFace, lowFace);
    }
}

/// Where |o + t d| <= 1, for vectors of two or three dimensions; false: nowhere. After Haines et al. 2019 ("Precision
/// Improvements for Ray/Sphere Intersection"): the discriminant by the point closest to the centre, no cancelling roots.
template <class V>
bool unitBall(V o, V d, double& enter, double& leave) {
    const double a = glm::dot(d, d);
    if (a == 0) {
        if (glm::dot(o, o) > 1) return false;
        leave = std::numeric_limits<double>::infinity(), enter = -leave;
        return true;
    }
    const double b = glm::dot(o, d);
    const V closest = o - d * (b / a);
    const double discriminant = a * (1 - glm::dot(closest, closest));
    if (!(discriminant >= 0)) return false;
    const double r = glm::length(o), c = (r - 1) * (r + 1);
    const double q = b > 0 ? -b - std::sqrt(discriminant) : -b + std::sqrt(discriminant);
    const double t0 = q / a, t1 = q == 0 ? t0 : c / q;
    enter = t0 < t1 ? t0 : t1;
    leave = t0 < t1 ? t1 : t0;
    return true;
}

struct ShapeHit {
    double t = 0;
    uint32_t primitive = 0;   // see Hit
};

/// The first t in [tMin, tMax) at which o + t d is on the shape's surface, from either side. Not for kMesh.
inline bool intersectShape(ShapeKind kind, float parameter, dvec3 o, dvec3 d, double tMin, double tMax, ShapeHit& hit) {
    Span span;
    switch (kind) {
        case ShapeKind::kMesh: return false;
        case ShapeKind::kPlane:
        case ShapeKind::kRectangle:
        case ShapeKind::kDisk: {
            const double t = -o.z / d.z;
            if (!(t >= tMin && t < tMax)) return false;
            if (kind != ShapeKind::kPlane) {
                const double x = o.x + t * d.x, y = o.y + t * d.y;
                if (kind == ShapeKind::kRectangle) {
                    if (!(std::fabs(x) <= 0.5 && std::fabs(y) <= 0.5)) return false;
                } else {
                    const double r2 = x * x + y * y;
                    if (!(r2 <= 1 && r2 >= double{parameter} * double{parameter})) return false;
                }
            }
            hit = {t, 0};
            return true;
        }
        case ShapeKind::kSphere:
            if (!unitBall(o, d, span.enter, span.leave)) return false;
            break;
        case ShapeKind::kBox:
            for (int a = 0; a < 3; ++a) {
                cutBySlab(span, o[a], d[a], 0.5, static_cast<uint32_t>(2 * a), static_cast<uint32_t>(2 * a + 1));
            }
            break;
        case ShapeKind::kCylinder: {
            if (!unitBall(glm::dvec2(o), glm::dvec2(d), span.enter, span.leave)) return false;
            if (parameter != 0) {
                cutBySlab(span, o.z, d.z, 0.5, 1, 2);
                break;
            }
            for (const double t : {span.enter, span.leave}) {
                if (t >= tMin && t < tMax && std::fabs(o.z + t * d.z) <= 0.5) {
                    hit = {t, 0};
                    return true;
                }
            }
            return false;
        }
    }
    if (!(span.enter <= span.leave)) return false;
    if (span.enter >= tMin && span.enter < tMax) {
        hit = {span.enter, span.enterFace};
        return true;
    }
    if (span.leave >= tMin && span.leave < tMax) {
        hit = {span.leave, span.leaveFace};
        return true;
    }
    return false;
}

}  // namespace raypool
