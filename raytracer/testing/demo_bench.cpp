// The race of the 2018 demo's default scene, the same pixels: a plain scalar port of its formulas against the classic
// integrator on one thread and on two. The three take turns, so that a machine whose speed drifts treats them alike.
// Arguments: the scene's path, and the number of rounds (default 7).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "raytracer/raytracer.h"
#include "raytracer/testing/plain_port.h"

using namespace raypool;
using Clock = std::chrono::steady_clock;

namespace {

struct NoAssets final : AssetSource {
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override {
        return std::unexpected("the benchmark's scene has no files");
    }
};

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

struct Series {
    std::vector<double> values;
    void add(double value) { values.push_back(value); }
    double median() {
        std::sort(values.begin(), values.end());
        return values[values.size() / 2];
    }
    void print(const char* name, const char* unit) {
        const double m = median();
        std::printf("%-28s %8.4f %s   (%.4f ... %.4f)\n", name, m, unit, values.front(), values.back());
    }
};

double renderOn(Renderer& renderer, const std::shared_ptr<const RenderScene>& scene) {
    const auto begin = Clock::now();
    if (!renderer.start(scene)) std::exit(1);
    while (renderer.waitFor(std::chrono::seconds(1)) == RenderState::kRendering) {
    }
    return secondsSince(begin);
}

/// A loop that only counts, on n threads at once: how far this machine scales at all.
double countOn(uint32_t threads) {
    ThreadPool pool;
    pool.resize(threads);
    const auto begin = Clock::now();
    pool.launch({[](void*, uint32_t) {
                     volatile uint32_t x = 0;
                     for (uint32_t i = 0; i < 50'000'000; ++i) x = x + i;
                 },
                 nullptr, nullptr});
    pool.wait();
    return secondsSince(begin);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: demo_bench SCENE.json [ROUNDS]\n");
        return 2;
    }
    std::stringstream text;
    text << std::ifstream(argv[1]).rdbuf();
    const auto desc = loadScene(text.str());
    NoAssets assets;
    Diagnostics warnings;
    auto compiled = desc ? compileScene(*desc, assets, warnings) : std::unexpected(desc.error());
    if (!compiled) {
        for (const auto& d : compiled.error()) std::fprintf(stderr, "%s\n", toString(d, argv[1]).c_str());
        return 1;
    }
    const auto scene = std::make_shared<const RenderScene>(std::move(*compiled));
    Renderer one(1, {}), two(2, {});
    Series plain, single, dual, gain, scaling, bare;
    const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 7;
    for (int i = 0; i < rounds; ++i) {
        const auto begin = Clock::now();
        const auto picture = testing::renderPlainPort(*desc, {});
        plain.add(secondsSince(begin));
        single.add(renderOn(one, scene));
        dual.add(renderOn(two, scene));
        gain.add(plain.values.back() / single.values.back());
        scaling.add(single.values.back() / dual.values.back());
        const auto display = one.frame().display();
        size_t different = 0;
        for (size_t p = 0; p < picture.size(); p += 4) different += !std::equal(&picture[p], &picture[p] + 4, &display[p]);
        if (different * 10000 > picture.size() / 4) {
            std::fprintf(stderr, "not the same picture: %zu pixels differ\n", different);
            return 1;
        }
        bare.add(2 * countOn(1) / countOn(2));
    }
    std::printf("%s, %u x %u, medians of %d rounds (least ... most)\n", argv[1], desc->width, desc->height, rounds);
    plain.print("plain port, 1 thread", "s");
    single.print("Raypool, 1 thread", "s");
    dual.print("Raypool, 2 threads", "s");
    gain.print("plain port / Raypool", "x");
    scaling.print("1 thread / 2 threads", "x");
    bare.print("the same of a bare loop", "x");
    return 0;
}
