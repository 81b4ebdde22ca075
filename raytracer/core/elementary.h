// Elementary functions of our own: polynomials over IEEE operations, so that every platform computes the same bits
// (libm differs between systems in the last place). Hot code uses these, never <cmath>'s; sqrt, floor and fabs are exact
// by IEEE and stay.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>

#include "raytracer/core/math.h"

namespace raypool {

struct SinCos {
    float sin, cos;
};

/// Radians. Absolute error below 2e-7 for |x| <= 1e4; NaN for infinities. Polynomials: Cephes (Moshier), sinf.c.
inline SinCos sinCos(float x) {
    // The reduction in double keeps the remainder exact to a float's last place.
    const double quarters = std::floor(double{x} * 0.63661977236758134308 + 0.5);
    const float r = static_cast<float>(double{x} - quarters * 1.57079632679489661923);
    const float z = r * r;
    const float s = r + r * z * (-1.6666654611e-1F + z * (8.3321608736e-3F + z * -1.9515295891e-4F));
    const float c = 1 - 0.5F * z + z * z * (4.166664568298827e-2F + z * (-1.388731625493765e-3F + z * 2.443315711809948e-5F));
    if (!(quarters > -4e9 && quarters < 4e9)) return {x - x, x - x};
    switch (static_cast<uint32_t>(static_cast<int64_t>(quarters)) & 3U) {
        case 0: return {s, c};
        case 1: return {c, -s};
        case 2: return {-s, -c};
        default: return {-c, s};
    }
}
inline float sin(float x) { return sinCos(x).sin; }
inline float cos(float x) { return sinCos(x).cos; }

/// e^x in double, relative error below 1e-14; 0 below -708, infinity above 709.
inline double exp(double x) {
    if (!(x > -708)) return x != x ? x : 0;
    if (x > 709) return std::numeric_limits<double>::infinity();
    const double k = std::floor(x * 1.44269504088896340736 + 0.5);
    // ln 2 in two parts, so that k * high is exact (Cody and Waite 1980).
    const double r = (x - k * 6.93145751953125e-1) - k * 1.42860682030941723212e-6;
    // Taylor: |r| <= 0.3466, remainder r^13 / 13! < 2e-16.
    double p = 1.0 / 479001600;
    p = p * r + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    return p * std::bit_cast<double>((static_cast<uint64_t>(static_cast<int64_t>(k)) + 1023) << 52);
}

/// Natural logarithm in double, relative error below 1e-13; -infinity at 0, NaN below.
inline double log(double x) {
    if (!(x > 0)) return x == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    if (x == std::numeric_limits<double>::infinity()) return x;
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    uint64_t bits = std::bit_cast<uint64_t>(x);
    // Mantissa in [sqrt(1/2), sqrt 2), so that log is small where x is near 1.
    const uint64_t shifted = bits - 0x3FE6A09E667F3BCDULL;
    const auto k = static_cast<int64_t>(shifted) >> 52;
    bits -= static_cast<uint64_t>(k) << 52;
    const double m = std::bit_cast<double>(bits);
    const double s = (m - 1) / (m + 1), z = s * s;
    // log m = 2 atanh s; |s| <= 0.1716.
    double p = 1.0 / 19;
    p = p * z + 1.0 / 17;
    p = p * z + 1.0 / 15;
    p = p * z + 1.0 / 13;
    p = p * z + 1.0 / 11;
    p = p * z + 1.0 / 9;
    p = p * z + 1.0 / 7;
    p = p * z + 1.0 / 5;
    p = p * z + 1.0 / 3;
    p = p * z + 1;
    return 2 * s * p + static_cast<double>(k + exponent) * 0.69314718055994530942;
}

/// Correctly rounded but for rare ties.
inline float exp(float x) { return static_cast<float>(exp(double{x})); }
inline float log(float x) { return static_cast<float>(log(double{x})); }
/// x^y for x >= 0; 0^0 is 1.
inline float pow(float x, float y) {
    if (y == 0) return 1;
    if (x == 0) return y > 0 ? 0 : kInfinity;
    return static_cast<float>(exp(double{y} * log(double{x})));
}

/// Radians in [-pi, pi]; 0 for (0, 0). Absolute error below 3e-7. Polynomial: Cephes, atanf.c.
inline float atan2(float y, float x) {
    const float ax = std::fabs(x), ay = std::fabs(y);
    const float high = ax > ay ? ax : ay, low = ax > ay ? ay : ax;
    if (high == 0) return 0;
    float q = low / high, base = 0;
    if (q > 0.41421356237F) {   // tan(pi / 8)
        q = (q - 1) / (q + 1);   // low + high might overflow
        base = kPi / 4;
    }
    const float z = q * q;
    const float p = ((8.05374449538e-2F * z - 1.38776856032e-1F) * z + 1.99777106478e-1F) * z - 3.33329491539e-1F;
    float angle = base + (p * z * q + q);
    if (ay > ax) angle = kHalfPi - angle;
    if (x < 0) angle = kPi - angle;
    return y < 0 ? -angle : angle;
}
/// Arguments outside [-1, 1] count as the end.
inline float acos(float x) { return atan2(safeSqrt((1 - x) * (1 + x)), clamp(x, -1, 1)); }
inline float asin(float x) { return atan2(clamp(x, -1, 1), safeSqrt((1 - x) * (1 + x))); }

}  // namespace raypool
