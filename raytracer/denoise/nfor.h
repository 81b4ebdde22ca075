#pragma once
#include "raytracer/denoise/denoise.h"

namespace raypool {

/// After Bitterli et al. 2016 (regression.h): features are freed from noise first; each half of the samples is filtered
/// with weights from the other one at two bandwidths; the error of each, estimated against the other half, decides between
/// them pixel by pixel.
std::vector<Rgb> denoiseNfor(const DenoiseInput& input, ThreadPool* pool, const std::atomic<bool>* stop);

}  // namespace raypool
