// Properties of the estimator: how fast it converges (T16), and that it is the same everywhere (T18).
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "raytracer/integrators/path/path.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/path_scene.h"

namespace raypool {
namespace {

using testing::compileText;

/// A bit of everything that has arithmetic of its own: all shapes, materials, lights, media, motion, lens, filter.
constexpr const char* kEverything = R"({"raypool": 1,
  "render": {"width": 24, "height": 16, "max_depth": 12, "seed": 5, "filter": {"type": "mitchell"}},
  "camera": {"position": [0.5, 1.6, 5], "look_at": [0, 0.6, 0], "yfov": 38, "fstop": 2, "blade_count": 6, "shutter": [0, 1]},
  "environment": {"type": "sky", "sun_elevation": 30, "sun_azimuth": 60, "intensity": 0.05},
  "media": {"mist": {"scattering": [0.2, 0.3, 0.4], "absorption": 0.05, "anisotropy": 0.6}},
  "objects": [
    {"plane": {}, "material": {"base_color": [0.5, 0.5, 0.45], "base_diffuse_roughness": 0.5, "specular_roughness": 0.5}},
    {"sphere": {"center": [0, 0.5, 0], "radius": 0.5}, "material": {"type": "dielectric", "ior": 1.5}},
    {"sphere": {"center": [-1.3, 0.5, 0.2], "radius": 0.5}, "material": {"type": "dielectric", "ior": 1.4, "roughness": 0.3}},
    {"box": {"center": [1.2, 0.4, -0.4], "size": 0.8}, "material": {"type": "conductor", "color": [0.9, 0.6, 0.3], "roughness": 0.3, "anisotropy": 0.5},
     "transform": {"rotate": {"axis": [0, 1, 0], "angle": 25}}},
    {"cylinder": {"center": [2.2, 0.5, 0.3], "radius": 0.3, "height": 1}, "material": {"base_metalness": 0.5, "base_color": [0.8, 0.3, 0.2]}},
    {"disk": {"radius": 0.3, "inner_radius": 0.1, "center": [0, 2, 0.5], "normal": [0, -1, 0]},
     "material": {"type": "diffuse", "color": 0, "emission_luminance": 12}},
    {"rectangle": {"width": 0.5, "height": 0.5, "center": [-2, 1.5, 0.5], "normal": [1, -0.5, 0]},
     "material": {"type": "diffuse", "color": 0, "emission_luminance": 8, "emission_color": [1, 0.6, 0.3]}},
    {"sphere": {"center": [0.3, 0.7, 1.4], "radius": 0.35}, "material": {"type": "interface"}, "medium": "mist"},
    {"mesh": {"positions": [[-0.4, 0, 1], [0.4, 0, 1], [0, 0.7, 1.2]], "indices": [[0, 1, 2]]}, "transform": {"translate": [-0.7, 0, 0.6]},
     "material": {"type": "mix", "a": {"type": "diffuse", "color": [0.2, 0.6, 0.3], "opacity": 0.7}, "b": {"type": "conductor", "roughness": 0.1}, "weight": 0.4}},
    {"sphere": {"radius": 0.2}, "material": {"type": "diffuse", "color": [0.1, 0.2, 0.8]},
     "keyframes": [{"time": 0, "transform": {"translate": [1, 1.5, 0]}}, {"time": 1, "transform": {"translate": [1.5, 1.6, 0]}}]}],
  "lights": [{"type": "point", "position": [-1, 2.5, 2], "intensity": 3}, {"type": "spot", "position": [2, 3, 2], "direction": [-1, -2, -1], "intensity": 9},
    {"type": "directional", "direction": [-1, -1, -0.3], "irradiance": 0.3, "angle": 2}]})";

uint64_t hashOf(const RenderScene& scene, uint32_t samples) {
    uint64_t h = 0;
    const auto mix = [&](float x) { h = hash(h, std::bit_cast<uint32_t>(x)); };
    for (uint32_t y = 0; y < scene.height; ++y) {
        for (uint32_t x = 0; x < scene.width; ++x) {
            for (uint32_t i = 0; i < samples; ++i) {
                const PathResult r = tracePath(scene, {x, y}, i);
                EXPECT_FALSE(r.wasInvalid) << x << "," << y << " sample " << i;
                for (const float f : {r.radiance.r, r.radiance.g, r.radiance.b, r.weight, r.albedo.g, r.normal.x, r.depth}) mix(f);
                h = hash(h, r.rays, r.bounces);
            }
        }
    }
    return h;
}

TEST(PathStatistics, SamplesHaveTheSameBitsOnEveryPlatform) {
    // Natively, under sanitizers, and as WebAssembly: whoever changes what samples are computes the number anew.
    const RenderScene scene = compileText(kEverything);
    EXPECT_EQ(hashOf(scene, 4), 8187369647764746452ULL);
}

TEST(PathStatistics, TheErrorFallsAsItShould) {
    // Mean square error over pixels against many samples, from 4 to 256 samples: independent ones fall with slope -1,
    // low-discrepancy ones are below them throughout.
    std::string text = R"({"raypool": 1, "render": {"width": 8, "height": 8, "filter": {"type": "box"}, "max_depth": 3, "sampler": "SAMPLER"},
      "camera": {"position": [0, 2, 3], "look_at": [0, 0, 0], "yfov": 30}, "environment": {"type": "gradient"},
      "objects": [{"plane": {}, "material": {"type": "diffuse", "color": 0.6}},
        {"rectangle": {"width": 1, "height": 1, "center": [0, 1.5, 0], "normal": [0, -1, 0]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 5}}]})";
    const auto compile = [&](const char* sampler) {
        std::string t = text;
        return compileText(t.replace(t.find("SAMPLER"), 7, sampler));
    };
    const RenderScene independent = compile("independent"), sobol = compile("sobol");
    const uint32_t most = testing::kSanitized ? 64 : 256, truthSamples = testing::kSanitized ? 1024 : 4096;
    const uint32_t pixels = sobol.width * sobol.height;
    std::vector<double> truth(pixels), sum(pixels);
    for (uint32_t p = 0; p < pixels; ++p) {
        for (uint32_t i = 0; i < truthSamples; ++i) truth[p] += double{tracePath(sobol, {p % 8, p / 8}, i).radiance.g} / truthSamples;
    }
    const auto errors = [&](const RenderScene& scene) {
        std::vector<double> out;
        sum.assign(pixels, 0);
        for (uint32_t i = 0; i < most; ++i) {
            // Indices far from those of the truth.
            for (uint32_t p = 0; p < pixels; ++p) sum[p] += double{tracePath(scene, {p % 8, p / 8}, (1U << 20) + i).radiance.g};
            if (!std::has_single_bit(i + 1) || i + 1 < 4) continue;
            double mse = 0;
            for (uint32_t p = 0; p < pixels; ++p) mse += std::pow(sum[p] / (i + 1) - truth[p], 2) / pixels;
            out.push_back(mse);
        }
        return out;
    };
    const auto slope = [](const std::vector<double>& e) {   // least squares in log2 over equal steps
        double sx = 0, sy = 0, sxx = 0, sxy = 0;
        const double n = static_cast<double>(e.size());
        for (size_t i = 0; i < e.size(); ++i) {
            const double x = static_cast<double>(i), y = std::log2(e[i]);
            sx += x, sy += y, sxx += x * x, sxy += x * y;
        }
        return (n * sxy - sx * sy) / (n * sxx - sx * sx);
    };
    const auto random = errors(independent), stratified = errors(sobol);
    EXPECT_NEAR(slope(random), -1, 0.25);
    EXPECT_LT(slope(stratified), slope(random));
    for (size_t i = 0; i < random.size(); ++i) EXPECT_LT(stratified[i], random[i]) << (4 << i) << " samples";
}

}  // namespace
}  // namespace raypool
