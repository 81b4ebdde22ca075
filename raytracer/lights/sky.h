// The clear sky over a round earth, computed from what the air is made of: no measured tables. Radiance is relative: the
// sun's irradiance outside the atmosphere is kSunIrradiance in each channel, so that noon on a clear day gives a white
// diffuse surface a radiance of about 1.
#pragma once
#include "raytracer/core/rgb.h"
#include "raytracer/image/image.h"
#include "raytracer/lights/light_desc.h"

namespace raypool {

constexpr float kSunIrradiance = 4;

/// Equirectangular, in the environment's own space; without the sun's disk. Below the horizon the ground, a diffuse plane.
/// Deterministic; some 50 ms.
ImageF skyImage(const EnvironmentLightDesc& desc);
/// Of the sun on a surface that faces it, at the ground; 0 below the horizon.
Rgb sunIrradiance(const EnvironmentLightDesc& desc);

}  // namespace raypool
