#include "raytracer/core/transform.h"

#include <algorithm>

#include "raytracer/core/elementary.h"

namespace raypool {

Affine64 inverse(const Affine64& m) {
    // Rows of the inverse are the cross products of the columns, over the determinant.
    const double d = 1 / m.determinant();
    const dvec3 r0 = glm::cross(m.y, m.z) * d, r1 = glm::cross(m.z, m.x) * d, r2 = glm::cross(m.x, m.y) * d;
    Affine64 out{{r0.x, r1.x, r2.x}, {r0.y, r1.y, r2.y}, {r0.z, r1.z, r2.z}, dvec3(0)};
    out.t = -out.vector(m.t);
    return out;
}

Transform::Transform(const Affine64& m)
    : toWorld(m.toFloat()), toObject(inverse(m).toFloat()), flipsHandedness(m.determinant() < 0) {}

Bounds3 transformBounds(const Affine& m, const Bounds3& b) {
    if (b.isEmpty()) return b;
    Bounds3 out;
    for (int i = 0; i < 8; ++i) {
        const vec3 p{(i & 1) != 0 ? b.high.x : b.low.x, (i & 2) != 0 ? b.high.y : b.low.y,
                     (i & 4) != 0 ? b.high.z : b.low.z};
        const vec3 q = m.point(p), error = m.pointError(p);
        out.add(q - error);
        out.add(q + error);
    }
    return out;
}

namespace {

using Quaternion = std::array<double, 4>;

Affine64 rotationMatrix(const Quaternion& q) {
    const double x = q[0], y = q[1], z = q[2], w = q[3];
    return {{1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)},
            {2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)},
            {2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)},
            dvec3(0)};
}

/// Of a proper rotation (Shepperd 1978).
Quaternion quaternionOf(const Affine64& r) {
    const double trace = r.x.x + r.y.y + r.z.z;
    Quaternion q{};
    if (trace > 0) {
        const double s = std::sqrt(trace + 1);
        q = {(r.y.z - r.z.y) / (2 * s), (r.z.x - r.x.z) / (2 * s), (r.x.y - r.y.x) / (2 * s), s / 2};
    } else if (r.x.x >= r.y.y && r.x.x >= r.z.z) {
        const double s = std::sqrt(1 + r.x.x - r.y.y - r.z.z);
        q = {s / 2, (r.x.y + r.y.x) / (2 * s), (r.z.x + r.x.z) / (2 * s), (r.y.z - r.z.y) / (2 * s)};
    } else if (r.y.y >= r.z.z) {
        const double s = std::sqrt(1 + r.y.y - r.x.x - r.z.z);
        q = {(r.x.y + r.y.x) / (2 * s), s / 2, (r.y.z + r.z.y) / (2 * s), (r.z.x - r.x.z) / (2 * s)};
    } else {
        const double s = std::sqrt(1 + r.z.z - r.x.x - r.y.y);
        q = {(r.z.x + r.x.z) / (2 * s), (r.y.z + r.z.y) / (2 * s), s / 2, (r.x.y - r.y.x) / (2 * s)};
    }
    const double n = 1 / std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (double& c : q) c *= n;
    return q;
}

}  // namespace

Decomposed Decomposed::from(const Affine64& m) {
    // Polar decomposition by averaging with the inverse transpose until nothing changes (Higham 1986).
    Affine64 r{m.x, m.y, m.z, dvec3(0)};
    for (int i = 0; i < 100; ++i) {
        const double d = 1 / r.determinant();
        const dvec3 ix = glm::cross(r.y, r.z) * d, iy = glm::cross(r.z, r.x) * d, iz = glm::cross(r.x, r.y) * d;
        const Affine64 next{(r.x + ix) * 0.5, (r.y + iy) * 0.5, (r.z + iz) * 0.5, dvec3(0)};
        const double change = glm::length(next.x - r.x) + glm::length(next.y - r.y) + glm::length(next.z - r.z);
        r = next;
        if (change < 1e-14) break;
    }
    if (r.determinant() < 0) r = {-r.x, -r.y, -r.z, dvec3(0)};   // the mirroring goes into the stretch
    Decomposed out;
    out.translation = m.t;
    out.rotation = quaternionOf(r);
    const Affine64 q = rotationMatrix(out.rotation);
    const auto transposed = [&](dvec3 v) { return dvec3(glm::dot(q.x, v), glm::dot(q.y, v), glm::dot(q.z, v)); };
    out.stretch = {transposed(m.x), transposed(m.y), transposed(m.z), dvec3(0)};
    return out;
}

Affine64 Decomposed::compose() const {
    Affine64 out = rotationMatrix(rotation) * stretch;
    out.t = translation;
    return out;
}

Decomposed interpolate(const Decomposed& a, const Decomposed& b, double t) {
    const auto mix = [&](dvec3 x, dvec3 y) { return x * (1 - t) + y * t; };
    Decomposed out;
    out.translation = mix(a.translation, b.translation);
    out.stretch = {mix(a.stretch.x, b.stretch.x), mix(a.stretch.y, b.stretch.y), mix(a.stretch.z, b.stretch.z), dvec3(0)};
    double cosine = 0;
    for (int i = 0; i < 4; ++i) cosine += a.rotation[i] * b.rotation[i];
    const double sign = cosine < 0 ? -1 : 1;
    cosine = std::min(1.0, std::fabs(cosine));
    double wa = 1 - t, wb = t;
    if (cosine < 0.9995) {   // beyond that, a straight line is as good and does not divide by nearly 0
        const float angle = acos(static_cast<float>(cosine));
        wa = sin(static_cast<float>(1 - t) * angle);
        wb = sin(static_cast<float>(t) * angle);
    }
    double n = 0;
    for (int i = 0; i < 4; ++i) {
        out.rotation[i] = wa * a.rotation[i] + wb * sign * b.rotation[i];
        n += sqr(out.rotation[i]);
    }
    n = 1 / std::sqrt(n);
    for (double& c : out.rotation) c *= n;
    return out;
}

MotionTransform::MotionTransform(const std::vector<std::pair<float, Affine64>>& keys) {
    for (const auto& [time, matrix] : keys) keys_.push_back({time, Decomposed::from(matrix)});
}

Affine64 MotionTransform::matrixAt(float time) const {
    if (keys_.empty()) return {};
    const auto next = std::upper_bound(keys_.begin(), keys_.end(), time, [](float t, const Key& k) { return t < k.time; });
    if (next == keys_.begin()) return keys_.front().value.compose();
    if (next == keys_.end()) return keys_.back().value.compose();
    const auto previous = next - 1;
    const double t = (double{time} - previous->time) / (double{next->time} - previous->time);
    return interpolate(previous->value, next->value, t).compose();
}

Bounds3 MotionTransform::bounds(const Bounds3& b, float time0, float time1) const {
    if (b.isEmpty()) return b;
    constexpr int kSteps = 64;
    Bounds3 out;
    float widest = 0;
    for (int corner = 0; corner < 8; ++corner) {
        const dvec3 p{(corner & 1) != 0 ? b.high.x : b.low.x, (corner & 2) != 0 ? b.high.y : b.low.y,
                      (corner & 4) != 0 ? b.high.z : b.low.z};
        vec3 last{0};
        const auto visit = [&](float time, bool first) {
            const vec3 q = vec3(matrixAt(time).point(p));
            if (!first) widest = std::max(widest, length(q - last));
            last = q;
            out.add(q);
        };
        for (int i = 0; i <= kSteps; ++i) {
            visit(lerp(static_cast<float>(i) / kSteps, time0, time1), i == 0);
        }
        for (const Key& key : keys_) {
            if (key.time > time0 && key.time < time1) out.add(vec3(matrixAt(key.time).point(p)));
        }
    }
    // A path between two samples leaves their box by less than the distance between them; a straight one not at all,
    // up to rounding.
    const bool rotates = std::any_of(keys_.begin(), keys_.end(), [&](const Key& k) { return k.value.rotation != keys_.front().value.rotation; });
    const vec3 margin = glm::max(abs(out.low), abs(out.high)) * gammaBound(8) + vec3(rotates ? widest : 0);
    out.low -= margin;
    out.high += margin;
    return out;
}

}  // namespace raypool
