#include "raytracer/denoise/nfor.h"

#include <algorithm>
#include <memory>

#include "raytracer/core/rgb.h"
#include "raytracer/denoise/box_filter.h"
#include "raytracer/denoise/regression.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {
namespace {

bool stopped(const std::atomic<bool>* stop) { return stop != nullptr && stop->load(std::memory_order_relaxed); }

template <class F>
void forEachTile(uint32_t width, uint32_t height, ThreadPool* pool, const std::atomic<bool>* stop, F f) {
    const uint32_t columns = (width + kFilterTileWidth - 1) / kFilterTileWidth, rows = (height + kFilterTileHeight - 1) / kFilterTileHeight;
    parallelFor(pool, columns * rows, [&](uint32_t i) {
        if (stopped(stop)) return;
        FilterTile tile;
        tile.x0 = static_cast<int>(i % columns) * kFilterTileWidth;
        tile.y0 = static_cast<int>(i / columns) * kFilterTileHeight;
        tile.width = std::min(kFilterTileWidth, static_cast<int>(width) - tile.x0);
        tile.height = std::min(kFilterTileHeight, static_cast<int>(height) - tile.y0);
        f(tile);
    });
}

/// (a - b)^2 / 2: an estimate of the variance of each of two independent means of as many samples.
Planes halvesVariance(const Planes& a, const Planes& b) {
    Planes out(a.width, a.height, a.count);
    for (size_t i = 0; i < out.data.size(); ++i) {
        const float d = a.data[i] - b.data[i];
        out.data[i] = 0.5F * d * d;
    }
    return out;
}

void blur(Planes& planes, uint32_t radius) {
    std::vector<float> scratch(planes.size());
    for (uint32_t c = 0; c < planes.count; ++c) {
        boxFilter(planes.plane(c), planes.plane(c), scratch.data(), planes.width, planes.height, radius);
    }
}

/// Variance of each half's colours. The samples' own variance has little noise but not the right size, since low-discrepancy
/// samples are better than it says; the difference of the halves has the right size but much noise (Rousselle et al. 2012,
/// section 4.1).
Planes lightVariance(const Planes light[2], const Planes& shape) {
    constexpr uint32_t kScaleRadius = 10;
    Planes out = halvesVariance(light[0], light[1]);
    blur(out, kScaleRadius);
    Planes mean = shape;
    blur(mean, kScaleRadius);
    for (uint32_t c = 0; c < 3; ++c) {
        float* to = out.plane(c);
        for (size_t i = 0; i < shape.size(); ++i) {
            if (mean.data[i] > 0) to[i] *= shape.data[i] / mean.data[i];
        }
    }
    return out;
}

/// So that the pattern of a texture does not make light look different. Not in the paper, whose patches know colours alone.
Planes overAlbedo(const Planes& colors, const Planes& albedo) {
    Planes out = colors;
    for (size_t i = 0; i < out.data.size(); ++i) out.data[i] /= std::max(albedo.data[i], kLeastAlbedo);
    return out;
}
Planes shapeOverAlbedo(const Planes& variance, const Planes& albedo) {
    Planes out = variance;
    for (size_t i = 0; i < out.size(); ++i) {
        const float y = std::max(luminance({albedo.plane(0)[i], albedo.plane(1)[i], albedo.plane(2)[i]}), kLeastAlbedo);
        out.data[i] /= y * y;
    }
    return out;
}

/// Outliers count less for others: what is far more uncertain than its surroundings says little about them.
Planes trustOf(const Planes& variance) {
    Planes mean = variance;
    blur(mean, 10);
    Planes out(variance.width, variance.height, 1);
    for (size_t i = 0; i < out.size(); ++i) {
        const float own = variance.data[i], around = mean.data[i];
        out.data[i] = own > 4 * around && around > 0 ? 4 * around / own : 1;
    }
    return out;
}

/// Non-local means of each half of the features with weights from the other half, then their mean (Bitterli et al. 2016,
/// section 5.1).
Planes cleanFeatures(const Planes halves[2], ThreadPool* pool, const std::atomic<bool>* stop) {
    constexpr int kRadius = 5;
    Planes variance = halvesVariance(halves[0], halves[1]);
    blur(variance, 3);
    const Padded noise(variance, kFilterMargin);
    const Padded padded[2] = {Padded(halves[0], kFilterMargin), Padded(halves[1], kFilterMargin)};
    Planes out(halves[0].width, halves[0].height, halves[0].count);
    forEachTile(out.width, out.height, pool, stop, [&](const FilterTile& tile) {
        constexpr int kPixels = kFilterTileWidth * kFilterTileHeight;
        struct Room {
            NlmScratch nlm;
            float weights[kPixels], total[kPixels], sums[3][kPixels];
        };
        const auto room = std::make_unique<Room>();
        for (int half = 0; half < 2; ++half) {
            std::fill_n(room->total, kPixels, 0.0F);
            std::fill_n(&room->sums[0][0], 3 * kPixels, 0.0F);
            for (int dy = -kRadius; dy <= kRadius; ++dy) {
                for (int dx = -kRadius; dx <= kRadius; ++dx) {
                    nlmWeights(padded[1 - half], noise, tile, dx, dy, room->nlm, room->weights);
                    for (int y = 0; y < tile.height; ++y) {
                        const int at = y * kFilterTileWidth;
                        for (int x = 0; x < tile.width; ++x) room->total[at + x] += room->weights[at + x];
                        for (uint32_t c = 0; c < 3; ++c) {
                            const float* from = padded[half].row(c, tile.y0 + y + dy) + tile.x0 + dx;
                            for (int x = 0; x < tile.width; ++x) room->sums[c][at + x] += room->weights[at + x] * from[x];
                        }
                    }
                }
            }
            for (int y = 0; y < tile.height; ++y) {
                for (int x = 0; x < tile.width; ++x) {
                    const int at = y * kFilterTileWidth + x;
                    for (uint32_t c = 0; c < 3; ++c) {
                        out.at(c, static_cast<uint32_t>(tile.x0 + x), static_cast<uint32_t>(tile.y0 + y)) +=
                            0.5F * room->sums[c][at] / room->total[at];
                    }
                }
            }
        }
    });
    return out;
}

Planes joined(const Planes& a, const Planes& b) {
    Planes out(a.width, a.height, a.count + b.count);
    std::copy(a.data.begin(), a.data.end(), out.data.begin());
    std::copy(b.data.begin(), b.data.end(), out.data.begin() + static_cast<std::ptrdiff_t>(a.data.size()));
    return out;
}

/// Squared error of one bandwidth's results, estimated against the half that had no part in them, whose own variance is taken
/// off. Mean over the surroundings.
Planes errorOf(const Planes results[2], uint32_t k, const Planes light[2], const Planes& variance) {
    Planes out(variance.width, variance.height, 1);
    for (size_t i = 0; i < out.size(); ++i) {
        float error = 0;
        for (uint32_t half = 0; half < 2; ++half) {
            for (uint32_t c = 0; c < 3; ++c) {
                const float d = results[half].plane(k * 3 + c)[i] - light[1 - half].plane(c)[i];
                error += d * d - variance.plane(c)[i];
            }
        }
        out.data[i] = error;
    }
    blur(out, 3);
    return out;
}

}  // namespace

std::vector<Rgb> denoiseNfor(const DenoiseInput& input, ThreadPool* pool, const std::atomic<bool>* stop) {
    const Planes albedo = cleanFeatures(input.albedos, pool, stop);
    const Padded features(joined(albedo, cleanFeatures(input.normals, pool, stop)), kFilterMargin);
    if (stopped(stop)) return {};
    const Planes light[2] = {overAlbedo(input.colors[0], albedo), overAlbedo(input.colors[1], albedo)};
    const Planes shape = shapeOverAlbedo(input.variance, albedo), variance = lightVariance(light, shape);
    const Padded noise(variance, kFilterMargin), trust(trustOf(shape), kFilterMargin);
    const Padded padded[2] = {Padded(light[0], kFilterMargin), Padded(light[1], kFilterMargin)};

    Planes results[2];
    for (uint32_t half = 0; half < 2; ++half) {
        results[half] = Planes(input.width, input.height, 6);
        const RegressionInput regression{padded[half], padded[1 - half], noise, features, trust};
        forEachTile(input.width, input.height, pool, stop,
                    [&](const FilterTile& tile) { regress(regression, input.width, input.height, tile, results[half]); });
    }
    if (stopped(stop)) return {};

    // The narrower bandwidth where it has the smaller error, with soft transitions.
    Planes wide = errorOf(results, 0, light, variance);
    const Planes narrow = errorOf(results, 1, light, variance);
    for (size_t i = 0; i < wide.size(); ++i) wide.data[i] = narrow.data[i] < wide.data[i] ? 1.0F : 0.0F;
    blur(wide, 2);
    std::vector<Rgb> out(wide.size());
    for (size_t i = 0; i < out.size(); ++i) {
        const auto channel = [&](uint32_t c) {
            const float first = 0.5F * (results[0].plane(c)[i] + results[1].plane(c)[i]);
            const float second = 0.5F * (results[0].plane(3 + c)[i] + results[1].plane(3 + c)[i]);
            const float value = (first + (second - first) * wide.data[i]) * std::max(albedo.plane(c)[i], kLeastAlbedo);
            return value > 0 ? value : 0;   // slopes may lead below 0
        };
        out[i] = {channel(0), channel(1), channel(2)};
    }
    return out;
}

}  // namespace raypool
