// The tone mappers against their published formulas, in double and written down anew.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "raytracer/core/hash.h"
#include "raytracer/render/srgb_curve.h"
#include "raytracer/render/tonemap_aces.h"
#include "raytracer/render/tonemap_agx.h"
#include "raytracer/render/tonemap_linear.h"
#include "raytracer/render/tonemap_neutral.h"
#include "raytracer/render/white_balance.h"

namespace raypool {
namespace {

using Triple = std::array<double, 3>;

Triple times(const double (&m)[9], const Triple& v) {
    return {m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
            m[6] * v[0] + m[7] * v[1] + m[8] * v[2]};
}

Rgb agx(Rgb c) { return tonemapAgx(FastColorMatrix(kAgxInput)(c)); }
Rgb aces(Rgb c) { return tonemapAces(FastColorMatrix(kAcesInput)(c)); }

struct Mapper {
    const char* name;
    Rgb (*map)(Rgb);
};
constexpr Mapper kMappers[] = {{"agx", agx}, {"neutral", tonemapNeutral}, {"aces", aces}, {"linear", tonemapLinear}};

/// Colours of all brightnesses, grey to saturated.
std::vector<Rgb> colors() {
    std::vector<Rgb> out;
    Pcg32 random(51);
    for (int i = 0; i < 3000; ++i) {
        const float scale = std::exp2(random.nextFloat() * 24 - 14);
        out.push_back(Rgb{random.nextFloat(), random.nextFloat(), random.nextFloat()} * scale);
    }
    for (const float v : {1e-30F, 1e-6F, 0.18F, 1.0F, 16.0F, 1e9F}) {
        for (const Rgb c : {Rgb{1, 1, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}}) out.push_back(c * v);
    }
    return out;
}

TEST(ToneMap, RangeAndBlack) {
    for (const Mapper& mapper : kMappers) {
        const Rgb black = mapper.map({0, 0, 0});
        EXPECT_NEAR(black.r, 0, 1e-6) << mapper.name;
        EXPECT_NEAR(black.g, 0, 1e-6) << mapper.name;
        EXPECT_NEAR(black.b, 0, 1e-6) << mapper.name;
        for (const Rgb c : colors()) {
            const Rgb m = mapper.map(c);
            for (const float v : {m.r, m.g, m.b}) ASSERT_TRUE(v >= 0 && v <= 1) << mapper.name << ' ' << c.r << ' ' << c.g << ' ' << c.b;
        }
    }
}

TEST(ToneMap, GreyStaysGreyAndGrowsToWhite) {
    for (const Mapper& mapper : kMappers) {
        float before = -1;
        for (float x = 1e-5F; x < 1e4F; x *= 1.03F) {
            const Rgb m = mapper.map(grey(x));
            ASSERT_NEAR(m.r, m.g, 4e-5) << mapper.name << ' ' << x;
            ASSERT_NEAR(m.b, m.g, 4e-5) << mapper.name << ' ' << x;
            ASSERT_GE(m.g, before - 1e-6F) << mapper.name << ' ' << x;
            before = m.g;
        }
        EXPECT_NEAR(before, 1, 1e-3) << mapper.name;
    }
}

TEST(ToneMap, NeutralShowsBaseColoursAsTheyAre) {
    // "Under grey light of 1 a base colour is reproduced": radiance is the base colour plus 4 % of reflection.
    for (const Rgb base : {Rgb{0.2F, 0.5F, 0.7F}, {0.1F, 0.1F, 0.1F}, {0.7F, 0.3F, 0.12F}}) {
        const Rgb shown = tonemapNeutral(base + grey(0.04F));
        EXPECT_NEAR(shown.r, base.r, 1e-6);
        EXPECT_NEAR(shown.g, base.g, 1e-6);
        EXPECT_NEAR(shown.b, base.b, 1e-6);
    }
}

TEST(ToneMap, NeutralAsPublished) {
    for (const Rgb c : colors()) {
        Triple color{c.r, c.g, c.b};
        const double x = std::min({color[0], color[1], color[2]}), offset = x < 0.08 ? x - 6.25 * x * x : 0.04;
        for (double& v : color) v -= offset;
        const double peak = std::max({color[0], color[1], color[2]}), d = 1 - 0.76;
        if (peak >= 0.76) {
            const double newPeak = 1 - d * d / (peak + d - 0.76), g = 1 - 1 / (0.15 * (peak - newPeak) + 1);
            for (double& v : color) v = v * newPeak / peak * (1 - g) + newPeak * g;
        }
        const Rgb m = tonemapNeutral(c);
        ASSERT_NEAR(m.r, color[0], 1e-5);
        ASSERT_NEAR(m.g, color[1], 1e-5);
        ASSERT_NEAR(m.b, color[2], 1e-5);
    }
}

TEST(ToneMap, AcesAsPublished) {
    constexpr double in[9] = {0.59719, 0.35458, 0.04823, 0.07600, 0.90834, 0.01566, 0.02840, 0.13383, 0.83777};
    constexpr double out[9] = {1.60475, -0.53108, -0.07367, -0.10208, 1.10813, -0.00605, -0.00327, -0.07276, 1.07602};
    for (const Rgb c : colors()) {
        if (maxComponent(c) > 1e5F) continue;
        Triple v = times(in, {c.r, c.g, c.b});
        for (double& x : v) x = std::max(0.0, (x * (x + 0.0245786) - 0.000090537) / (x * (0.983729 * x + 0.4329510) + 0.238081));
        v = times(out, v);
        const Rgb m = aces(c);
        ASSERT_NEAR(m.r, std::clamp(v[0], 0.0, 1.0), 2e-6);
        ASSERT_NEAR(m.g, std::clamp(v[1], 0.0, 1.0), 2e-6);
        ASSERT_NEAR(m.b, std::clamp(v[2], 0.0, 1.0), 2e-6);
    }
}

TEST(ToneMap, AgxSigmoidGoesThroughItsPointsAndNearThePublishedPolynomial) {
    EXPECT_EQ(agxSigmoid(0), 0);
    EXPECT_EQ(agxSigmoid(1), 1);
    EXPECT_NEAR(agxSigmoid(1e-9), 0, 1e-8);
    EXPECT_NEAR(agxSigmoid(1 - 1e-9), 1, 1e-8);
    EXPECT_NEAR(agxSigmoid(10 / 16.5), 0.5, 1e-12);
    EXPECT_NEAR((agxSigmoid(10 / 16.5 + 1e-4) - agxSigmoid(10 / 16.5 - 1e-4)) / 2e-4, 2, 1e-6);
    double before = -1;
    for (double t = 0; t <= 1; t += 1.0 / 512) {
        // Benjamin Wrensch's fit ("Minimal AgX Implementation"), mean squared error 3.7e-6.
        const double x2 = t * t, x4 = x2 * x2;
        const double fit = 15.5 * x4 * x2 - 40.14 * x4 * t + 31.96 * x4 - 6.868 * x2 * t + 0.4298 * x2 + 0.1191 * t - 0.00232;
        EXPECT_NEAR(agxSigmoid(t), fit, 0.01) << t;
        EXPECT_GT(agxSigmoid(t), before);
        before = agxSigmoid(t);
    }
}

TEST(ToneMap, AgxAsPublished) {
    constexpr double inset[9] = {0.856627153315983, 0.0951212405381588, 0.0482516061458583,
                                 0.137318972929847, 0.761241990602591,  0.101439036467562,
                                 0.11189821299995,  0.0767994186031903, 0.811302368396859};
    // The inverse of the outset, as Blender's generator has it; here applied by solving for its argument.
    constexpr double outsetInverse[9] = {0.899796955911611, 0.0871996192028351, 0.013003424885555,
                                         0.11142098895748,  0.875575586156966,  0.0130034248855548,
                                         0.11142098895748,  0.0871996192028349, 0.801379391839686};
    constexpr double to2020[9] = {0.6274, 0.3293, 0.0433, 0.0691, 0.9195, 0.0114, 0.0164, 0.0880, 0.8956};
    constexpr double from2020[9] = {1.6605, -0.5876, -0.0728, -0.1246, 1.1329, -0.0083, -0.0182, -0.1006, 1.1187};
    double worst = 0;
    for (const Rgb c : colors()) {
        Triple v = times(inset, times(to2020, {c.r, c.g, c.b}));
        for (double& x : v) {
            const double t = (std::log2(std::max(x, 1e-10) / 0.18) + 10) / 16.5;
            const double a = t < 10 / 16.5 ? 59.507875 : 69.86278913545539, p = t < 10 / 16.5 ? 3 : 3.25;
            const double s = std::clamp(t, 0.0, 1.0), d = s - 10 / 16.5;
            x = 0.5 + 2 * d * std::pow(1 + a * std::pow(std::abs(d), p), -1 / p);
        }
        // Gauss-Seidel: the matrix is strongly diagonal.
        Triple w = v;
        for (int i = 0; i < 60; ++i) {
            for (size_t row = 0; row < 3; ++row) {
                double sum = v[row];
                for (size_t k = 0; k < 3; ++k) sum -= k == row ? 0 : outsetInverse[row * 3 + k] * w[k];
                w[row] = sum / outsetInverse[row * 4];
            }
        }
        for (double& x : w) x = std::pow(std::max(x, 0.0), 2.2);
        w = times(from2020, w);
        const Rgb m = agx(c);
        const float shown[3] = {m.r, m.g, m.b};
        for (size_t i = 0; i < 3; ++i) {
            const auto reference = static_cast<float>(std::clamp(w[i], 0.0, 1.0));
            worst = std::max(worst, double{std::abs(encodeSrgb(shown[i]) - encodeSrgb(reference))});
        }
    }
    EXPECT_LT(worst, 0.002);   // of sRGB's range: half a step; the published matrices have four digits
}

TEST(SrgbCurve, AsTheStandardSays) {
    for (float x = 1e-6F; x < 1; x *= 1.01F) {
        const double expected = x <= 0.0031308F ? 12.92 * x : 1.055 * std::pow(double{x}, 1 / 2.4) - 0.055;
        ASSERT_NEAR(encodeSrgb(x), expected, 2e-5) << x;
    }
    EXPECT_EQ(encodeSrgb(0), 0);
    EXPECT_EQ(encodeSrgb(-1), 0);
    EXPECT_EQ(encodeSrgb(std::nanf("")), 0);
    EXPECT_NEAR(encodeSrgb(1), 1, 1e-6);
    EXPECT_LE(encodeSrgb(1), 1);
    EXPECT_LE(encodeSrgb(100), 1);
}

TEST(WhiteBalance, ChromaticitiesOfBlackBodies) {
    // CIE illuminant A is a black body of 2856 K; the others by integration of Planck's law (Wyszecki and Stiles 1982).
    for (const auto& [kelvin, x, y] : {std::tuple{2856.0, 0.4476, 0.4074}, {2000.0, 0.5267, 0.4133}, {4000.0, 0.3805, 0.3768},
                                       {6500.0, 0.3135, 0.3237}, {10000.0, 0.2807, 0.2884}, {20000.0, 0.2565, 0.2577}}) {
        EXPECT_NEAR(planckianChromaticity(kelvin).x, x, 0.001) << kelvin;
        EXPECT_NEAR(planckianChromaticity(kelvin).y, y, 0.001) << kelvin;
    }
}

TEST(WhiteBalance, LightOfThatTemperatureBecomesNeutral) {
    for (const float kelvin : {1700.0F, 2856.0F, 5000.0F, 9000.0F}) {
        const Chromaticity c = planckianChromaticity(double{kelvin});
        constexpr double fromXyz[9] = {3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570};
        const Triple light = times(fromXyz, {c.x / c.y, 1, (1 - c.x - c.y) / c.y});
        const Rgb shown = FastColorMatrix(whiteBalance(kelvin))(
            {static_cast<float>(light[0]), static_cast<float>(light[1]), static_cast<float>(light[2])});
        EXPECT_NEAR(shown.r, 1, 2e-3) << kelvin;
        EXPECT_NEAR(shown.g, 1, 2e-3) << kelvin;
        EXPECT_NEAR(shown.b, 1, 2e-3) << kelvin;
    }
    const ColorMatrix none = whiteBalance(0);
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) EXPECT_EQ(none.m[i][j], i == j ? 1 : 0);
    }
}

}  // namespace
}  // namespace raypool
