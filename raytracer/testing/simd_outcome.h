#pragma once
#include <array>

namespace raypool::testing {

using Lanes = std::array<double, 2>;

/// What every operation on pairs gives.
struct SimdOutcome {
    Lanes sum, difference, product, quotient, root, chosen, dotted, splatted;
    int less, lessEqual, greater, greaterEqual, both, either;
    bool any;
};

/// F: F64x2 of any back end; V: its Vec3.
template <class F, class V>
SimdOutcome simdOutcome(const Lanes& x, const Lanes& y) {
    const F a(x[0], x[1]), b(y[0], y[1]);
    const auto lanes = [](const F& f) { return Lanes{f.lane(0), f.lane(1)}; };
    const V u{a, b, a}, v{b, F(3), a};
    return {lanes(a + b),         lanes(a - b),     lanes(a * b),      lanes(a / b),
            lanes(sqrt(a)),       lanes(select(a < b, a, b)),          lanes(dot(u, v)),
            lanes(F(x[1])),       (a < b).bits(),   (a <= b).bits(),   (a > b).bits(),
            (a >= b).bits(),      ((a < b) & (a < F(0))).bits(),       ((a < b) | (a > F(0))).bits(),
            (a < b).any()};
}

/// The same by the scalar back end, whatever this build uses.
SimdOutcome scalarSimdOutcome(const Lanes& x, const Lanes& y);

}  // namespace raypool::testing
