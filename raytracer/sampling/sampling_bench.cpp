#include <benchmark/benchmark.h>

#include "raytracer/core/hash.h"
#include "raytracer/sampling/pixel_filter.h"
#include "raytracer/sampling/sampler.h"
#include "raytracer/sampling/solid_angle.h"
#include "raytracer/sampling/warp.h"

namespace raypool {
namespace {

/// As a path uses it: a sampler for each sample, 16 draws from it.
void draw1D(benchmark::State& state) {
    const auto kind = static_cast<SamplerKind>(state.range(0));
    uint32_t i = 0;
    for (auto _ : state) {
        Sampler s(kind, 1, {i & 255U, 7}, i);
        float sum = 0;
        for (int d = 0; d < 16; ++d) sum += s.get1D();
        benchmark::DoNotOptimize(sum);
        ++i;
    }
    state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK(draw1D)->DenseRange(0, 2);

void draw2D(benchmark::State& state) {
    const auto kind = static_cast<SamplerKind>(state.range(0));
    uint32_t i = 0;
    for (auto _ : state) {
        Sampler s(kind, 1, {i & 255U, 7}, i);
        vec2 sum{0};
        for (int d = 0; d < 16; ++d) sum += s.get2D();
        benchmark::DoNotOptimize(sum);
        ++i;
    }
    state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK(draw2D)->DenseRange(0, 2);

struct Numbers {
    uint32_t i = 0;
    vec2 next() {
        ++i;
        return {toUnitFloat(i * 0x9E3779B9U), toUnitFloat(i * 0x85EBCA6BU)};
    }
};

template <class Sample>
void sampleMany(benchmark::State& state, const Sample& sample) {
    Numbers numbers;
    for (auto _ : state) benchmark::DoNotOptimize(sample(numbers.next()));
    state.SetItemsProcessed(state.iterations());
}

void cosineHemisphere(benchmark::State& state) { sampleMany(state, sampleCosineHemisphere); }
BENCHMARK(cosineHemisphere);

void sphericalTriangle(benchmark::State& state) {
    sampleMany(state, [](vec2 u) {
        const SphericalTriangle t({u.x, 0, 2}, {-1, -0.5F, 0}, {1.2F, -0.7F, 0.3F}, {0.1F, 0.9F, -0.2F});
        return t.sample(u).wi;
    });
}
BENCHMARK(sphericalTriangle);

void sphericalRectangle(benchmark::State& state) {
    sampleMany(state, [](vec2 u) {
        const SphericalRectangle t({u.x, 0, 2}, {-1, -0.5F, 0}, {2, 0, 0}, {0, 1, 0});
        return t.sample(u);
    });
}
BENCHMARK(sphericalRectangle);

void sphereCone(benchmark::State& state) {
    sampleMany(state, [](vec2 u) { return SphereCone({u.x, 0, 2}, {0, 1, 0}, 0.5F).sample(u).wi; });
}
BENCHMARK(sphereCone);

void pixelFilter(benchmark::State& state) {
    const PixelFilter filter(defaultFilter(static_cast<FilterKind>(state.range(0))));
    sampleMany(state, [&](vec2 u) { return filter.sample(u).offset; });
}
BENCHMARK(pixelFilter)->DenseRange(0, 4);

}  // namespace
}  // namespace raypool
