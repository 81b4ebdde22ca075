#include "raytracer/denoise/nl_means.h"

#include <algorithm>

namespace raypool {

Padded::Padded(const Planes& source, uint32_t m) : margin(m), planes(source.width + 2 * m, source.height + 2 * m, source.count) {
    const auto w = static_cast<int>(source.width), h = static_cast<int>(source.height);
    for (uint32_t c = 0; c < source.count; ++c) {
        for (int y = 0; y < static_cast<int>(planes.height); ++y) {
            const float* from = source.plane(c) + static_cast<size_t>(std::clamp(y - static_cast<int>(m), 0, h - 1)) * source.width;
            float* to = planes.plane(c) + static_cast<size_t>(y) * planes.width;
            for (int x = 0; x < static_cast<int>(planes.width); ++x) to[x] = from[std::clamp(x - static_cast<int>(m), 0, w - 1)];
        }
    }
}

void nlmWeights(const Padded& guide, const Padded& variance, const FilterTile& tile, int dx, int dy, NlmScratch& scratch, float* weights) {
    constexpr float kLeastVariance = 1e-10F;
    constexpr int kStride = NlmScratch::kWidth, f = kPatchRadius;
    const int w = tile.width + 2 * f, h = tile.height + 2 * f;
    const uint32_t planes = guide.planes.count;
    for (int y = 0; y < h; ++y) {
        float* to = scratch.distance + y * kStride;
        std::fill_n(to, w, 0.0F);
        const int py = tile.y0 - f + y;
        for (uint32_t c = 0; c < planes; ++c) {
            const float* u = guide.row(c, py) + tile.x0 - f;
            const float* v = variance.row(c, py) + tile.x0 - f;
            const float* uq = guide.row(c, py + dy) + tile.x0 - f + dx;
            const float* vq = variance.row(c, py + dy) + tile.x0 - f + dx;
            for (int x = 0; x < w; ++x) {
                const float difference = u[x] - uq[x];
                const float least = v[x] < vq[x] ? v[x] : vq[x];
                to[x] += (difference * difference - (v[x] + least)) / (kLeastVariance + (v[x] + vq[x]));
            }
        }
    }
    // Means over the patches, first along rows.
    for (int y = 0; y < h; ++y) {
        const float* from = scratch.distance + y * kStride;
        float* to = scratch.rows + y * kFilterTileWidth;
        for (int x = 0; x < tile.width; ++x) {
            float sum = from[x];
            for (int i = 1; i <= 2 * f; ++i) sum += from[x + i];
            to[x] = sum;
        }
    }
    const float scale = 1 / static_cast<float>((2 * f + 1) * (2 * f + 1) * static_cast<int>(planes));
    for (int y = 0; y < tile.height; ++y) {
        float* to = weights + y * kFilterTileWidth;
        const float* from = scratch.rows + y * kFilterTileWidth;
        for (int x = 0; x < tile.width; ++x) {
            float sum = from[x];
            for (int i = 1; i <= 2 * f; ++i) sum += from[x + i * kFilterTileWidth];
            const float distance = sum * scale;
            to[x] = expMinus(distance > 0 ? distance : 0);
        }
    }
}

}  // namespace raypool
