#include "raytracer/testing/path_scene.h"

#include <cstdio>
#include <cstdlib>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/integrators/path/path.h"
#include "raytracer/loaders/load_scene.h"

namespace raypool::testing {
namespace {

struct NoAssets : AssetSource {
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override {
        return std::unexpected(std::string("this scene should need no files"));
    }
};

[[noreturn]] void fail(const Diagnostics& problems, std::string_view text) {
    for (const auto& problem : problems) std::fprintf(stderr, "%s\n", toString(problem).c_str());
    std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
    std::abort();
}

}  // namespace

RenderScene compileText(std::string_view text) {
    const auto desc = loadScene(text);
    if (!desc) fail(desc.error(), text);
    NoAssets assets;
    Diagnostics warnings;
    auto scene = compileScene(*desc, assets, warnings);
    if (!scene) fail(scene.error(), text);
    return std::move(*scene);
}

RunningStats radianceOf(const RenderScene& scene, uint32_t count, uint32_t first) {
    RunningStats stats;
    for (uint32_t y = 0; y < scene.height; ++y) {
        for (uint32_t x = 0; x < scene.width; ++x) {
            for (uint32_t i = 0; i < count; ++i) stats.add(double{luminance(tracePath(scene, {x, y}, first + i).radiance)});
        }
    }
    return stats;
}

RunningStats radianceOf(const RenderScene& scene, uvec2 pixel, int channel, uint32_t count) {
    RunningStats stats;
    for (uint32_t i = 0; i < count; ++i) {
        const Rgb c = tracePath(scene, pixel, i).radiance;
        stats.add(double{channel == 0 ? c.r : (channel == 1 ? c.g : c.b)});
    }
    return stats;
}

std::string oneRay(std::string_view eye, std::string_view target, std::string_view rest, std::string_view sampling,
                   uint32_t maxDepth) {
    std::string out = R"({"raypool": 1, "render": {"width": 1, "height": 1, "sampler": "independent", "sampling": ")";
    out += sampling;
    out += R"(", "max_depth": )" + std::to_string(maxDepth);
    out += R"(, "filter": {"type": "box"}}, "camera": {"yfov": 0.001, "position": )";
    out += eye;
    out += R"(, "look_at": )";
    out += target;
    out += "}, ";
    out += rest;
    out += "}";
    return out;
}

}  // namespace raypool::testing
