// Two doubles in one register: SSE2, WebAssembly SIMD, or plain scalars. Every operation is the IEEE one, lane by lane,
// so that all back ends give the same bits; RAYPOOL_SCALAR_SIMD selects the scalar one, the oracle of the tests.
#pragma once
#include <cmath>
#include <cstdint>

#if !defined(RAYPOOL_SCALAR_SIMD) && defined(__wasm_simd128__)
#include <wasm_simd128.h>
#define RAYPOOL_F64X2_WASM 1
#elif !defined(RAYPOOL_SCALAR_SIMD) && defined(__SSE4_1__)
#include <smmintrin.h>
#define RAYPOOL_F64X2_SSE 1
#endif

namespace raypool {

/// Result of a lane-wise comparison; bits() has bit i set where lane i holds.
struct Mask2 {
#if RAYPOOL_F64X2_WASM
    v128_t v;
    int bits() const { return static_cast<int>(wasm_i64x2_bitmask(v)); }
    bool any() const { return wasm_v128_any_true(v); }
    friend Mask2 operator&(Mask2 a, Mask2 b) { return {wasm_v128_and(a.v, b.v)}; }
    friend Mask2 operator|(Mask2 a, Mask2 b) { return {wasm_v128_or(a.v, b.v)}; }
#elif RAYPOOL_F64X2_SSE
    __m128d v;
    int bits() const { return _mm_movemask_pd(v); }
    bool any() const { return bits() != 0; }
    friend Mask2 operator&(Mask2 a, Mask2 b) { return {_mm_and_pd(a.v, b.v)}; }
    friend Mask2 operator|(Mask2 a, Mask2 b) { return {_mm_or_pd(a.v, b.v)}; }
#else
    int v;
    int bits() const { return v; }
    bool any() const { return v != 0; }
    friend Mask2 operator&(Mask2 a, Mask2 b) { return {a.v & b.v}; }
    friend Mask2 operator|(Mask2 a, Mask2 b) { return {a.v | b.v}; }
#endif
};

struct F64x2 {
    static constexpr int kLanes = 2;
    using Mask = Mask2;
#if RAYPOOL_F64X2_WASM
    v128_t v;
    F64x2() = default;
    F64x2(v128_t x) : v(x) {}
    F64x2(double x) : v(wasm_f64x2_splat(x)) {}
    F64x2(double a, double b) : v(wasm_f64x2_make(a, b)) {}
    double lane(int i) const { return i == 0 ? wasm_f64x2_extract_lane(v, 0) : wasm_f64x2_extract_lane(v, 1); }
    friend F64x2 operator+(F64x2 a, F64x2 b) { return wasm_f64x2_add(a.v, b.v); }
    friend F64x2 operator-(F64x2 a, F64x2 b) { return wasm_f64x2_sub(a.v, b.v); }
    friend F64x2 operator*(F64x2 a, F64x2 b) { return wasm_f64x2_mul(a.v, b.v); }
    friend F64x2 operator/(F64x2 a, F64x2 b) { return wasm_f64x2_div(a.v, b.v); }
    friend Mask2 operator<(F64x2 a, F64x2 b) { return {wasm_f64x2_lt(a.v, b.v)}; }
    friend Mask2 operator<=(F64x2 a, F64x2 b) { return {wasm_f64x2_le(a.v, b.v)}; }
    friend Mask2 operator>(F64x2 a, F64x2 b) { return {wasm_f64x2_gt(a.v, b.v)}; }
    friend Mask2 operator>=(F64x2 a, F64x2 b) { return {wasm_f64x2_ge(a.v, b.v)}; }
    friend F64x2 sqrt(F64x2 a) { return wasm_f64x2_sqrt(a.v); }
    friend F64x2 select(Mask2 m, F64x2 a, F64x2 b) { return wasm_v128_bitselect(a.v, b.v, m.v); }   // m ? a : b
#elif RAYPOOL_F64X2_SSE
    __m128d v;
    F64x2() = default;
    F64x2(__m128d x) : v(x) {}
    F64x2(double x) : v(_mm_set1_pd(x)) {}
    F64x2(double a, double b) : v(_mm_setr_pd(a, b)) {}
    double lane(int i) const { return _mm_cvtsd_f64(i == 0 ? v : _mm_unpackhi_pd(v, v)); }
    friend F64x2 operator+(F64x2 a, F64x2 b) { return _mm_add_pd(a.v, b.v); }
    friend F64x2 operator-(F64x2 a, F64x2 b) { return _mm_sub_pd(a.v, b.v); }
    friend F64x2 operator*(F64x2 a, F64x2 b) { return _mm_mul_pd(a.v, b.v); }
    friend F64x2 operator/(F64x2 a, F64x2 b) { return _mm_div_pd(a.v, b.v); }
    friend Mask2 operator<(F64x2 a, F64x2 b) { return {_mm_cmplt_pd(a.v, b.v)}; }
    friend Mask2 operator<=(F64x2 a, F64x2 b) { return {_mm_cmple_pd(a.v, b.v)}; }
    friend Mask2 operator>(F64x2 a, F64x2 b) { return {_mm_cmpgt_pd(a.v, b.v)}; }
    friend Mask2 operator>=(F64x2 a, F64x2 b) { return {_mm_cmpge_pd(a.v, b.v)}; }
    friend F64x2 sqrt(F64x2 a) { return _mm_sqrt_pd(a.v); }
    friend F64x2 select(Mask2 m, F64x2 a, F64x2 b) { return _mm_blendv_pd(b.v, a.v, m.v); }         // m ? a : b
#else
    double v0, v1;
    F64x2() = default;
    F64x2(double x) : v0(x), v1(x) {}
    F64x2(double a, double b) : v0(a), v1(b) {}
    double lane(int i) const { return i == 0 ? v0 : v1; }
    friend F64x2 operator+(F64x2 a, F64x2 b) { return {a.v0 + b.v0, a.v1 + b.v1}; }
    friend F64x2 operator-(F64x2 a, F64x2 b) { return {a.v0 - b.v0, a.v1 - b.v1}; }
    friend F64x2 operator*(F64x2 a, F64x2 b) { return {a.v0 * b.v0, a.v1 * b.v1}; }
    friend F64x2 operator/(F64x2 a, F64x2 b) { return {a.v0 / b.v0, a.v1 / b.v1}; }
    friend Mask2 operator<(F64x2 a, F64x2 b) { return {(a.v0 < b.v0) | (a.v1 < b.v1) << 1}; }
    friend Mask2 operator<=(F64x2 a, F64x2 b) { return {(a.v0 <= b.v0) | (a.v1 <= b.v1) << 1}; }
    friend Mask2 operator>(F64x2 a, F64x2 b) { return b < a; }
    friend Mask2 operator>=(F64x2 a, F64x2 b) { return b <= a; }
    friend F64x2 sqrt(F64x2 a) { return {std::sqrt(a.v0), std::sqrt(a.v1)}; }
    friend F64x2 select(Mask2 m, F64x2 a, F64x2 b) {
        return {m.v & 1 ? a.v0 : b.v0, m.v & 2 ? a.v1 : b.v1};
    }
#endif
};

/// One double with the same interface, so that one source serves single rays and pairs.
struct Mask1 {
    bool v;
    int bits() const { return v; }
    bool any() const { return v; }
    friend Mask1 operator&(Mask1 a, Mask1 b) { return {a.v && b.v}; }
    friend Mask1 operator|(Mask1 a, Mask1 b) { return {a.v || b.v}; }
};

struct F64x1 {
    static constexpr int kLanes = 1;
    using Mask = Mask1;
    double v;
    F64x1() = default;
    F64x1(double x) : v(x) {}
    double lane(int) const { return v; }
    friend F64x1 operator+(F64x1 a, F64x1 b) { return a.v + b.v; }
    friend F64x1 operator-(F64x1 a, F64x1 b) { return a.v - b.v; }
    friend F64x1 operator*(F64x1 a, F64x1 b) { return a.v * b.v; }
    friend F64x1 operator/(F64x1 a, F64x1 b) { return a.v / b.v; }
    friend Mask1 operator<(F64x1 a, F64x1 b) { return {a.v < b.v}; }
    friend Mask1 operator<=(F64x1 a, F64x1 b) { return {a.v <= b.v}; }
    friend Mask1 operator>(F64x1 a, F64x1 b) { return {a.v > b.v}; }
    friend Mask1 operator>=(F64x1 a, F64x1 b) { return {a.v >= b.v}; }
    friend F64x1 sqrt(F64x1 a) { return std::sqrt(a.v); }
    friend F64x1 select(Mask1 m, F64x1 a, F64x1 b) { return m.v ? a : b; }
};

/// Three coordinates, for as many points or directions as F has lanes.
template <class F>
struct Vec3 {
    F x, y, z;

    friend Vec3 operator+(const Vec3& a, const Vec3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend Vec3 operator-(const Vec3& a, const Vec3& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend Vec3 operator*(const Vec3& a, F s) { return {a.x * s, a.y * s, a.z * s}; }
    friend F dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
    friend Vec3 select(typename F::Mask m, const Vec3& a, const Vec3& b) {
        return {select(m, a.x, b.x), select(m, a.y, b.y), select(m, a.z, b.z)};
    }
    /// One lane as a vector of its own.
    Vec3<F64x1> lane(int i) const { return {x.lane(i), y.lane(i), z.lane(i)}; }
};

}  // namespace raypool
