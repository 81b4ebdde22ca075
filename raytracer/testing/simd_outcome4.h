#pragma once
#include <array>
#include <cstdint>

namespace raypool::testing {

using Lanes4 = std::array<float, 4>;
using Ints4 = std::array<int32_t, 4>;

/// What every operation on four floats, and on four integers, gives.
struct SimdOutcome4 {
    Lanes4 sum, difference, product, quotient, negated, magnitude, root, smaller, larger, chosen, splatted;
    int less, lessEqual, greater, greaterEqual, equal, both, either, notBoth;
    bool any;
    Ints4 intSum, intDifference, intSmaller, intLarger, truncated;
    Lanes4 converted;
    int intLess, intEqual;
};

/// F, I: F32x4 and I32x4 of any back end. `x` and `y`; p and q as integers; `small` has numbers that fit into integers.
template <class F, class I>
SimdOutcome4 simdOutcome4(const Lanes4& x, const Lanes4& y, const Ints4& p, const Ints4& q, const Lanes4& small) {
    alignas(16) Lanes4 memory = x;
    const F a = F::load(memory.data()), b(y[0], y[1], y[2], y[3]);
    const I i(p[0], p[1], p[2], p[3]), j(q[0], q[1], q[2], q[3]);
    const auto lanes = [](F f) {
        alignas(16) Lanes4 out;
        f.store(out.data());
        return out;
    };
    const auto ints = [](I n) {
        alignas(16) Ints4 out;
        n.store(out.data());
        return out;
    };
    const auto smallLess = a < F(0.0F);
    return {lanes(a + b), lanes(a - b), lanes(a * b), lanes(a / b), lanes(-a), lanes(abs(a)), lanes(sqrt(a)), lanes(min(a, b)),
            lanes(max(a, b)), lanes(select(a < b, a, b)), lanes(F(x[1])), (a < b).bits(), (a <= b).bits(), (a > b).bits(),
            (a >= b).bits(), (a == b).bits(), ((a < b) & smallLess).bits(), ((a < b) | smallLess).bits(),
            andNot(a < b, smallLess).bits(), (a < b).any(), ints(i + j), ints(i - j), ints(min(i, j)), ints(max(i, j)),
            ints(I::truncate(F(small[0], small[1], small[2], small[3]))), lanes(i.toFloat()), (i < j).bits(), (i == j).bits()};
}

/// The same by the scalar back end, whatever this build uses.
SimdOutcome4 scalarSimdOutcome4(const Lanes4& x, const Lanes4& y, const Ints4& p, const Ints4& q, const Lanes4& small);

}  // namespace raypool::testing
