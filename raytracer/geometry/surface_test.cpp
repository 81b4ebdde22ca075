#include "raytracer/geometry/surface.h"

#include <gtest/gtest.h>

#include "raytracer/accel/scene_accel.h"
#include "raytracer/core/elementary.h"
#include "raytracer/core/hash.h"
#include "raytracer/geometry/procedural.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/random_geometry.h"

namespace raypool {
namespace {

using testing::effort;
using testing::uniform;
using testing::uniformDirection;
using testing::uniformPoint;

struct Shape {
    ShapeKind kind;
    float parameter;
    bool isConvex;   // leaving it outwards, a ray never meets it again
};
constexpr Shape kShapes[] = {{ShapeKind::kMesh, 0, true},  {ShapeKind::kSphere, 0, true},   {ShapeKind::kRectangle, 0, true},
                             {ShapeKind::kDisk, 0.3F, true}, {ShapeKind::kBox, 0, true},      {ShapeKind::kCylinder, 1, true},
                             {ShapeKind::kPlane, 0, true},  {ShapeKind::kCylinder, 0, false}};

Affine64 randomRotation(Pcg32& random) {
    const dvec3 z = glm::normalize(dvec3(uniformDirection(random)));
    const dvec3 x = glm::normalize(glm::cross(z, std::fabs(z.x) < 0.9 ? dvec3(1, 0, 0) : dvec3(0, 1, 0)));
    return {x, glm::cross(z, x), z, dvec3(0)};
}

Geometry oneObject(const Shape& shape, const Affine64& m) {
    Geometry geometry;
    geometry.meshes = {icosphere(2, true)};
    geometry.transforms = {Transform(m)};
    geometry.objects = {{.shape = shape.kind, .parameter = shape.parameter, .mesh = 0, .transform = 0}};
    return geometry;
}

/// A ray that hits the object, from around it, or false.
bool hitSomewhere(Pcg32& random, const SceneAccel& accel, const Affine64& m, Ray& ray, Hit& hit) {
    const vec3 target(m.point(dvec3(uniformPoint(random, vec3(-0.6F), vec3(0.6F)))));
    ray.o = vec3(m.point(dvec3(uniformDirection(random) * uniform(random, 1.9F, 20))));
    ray.d = target - ray.o;
    if (!(length2(ray.d) > 0)) return false;
    ray.d = normalize(ray.d);
    return accel.intersect(ray, kAllRays, hit);
}

/// T10: from every shape, of sizes 1e-4 ... 1e4, at the origin and far from it, mirrored and stretched: rays that leave
/// the surface outwards do not meet it again.
TEST(Surface, RaysThatLeaveDoNotHitWhereTheyCameFrom) {
    Pcg32 random(1);
    for (const Shape& shape : kShapes) {
        int tried = 0, again = 0;
        for (const double size : {1e-4, 1e-2, 1.0, 30.0, 1e4}) {
            for (const double distance : {0.0, 3.0, 1e3}) {
                for (int variant = 0; variant < 4; ++variant) {
                    Affine64 m = randomRotation(random);
                    if (variant == 0) m = {};
                    m.x *= size * (variant == 2 ? -1 : 1);
                    m.y *= size * (variant == 3 ? 0.2 : 1);
                    m.z *= size;
                    // As far away as is still a surface in floats.
                    m.t = dvec3(uniformDirection(random)) * distance * std::max(size, 0.01);
                    const Geometry geometry = oneObject(shape, m);
                    const SceneAccel accel = SceneAccel::build(geometry);
                    for (int i = 0; i < effort(200, 8); ++i) {
                        Ray ray;
                        Hit hit;
                        if (!hitSomewhere(random, accel, m, ray, hit)) continue;
                        const SurfacePoint p = surfaceAt(geometry, ray, hit);
                        for (int k = 0; k < 8; ++k) {
                            Ray next;
                            next.d = uniformDirection(random);
                            if (k < 2) next.d = normalize(next.d - p.ng * (dot(next.d, p.ng) * 0.9999F));   // grazing
                            const float cosine = dot(next.d, p.ng);
                            if (std::fabs(cosine) < 1e-5F) continue;
                            if (cosine < 0 && shape.kind != ShapeKind::kPlane && shape.kind != ShapeKind::kRectangle &&
                                shape.kind != ShapeKind::kDisk) {
                                next.d = -next.d;
                            }
                            next.o = offsetRayOrigin(p.p, p.pError, p.ng, next.d);
                            ++tried;
                            Hit other;
                            if (!accel.intersect(next, kAllRays, other)) continue;
                            // From the outside of a tube one can't get in; its inside sees itself, but not from here.
                            again += shape.isConvex || other.t < 0.01F * static_cast<float>(size) ? 1 : 0;
                        }
                    }
                }
            }
        }
        EXPECT_GT(tried, effort(5000, 600)) << static_cast<int>(shape.kind);
        EXPECT_EQ(again, 0) << static_cast<int>(shape.kind) << " of " << tried;
    }
}

/// Refracted into a closed shape, a ray meets its other side: not at once the place where it came in, and not nothing.
TEST(Surface, RaysThatEnterAClosedShapeLeaveItOnce) {
    Pcg32 random(2);
    for (const Shape& shape : {kShapes[0], kShapes[1], kShapes[4], kShapes[5]}) {
        int tried = 0;
        for (const double size : {1e-3, 1.0, 1e3}) {
            for (int variant = 0; variant < 20; ++variant) {
                Affine64 m = randomRotation(random);
                m.x *= size, m.y *= size * 0.5, m.z *= -size;
                m.t = dvec3(uniformDirection(random)) * size * 5.0;
                const Geometry geometry = oneObject(shape, m);
                const SceneAccel accel = SceneAccel::build(geometry);
                for (int i = 0; i < effort(40, 5); ++i) {
                    Ray ray;
                    Hit hit;
                    if (!hitSomewhere(random, accel, m, ray, hit)) continue;
                    const SurfacePoint p = surfaceAt(geometry, ray, hit);
                    Ray in;
                    in.d = uniformDirection(random);
                    if (dot(in.d, p.ng) > 0) in.d = -in.d;
                    if (dot(in.d, p.ng) > -0.02F) continue;
                    in.o = offsetRayOrigin(p.p, p.pError, p.ng, in.d);
                    Hit far;
                    // A ray that comes in next to an edge of a box or a mesh leaves again beside it.
                    ASSERT_TRUE(accel.intersect(in, kAllRays, far)) << static_cast<int>(shape.kind) << ' ' << size;
                    const SurfacePoint q = surfaceAt(geometry, in, far);
                    ASSERT_GT(dot(q.ng, in.d), 0) << "it left through a front";
                    ++tried;
                }
            }
        }
        EXPECT_GT(tried, effort(500, 60));
    }
}

/// The same point by the object's equation, from the ray's own position at t.
TEST(Surface, PointsLieOnTheShapeAndWhereTheRayIs) {
    Pcg32 random(3);
    for (const Shape& shape : kShapes) {
        for (int variant = 0; variant < 60; ++variant) {
            Affine64 m = randomRotation(random);
            m.x *= uniform(random, 0.5F, 2), m.y *= uniform(random, 0.5F, 2);
            m.t = dvec3(uniformPoint(random, vec3(-3), vec3(3)));
            const Geometry geometry = oneObject(shape, m);
            const SceneAccel accel = SceneAccel::build(geometry);
            Ray ray;
            Hit hit;
            if (!hitSomewhere(random, accel, m, ray, hit)) continue;
            const SurfacePoint s = surfaceAt(geometry, ray, hit);
            EXPECT_LT(length(s.p - ray.at(hit.t)), 1e-5F * (hit.t + 1));
            EXPECT_NEAR(length(s.ng), 1, 1e-5F);
            EXPECT_NEAR(length(s.ns), 1, 1e-5F);
            EXPECT_GE(dot(s.ng, s.ns), 0);
            EXPECT_GT(length(cross(s.ns, s.tangent)), 1e-4F);
            if (shape.kind == ShapeKind::kMesh) continue;
            // The normal and dpdu, dpdv by differences: move the ray a little and see where the point and its uv go.
            const float h = 1e-3F;
            for (const vec3 direction : {uniformDirection(random), uniformDirection(random)}) {
                Ray moved = ray;
                moved.o += direction * h;
                Hit other;
                if (!accel.intersect(moved, kAllRays, other) || other.primitive != hit.primitive) continue;
                const SurfacePoint q = surfaceAt(geometry, moved, other);
                if (std::fabs(dot(ray.d, s.ng)) < 0.3F || dot(q.ng, s.ng) < 0.9F) continue;
                const vec3 d = q.p - s.p;
                EXPECT_LT(std::fabs(dot(d, s.ng)), 5e-3F * h + 30 * length2(d));
                const vec2 uv = q.uv - s.uv;
                if (std::fabs(uv.x) > 0.5F || std::fabs(uv.y) > 0.5F) continue;   // around the seam
                if (shape.kind == ShapeKind::kSphere && (s.uv.y < 0.15F || s.uv.y > 0.85F)) continue;
                EXPECT_LT(length(s.dpdu * uv.x + s.dpdv * uv.y - d), 0.02F * h + 60 * length2(d)) << static_cast<int>(shape.kind);
            }
            // Up, against growing v, by the right-hand rule or the left, as the sign says.
            const vec3 up = cross(s.ns, s.tangent) * s.tangentSign;
            EXPECT_LT(dot(up, s.dpdv), 0) << static_cast<int>(shape.kind);
            EXPECT_GT(dot(s.tangent, s.dpdu), 0);
        }
    }
}

TEST(Surface, SpheresAreMappedAsEnvironmentsAre) {
    const Geometry geometry = oneObject({ShapeKind::kSphere, 0, true}, {});
    const SceneAccel accel = SceneAccel::build(geometry);
    Pcg32 random(4);
    for (int i = 0; i < 200; ++i) {
        Ray ray;
        ray.d = uniformDirection(random);
        Hit hit;
        ASSERT_TRUE(accel.intersect(ray, kAllRays, hit));
        const SurfacePoint s = surfaceAt(geometry, ray, hit);
        EXPECT_NEAR(s.uv.x, 0.5 + std::atan2(double{ray.d.z}, double{ray.d.x}) / 6.283185307179586, 1e-5);
        EXPECT_NEAR(s.uv.y, std::acos(double{ray.d.y}) / 3.141592653589793, 1e-5);
    }
}

TEST(Surface, MeshesInterpolate) {
    Geometry geometry;
    Mesh mesh;
    mesh.positions = {{0, 0, 0}, {2, 0, 0}, {0, 4, 0}};
    mesh.indices = {0, 1, 2};
    mesh.normals = {normalize(vec3(-1, 0, 2)), normalize(vec3(1, 0, 2)), {0, 0, 1}};
    mesh.uvs = {{0, 1}, {1, 1}, {0, 0}};   // v down
    mesh.surfaceOfTriangle = {3};
    geometry.meshes = {mesh};
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0, .surface = 10}};
    const SceneAccel accel = SceneAccel::build(geometry);
    const Ray ray{.o = {0.5F, 1, 5}, .d = {0, 0, -1}};
    Hit hit;
    ASSERT_TRUE(accel.intersect(ray, kAllRays, hit));
    EXPECT_FLOAT_EQ(hit.u, 0.25F);
    EXPECT_FLOAT_EQ(hit.v, 0.25F);
    SurfacePoint s = surfaceAt(geometry, ray, hit);
    EXPECT_EQ(s.surface, 13U);
    EXPECT_EQ(s.ng, vec3(0, 0, 1));
    EXPECT_LT(length(s.uv - vec2(0.25F, 0.75F)), 1e-6F);
    EXPECT_LT(length(s.dpdu - vec3(2, 0, 0)), 1e-6F);
    EXPECT_LT(length(s.dpdv - vec3(0, -4, 0)), 1e-6F);
    EXPECT_EQ(s.tangentSign, 1);
    const vec3 n = normalize(mesh.normals[0] * 0.5F + mesh.normals[1] * 0.25F + mesh.normals[2] * 0.25F);
    EXPECT_LT(length(s.ns - n), 1e-6F);

    // Its own tangents win, and mirroring turns the bitangent.
    geometry.meshes[0].tangents.assign(3, {0, 1, 0, -1});
    Affine64 mirror;
    mirror.x = dvec3(-1, 0, 0);
    geometry.transforms[0] = Transform(mirror);
    const SceneAccel mirrored = SceneAccel::build(geometry);
    const Ray other{.o = {-0.5F, 1, 5}, .d = {0, 0, -1}};
    ASSERT_TRUE(mirrored.intersect(other, kAllRays, hit));
    s = surfaceAt(geometry, other, hit);
    EXPECT_LT(length(s.tangent - vec3(0, 1, 0)), 1e-6F);
    EXPECT_EQ(s.tangentSign, 1);
    EXPECT_EQ(s.ng, vec3(0, 0, 1));

    // Normals on the wrong side are turned to the right one.
    for (vec3& v : geometry.meshes[0].normals) v = -v;
    EXPECT_GT(dot(surfaceAt(geometry, other, hit).ns, vec3(0, 0, 1)), 0.5F);
}

/// On a coarse sphere with smooth normals, the lifted points lie between the facets and the true sphere.
TEST(Surface, SmoothPositionsAreAboveTheFacets) {
    const Geometry geometry = oneObject({ShapeKind::kMesh, 0, true}, {});
    const SceneAccel accel = SceneAccel::build(geometry);
    Pcg32 random(5);
    for (int i = 0; i < 500; ++i) {
        Ray ray;
        ray.o = uniformDirection(random) * 3.0F;
        ray.d = normalize(-ray.o + uniformDirection(random) * 0.5F);
        Hit hit;
        ASSERT_TRUE(accel.intersect(ray, kAllRays, hit));
        const SurfacePoint s = surfaceAt(geometry, ray, hit);
        const vec3 p = smoothPosition(geometry, ray, hit, s);
        EXPECT_GE(dot(p - s.p, s.ng), 0);
        EXPECT_GE(length(p) + 1e-6F, length(s.p));
        EXPECT_LT(length(p), 1.03F);
    }
    const Geometry box = oneObject({ShapeKind::kBox, 0, true}, {});
    SurfacePoint point;
    point.p = {1, 2, 3};
    EXPECT_EQ(smoothPosition(box, {}, {.object = 0}, point), point.p);
}

}  // namespace
}  // namespace raypool
