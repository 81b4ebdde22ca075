// Four floats or four 32-bit integers in one register: SSE4.1, WebAssembly SIMD, or plain scalars. Every operation is the
// IEEE one, lane by lane, so that all back ends give the same bits; RAYPOOL_SCALAR_SIMD selects the scalar one, the oracle
// of the tests. min and max are what both machines have in one instruction: the second argument where a comparison with
// NaN fails or both are equal.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>

#if !defined(RAYPOOL_SCALAR_SIMD) && defined(__wasm_simd128__)
#include <wasm_simd128.h>
#define RAYPOOL_F32X4_WASM 1
#elif !defined(RAYPOOL_SCALAR_SIMD) && defined(__SSE4_1__)
#include <smmintrin.h>
#define RAYPOOL_F32X4_SSE 1
#endif

namespace raypool {

/// Result of a lane-wise comparison; bits() has bit i set where lane i holds.
struct Mask4 {
#if RAYPOOL_F32X4_WASM
    v128_t v;
    int bits() const { return static_cast<int>(wasm_i32x4_bitmask(v)); }
    bool any() const { return wasm_v128_any_true(v); }
    friend Mask4 operator&(Mask4 a, Mask4 b) { return {wasm_v128_and(a.v, b.v)}; }
    friend Mask4 operator|(Mask4 a, Mask4 b) { return {wasm_v128_or(a.v, b.v)}; }
    /// a and not b.
    friend Mask4 andNot(Mask4 a, Mask4 b) { return {wasm_v128_andnot(a.v, b.v)}; }
#elif RAYPOOL_F32X4_SSE
    __m128 v;
    int bits() const { return _mm_movemask_ps(v); }
    bool any() const { return bits() != 0; }
    friend Mask4 operator&(Mask4 a, Mask4 b) { return {_mm_and_ps(a.v, b.v)}; }
    friend Mask4 operator|(Mask4 a, Mask4 b) { return {_mm_or_ps(a.v, b.v)}; }
    /// a and not b.
    friend Mask4 andNot(Mask4 a, Mask4 b) { return {_mm_andnot_ps(b.v, a.v)}; }
#else
    int v;
    int bits() const { return v; }
    bool any() const { return v != 0; }
    friend Mask4 operator&(Mask4 a, Mask4 b) { return {a.v & b.v}; }
    friend Mask4 operator|(Mask4 a, Mask4 b) { return {a.v | b.v}; }
    /// a and not b.
    friend Mask4 andNot(Mask4 a, Mask4 b) { return {a.v & ~b.v}; }
#endif
};

struct F32x4 {
#if RAYPOOL_F32X4_WASM
    v128_t v;
    F32x4() = default;
    F32x4(v128_t x) : v(x) {}
    F32x4(float x) : v(wasm_f32x4_splat(x)) {}
    F32x4(float a, float b, float c, float d) : v(wasm_f32x4_make(a, b, c, d)) {}
    /// Four floats at an address that is a multiple of 16.
    static F32x4 load(const float* p) { return wasm_v128_load(p); }
    void store(float* p) const { wasm_v128_store(p, v); }
    /// Lane i in all four.
    template <int i>
    F32x4 lane() const { return wasm_i32x4_shuffle(v, v, i, i, i, i); }
    template <int i>
    float get() const { return wasm_f32x4_extract_lane(v, i); }
    friend F32x4 operator+(F32x4 a, F32x4 b) { return wasm_f32x4_add(a.v, b.v); }
    friend F32x4 operator-(F32x4 a, F32x4 b) { return wasm_f32x4_sub(a.v, b.v); }
    friend F32x4 operator*(F32x4 a, F32x4 b) { return wasm_f32x4_mul(a.v, b.v); }
    friend F32x4 operator/(F32x4 a, F32x4 b) { return wasm_f32x4_div(a.v, b.v); }
    friend F32x4 operator-(F32x4 a) { return wasm_f32x4_neg(a.v); }
    friend F32x4 abs(F32x4 a) { return wasm_f32x4_abs(a.v); }
    friend F32x4 sqrt(F32x4 a) { return wasm_f32x4_sqrt(a.v); }
    friend F32x4 min(F32x4 a, F32x4 b) { return wasm_f32x4_pmin(b.v, a.v); }   // a < b ? a : b
    friend F32x4 max(F32x4 a, F32x4 b) { return wasm_f32x4_pmax(b.v, a.v); }   // a > b ? a : b
    friend Mask4 operator<(F32x4 a, F32x4 b) { return {wasm_f32x4_lt(a.v, b.v)}; }
    friend Mask4 operator<=(F32x4 a, F32x4 b) { return {wasm_f32x4_le(a.v, b.v)}; }
    friend Mask4 operator==(F32x4 a, F32x4 b) { return {wasm_f32x4_eq(a.v, b.v)}; }
    friend F32x4 select(Mask4 m, F32x4 a, F32x4 b) { return wasm_v128_bitselect(a.v, b.v, m.v); }   // m ? a : b
#elif RAYPOOL_F32X4_SSE
    __m128 v;
    F32x4() = default;
    F32x4(__m128 x) : v(x) {}
    F32x4(float x) : v(_mm_set1_ps(x)) {}
    F32x4(float a, float b, float c, float d) : v(_mm_setr_ps(a, b, c, d)) {}
    /// Four floats at an address that is a multiple of 16.
    static F32x4 load(const float* p) { return _mm_load_ps(p); }
    void store(float* p) const { _mm_store_ps(p, v); }
    /// Lane i in all four.
    template <int i>
    F32x4 lane() const { return _mm_shuffle_ps(v, v, _MM_SHUFFLE(i, i, i, i)); }
    template <int i>
    float get() const { return _mm_cvtss_f32(lane<i>().v); }
    friend F32x4 operator+(F32x4 a, F32x4 b) { return _mm_add_ps(a.v, b.v); }
    friend F32x4 operator-(F32x4 a, F32x4 b) { return _mm_sub_ps(a.v, b.v); }
    friend F32x4 operator*(F32x4 a, F32x4 b) { return _mm_mul_ps(a.v, b.v); }
    friend F32x4 operator/(F32x4 a, F32x4 b) { return _mm_div_ps(a.v, b.v); }
    friend F32x4 operator-(F32x4 a) { return _mm_xor_ps(a.v, _mm_set1_ps(-0.0F)); }
    friend F32x4 abs(F32x4 a) { return _mm_andnot_ps(_mm_set1_ps(-0.0F), a.v); }
    friend F32x4 sqrt(F32x4 a) { return _mm_sqrt_ps(a.v); }
    friend F32x4 min(F32x4 a, F32x4 b) { return _mm_min_ps(a.v, b.v); }   // a < b ? a : b
    friend F32x4 max(F32x4 a, F32x4 b) { return _mm_max_ps(a.v, b.v); }   // a > b ? a : b
    friend Mask4 operator<(F32x4 a, F32x4 b) { return {_mm_cmplt_ps(a.v, b.v)}; }
    friend Mask4 operator<=(F32x4 a, F32x4 b) { return {_mm_cmple_ps(a.v, b.v)}; }
    friend Mask4 operator==(F32x4 a, F32x4 b) { return {_mm_cmpeq_ps(a.v, b.v)}; }
    friend F32x4 select(Mask4 m, F32x4 a, F32x4 b) { return _mm_blendv_ps(b.v, a.v, m.v); }   // m ? a : b
#else
    float v[4];
    F32x4() = default;
    F32x4(float x) : v{x, x, x, x} {}
    F32x4(float a, float b, float c, float d) : v{a, b, c, d} {}
    /// Four floats at an address that is a multiple of 16.
    static F32x4 load(const float* p) { return {p[0], p[1], p[2], p[3]}; }
    void store(float* p) const {
        for (int i = 0; i < 4; ++i) p[i] = v[i];
    }
    /// Lane i in all four.
    template <int i>
    F32x4 lane() const { return v[i]; }
    template <int i>
    float get() const { return v[i]; }
    template <class Op>
    static F32x4 each(Op op) {
        return {op(0), op(1), op(2), op(3)};
    }
    template <class Op>
    static Mask4 eachBit(Op op) {
        return {(op(0) ? 1 : 0) | (op(1) ? 2 : 0) | (op(2) ? 4 : 0) | (op(3) ? 8 : 0)};
    }
    friend F32x4 operator+(F32x4 a, F32x4 b) { return each([&](int i) { return a.v[i] + b.v[i]; }); }
    friend F32x4 operator-(F32x4 a, F32x4 b) { return each([&](int i) { return a.v[i] - b.v[i]; }); }
    friend F32x4 operator*(F32x4 a, F32x4 b) { return each([&](int i) { return a.v[i] * b.v[i]; }); }
    friend F32x4 operator/(F32x4 a, F32x4 b) { return each([&](int i) { return a.v[i] / b.v[i]; }); }
    friend F32x4 operator-(F32x4 a) { return each([&](int i) { return -a.v[i]; }); }
    friend F32x4 abs(F32x4 a) { return each([&](int i) { return std::fabs(a.v[i]); }); }
    friend F32x4 sqrt(F32x4 a) { return each([&](int i) { return std::sqrt(a.v[i]); }); }
    friend F32x4 min(F32x4 a, F32x4 b) { return each([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; }); }
    friend F32x4 max(F32x4 a, F32x4 b) { return each([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; }); }
    friend Mask4 operator<(F32x4 a, F32x4 b) { return eachBit([&](int i) { return a.v[i] < b.v[i]; }); }
    friend Mask4 operator<=(F32x4 a, F32x4 b) { return eachBit([&](int i) { return a.v[i] <= b.v[i]; }); }
    friend Mask4 operator==(F32x4 a, F32x4 b) { return eachBit([&](int i) { return a.v[i] == b.v[i]; }); }
    friend F32x4 select(Mask4 m, F32x4 a, F32x4 b) {   // m ? a : b
        return each([&](int i) { return (m.v >> i & 1) != 0 ? a.v[i] : b.v[i]; });
    }
#endif
    friend Mask4 operator>(F32x4 a, F32x4 b) { return b < a; }
    friend Mask4 operator>=(F32x4 a, F32x4 b) { return b <= a; }
};

struct I32x4 {
#if RAYPOOL_F32X4_WASM
    v128_t v;
    I32x4() = default;
    I32x4(v128_t x) : v(x) {}
    I32x4(int32_t x) : v(wasm_i32x4_splat(x)) {}
    I32x4(int32_t a, int32_t b, int32_t c, int32_t d) : v(wasm_i32x4_make(a, b, c, d)) {}
    void store(int32_t* p) const { wasm_v128_store(p, v); }
    friend I32x4 operator+(I32x4 a, I32x4 b) { return wasm_i32x4_add(a.v, b.v); }
    friend I32x4 operator-(I32x4 a, I32x4 b) { return wasm_i32x4_sub(a.v, b.v); }
    friend I32x4 min(I32x4 a, I32x4 b) { return wasm_i32x4_min(a.v, b.v); }
    friend I32x4 max(I32x4 a, I32x4 b) { return wasm_i32x4_max(a.v, b.v); }
    friend Mask4 operator<(I32x4 a, I32x4 b) { return {wasm_i32x4_lt(a.v, b.v)}; }
    friend Mask4 operator==(I32x4 a, I32x4 b) { return {wasm_i32x4_eq(a.v, b.v)}; }
    /// Towards 0. Only for numbers that fit: what others give differs between machines.
    static I32x4 truncate(F32x4 x) { return wasm_i32x4_trunc_sat_f32x4(x.v); }
    F32x4 toFloat() const { return wasm_f32x4_convert_i32x4(v); }
#elif RAYPOOL_F32X4_SSE
    __m128i v;
    I32x4() = default;
    I32x4(__m128i x) : v(x) {}
    I32x4(int32_t x) : v(_mm_set1_epi32(x)) {}
    I32x4(int32_t a, int32_t b, int32_t c, int32_t d) : v(_mm_setr_epi32(a, b, c, d)) {}
    void store(int32_t* p) const { _mm_store_si128(reinterpret_cast<__m128i*>(p), v); }
    friend I32x4 operator+(I32x4 a, I32x4 b) { return _mm_add_epi32(a.v, b.v); }
    friend I32x4 operator-(I32x4 a, I32x4 b) { return _mm_sub_epi32(a.v, b.v); }
    friend I32x4 min(I32x4 a, I32x4 b) { return _mm_min_epi32(a.v, b.v); }
    friend I32x4 max(I32x4 a, I32x4 b) { return _mm_max_epi32(a.v, b.v); }
    friend Mask4 operator<(I32x4 a, I32x4 b) { return {_mm_castsi128_ps(_mm_cmplt_epi32(a.v, b.v))}; }
    friend Mask4 operator==(I32x4 a, I32x4 b) { return {_mm_castsi128_ps(_mm_cmpeq_epi32(a.v, b.v))}; }
    /// Towards 0. Only for numbers that fit: what others give differs between machines.
    static I32x4 truncate(F32x4 x) { return _mm_cvttps_epi32(x.v); }
    F32x4 toFloat() const { return _mm_cvtepi32_ps(v); }
#else
    int32_t v[4];
    I32x4() = default;
    I32x4(int32_t x) : v{x, x, x, x} {}
    I32x4(int32_t a, int32_t b, int32_t c, int32_t d) : v{a, b, c, d} {}
    void store(int32_t* p) const {
        for (int i = 0; i < 4; ++i) p[i] = v[i];
    }
    template <class Op>
    static I32x4 each(Op op) {
        return {op(0), op(1), op(2), op(3)};
    }
    /// Sums wrap around.
    friend I32x4 operator+(I32x4 a, I32x4 b) {
        return each([&](int i) { return static_cast<int32_t>(static_cast<uint32_t>(a.v[i]) + static_cast<uint32_t>(b.v[i])); });
    }
    friend I32x4 operator-(I32x4 a, I32x4 b) {
        return each([&](int i) { return static_cast<int32_t>(static_cast<uint32_t>(a.v[i]) - static_cast<uint32_t>(b.v[i])); });
    }
    friend I32x4 min(I32x4 a, I32x4 b) { return each([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; }); }
    friend I32x4 max(I32x4 a, I32x4 b) { return each([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; }); }
    friend Mask4 operator<(I32x4 a, I32x4 b) { return F32x4::eachBit([&](int i) { return a.v[i] < b.v[i]; }); }
    friend Mask4 operator==(I32x4 a, I32x4 b) { return F32x4::eachBit([&](int i) { return a.v[i] == b.v[i]; }); }
    /// Towards 0. Only for numbers that fit: what others give differs between machines.
    static I32x4 truncate(F32x4 x) { return each([&](int i) { return static_cast<int32_t>(x.v[i]); }); }
    F32x4 toFloat() const { return F32x4::each([&](int i) { return static_cast<float>(v[i]); }); }
#endif
};

/// Three numbers that are wanted in all four lanes, each by itself. WebAssembly's engines read one number to all lanes at no
/// cost; SSE, which can't, reads four.
struct Splat3 {
#if RAYPOOL_F32X4_SSE
    F32x4 v[3];
    Splat3() = default;
    explicit Splat3(F32x4 p) : v{p.lane<0>(), p.lane<1>(), p.lane<2>()} {}
    Splat3(float x, float y, float z) : v{x, y, z} {}
#else
    alignas(16) float v[4];   // the last is of no use
    Splat3() = default;
    explicit Splat3(F32x4 p) { p.store(v); }
    Splat3(float x, float y, float z) { v[0] = x, v[1] = y, v[2] = z; }
#endif
    F32x4 x() const { return v[0]; }
    F32x4 y() const { return v[1]; }
    F32x4 z() const { return v[2]; }
};

}  // namespace raypool
