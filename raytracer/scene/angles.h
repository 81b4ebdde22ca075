// Angles in degrees, in double, the same bits on every platform, and exact at multiples of 90.
#pragma once
#include <cmath>

namespace raypool {

struct SinCos64 {
    double sin, cos;
};

/// Taylor series within 45 degrees of a right angle: the first term left out is below 1e-17.
inline SinCos64 sinCosDegrees(double degrees) {
    const double turned = degrees - 360 * std::floor(degrees / 360);   // [0, 360]
    const double quarter = std::floor(turned / 90 + 0.5);
    const double x = (turned - 90 * quarter) * 0.017453292519943295, x2 = x * x;
    double s = 0, c = 0;
    for (int k = 16; k > 0; k -= 2) {
        s = (1 + s) * -x2 / (k * (k + 1));
        c = (1 + c) * -x2 / (k * (k - 1));
    }
    s = x + x * s;
    c = 1 + c;
    switch (static_cast<int>(quarter) & 3) {
        case 0: return {s, c};
        case 1: return {c, -s};
        case 2: return {-s, -c};
        default: return {-c, s};
    }
}

inline double tanDegrees(double degrees) {
    const SinCos64 a = sinCosDegrees(degrees);
    return a.sin / a.cos;
}

}  // namespace raypool
