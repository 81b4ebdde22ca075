#include "raytracer/sampling/solid_angle.h"

#include "raytracer/core/elementary.h"
#include "raytracer/sampling/warp.h"

namespace raypool {

namespace {

double length2(dvec3 v) { return glm::dot(v, v); }
double clamp01(double x) { return x < 0 ? 0 : (x > 1 ? 1 : x); }
dvec3 unit(dvec3 v) {
    const double l2 = length2(v);
    return l2 > 0 ? v * (1 / std::sqrt(l2)) : dvec3(0);
}
/// 1 - cos of the angle between unit vectors, without cancellation.
double oneMinusDot(dvec3 a, dvec3 b) { return 0.5 * length2(a - b); }

/// 2 atan(x / y), for x >= 0: in [0, 2 pi]; small ones keep their relative precision.
float doubleArcTangent(TriangleTangent t) { return 2 * atan2(static_cast<float>(t.x), static_cast<float>(t.y)); }

struct SinCos64 {
    double sin, cos;
};
/// On the unit circle to double precision; the angle is off by a float's relative error only.
SinCos64 exactSinCos(float angle) {
    const SinCos s = sinCos(angle);
    const double n = 1 / std::sqrt(double{s.sin} * double{s.sin} + double{s.cos} * double{s.cos});
    return {double{s.sin} * n, double{s.cos} * n};
}

}  // namespace

TriangleTangent triangleTangent(dvec3 a, dvec3 b, dvec3 c) {
    return {std::fabs(glm::dot(a, glm::cross(b - a, c - a))),
            1 + glm::dot(a, b) + glm::dot(b, c) + glm::dot(c, a)};
}

SphericalTriangle::SphericalTriangle(vec3 p, vec3 a, vec3 b, vec3 c) {
    edgeFrom_ = dvec3(a) - dvec3(p);
    edge1_ = dvec3(b) - dvec3(a);
    edge2_ = dvec3(c) - dvec3(a);
    a_ = unit(edgeFrom_);
    b_ = unit(dvec3(b) - dvec3(p));
    c_ = unit(dvec3(c) - dvec3(p));
    const TriangleTangent t = triangleTangent(a_, b_, c_);
    g0_ = t.x;
    g1_ = glm::dot(a_ + b_, c_);
    g2_ = 1 + glm::dot(a_, b_);
    if (g0_ > 0) solidAngle_ = doubleArcTangent(t);
}

SphericalTriangle::Sample SphericalTriangle::sample(vec2 u) const {
    // The corner c moves along the arc from a until the triangle (a, b, c') has the share u.x. With h half way between a
    // and c', the formula of Van Oosterom and Strackee is linear in h.
    const SinCos64 half = exactSinCos(0.5F * u.x * solidAngle_);
    const dvec3 h = a_ * (g0_ * half.cos - g1_ * half.sin) + c_ * (g2_ * half.sin);
    const dvec3 moved = unit(h * (2 * glm::dot(a_, h) / length2(h)) - a_);
    // Along the arc from b to c', uniform by the cosine.
    const double k = oneMinusDot(b_, moved);   // 1 - cos of the whole arc
    const double v = double{u.y}, s = 1 - v * k;
    const double t = 2 - k > 0 ? std::sqrt(v * (1 + s) / (2 - k)) : 0;
    const dvec3 w = unit(b_ * (s - t * (1 - k)) + moved * t);
    // Where the direction meets the plane (Moeller and Trumbore 1997), with the ray's origin at 0.
    const dvec3 normal = glm::cross(edge1_, edge2_);
    const double d = 1 / glm::dot(w, normal);
    const dvec3 q = glm::cross(edgeFrom_, w);
    double b1 = clamp01(glm::dot(edge2_, q) * d), b2 = clamp01(-glm::dot(edge1_, q) * d);
    const double sum = b1 + b2;
    if (sum > 1) {
        b1 /= sum;
        b2 /= sum;
    }
    return {vec3(w), {static_cast<float>(1 - b1 - b2 > 0 ? 1 - b1 - b2 : 0), static_cast<float>(b1)},
            static_cast<float>(glm::dot(edgeFrom_, normal) * d)};
}

vec2 SphericalTriangle::invert(vec3 wi) const {
    const dvec3 w = unit(dvec3(wi));
    // c' is where the great circle through b and w crosses the arc from a to c.
    dvec3 moved = glm::cross(glm::cross(b_, w), glm::cross(a_, c_));
    if (!(length2(moved) > 0)) return {0, 0};
    moved = unit(moved);
    if (glm::dot(moved, a_ + c_) < 0) moved = -moved;
    const float share = doubleArcTangent(triangleTangent(a_, b_, moved)) / solidAngle_;
    const double k = oneMinusDot(b_, moved);
    return {warp_detail::toUnit(share), warp_detail::toUnit(k > 0 ? static_cast<float>(oneMinusDot(b_, w) / k) : 0)};
}

RectangleAxes rectangleAxes(vec3 x, vec3 y) {
    RectangleAxes axes;
    const double width = std::sqrt(length2(dvec3(x))), height = std::sqrt(length2(dvec3(y)));
    if (!(width > 0 && height > 0)) return axes;
    axes.width = width;
    axes.height = height;
    axes.x = dvec3(x) / width;
    // Exactly perpendicular, should the given ones be so but nearly.
    axes.z = unit(glm::cross(axes.x, dvec3(y)));
    axes.y = glm::cross(axes.z, axes.x);
    return axes;
}

SphericalRectangle::SphericalRectangle(vec3 p, vec3 corner, const RectangleAxes& axes) {
    if (!(axes.width > 0)) return;
    const dvec3 d = dvec3(corner) - dvec3(p);
    z0_ = -std::fabs(glm::dot(d, axes.z));
    if (z0_ == 0) return;
    x0_ = glm::dot(d, axes.x);
    x1_ = x0_ + axes.width;
    y0_ = glm::dot(d, axes.y);
    y1_ = y0_ + axes.height;
    const double yz0 = z0_ * z0_ + y0_ * y0_, yz1 = z0_ * z0_ + y1_ * y1_;
    to00_ = std::sqrt(x0_ * x0_ + yz0);
    to01_ = std::sqrt(x0_ * x0_ + yz1);
    solidAngle_ = spanAngle(x1_);
}

/// Of the part between x0 and x: of two triangles by Van Oosterom and Strackee, whose vectors need not be unit ones. Both
/// have the same triple product, and their half angles are added as complex numbers' are.
float SphericalRectangle::spanAngle(double x) const {
    const double zz = z0_ * z0_, yz0 = zz + y0_ * y0_, yz1 = zz + y1_ * y1_, yz01 = zz + y0_ * y1_;
    const double to10 = std::sqrt(x * x + yz0), to11 = std::sqrt(x * x + yz1), xx = x0_ * x;
    const double triple = -z0_ * (x - x0_) * (y1_ - y0_);
    const double diagonal = xx + yz01 + to00_ * to11;   // common to both
    const double d1 = diagonal * to10 + (xx + yz0) * to11 + (x * x + yz01) * to00_;
    const double d2 = diagonal * to01_ + (xx + yz1) * to00_ + (x0_ * x0_ + yz01) * to11;
    const double sine = std::fabs(triple * (d1 + d2)), cosine = d1 * d2 - triple * triple;
    const double scale = 1 / (sine + std::fabs(cosine));   // beyond floats' range otherwise
    return 2 * atan2(static_cast<float>(sine * scale), static_cast<float>(cosine * scale));
}

vec2 SphericalRectangle::sample(vec2 u) const {
    // Over the roots of r0 and r2, z components of the normals of the planes through p and the sides y0 and y1.
    const double zz = z0_ * z0_;
    const double q0 = 1 / std::sqrt(zz + y0_ * y0_), q2 = 1 / std::sqrt(zz + y1_ * y1_);
    const double b0 = -y0_ * q0, b1 = y1_ * q2;
    // k = 2 pi - g2 - g3 with the inner angles at the side x0, of which the cosines and sines are enough.
    const double q = q0 * q2 / (zz + x0_ * x0_);
    const double cosK = -(x0_ * x0_ * y0_ * y1_ + zz * to00_ * to01_) * q;
    const double sinK = z0_ * x0_ * (y1_ * to00_ - y0_ * to01_) * q;
    // Of the angle k + u S, cosine and sine by the sum formula: S may be tiny. The paper's fu is the quotient f / sinAu.
    const SinCos64 half = exactSinCos(0.5F * u.x * solidAngle_);
    const double sinS = 2 * half.sin * half.cos, cosS = 1 - 2 * half.sin * half.sin;
    const double cosAu = cosK * cosS - sinK * sinS, sinAu = sinK * cosS + cosK * sinS;
    const double f = (cosAu * b0 - b1) * (sinAu < 0 ? -1 : 1);
    // xu = -z cu / sqrt(1 - cu^2), cu = sign(f) |sinAu| / root.
    const double left = f * f - zz * q0 * q0 * sinAu * sinAu;
    double xu = x1_;
    if (left > 0) xu = -z0_ * (f > 0 ? 1 : -1) * std::fabs(sinAu) / std::sqrt(left);
    xu = xu < x0_ ? x0_ : (xu > x1_ ? x1_ : xu);
    const double d2 = xu * xu + z0_ * z0_;
    const double h0 = y0_ / std::sqrt(d2 + y0_ * y0_), h1 = y1_ / std::sqrt(d2 + y1_ * y1_);
    const double hv = h0 + double{u.y} * (h1 - h0), rest = 1 - hv * hv;
    double yv = rest > 0 ? hv * std::sqrt(d2 / rest) : y1_;
    yv = yv < y0_ ? y0_ : (yv > y1_ ? y1_ : yv);
    return {static_cast<float>((xu - x0_) / (x1_ - x0_)), static_cast<float>((yv - y0_) / (y1_ - y0_))};
}

vec2 SphericalRectangle::invert(vec2 st) const {
    const double xu = x0_ + double{st.x} * (x1_ - x0_), yv = y0_ + double{st.y} * (y1_ - y0_);
    const double d2 = xu * xu + z0_ * z0_;
    const double h0 = y0_ / std::sqrt(d2 + y0_ * y0_), h1 = y1_ / std::sqrt(d2 + y1_ * y1_);
    const double hv = yv / std::sqrt(d2 + yv * yv);
    return {warp_detail::toUnit(spanAngle(xu) / solidAngle_),
            warp_detail::toUnit(static_cast<float>((hv - h0) / (h1 - h0)))};
}

SphereCone::SphereCone(vec3 p, vec3 centre, float radius) : radius_(double{radius}) {
    const dvec3 d = dvec3(centre) - dvec3(p);
    distance2_ = length2(d);
    const double distance = std::sqrt(distance2_);
    outside2_ = (distance - radius_) * (distance + radius_);
    if (!(outside2_ > 0 && radius > 0)) return;
    frame_ = Frame3::fromZ(vec3(d / distance));
    // 1 - cos = sin^2 / (1 + cos): far spheres keep their relative precision.
    oneMinusCosMax_ = static_cast<float>(radius_ * radius_ / (distance2_ + distance * std::sqrt(outside2_)));
}

SphereCone::Sample SphereCone::sample(vec2 u) const {
    const double h = double{u.x} * double{oneMinusCosMax_};   // 1 - cos theta
    const double sin2 = h * (2 - h), cosTheta = 1 - h;
    const double distance = std::sqrt(distance2_);
    // To the nearer of the two points of the sphere on the ray: the farther one is d cos + root away.
    const double root2 = radius_ * radius_ - distance2_ * sin2, root = root2 > 0 ? std::sqrt(root2) : 0;
    const double far = distance * cosTheta + root, t = far > 0 ? outside2_ / far : 0;
    const SinCos phi = sinCos(kTwoPi * u.y);
    const double sinTheta = sin2 > 0 ? std::sqrt(sin2) : 0;
    const dvec3 local = unit({sinTheta * double{phi.cos}, sinTheta * double{phi.sin}, cosTheta});
    const dvec3 n = unit(local * t - dvec3(0, 0, distance));
    return {frame_.toWorld(vec3(local)), frame_.toWorld(vec3(n)), static_cast<float>(t)};
}

vec2 SphereCone::invert(vec3 wi) const { return invertUniformCone(frame_.toLocal(wi), oneMinusCosMax_); }

}  // namespace raypool
