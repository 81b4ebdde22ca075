// AgX by Troy Sobotka (2022, github.com/sobotka/AgX), as in Blender 4: primaries are drawn in, a sigmoid is applied to the
// logarithm of each channel, and the primaries are moved back out, so that bright saturated light goes to white as film
// does. Base look.
//
// Matrices: Blender's, in Rec. 2020 (Eary Chow 2023, github.com/EaryChow/AgX_LUT_Gen, AgXBaseRec2020.py; inverse as in
// Filament's ToneMapper.cpp). The sigmoid is Sobotka's own, not a polynomial fit of it.
#pragma once
#include "raytracer/core/rgb.h"
#include "raytracer/render/color_matrix.h"

namespace raypool {

/// Rec. 709 to the space in which the sigmoid is applied.
extern const ColorMatrix kAgxInput;

/// The sigmoid: log2 of middle grey 0.18 -10 stops to +6.5 stops, scaled to [0, 1], in; [0, 1] out, for a power curve of
/// 2.2. It goes from (0, 0) to (1, 1), with slope 2 at the middle grey, (10 / 16.5, 0.5).
double agxSigmoid(double t);

/// The colour after kAgxInput, any floats, in; linear Rec. 709 in [0, 1] out. Error below 1/2000 of sRGB's range.
Rgb tonemapAgx(Rgb c);

}  // namespace raypool
