#pragma once
#include "raytracer/core/rgb.h"

namespace raypool {

/// A linear map of colours, by rows.
struct ColorMatrix {
    double m[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    friend constexpr ColorMatrix operator*(const ColorMatrix& a, const ColorMatrix& b) {
        ColorMatrix out;
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j) {
                out.m[i][j] = a.m[i][0] * b.m[0][j] + a.m[i][1] * b.m[1][j] + a.m[i][2] * b.m[2][j];
            }
        }
        return out;
    }
};

/// The same in float, as pixels need it.
struct FastColorMatrix {
    float m[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    FastColorMatrix() = default;
    FastColorMatrix(const ColorMatrix& from) {
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j) m[i][j] = static_cast<float>(from.m[i][j]);
        }
    }
    Rgb operator()(Rgb c) const {
        return {m[0][0] * c.r + m[0][1] * c.g + m[0][2] * c.b, m[1][0] * c.r + m[1][1] * c.g + m[1][2] * c.b,
                m[2][0] * c.r + m[2][1] * c.g + m[2][2] * c.b};
    }
};

}  // namespace raypool
