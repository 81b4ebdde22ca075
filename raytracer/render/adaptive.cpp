#include "raytracer/render/adaptive.h"

#include <algorithm>
#include <cmath>

#include "raytracer/core/elementary.h"

namespace raypool {

BlockStatistics blockStatistics(const Film& film, uint32_t width, PixelRect area) {
    double luminanceSum = 0, variance = 0;
    uint32_t pixels = 0;
    for (uint32_t y = area.y0; y < area.y1; ++y) {
        for (uint32_t x = area.x0; x < area.x1; ++x) {
            const size_t pixel = size_t{y} * width + x;
            luminanceSum += luminance(film.mean(pixel));
            variance += film.luminanceVariance(pixel);
            ++pixels;
        }
    }
    if (pixels == 0) return {};
    return {static_cast<float>(luminanceSum / pixels), static_cast<float>(variance / pixels),
            static_cast<float>(pixels)};
}

float logAverageLuminance(std::span<const BlockStatistics> blocks) {
    double sum = 0, count = 0;
    for (const auto& block : blocks) {
        if (block.pixels == 0 || !(block.luminance > 0)) continue;
        sum += log(double{block.luminance});
        count += 1;
    }
    return count > 0 ? static_cast<float>(exp(sum / count)) : 0;
}

float blockError(const BlockStatistics& block, float logAverage) {
    if (block.pixels == 0 || !(block.variance > 0) || !(logAverage > 0)) return 0;
    const float scale = 0.18F / logAverage;
    const float deviation = std::sqrt(block.variance) * scale, y = block.luminance * scale;
    return deviation / (y > 1 ? y : std::sqrt(std::max(y, 0.001F)));
}

float percentile95(std::span<float> errors) {
    if (errors.empty()) return 0;
    const size_t rank = (errors.size() * 95 + 99) / 100;   // at least 1
    const auto at = errors.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(errors.begin(), at, errors.end());
    return *at;
}

void dilate(const BlockGrid& grid, std::vector<uint8_t>& marked) {
    const std::vector<uint8_t> before = marked;
    const uint32_t columns = grid.columns(), rows = grid.rows();
    for (uint32_t y = 0; y < rows; ++y) {
        for (uint32_t x = 0; x < columns; ++x) {
            if (!before[size_t{y} * columns + x]) continue;
            for (uint32_t ny = y > 0 ? y - 1 : 0; ny < std::min(y + 2, rows); ++ny) {
                for (uint32_t nx = x > 0 ? x - 1 : 0; nx < std::min(x + 2, columns); ++nx) {
                    marked[size_t{ny} * columns + nx] = 1;
                }
            }
        }
    }
}

}  // namespace raypool
