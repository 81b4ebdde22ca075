#include "raytracer/denoise/box_filter.h"

#include <algorithm>
#include <cstddef>

namespace raypool {

void boxFilter(const float* in, float* out, float* scratch, uint32_t width, uint32_t height, uint32_t radius) {
    const auto w = static_cast<int>(width), h = static_cast<int>(height), r = static_cast<int>(radius);
    for (int y = 0; y < h; ++y) {
        const float* row = in + size_t(y) * width;
        float* to = scratch + size_t(y) * width;
        for (int x = 0; x < w; ++x) {
            const int x0 = std::max(x - r, 0), x1 = std::min(x + r, w - 1);
            float sum = 0;
            for (int i = x0; i <= x1; ++i) sum += row[i];
            to[x] = sum / static_cast<float>(x1 - x0 + 1);
        }
    }
    for (int y = 0; y < h; ++y) {
        const int y0 = std::max(y - r, 0), y1 = std::min(y + r, h - 1);
        float* to = out + size_t(y) * width;
        std::fill_n(to, width, 0.0F);
        for (int j = y0; j <= y1; ++j) {
            const float* row = scratch + size_t(j) * width;
            for (int x = 0; x < w; ++x) to[x] += row[x];
        }
        const float scale = 1 / static_cast<float>(y1 - y0 + 1);
        for (int x = 0; x < w; ++x) to[x] *= scale;
    }
}

}  // namespace raypool
