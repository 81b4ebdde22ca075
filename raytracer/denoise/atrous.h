#pragma once
#include "raytracer/denoise/denoise.h"

namespace raypool {

/// Edge-avoiding wavelet filter over illumination, guided by its variance, normals and albedo (Dammertz et al. 2010,
/// "Edge-Avoiding A-Trous Wavelet Transform for fast Global Illumination Filtering"; variance as in Schied et al. 2017,
/// "Spatiotemporal Variance-Guided Filtering", without its time).
std::vector<Rgb> denoiseAtrous(const DenoiseInput& input, ThreadPool* pool, const std::atomic<bool>* stop);

}  // namespace raypool
