// Constants, rounding errors and small numeric helpers.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace raypool {

constexpr float kPi = 3.14159265358979323846F;
constexpr float kInvPi = 0.31830988618379067154F;
constexpr float kInvTwoPi = 0.15915494309189533577F;
constexpr float kInvFourPi = 0.07957747154594766788F;
constexpr float kHalfPi = 1.57079632679489661923F;
constexpr float kTwoPi = 6.28318530717958647692F;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
/// Largest float below 1: random numbers lie in [0, kOneMinusEpsilon].
constexpr float kOneMinusEpsilon = 0x1.fffffep-1F;

/// Bound of the relative error after n float operations (Higham 2002, section 3.1; as in pbrt).
constexpr float gammaBound(int n) {
    constexpr float half = std::numeric_limits<float>::epsilon() * 0.5F;
    return static_cast<float>(n) * half / (1 - static_cast<float>(n) * half);
}

template <class T>
constexpr T sqr(T x) {
    return x * x;
}
/// Square root that takes what rounding made negative for 0.
inline float safeSqrt(float x) { return std::sqrt(x > 0 ? x : 0); }
inline float lerp(float t, float a, float b) { return (1 - t) * a + t * b; }
inline float clamp(float x, float low, float high) { return x < low ? low : (x > high ? high : x); }
constexpr float radians(float degrees) { return degrees * (kPi / 180); }

/// a * b - c * d with one rounding error instead of catastrophic cancellation, in double.
inline float differenceOfProducts(float a, float b, float c, float d) {
    return static_cast<float>(double{a} * double{b} - double{c} * double{d});
}

/// The next float up or down; infinities stay.
inline float nextUp(float x) {
    if (x == kInfinity) return x;
    if (x == 0) return std::bit_cast<float>(uint32_t{1});
    const uint32_t bits = std::bit_cast<uint32_t>(x);
    return std::bit_cast<float>(x > 0 ? bits + 1 : bits - 1);
}
inline float nextDown(float x) { return -nextUp(-x); }

}  // namespace raypool
