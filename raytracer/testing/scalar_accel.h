#pragma once
#include <cstdint>

namespace raypool::testing {

struct ScalarHit {
    float t, u, v;
    uint32_t primitive;
};

/// hitMesh by the scalar back end of simd_f32x4.h, whatever this build uses. `nodes` and `blocks` are a MeshBvh's; both
/// back ends read the same memory, under different names of its types.
bool scalarHitMesh(const void* nodes, const void* blocks, uint32_t root, const float* o, const float* d, bool anyHit, float tMin,
                   float tMax, ScalarHit& hit);

}  // namespace raypool::testing
