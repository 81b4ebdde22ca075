// ACES filmic look: Stephen Hill's fit of the Academy's reference rendering and sRGB output transforms (in MJP's
// BakingLab, ACES.hlsl, 2017), without the transforms' own exposure of about 0.6.
#pragma once
#include "raytracer/core/rgb.h"
#include "raytracer/render/color_matrix.h"

namespace raypool {

/// Rec. 709 to the space in which the fit works: AP1 with the transform's desaturation.
inline constexpr ColorMatrix kAcesInput{{{0.59719, 0.35458, 0.04823}, {0.07600, 0.90834, 0.01566}, {0.02840, 0.13383, 0.83777}}};
/// And back.
inline constexpr ColorMatrix kAcesOutput{
    {{1.60475, -0.53108, -0.07367}, {-0.10208, 1.10813, -0.00605}, {-0.00327, -0.07276, 1.07602}}};

/// One channel; for x in [0, infinity), grows from 0 to 1.0165.
inline float acesCurve(float x) {
    // Far out the squares would overflow, and the curve is flat.
    if (!(x < 1e6F)) x = 1e6F;
    const float y = (x * (x + 0.0245786F) - 0.000090537F) / (x * (0.983729F * x + 0.4329510F) + 0.238081F);
    return y > 0 ? y : 0;
}

/// A colour after kAcesInput in, linear Rec. 709 in [0, 1] out.
inline Rgb tonemapAces(Rgb c) {
    static const FastColorMatrix output(kAcesOutput);
    return saturate(output({acesCurve(c.r), acesCurve(c.g), acesCurve(c.b)}));
}

}  // namespace raypool
