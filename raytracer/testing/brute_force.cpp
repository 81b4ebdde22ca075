#include "raytracer/testing/brute_force.h"

#include "raytracer/accel/triangle_block.h"
#include "raytracer/geometry/intersect.h"
#include "raytracer/geometry/triangle.h"

namespace raypool::testing {

bool bruteForceHit(const Geometry& geometry, const Ray& ray, uint8_t mask, Hit& hit) {
    float tMax = ray.tMax;
    bool found = false;
    for (uint32_t index = 0; index < geometry.objects.size(); ++index) {
        const Object& object = geometry.objects[index];
        if ((object.mask & mask) == 0) continue;
        const Affine toObject = transformAt(geometry, object, ray.time).toObject;
        if (object.shape != ShapeKind::kMesh) {
            ShapeHit s;
            if (intersectShape(object.shape, object.parameter, pointInDouble(toObject, dvec3(ray.o)),
                               vectorInDouble(toObject, dvec3(ray.d)), ray.tMin, tMax, s) &&
                static_cast<float>(s.t) < tMax) {
                tMax = static_cast<float>(s.t);
                hit = {tMax, 0, 0, s.primitive, index};
                found = true;
            }
            continue;
        }
        const Mesh& mesh = geometry.meshes[object.mesh];
        const bool isInPlace = toObject == Affine{};
        const TriangleRay triangleRay(isInPlace ? ray.o : toObject.point(ray.o), isInPlace ? ray.d : toObject.vector(ray.d));
        for (uint32_t i = 0; i < mesh.triangleCount(); ++i) {
            TriangleBlock block;
            const float nan = std::numeric_limits<float>::quiet_NaN();
            std::fill_n(&block.vertex[0][0][0], 36, nan);
            for (size_t k = 0; k < 3; ++k) {
                const vec3 p = mesh.positions[mesh.indices[i * 3 + k]];
                for (int a = 0; a < 3; ++a) block.vertex[k][a][i % 4] = p[a];
            }
            block.primitive[i % 4] = i;
            if (!hasArea(mesh.positions[mesh.indices[i * 3]], mesh.positions[mesh.indices[i * 3 + 1]],
                         mesh.positions[mesh.indices[i * 3 + 2]])) {
                continue;
            }
            TriangleHit h{};
            if (!hitBlock<false>(block, triangleRay, ray.tMin, tMax, h)) continue;
            hit = {h.t, h.u, h.v, h.primitive, index};
            found = true;
        }
    }
    return found;
}

bool triangleInDouble(vec3 a, vec3 b, vec3 c, const Ray& ray, double slack, double& t) {
    const dvec3 e1 = dvec3(b) - dvec3(a), e2 = dvec3(c) - dvec3(a), d(ray.d);
    const dvec3 p = glm::cross(d, e2);
    const double determinant = glm::dot(e1, p);
    if (determinant == 0) return false;
    const dvec3 s = dvec3(ray.o) - dvec3(a), q = glm::cross(s, e1);
    const double u = glm::dot(s, p) / determinant, v = glm::dot(d, q) / determinant;
    t = glm::dot(e2, q) / determinant;
    return u >= -slack && v >= -slack && u + v <= 1 + slack && t >= ray.tMin && t < ray.tMax;
}

}  // namespace raypool::testing
