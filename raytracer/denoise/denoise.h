// From a noisy picture to a smooth one, with what the film knows besides the colours. Never changes the film; whoever
// shows the result says that it is denoised.
#pragma once
#include <atomic>
#include <cstdint>
#include <vector>

#include "raytracer/core/rgb.h"
#include "raytracer/denoise/planes.h"
#include "raytracer/parallel/thread_pool.h"

namespace raypool {

/// What there is to go by; every picture of the same size. Two independent halves of the samples tell noise from detail.
struct DenoiseInput {
    uint32_t width = 0, height = 0;
    Planes colors[2];     // 3 planes each: linear radiance of the samples of even and of odd index
    Planes albedos[2];    // 3 planes each
    Planes normals[2];    // 3 planes each, world space, mean: shorter than 1 where they differ
    Planes variance;      // 1 plane: of the mean luminance of all samples; only its shape counts, not its size
};

enum class DenoiseQuality : uint8_t {
    kPreview,   // an edge-avoiding wavelet filter: about a tenth of a second for a million pixels and eight threads
    kFinal,     // regression on the features with weights from non-local means: some tens of times as long
};

/// Nothing if `stop` was set meanwhile. The same bits for any number of threads. Memory: about 250 bytes a pixel.
std::vector<Rgb> denoise(const DenoiseInput& input, DenoiseQuality quality, ThreadPool* pool,
                         const std::atomic<bool>* stop = nullptr);

}  // namespace raypool
