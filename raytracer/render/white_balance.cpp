#include "raytracer/render/white_balance.h"

#include <algorithm>

namespace raypool {
namespace {

// Linear Rec. 709 to CIE XYZ and back (IEC 61966-2-1), white D65.
constexpr ColorMatrix kToXyz{{{0.4123907992659595, 0.3575843393838780, 0.1804807884018343},
                              {0.2126390058715104, 0.7151686787677559, 0.0721923153607337},
                              {0.0193308187155918, 0.1191947797946259, 0.9505321522496608}}};
constexpr ColorMatrix kFromXyz{{{3.2409699419045213, -1.5373831775700935, -0.4986107602930033},
                                {-0.9692436362808798, 1.8759675015077206, 0.0415550574071756},
                                {0.0556300796969936, -0.2039769588889765, 1.0569715142428786}}};
constexpr ColorMatrix kToCones{{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};

constexpr ColorMatrix inverse(const ColorMatrix& a) {
    const auto& m = a.m;
    ColorMatrix out;
    const double det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                       m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            const int a0 = (j + 1) % 3, a1 = (j + 2) % 3, b0 = (i + 1) % 3, b1 = (i + 2) % 3;
            out.m[i][j] = (m[a0][b0] * m[a1][b1] - m[a0][b1] * m[a1][b0]) / det;
        }
    }
    return out;
}

struct Cones {
    double v[3];
};

constexpr Cones conesOf(Chromaticity c) {
    const double xyz[3] = {c.x / c.y, 1, (1 - c.x - c.y) / c.y};
    Cones out{};
    for (int i = 0; i < 3; ++i) {
        out.v[i] = kToCones.m[i][0] * xyz[0] + kToCones.m[i][1] * xyz[1] + kToCones.m[i][2] * xyz[2];
    }
    return out;
}

}  // namespace

Chromaticity planckianChromaticity(double kelvin) {
    const double t = 1000 / kelvin;
    const double x = kelvin < 4000 ? ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
                                   : ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390;
    const double y = kelvin < 2222   ? ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
                     : kelvin < 4000 ? ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
                                     : ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483;
    return {x, y};
}

ColorMatrix whiteBalance(float kelvin) {
    if (!(kelvin > 0)) return {};
    const Cones from = conesOf(planckianChromaticity(std::clamp(double{kelvin}, 1667.0, 25000.0)));
    const Cones to = conesOf({0.3127, 0.3290});
    ColorMatrix gain;
    for (int i = 0; i < 3; ++i) gain.m[i][i] = to.v[i] / from.v[i];
    return kFromXyz * inverse(kToCones) * gain * kToCones * kToXyz;
}

}  // namespace raypool
