#include "raytracer/geometry/shape_sampling.h"

#include <array>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/core/frame.h"
#include "raytracer/core/math.h"
#include "raytracer/geometry/geometry.h"
#include "raytracer/sampling/solid_angle.h"

namespace raypool {

namespace {

/// Takes area vectors of object space to the world, but for the sign of mirroring: the cofactors of the frame's columns.
dvec3 transformedArea(const Affine& f, dvec3 n) {
    const dvec3 x(f.x), y(f.y), z(f.z);
    return glm::cross(y, z) * n.x + glm::cross(z, x) * n.y + glm::cross(x, y) * n.z;
}

/// Twice the area of a triangle, the area of a parallelogram, that of an ellipse over pi.
dvec3 flatAreaVector(const PlacedShape& s) {
    const Affine& f = s.frame;
    if (s.kind == PlacedKind::kTriangle) return glm::cross(dvec3(f.x) - dvec3(f.t), dvec3(f.y) - dvec3(f.t));
    return glm::cross(dvec3(f.x), dvec3(f.y));
}

/// How far a point of the world may seem to be off, to rays which meet it by way of the object's space: `magnitude` bounds
/// its coordinates.
vec3 placementError(const Transform& t, vec3 magnitude) {
    const Affine &m = t.toWorld, &i = t.toObject;
    const vec3 own = abs(i.x) * magnitude.x + abs(i.y) * magnitude.y + abs(i.z) * magnitude.z + abs(i.t);
    return (abs(m.x) * own.x + abs(m.y) * own.y + abs(m.z) * own.z + abs(m.t)) * gammaBound(6);
}

vec3 magnitudeOf(const Bounds3& b) { return glm::max(abs(b.low), abs(b.high)); }

/// Density per solid angle of a point with this density per area.
float fromArea(double areaPdf, dvec3 n, dvec3 d) {
    const double distance2 = glm::dot(d, d), cosine = std::fabs(glm::dot(n, d));
    const double pdf = areaPdf * distance2 * std::sqrt(distance2) / cosine;
    return pdf < double{std::numeric_limits<float>::max()} ? static_cast<float>(pdf) : 0;
}

bool sampleTriangle(const PlacedShape& s, vec3 reference, vec2 u, ShapeSample& sample) {
    const Affine& f = s.frame;
    const SphericalTriangle seen(reference, f.t, f.x, f.y);
    vec2 b;   // barycentric coordinates of the first two vertices
    if (seen.isUsable()) {
        b = seen.sample(u).b;
    } else {
        // Uniform in area without folding the square (Heitz 2019, "A Low-Distortion Map Between Triangle and Square").
        b = u.y > u.x ? vec2(u.x * 0.5F, u.y - u.x * 0.5F) : vec2(u.x - u.y * 0.5F, u.y * 0.5F);
    }
    const float rest = std::max(1 - b.x - b.y, 0.0F);
    const vec3 v0 = f.t * b.x, v1 = f.x * b.y, v2 = f.y * rest;
    sample.p = v0 + v1 + v2;
    // That the weights do not quite add up to 1 moves the point along the triangle and off it, if the origin is.
    sample.pError = s.error + (abs(v0) + abs(v1) + abs(v2)) * gammaBound(6);
    const dvec3 area = flatAreaVector(s);
    sample.n = s.normal();
    sample.pdf = seen.isUsable() ? seen.pdf() : fromArea(2, area, dvec3(sample.p) - dvec3(reference));
    return sample.pdf > 0;
}
float pdfTriangle(const PlacedShape& s, vec3 reference, vec3 p) {
    const SphericalTriangle seen(reference, s.frame.t, s.frame.x, s.frame.y);
    return seen.isUsable() ? seen.pdf() : fromArea(2, flatAreaVector(s), dvec3(p) - dvec3(reference));
}

/// Whether solid angle sampling of rectangles serves: right angles but for rounding.
bool isRectangle(vec3 x, vec3 y) {
    return sqr(dot(x, y)) <= 1e-11F * length2(x) * length2(y);
}

bool sampleParallelogram(const PlacedShape& s, vec3 reference, vec2 u, ShapeSample& sample) {
    const Affine& f = s.frame;
    vec2 st = u;
    float solidAnglePdf = 0;
    if (s.axes.width > 0) {
        const SphericalRectangle seen(reference, f.t, s.axes);
        if (seen.isUsable()) {
            st = seen.sample(u);
            solidAnglePdf = seen.pdf();
        }
    }
    const vec3 x = f.x * st.x, y = f.y * st.y;
    sample.p = f.t + x + y;
    sample.pError = s.error + (abs(f.t) + abs(x) + abs(y)) * gammaBound(5);
    sample.n = s.normal();
    sample.pdf = solidAnglePdf > 0 ? solidAnglePdf : fromArea(1, flatAreaVector(s), dvec3(sample.p) - dvec3(reference));
    return sample.pdf > 0;
}
float pdfParallelogram(const PlacedShape& s, vec3 reference, vec3 p) {
    if (s.axes.width > 0) {
        const SphericalRectangle seen(reference, s.frame.t, s.axes);
        if (seen.isUsable()) return seen.pdf();
    }
    return fromArea(1, flatAreaVector(s), dvec3(p) - dvec3(reference));
}

/// The image of the unit sphere under an affine map, sampled by the directions in which the sphere's own space sees it.
struct EllipsoidView {
    dvec3 reference;              // in the sphere's space
    std::array<dvec3, 3> rows;    // of the inverse map
    double determinant = 0;
    double distance2 = 0;
    double oneMinusCos = 2;       // of the cone around the sphere: everything from inside
    /// So near to the surface that rounding decides which side it is on. Directions are no good then: from a hair's breadth
    /// outside they would all end beside the reference, where the inside sees the whole sphere. By area both sides do.
    bool isAtSurface = false;

    EllipsoidView(const Affine& f, vec3 p) {
        const dvec3 x(f.x), y(f.y), z(f.z);
        rows = {glm::cross(y, z), glm::cross(z, x), glm::cross(x, y)};
        determinant = glm::dot(x, rows[0]);
        for (dvec3& row : rows) row = row / determinant;
        reference = toOwn(dvec3(p) - dvec3(f.t));
        distance2 = glm::dot(reference, reference);
        const dvec3 magnitude = glm::abs(dvec3(p)) + glm::abs(dvec3(f.t));
        double rounding = 0;
        for (const dvec3& row : rows) rounding += glm::dot(glm::abs(row), magnitude);
        isAtSurface = std::fabs(distance2 - 1) < 1e-4 + double{gammaBound(16)} * rounding;
        if (distance2 > 1) oneMinusCos = 1 / distance2 / (1 + std::sqrt(1 - 1 / distance2));
    }
    dvec3 toOwn(dvec3 v) const { return {glm::dot(rows[0], v), glm::dot(rows[1], v), glm::dot(rows[2], v)}; }
    /// In the direction d of the world, of any length. The change of solid angle under a linear map M is
    /// |det M| / |M w|^3 for the unit direction w.
    float pdf(dvec3 d) const {
        const dvec3 own = toOwn(d);
        const double stretch = std::sqrt(glm::dot(d, d) / glm::dot(own, own));
        const double pdf = stretch * stretch * stretch / (double{kTwoPi} * oneMinusCos * std::fabs(determinant));
        return pdf < double{std::numeric_limits<float>::max()} ? static_cast<float>(pdf) : 0;
    }
};

/// Uniform on the sphere that the ellipsoid is the image of; `own`: the point there.
float pdfEllipsoidArea(const PlacedShape& s, vec3 own, vec3 reference, vec3 p) {
    return fromArea(double{kInvFourPi}, transformedArea(s.frame, dvec3(own)), dvec3(p) - dvec3(reference));
}

bool sampleEllipsoid(const PlacedShape& s, vec3 reference, vec2 u, ShapeSample& sample) {
    const EllipsoidView view(s.frame, reference);
    if (view.determinant == 0 || !(view.distance2 < 1e30)) return false;
    const SinCos around = sinCos(kTwoPi * u.y);
    dvec3 q;
    if (view.isAtSurface) {
        const double z = 1 - 2 * double{u.x}, r = std::sqrt(1 - z * z);
        q = {r * double{around.cos}, r * double{around.sin}, z};
    } else if (view.distance2 > 1) {
        // Where the direction at angle theta from the centre's meets the sphere, by the angle alpha at its centre
        // (Pharr, Jakob, Humphreys 2023, 6.2.4).
        const double v = double{u.x} * view.oneMinusCos, sin2 = v * (2 - v), sinMax = 1 / std::sqrt(view.distance2);
        const double rest = 1 - sin2 * view.distance2;
        const double cosAlpha = sin2 / sinMax + (1 - v) * std::sqrt(rest > 0 ? rest : 0);
        const double sin2Alpha = 1 - cosAlpha * cosAlpha, sinAlpha = std::sqrt(sin2Alpha > 0 ? sin2Alpha : 0);
        const Frame3 frame = Frame3::fromZ(vec3(view.reference * sinMax));
        q = (dvec3(frame.x) * double{around.cos} + dvec3(frame.y) * double{around.sin}) * sinAlpha + dvec3(frame.z) * cosAlpha;
    } else {
        const double z = 1 - 2 * double{u.x}, r = std::sqrt(1 - z * z);
        const dvec3 w(r * double{around.cos}, r * double{around.sin}, z);
        const double b = glm::dot(view.reference, w);
        q = view.reference + w * (std::sqrt(b * b + (1 - view.distance2)) - b);
    }
    const vec3 own(glm::normalize(q));
    sample.p = s.frame.point(own);
    sample.pError = s.error + s.frame.pointError(own, abs(own) * gammaBound(2));
    sample.n = s.normal(own);
    sample.pdf = view.isAtSurface ? pdfEllipsoidArea(s, own, reference, sample.p) : view.pdf(dvec3(sample.p) - dvec3(reference));
    return sample.pdf > 0;
}

bool sampleTube(const PlacedShape& s, vec3 reference, vec2 u, ShapeSample& sample) {
    const SinCos around = sinCos(kTwoPi * u.x);
    const vec3 own(around.cos, around.sin, u.y - 0.5F);
    sample.p = s.frame.point(own);
    sample.pError = s.error + s.frame.pointError(own, vec3(4e-7F, 4e-7F, 0));
    const dvec3 n = transformedArea(s.frame, dvec3(own.x, own.y, 0));
    sample.n = s.normal(vec3(own.x, own.y, 0));
    sample.pdf = fromArea(double{kInvTwoPi}, n, dvec3(sample.p) - dvec3(reference));
    return sample.pdf > 0;
}
float pdfTube(const PlacedShape& s, vec3 reference, vec3 p, vec3 n) {
    const vec3 own = s.frame.transposed(n);
    const dvec3 unit = glm::normalize(dvec3(own.x, own.y, 0));
    return fromArea(double{kInvTwoPi}, transformedArea(s.frame, unit), dvec3(p) - dvec3(reference));
}

bool sampleEllipse(const PlacedShape& s, vec3 reference, vec2 u, ShapeSample& sample) {
    const float hole2 = sqr(s.parameter), r = std::sqrt(hole2 + u.x * (1 - hole2));
    const SinCos around = sinCos(kTwoPi * u.y);
    const Affine& f = s.frame;
    const vec3 a = f.x * (r * around.cos), b = f.y * (r * around.sin);
    sample.p = f.t + a + b;
    sample.pError = s.error + (abs(f.t) + abs(a) + abs(b)) * gammaBound(6);
    sample.n = s.normal();
    sample.pdf = pdfShape(s, reference, sample.p, sample.n);
    return sample.pdf > 0;
}

}  // namespace

vec3 PlacedShape::normal(vec3 n) const {
    const bool isCurved = kind == PlacedKind::kEllipsoid || kind == PlacedKind::kTube;
    const dvec3 v = isCurved ? transformedArea(frame, dvec3(n)) : flatAreaVector(*this);
    const double l = std::sqrt(glm::dot(v, v));
    return l > 0 ? vec3(v / (flips ? -l : l)) : vec3(0, 0, 1);
}

Bounds3 PlacedShape::bounds() const {
    Bounds3 b;
    if (kind == PlacedKind::kTriangle) {
        b.add(frame.t);
        b.add(frame.x);
        b.add(frame.y);
    } else if (kind == PlacedKind::kParallelogram) {
        b.add(frame.t);
        b.add(frame.t + frame.x);
        b.add(frame.t + frame.y);
        b.add(frame.t + frame.x + frame.y);
    } else {
        vec3 reach = frame.x * frame.x + frame.y * frame.y;
        if (kind == PlacedKind::kEllipsoid) reach += frame.z * frame.z;
        reach = glm::sqrt(reach) * (1 + gammaBound(6));
        if (kind == PlacedKind::kTube) reach += abs(frame.z) * 0.5F;
        b = {frame.t - reach, frame.t + reach};
    }
    const vec3 slack = error + magnitudeOf(b) * gammaBound(4);
    return {b.low - slack, b.high + slack};
}

double PlacedShape::area() const {
    if (kind == PlacedKind::kEllipsoid) {
        const double xx = double{length2(frame.x)}, yy = double{length2(frame.y)}, zz = double{length2(frame.z)};
        const float skew = std::fabs(dot(frame.x, frame.y)) + std::fabs(dot(frame.y, frame.z)) + std::fabs(dot(frame.z, frame.x));
        if (std::fabs(xx - yy) + std::fabs(yy - zz) + double{skew} <= 1e-6 * xx) return 2 * double{kTwoPi} * (xx + yy + zz) / 3;
        // Midpoints in the height, whose slices have equal areas on the sphere.
        constexpr int kHeights = 64, kAngles = 64;
        double sum = 0;
        for (int i = 0; i < kHeights; ++i) {
            const double z = (i + 0.5) / kHeights * 2 - 1, r = std::sqrt(1 - z * z);
            for (int k = 0; k < kAngles; ++k) {
                const SinCos a = sinCos(kTwoPi * (static_cast<float>(k) + 0.5F) / kAngles);
                sum += glm::length(transformedArea(frame, dvec3(r * double{a.cos}, r * double{a.sin}, z)));
            }
        }
        return sum * 2 * double{kTwoPi} / (kHeights * kAngles);
    }
    if (kind == PlacedKind::kTube) {
        constexpr int kAngles = 256;
        double sum = 0;
        for (int k = 0; k < kAngles; ++k) {
            const SinCos a = sinCos(kTwoPi * (static_cast<float>(k) + 0.5F) / kAngles);
            sum += glm::length(transformedArea(frame, dvec3(a.cos, a.sin, 0)));
        }
        return sum * double{kTwoPi} / kAngles;
    }
    const double flat = glm::length(flatAreaVector(*this));
    if (kind == PlacedKind::kTriangle) return flat * 0.5;
    if (kind == PlacedKind::kParallelogram) return flat;
    return flat * double{kPi} * (1 - double{parameter} * double{parameter});
}

uint32_t samplablePrimitives(const Geometry& geometry, uint32_t object) {
    const Object& o = geometry.objects[object];
    switch (o.shape) {
        case ShapeKind::kMesh: return geometry.meshes[o.mesh].triangleCount();
        case ShapeKind::kBox: return 6;
        case ShapeKind::kCylinder: return o.parameter > 0 ? 3 : 1;
        case ShapeKind::kPlane: return 0;
        default: return 1;
    }
}

PlacedShape placeShape(const Geometry& geometry, uint32_t object, uint32_t primitive, float time) {
    const Object& o = geometry.objects[object];
    vec3 vertices[3];
    if (o.shape == ShapeKind::kMesh) {
        const Mesh& mesh = geometry.meshes[o.mesh];
        for (uint32_t i = 0; i < 3; ++i) vertices[i] = mesh.positions[mesh.indices[size_t{primitive} * 3 + i]];
    }
    return placeShape(o, transformAt(geometry, o, time), primitive, vertices);
}

PlacedShape placeShape(const Object& object, const Transform& transform, uint32_t primitive, const vec3* vertices) {
    const Affine& m = transform.toWorld;
    PlacedShape s;
    s.flips = transform.flipsHandedness;
    const auto parallelogram = [&](vec3 centre, vec3 x, vec3 y) {
        s.kind = PlacedKind::kParallelogram;
        s.frame.t = m.point(centre - x * 0.5F - y * 0.5F);
        s.frame.x = m.vector(x);
        s.frame.y = m.vector(y);
        if (isRectangle(s.frame.x, s.frame.y)) s.axes = rectangleAxes(s.frame.x, s.frame.y);
    };
    const auto ellipse = [&](float z, vec3 x, vec3 y) {
        s.kind = PlacedKind::kEllipse;
        s.frame.t = m.point(vec3(0, 0, z));
        s.frame.x = x;
        s.frame.y = y;
    };
    switch (object.shape) {
        case ShapeKind::kMesh:
            s.kind = PlacedKind::kTriangle;
            s.frame.t = m.point(vertices[0]);
            s.frame.x = m.point(vertices[1]);
            s.frame.y = m.point(vertices[2]);
            break;
        case ShapeKind::kSphere:
            s.kind = PlacedKind::kEllipsoid;
            s.frame = m;
            break;
        case ShapeKind::kRectangle:
        case ShapeKind::kPlane: parallelogram(vec3(0), vec3(1, 0, 0), vec3(0, 1, 0)); break;
        case ShapeKind::kDisk:
            ellipse(0, m.x, m.y);
            s.parameter = object.parameter;
            break;
        case ShapeKind::kBox: {
            const auto axis = static_cast<int>(primitive / 2);
            vec3 out(0), x(0), y(0);
            out[axis] = primitive % 2 == 1 ? 0.5F : -0.5F;
            x[(axis + 1) % 3] = 1;
            y[(axis + 2) % 3] = 1;
            if (primitive % 2 == 1) {
                parallelogram(out, x, y);
            } else {
                parallelogram(out, y, x);
            }
            break;
        }
        case ShapeKind::kCylinder:
            if (primitive == 0) {
                s.kind = PlacedKind::kTube;
                s.frame = m;
            } else if (primitive == 1) {
                ellipse(-0.5F, m.y, m.x);
            } else {
                ellipse(0.5F, m.x, m.y);
            }
            break;
    }
    s.error = placementError(transform, magnitudeOf(s.bounds()));
    return s;
}

bool sampleShape(const PlacedShape& shape, vec3 reference, vec2 u, ShapeSample& sample) {
    switch (shape.kind) {
        case PlacedKind::kTriangle: return sampleTriangle(shape, reference, u, sample);
        case PlacedKind::kEllipsoid: return sampleEllipsoid(shape, reference, u, sample);
        case PlacedKind::kParallelogram: return sampleParallelogram(shape, reference, u, sample);
        case PlacedKind::kEllipse: return sampleEllipse(shape, reference, u, sample);
        case PlacedKind::kTube: return sampleTube(shape, reference, u, sample);
    }
    return false;
}

float pdfShape(const PlacedShape& shape, vec3 reference, vec3 p, vec3 n) {
    switch (shape.kind) {
        case PlacedKind::kTriangle: return pdfTriangle(shape, reference, p);
        case PlacedKind::kParallelogram: return pdfParallelogram(shape, reference, p);
        case PlacedKind::kEllipsoid: {
            const EllipsoidView view(shape.frame, reference);
            if (view.determinant == 0 || !(view.distance2 < 1e30)) return 0;
            if (view.isAtSurface) return pdfEllipsoidArea(shape, normalize(shape.frame.transposed(n)), reference, p);
            // The far side, seen through holes in the near one or from a hole's edge, is never sampled from outside.
            const dvec3 d = dvec3(p) - dvec3(reference);
            if (view.distance2 > 1 && glm::dot(d, dvec3(n)) > 0) return 0;
            return view.pdf(d);
        }
        case PlacedKind::kEllipse: {
            const dvec3 area = flatAreaVector(shape);
            return fromArea(1 / (double{kPi} * (1 - double{shape.parameter} * double{shape.parameter})), area, dvec3(p) - dvec3(reference));
        }
        case PlacedKind::kTube: return pdfTube(shape, reference, p, n);
    }
    return 0;
}

}  // namespace raypool
