#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "raytracer/integrators/classic/gamma.h"
#include "raytracer/raytracer.h"

namespace raypool {
namespace {

std::string demoScene() {
    std::stringstream text;
    text << std::ifstream("scenes/default.json").rdbuf();
    return text.str();
}

struct NoAssets final : AssetSource {
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override {
        return std::unexpected("no files");
    }
};

void readScene(benchmark::State& state) {
    const std::string text = demoScene();
    for (auto _ : state) benchmark::DoNotOptimize(loadScene(text));
    state.SetBytesProcessed(static_cast<int64_t>(text.size()) * state.iterations());
}
BENCHMARK(readScene);

/// Rows of the demo's default scene, pixels in pairs or alone.
void traceRow(benchmark::State& state, bool pairs) {
    const auto desc = loadScene(demoScene());
    if (!desc) return state.SkipWithError("scenes/default.json can't be read; run from the project's folder");
    NoAssets assets;
    Diagnostics warnings;
    const auto scene = compileScene(*desc, assets, warnings);
    ClassicScratch scratch(scene->classic);
    Interrupt interrupt;
    uint32_t y = 0;
    for (auto _ : state) {
        for (uint32_t x = 0; x < scene->width; x += 2) {
            Rgb out[2];
            if (pairs) {
                traceClassicPair(scene->classic, x, y, scratch, interrupt, out);
            } else {
                traceClassic(scene->classic, x, y, scratch, interrupt, out[0]);
                traceClassic(scene->classic, x + 1, y, scratch, interrupt, out[1]);
            }
            benchmark::DoNotOptimize(out);
        }
        y = (y + 7) % scene->height;
    }
    state.counters["rays"] = benchmark::Counter(static_cast<double>(interrupt.rays()), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(traceRow, pairs, true);
BENCHMARK_CAPTURE(traceRow, alone, false);

void gamma(benchmark::State& state) {
    float c = 0;
    for (auto _ : state) {
        c = c < 1 ? c + 0.0137F : c - 1;
        benchmark::DoNotOptimize(classicByte(c));
    }
}
BENCHMARK(gamma);

}  // namespace
}  // namespace raypool

BENCHMARK_MAIN();
