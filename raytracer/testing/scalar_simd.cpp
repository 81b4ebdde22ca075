// The scalar back end of simd_f64x2.h in a build that uses another one: the header's names move to a namespace of their
// own, so that the program holds both.
#include "raytracer/testing/simd_outcome.h"

#define RAYPOOL_SCALAR_SIMD
#define raypool raypool_scalar
#include "raytracer/core/simd_f64x2.h"
#undef raypool

namespace raypool::testing {

SimdOutcome scalarSimdOutcome(const Lanes& x, const Lanes& y) {
    return simdOutcome<raypool_scalar::F64x2, raypool_scalar::Vec3<raypool_scalar::F64x2>>(x, y);
}

}  // namespace raypool::testing
