#include "raytracer/denoise/atrous.h"

#include <algorithm>
#include <cmath>

#include "raytracer/denoise/nl_means.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {
namespace {

constexpr int kLevels = 5;
constexpr float kKernel[3] = {3.0F / 8, 1.0F / 4, 1.0F / 16};   // of the B3 spline

struct Pixel {
    Rgb light;            // radiance over albedo
    float variance = 0;   // of its luminance
    Rgb albedo;
    float r = 0, g = 0, b = 0;   // the normal
};

Pixel pixelOf(const DenoiseInput& in, size_t i) {
    const auto mean = [i](const Planes halves[2], uint32_t c) { return 0.5F * (halves[0].plane(c)[i] + halves[1].plane(c)[i]); };
    Pixel p;
    p.albedo = {mean(in.albedos, 0), mean(in.albedos, 1), mean(in.albedos, 2)};
    const auto over = [](float color, float albedo) { return color / std::max(albedo, kLeastAlbedo); };
    const Rgb color{mean(in.colors, 0), mean(in.colors, 1), mean(in.colors, 2)};
    p.light = {over(color.r, p.albedo.r), over(color.g, p.albedo.g), over(color.b, p.albedo.b)};
    const float y = std::max(luminance(p.albedo), kLeastAlbedo);
    p.variance = in.variance.data[i] / (y * y);
    p.r = mean(in.normals, 0), p.g = mean(in.normals, 1), p.b = mean(in.normals, 2);
    return p;
}

}  // namespace

std::vector<Rgb> denoiseAtrous(const DenoiseInput& in, ThreadPool* pool, const std::atomic<bool>* stop) {
    const auto width = static_cast<int>(in.width), height = static_cast<int>(in.height);
    const size_t size = size_t{in.width} * in.height;
    std::vector<Pixel> from(size), to(size);
    parallelFor(pool, in.height, [&](uint32_t y) {
        for (size_t i = size_t{y} * in.width; i < size_t{y + 1} * in.width; ++i) from[i] = pixelOf(in, i);
    });
    for (int level = 0; level < kLevels; ++level) {
        const int step = 1 << level;
        parallelFor(pool, in.height, [&](uint32_t row) {
            if (stop != nullptr && stop->load(std::memory_order_relaxed)) return;
            const auto y = static_cast<int>(row);
            for (int x = 0; x < width; ++x) {
                const size_t i = static_cast<size_t>(y) * in.width + static_cast<size_t>(x);
                const Pixel& p = from[i];
                // The variance is noisy itself: its mean over the neighbours.
                float variance = 0, count = 0;
                for (int v = std::max(y - 1, 0); v <= std::min(y + 1, height - 1); ++v) {
                    for (int u = std::max(x - 1, 0); u <= std::min(x + 1, width - 1); ++u) {
                        variance += from[static_cast<size_t>(v) * in.width + static_cast<size_t>(u)].variance;
                        ++count;
                    }
                }
                const float perLight = 1 / (4 * std::sqrt(variance / count) + 1e-6F), own = luminance(p.light);
                Rgb light;
                float spread = 0, total = 0;
                for (int v = -2; v <= 2; ++v) {
                    const int qy = y + v * step;
                    if (qy < 0 || qy >= height) continue;
                    for (int u = -2; u <= 2; ++u) {
                        const int qx = x + u * step;
                        if (qx < 0 || qx >= width) continue;
                        const Pixel& q = from[static_cast<size_t>(qy) * in.width + static_cast<size_t>(qx)];
                        const float nr = p.r - q.r, ng = p.g - q.g, nb = p.b - q.b;
                        const Rgb da = p.albedo - q.albedo;
                        const float distance = std::fabs(luminance(q.light) - own) * perLight +
                                               32 * (nr * nr + ng * ng + nb * nb) + 8 * (da.r * da.r + da.g * da.g + da.b * da.b);
                        const float weight = kKernel[std::abs(u)] * kKernel[std::abs(v)] * expMinus(distance);
                        light += q.light * weight;
                        spread += q.variance * weight * weight;
                        total += weight;
                    }
                }
                to[i] = p;
                to[i].light = light / total;
                to[i].variance = spread / (total * total);
            }
        });
        std::swap(from, to);
    }
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return {};
    std::vector<Rgb> out(size);
    for (size_t i = 0; i < size; ++i) {
        const Rgb a = from[i].albedo;
        out[i] = from[i].light * Rgb{std::max(a.r, kLeastAlbedo), std::max(a.g, kLeastAlbedo), std::max(a.b, kLeastAlbedo)};
    }
    return out;
}

}  // namespace raypool
