// The scalar back end of simd_f32x4.h, and the traversal with it, in a build that uses another one: the headers' names
// move to a namespace of their own, so that the program holds both.
#include "raytracer/testing/scalar_accel.h"

#include "raytracer/testing/simd_outcome4.h"

#define RAYPOOL_SCALAR_SIMD
#define raypool raypool_scalar
#include "raytracer/accel/mesh_bvh.h"
#undef raypool

namespace raypool::testing {

SimdOutcome4 scalarSimdOutcome4(const Lanes4& x, const Lanes4& y, const Ints4& p, const Ints4& q, const Lanes4& small) {
    return simdOutcome4<raypool_scalar::F32x4, raypool_scalar::I32x4>(x, y, p, q, small);
}

bool scalarHitMesh(const void* nodes, const void* blocks, uint32_t root, const float* o, const float* d, bool anyHit, float tMin,
                   float tMax, ScalarHit& hit) {
    using namespace raypool_scalar;
    const vec3 origin(o[0], o[1], o[2]), direction(d[0], d[1], d[2]);
    const auto* n = static_cast<const Node4*>(nodes);
    const auto* b = static_cast<const TriangleBlock*>(blocks);
    const TriangleRay triangleRay(origin, direction);
    WalkMemory memory;
    const auto visit = [] {};
    TriangleHit h{};
    const bool found = anyHit ? hitMesh<true>(n, b, root, triangleRay, tMin, tMax, memory, h, visit)
                              : hitMesh<false>(n, b, root, triangleRay, tMin, tMax, memory, h, visit);
    if (found) hit = {h.t, h.u, h.v, h.primitive};
    return found;
}

}  // namespace raypool::testing
