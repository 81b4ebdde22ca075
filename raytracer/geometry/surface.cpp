#include "raytracer/geometry/surface.h"

#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/geometry/intersect.h"
#include "raytracer/geometry/triangle.h"

namespace raypool {

namespace {

/// In object space; vectors of any length.
struct LocalPoint {
    dvec3 p{0};
    dvec3 ng{0, 0, 1};
    vec3 ns{0, 0, 1}, tangent{1, 0, 0};
    float tangentSign = 1;
    vec2 uv{0};
    vec3 dpdu{0}, dpdv{0};
};

LocalPoint trianglePoint(const Mesh& mesh, const Hit& hit) {
    const uint32_t* i = mesh.indices.data() + size_t{hit.primitive} * 3;
    const vec3 a = mesh.positions[i[0]], b = mesh.positions[i[1]], c = mesh.positions[i[2]];
    LocalPoint out;
    out.p = dvec3(a) + (dvec3(b) - dvec3(a)) * double{hit.u} + (dvec3(c) - dvec3(a)) * double{hit.v};
    out.ng = glm::normalize(areaVector(a, b, c));
    out.ns = vec3(out.ng);
    const float wu = hit.u, wv = hit.v, w = 1 - wu - wv;
    if (!mesh.normals.empty()) {
        const vec3 n = mesh.normals[i[0]] * w + mesh.normals[i[1]] * wu + mesh.normals[i[2]] * wv;
        if (length2(n) > 1e-12F) out.ns = n;   // opposite normals may cancel out
    }
    out.tangent = b - a;
    if (!mesh.uvs.empty()) {
        const vec2 ta = mesh.uvs[i[0]], tb = mesh.uvs[i[1]], tc = mesh.uvs[i[2]];
        out.uv = ta * w + tb * wu + tc * wv;
        const vec2 e1 = tb - ta, e2 = tc - ta;
        const float area = differenceOfProducts(e1.x, e2.y, e1.y, e2.x);
        if (area != 0) {
            const vec3 p1 = b - a, p2 = c - a;
            out.dpdu = (p1 * e2.y - p2 * e1.y) / area;
            out.dpdv = (p2 * e1.x - p1 * e2.x) / area;
            if (length2(out.dpdu) > 0) {
                out.tangent = out.dpdu;
                out.tangentSign = dot(cross(out.ns, out.dpdu), out.dpdv) > 0 ? -1.0F : 1.0F;
            }
        }
    }
    if (!mesh.tangents.empty()) {
        const glm::vec4 t = mesh.tangents[i[0]] * w + mesh.tangents[i[1]] * wu + mesh.tangents[i[2]] * wv;
        if (length2(vec3(t)) > 0) {
            out.tangent = vec3(t);
            out.tangentSign = t.w < 0 ? -1.0F : 1.0F;
        }
    }
    return out;
}

/// A flat piece: the point, and which way u and v grow.
LocalPoint flat(dvec3 p, vec2 uv, dvec3 n, vec3 dpdu, vec3 dpdv) { return {p, n, vec3(n), dpdu, 1, uv, dpdu, dpdv}; }

LocalPoint boxPoint(dvec3 p, uint32_t face) {
    const int axis = static_cast<int>(face / 2);
    const double side = (face & 1) != 0 ? 1 : -1;
    p[axis] = 0.5 * side;
    dvec3 n(0), up(0, 1, 0);
    n[axis] = side;
    if (axis == 1) up = dvec3(0, 0, -side);
    const dvec3 right = glm::cross(up, n);
    const vec2 uv(static_cast<float>(0.5 + glm::dot(p, right)), static_cast<float>(0.5 - glm::dot(p, up)));
    return flat(p, uv, n, vec3(right), vec3(-up));
}

LocalPoint spherePoint(dvec3 p) {
    p = glm::normalize(p);
    const vec3 q(p);
    LocalPoint out;
    out.p = p;
    out.ng = p;
    out.ns = q;
    out.uv = {0.5F + atan2(q.z, q.x) * kInvTwoPi, acos(q.y) * kInvPi};
    const float r = std::sqrt(q.x * q.x + q.z * q.z);
    const vec3 around = r > 0 ? vec3(-q.z / r, 0, q.x / r) : vec3(0, 0, 1);   // at the poles any direction does
    out.dpdu = around * (kTwoPi * r);
    out.dpdv = vec3(q.y * around.z, -r, -q.y * around.x) * kPi;
    out.tangent = around;
    out.tangentSign = -1;
    return out;
}

LocalPoint cylinderPoint(dvec3 p, uint32_t part) {
    if (part != 0) {
        const float side = part == 2 ? 1.0F : -1.0F;
        p.z = 0.5 * double{side};
        const vec3 q(p);
        return flat(p, {0.5F + 0.5F * side * q.x, 0.5F - 0.5F * q.y}, {0, 0, side}, {2 * side, 0, 0}, {0, -2, 0});
    }
    const double r = std::sqrt(p.x * p.x + p.y * p.y);
    p.x /= r, p.y /= r;
    const vec3 q(p);
    float u = atan2(q.y, q.x) * kInvTwoPi;
    if (u < 0) u += 1;
    return flat(p, {u, 0.5F - q.z}, {p.x, p.y, 0}, vec3(-q.y, q.x, 0) * kTwoPi, {0, 0, -1});
}

/// Of the analytic shapes, from the ray in object space. The distance is found again in double: what a float keeps of it
/// may be more than a small shape's size.
LocalPoint shapePoint(const Object& object, dvec3 o, dvec3 d, const Hit& hit) {
    ShapeHit exact;
    double t = hit.t;
    if (intersectShape(object.shape, object.parameter, o, d, nextDown(hit.t), nextUp(hit.t), exact)) t = exact.t;
    dvec3 p = o + d * t;
    switch (object.shape) {
        case ShapeKind::kMesh: break;
        case ShapeKind::kSphere: return spherePoint(p);
        case ShapeKind::kBox: return boxPoint(p, hit.primitive);
        case ShapeKind::kCylinder: return cylinderPoint(p, hit.primitive);
        case ShapeKind::kRectangle:
        case ShapeKind::kPlane: {
            p.z = 0;
            const float shift = object.shape == ShapeKind::kPlane ? 0.0F : 0.5F;
            return flat(p, {shift + static_cast<float>(p.x), shift - static_cast<float>(p.y)}, {0, 0, 1}, {1, 0, 0}, {0, -1, 0});
        }
        case ShapeKind::kDisk: {
            p.z = 0;
            const vec2 q(p);
            return flat(p, {0.5F + 0.5F * q.x, 0.5F - 0.5F * q.y}, {0, 0, 1}, {2, 0, 0}, {0, -2, 0});
        }
    }
    return {};
}

/// Of what an object-space error means in world space.
vec3 absVector(const Affine& m, vec3 e) { return abs(m.x) * e.x + abs(m.y) * e.y + abs(m.z) * e.z; }

}  // namespace

SurfacePoint surfaceAt(const Geometry& geometry, const Ray& ray, const Hit& hit) {
    const Object& object = geometry.objects[hit.object];
    const Transform transform = transformAt(geometry, object, ray.time);
    const Affine &toWorld = transform.toWorld, &toObject = transform.toObject;
    const bool isMesh = object.shape == ShapeKind::kMesh, isInPlace = toObject == Affine{};
    const LocalPoint local = isMesh ? trianglePoint(geometry.meshes[object.mesh], hit)
                                    : shapePoint(object, pointInDouble(toObject, dvec3(ray.o)), vectorInDouble(toObject, dvec3(ray.d)), hit);

    SurfacePoint out;
    out.surface = object.surface;
    if (isMesh && !geometry.meshes[object.mesh].surfaceOfTriangle.empty()) {
        out.surface += geometry.meshes[object.mesh].surfaceOfTriangle[hit.primitive];
    }
    dvec3 p = local.p;
    if (!isInPlace) {
        // Rays meet the surface where toObject takes them onto it. toWorld, rounded on its own, misses that by a little;
        // a step of Newton's method makes up for it.
        p = pointInDouble(toWorld, p);
        p -= vectorInDouble(toWorld, pointInDouble(toObject, p) - local.p);
    }
    out.p = vec3(p);
    // Rounding p to floats is all that is left; a point on the plane x = 0 needs some room, too.
    out.pError = abs(out.p) * gammaBound(2) + vec3(1e-32F);
    if (!isInPlace) {
        // What a ray's origin loses on the way to object space: rays come to meshes in floats, to other shapes in doubles,
        // which counts where p is 0 and the shape's centre is not.
        out.pError += absVector(toWorld, toObject.pointError(out.p) * (isMesh ? 1.5F : 1e-8F));
    }
    const dvec3 ng = isInPlace ? local.ng
                               : dvec3(glm::dot(dvec3(toObject.x), local.ng), glm::dot(dvec3(toObject.y), local.ng),
                                       glm::dot(dvec3(toObject.z), local.ng));
    out.ng = vec3(glm::normalize(ng));
    const vec3 ns = isInPlace ? local.ns : toObject.transposed(local.ns);
    const float ns2 = length2(ns);
    out.ns = ns2 > 1e-30F && ns2 < 1e30F ? ns / std::sqrt(ns2) : out.ng;
    out.uv = local.uv;
    out.tangent = toWorld.vector(local.tangent);
    out.tangentSign = transform.flipsHandedness ? -local.tangentSign : local.tangentSign;
    if (dot(out.ns, out.ng) < 0) {
        out.ns = -out.ns;
        out.tangentSign = -out.tangentSign;
    }
    out.dpdu = toWorld.vector(local.dpdu);
    out.dpdv = toWorld.vector(local.dpdv);
    return out;
}

vec3 smoothPosition(const Geometry& geometry, const Ray& ray, const Hit& hit, const SurfacePoint& point) {
    const Object& object = geometry.objects[hit.object];
    if (object.shape != ShapeKind::kMesh || geometry.meshes[object.mesh].normals.empty()) return point.p;
    const Mesh& mesh = geometry.meshes[object.mesh];
    const Transform transform = transformAt(geometry, object, ray.time);
    const uint32_t* i = mesh.indices.data() + size_t{hit.primitive} * 3;
    const float weights[3] = {1 - hit.u - hit.v, hit.u, hit.v};
    // The point taken onto each corner's tangent plane, where it is above; then as the point between the corners.
    vec3 lift(0);
    for (int k = 0; k < 3; ++k) {
        vec3 n = transform.normalToWorld(mesh.normals[i[k]]);
        if (dot(n, point.ng) < 0) n = -n;
        const float below = dot(point.p - transform.toWorld.point(mesh.positions[i[k]]), n);
        if (below < 0) lift -= n * (below * weights[k]);
    }
    return dot(lift, point.ng) > 0 ? point.p + lift : point.p;
}

}  // namespace raypool
