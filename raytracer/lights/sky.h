// The clear sky over a round earth, computed from what the air is made of: no measured tables. Radiance is relative: the
// sun's irradiance outside the atmosphere is kSunIrradiance in each channel, so that noon on a clear day gives a white
// diffuse surface a radiance of about 1.
#pragma once
#include "raytracer/core/rgb.h"
#include "raytracer/image/image.h"
#include "raytracer/lights/light_desc.h"

namespace raypool {

constexpr float kSunIrradiance = 4;

struct Sky {
    /// Equirectangular as environments are, with the sun at azimuth 0 (u = 0.5), without its disk. Below the horizon the ground,
    /// a diffuse plane.
    ImageF image;
    /// Of the sun on a surface that faces it, at the ground; 0 below the horizon.
    Rgb sunIrradiance;
};

/// Of the description, only the sun's elevation, turbidity and the ground's albedo matter. Some 100 ms.
Sky computeSky(const EnvironmentLightDesc& desc);

}  // namespace raypool
