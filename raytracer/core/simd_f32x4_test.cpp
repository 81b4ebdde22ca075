#include "raytracer/core/simd_f32x4.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "raytracer/core/hash.h"
#include "raytracer/testing/simd_outcome4.h"

namespace raypool {
namespace {

using testing::Ints4;
using testing::Lanes4;
using testing::SimdOutcome4;

/// The same bits; which NaN it is does not matter.
void expectSame(const Lanes4& actual, const Lanes4& expected, const char* what) {
    for (size_t i = 0; i < 4; ++i) {
        EXPECT_TRUE(std::bit_cast<uint32_t>(actual[i]) == std::bit_cast<uint32_t>(expected[i]) ||
                    (std::isnan(actual[i]) && std::isnan(expected[i])))
            << what << ", lane " << i << ": " << actual[i] << " != " << expected[i];
    }
}

void expectSame(const SimdOutcome4& a, const SimdOutcome4& b) {
    expectSame(a.sum, b.sum, "+");
    expectSame(a.difference, b.difference, "-");
    expectSame(a.product, b.product, "*");
    expectSame(a.quotient, b.quotient, "/");
    expectSame(a.negated, b.negated, "negation");
    expectSame(a.magnitude, b.magnitude, "abs");
    expectSame(a.root, b.root, "sqrt");
    expectSame(a.smaller, b.smaller, "min");
    expectSame(a.larger, b.larger, "max");
    expectSame(a.chosen, b.chosen, "select");
    expectSame(a.splatted, b.splatted, "splat");
    expectSame(a.converted, b.converted, "toFloat");
    for (const auto member : {&SimdOutcome4::less, &SimdOutcome4::lessEqual, &SimdOutcome4::greater, &SimdOutcome4::greaterEqual,
                              &SimdOutcome4::equal, &SimdOutcome4::both, &SimdOutcome4::either, &SimdOutcome4::notBoth,
                              &SimdOutcome4::intLess, &SimdOutcome4::intEqual}) {
        EXPECT_EQ(a.*member, b.*member);
    }
    EXPECT_EQ(a.any, b.any);
    EXPECT_EQ(a.intSum, b.intSum);
    EXPECT_EQ(a.intDifference, b.intDifference);
    EXPECT_EQ(a.intSmaller, b.intSmaller);
    EXPECT_EQ(a.intLarger, b.intLarger);
    EXPECT_EQ(a.truncated, b.truncated);
}

/// By plain floats.
SimdOutcome4 plain(const Lanes4& x, const Lanes4& y, const Ints4& p, const Ints4& q, const Lanes4& small) {
    SimdOutcome4 out{};
    for (size_t i = 0; i < 4; ++i) {
        const float a = x[i], b = y[i];
        const int bit = 1 << i;
        out.sum[i] = a + b, out.difference[i] = a - b, out.product[i] = a * b, out.quotient[i] = a / b;
        out.negated[i] = -a, out.magnitude[i] = std::fabs(a), out.root[i] = std::sqrt(a);
        out.smaller[i] = a < b ? a : b, out.larger[i] = a > b ? a : b, out.chosen[i] = a < b ? a : b, out.splatted[i] = x[1];
        out.less |= a < b ? bit : 0, out.lessEqual |= a <= b ? bit : 0, out.greater |= a > b ? bit : 0;
        out.greaterEqual |= a >= b ? bit : 0, out.equal |= a == b ? bit : 0;
        out.both |= a < b && a < 0 ? bit : 0, out.either |= a < b || a < 0 ? bit : 0, out.notBoth |= a < b && !(a < 0) ? bit : 0;
        out.intSum[i] = static_cast<int32_t>(static_cast<uint32_t>(p[i]) + static_cast<uint32_t>(q[i]));
        out.intDifference[i] = static_cast<int32_t>(static_cast<uint32_t>(p[i]) - static_cast<uint32_t>(q[i]));
        out.intSmaller[i] = std::min(p[i], q[i]), out.intLarger[i] = std::max(p[i], q[i]);
        out.truncated[i] = static_cast<int32_t>(small[i]);
        out.converted[i] = static_cast<float>(p[i]);
        out.intLess |= p[i] < q[i] ? bit : 0, out.intEqual |= p[i] == q[i] ? bit : 0;
    }
    out.any = out.less != 0;
    return out;
}

void compare(const Lanes4& x, const Lanes4& y, const Ints4& p, const Ints4& q, const Lanes4& small) {
    const SimdOutcome4 expected = plain(x, y, p, q, small);
    expectSame(testing::simdOutcome4<F32x4, I32x4>(x, y, p, q, small), expected);
    expectSame(testing::scalarSimdOutcome4(x, y, p, q, small), expected);
}

TEST(SimdF32x4, LaneByLaneLikePlainFloats) {
    using L = std::numeric_limits<float>;
    const float values[] = {0.0F, -0.0F, 1, -1, 3.5F, 1e-30F, -1e30F, L::denorm_min(), L::min(), L::max(), -L::max(),
                            L::infinity(), -L::infinity(), L::quiet_NaN(), L::epsilon()};
    for (const float a : values) {
        for (const float b : values) {
            SCOPED_TRACE(::testing::Message() << a << ", " << b);
            // Something else in the other lanes, so that exchanged lanes show.
            compare({a, b, 7, -2}, {b, a, 5, 3}, {1, -5, 7, 7}, {2, -6, 7, -7}, {2.9F, -2.9F, 2e9F, -0.5F});
            compare({3, -9, a, b}, {4, 1, b, a}, {0, INT32_MAX, INT32_MIN, 9}, {0, 1, -1, 8}, {0, 1, -1, 1e6F});
        }
    }
}

TEST(SimdF32x4, BackEndsAgreeOnRandomBits) {
    Pcg32 random(1);
    for (int i = 0; i < 20000 && !HasFailure(); ++i) {
        // Any bits at all: every exponent, NaNs, infinities and denormals among them.
        Lanes4 x, y, small;
        Ints4 p, q;
        for (size_t k = 0; k < 4; ++k) {
            x[k] = std::bit_cast<float>(random.next()), y[k] = i % 3 == 0 ? x[k] : std::bit_cast<float>(random.next());
            p[k] = static_cast<int32_t>(random.next()), q[k] = i % 5 == 0 ? p[k] : static_cast<int32_t>(random.next());
            small[k] = (random.nextFloat() - 0.5F) * 4e9F;
        }
        compare(x, y, p, q, small);
    }
}

TEST(SimdF32x4, ThisBuildUsesVectorRegisters) {
#if RAYPOOL_F32X4_WASM || RAYPOOL_F32X4_SSE
    EXPECT_EQ(sizeof(F32x4), 16U);
    EXPECT_EQ(alignof(F32x4), 16U);
#elif defined(__x86_64__) || defined(__wasm__)
    FAIL() << "the scalar back end on a machine that has registers for four";
#endif
}

}  // namespace
}  // namespace raypool
