#include "raytracer/core/simd_f64x2.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>

#include "raytracer/testing/simd_outcome.h"

namespace raypool {
namespace {

using testing::Lanes;
using testing::SimdOutcome;

/// The same bits; which NaN it is does not matter.
bool same(double a, double b) {
    return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

void expectSame(const Lanes& actual, const Lanes& expected, const char* what) {
    for (size_t i = 0; i < 2; ++i) {
        EXPECT_TRUE(same(actual[i], expected[i])) << what << ", lane " << i << ": " << actual[i] << " != " << expected[i];
    }
}

void expectSame(const SimdOutcome& actual, const SimdOutcome& expected) {
    expectSame(actual.sum, expected.sum, "+");
    expectSame(actual.difference, expected.difference, "-");
    expectSame(actual.product, expected.product, "*");
    expectSame(actual.quotient, expected.quotient, "/");
    expectSame(actual.root, expected.root, "sqrt");
    expectSame(actual.chosen, expected.chosen, "select");
    expectSame(actual.dotted, expected.dotted, "dot");
    expectSame(actual.splatted, expected.splatted, "splat");
    EXPECT_EQ(actual.less, expected.less);
    EXPECT_EQ(actual.lessEqual, expected.lessEqual);
    EXPECT_EQ(actual.greater, expected.greater);
    EXPECT_EQ(actual.greaterEqual, expected.greaterEqual);
    EXPECT_EQ(actual.both, expected.both);
    EXPECT_EQ(actual.either, expected.either);
    EXPECT_EQ(actual.any, expected.any);
}

/// By plain doubles.
SimdOutcome plainOutcome(const Lanes& a, const Lanes& b) {
    SimdOutcome out{};
    for (size_t i = 0; i < 2; ++i) {
        const int bit = 1 << i;
        out.sum[i] = a[i] + b[i];
        out.difference[i] = a[i] - b[i];
        out.product[i] = a[i] * b[i];
        out.quotient[i] = a[i] / b[i];
        out.root[i] = std::sqrt(a[i]);
        out.chosen[i] = a[i] < b[i] ? a[i] : b[i];
        out.dotted[i] = a[i] * b[i] + b[i] * 3 + a[i] * a[i];
        out.splatted[i] = a[1];
        out.less |= a[i] < b[i] ? bit : 0;
        out.lessEqual |= a[i] <= b[i] ? bit : 0;
        out.greater |= a[i] > b[i] ? bit : 0;
        out.greaterEqual |= a[i] >= b[i] ? bit : 0;
        out.both |= a[i] < b[i] && a[i] < 0 ? bit : 0;
        out.either |= a[i] < b[i] || a[i] > 0 ? bit : 0;
    }
    out.any = out.less != 0;
    return out;
}

std::vector<double> interestingValues() {
    using L = std::numeric_limits<double>;
    return {0.0,  -0.0,  1.0,      -1.0,        3.5,       1e-300,      -1e300, L::denorm_min(), L::min(), L::max(),
            -L::max(), L::infinity(), -L::infinity(), L::quiet_NaN(), L::epsilon()};
}

SimdOutcome pairOutcome(const Lanes& a, const Lanes& b) { return testing::simdOutcome<F64x2, Vec3<F64x2>>(a, b); }

TEST(SimdF64x2, LaneByLaneLikePlainDoubles) {
    const auto values = interestingValues();
    for (const double a0 : values) {
        for (const double b0 : values) {
            // Something else in the other lane, so that exchanged lanes show.
            const Lanes a{a0, b0 + 2}, b{b0, 7};
            SCOPED_TRACE(::testing::Message() << a0 << ", " << b0);
            expectSame(pairOutcome(a, b), plainOutcome(a, b));
            expectSame(pairOutcome({a[1], a[0]}, {b[1], b[0]}), plainOutcome({a[1], a[0]}, {b[1], b[0]}));
        }
    }
}

TEST(SimdF64x2, BackEndsAgreeOnRandomBits) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        // Any bits at all: every exponent, NaNs, infinities and denormals among them.
        const auto number = [&] { return std::bit_cast<double>(random()); };
        const Lanes a{number(), number()}, b{number(), i % 3 == 0 ? a[1] : number()};
        const auto expected = plainOutcome(a, b);
        expectSame(pairOutcome(a, b), expected);
        expectSame(testing::scalarSimdOutcome(a, b), expected);
        if (HasFailure()) break;
    }
}

TEST(SimdF64x2, SingleAndPairGiveTheSameBits) {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> number(-10, 10);
    for (int i = 0; i < 1000; ++i) {
        const Lanes a{number(random), number(random)}, b{number(random), number(random)};
        const Vec3<F64x2> u{F64x2(a[0], a[1]), F64x2(b[0], b[1]), F64x2(0.1)}, v = u * F64x2(1.7) - u + u;
        for (int lane = 0; lane < 2; ++lane) {
            const auto l = static_cast<size_t>(lane);
            const Vec3<F64x1> u1{F64x1(a[l]), F64x1(b[l]), F64x1(0.1)}, v1 = u1 * F64x1(1.7) - u1 + u1;
            EXPECT_TRUE(same(dot(u, v).lane(lane), dot(u1, v1).v));
            EXPECT_TRUE(same(v.lane(lane).y.v, v1.y.v));
            EXPECT_TRUE(same((sqrt(u.x) / u.y).lane(lane), (sqrt(u1.x) / u1.y).v));
            EXPECT_TRUE(same(select(u.x < u.y, u, v).lane(lane).x.v, select(u1.x < u1.y, u1, v1).x.v));
            EXPECT_EQ((u.x >= u.y).bits() >> lane & 1, (u1.x >= u1.y).bits());
            EXPECT_EQ((u.x <= u.y).bits() >> lane & 1, (u1.x <= u1.y).bits());
            EXPECT_EQ((u.x > u.y).bits() >> lane & 1, (u1.x > u1.y).bits());
        }
    }
}

TEST(SimdF64x2, ThisBuildUsesVectorRegisters) {
#if RAYPOOL_F64X2_WASM || RAYPOOL_F64X2_SSE
    EXPECT_EQ(sizeof(F64x2), 16U);
    EXPECT_EQ(alignof(F64x2), 16U);
#elif defined(__x86_64__) || defined(__wasm__)
    FAIL() << "the scalar back end on a machine that has registers for two";
#endif
}

}  // namespace
}  // namespace raypool
