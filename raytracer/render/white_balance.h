#pragma once
#include "raytracer/render/color_matrix.h"

namespace raypool {

/// CIE 1931 chromaticity.
struct Chromaticity {
    double x = 0, y = 0;
};

/// Of a black body of `kelvin`, in [1667, 25000] (Kim et al. 2002, US patent 7024034; error below 0.001).
Chromaticity planckianChromaticity(double kelvin);

/// Makes light of a black body of `kelvin` neutral grey in linear Rec. 709 (von Kries adaptation in Bradford's cone space,
/// Lam 1985). Outside of [1667, 25000] the nearer end counts; 0: the identity.
ColorMatrix whiteBalance(float kelvin);

}  // namespace raypool
