#include "raytracer/denoise/denoise.h"

#include "raytracer/denoise/atrous.h"
#include "raytracer/denoise/nfor.h"

namespace raypool {

std::vector<Rgb> denoise(const DenoiseInput& input, DenoiseQuality quality, ThreadPool* pool, const std::atomic<bool>* stop) {
    if (input.width == 0 || input.height == 0) return {};
    return quality == DenoiseQuality::kPreview ? denoiseAtrous(input, pool, stop) : denoiseNfor(input, pool, stop);
}

}  // namespace raypool
