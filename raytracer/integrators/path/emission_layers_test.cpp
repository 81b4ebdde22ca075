// Emission lies below coat and fuzz: what they let through of it, and that light sampling knows it as scattered rays do.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "raytracer/integrators/path/path.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/path_scene.h"

namespace raypool {
namespace {

using testing::compileText;
using testing::oneRay;
using testing::pMeansEqual;
using testing::radianceOf;
using testing::RunningStats;
using testing::testLimit;

constexpr const char* kDark = R"("environment": {"type": "none"}, )";
constexpr const char* kWhite = R"("environment": {"type": "constant"}, )";
constexpr const char* kBlackBase = R"("base_color": 0, "specular_weight": 0, )";

uint32_t samples(uint32_t count) { return static_cast<uint32_t>(testing::effort(static_cast<int>(count), static_cast<int>(count) / 8 + 4)); }

/// Looks down at the origin on a large rectangle that faces up, `degrees` from its normal.
std::string lookingAt(double degrees, const char* environment, const std::string& material) {
    const double a = degrees * M_PI / 180;
    return oneRay("[0, " + std::to_string(4 * std::cos(a)) + ", " + std::to_string(4 * std::sin(a)) + "]", "[0, 0, 0]",
                  std::string(environment) + R"("objects": [{"rectangle": {"width": 2, "height": 2, "normal": [0, 1, 0]}, "material": {)" +
                      material + "}}]");
}

/// Fresnel's equations for unpolarised light, and the cosine behind the interface.
double fresnel(double cosine, double n, double& inside) {
    inside = std::sqrt(1 - (1 - cosine * cosine) / (n * n));
    const double s = (cosine - n * inside) / (cosine + n * inside), p = (n * cosine - inside) / (n * cosine + inside);
    return (s * s + p * p) / 2;
}

TEST(EmissionLayers, SmoothCoatLetsThroughWhatItDoesNotReflectOrAbsorb) {
    constexpr double kEmission[] = {2, 1, 0.5}, kCoat[] = {0.9, 0.5, 0.2};
    for (const double weight : {1.0, 0.4}) {
        for (const double degrees : {0.01, 30.0, 60.0, 80.0}) {
            const RenderScene scene = compileText(lookingAt(degrees, kDark, std::string(kBlackBase) + R"("coat_color": [0.9, 0.5, 0.2],
                "coat_ior": 1.6, "emission_color": [1, 0.5, 0.25], "emission_luminance": 2, "coat_weight": )" + std::to_string(weight)));
            const Rgb seen = tracePath(scene, {0, 0}, 0).radiance;
            double inside = 0;
            const double reflected = fresnel(std::cos(degrees * M_PI / 180), 1.6, inside);
            const float channels[] = {seen.r, seen.g, seen.b};
            for (int c = 0; c < 3; ++c) {
                // One passage: the colour is that of two, straight down and up.
                const double coated = (1 - reflected) * std::pow(kCoat[c], 0.5 / inside);
                EXPECT_NEAR(channels[c], kEmission[c] * (1 - weight + weight * coated), 1e-3 * kEmission[c]) << degrees << " degrees, channel " << c;
            }
        }
    }
}

TEST(EmissionLayers, WhatLayersReflectIsWhatTheyKeepBack) {
    // Over black, light from everywhere shows the share that a layer sends back; the light from below has the rest.
    for (const char* layer : {R"("coat_weight": 1, "coat_roughness": 0.5)", R"("coat_weight": 0.7, "coat_roughness": 0.3, "coat_roughness_anisotropy": 0.7)",
                              R"("fuzz_weight": 1, "fuzz_roughness": 0.4)", R"("fuzz_weight": 0.6, "fuzz_roughness": 0.8)"}) {
        for (const double degrees : {10.0, 55.0, 75.0}) {
            const RunningStats reflected = radianceOf(compileText(lookingAt(degrees, kWhite, std::string(kBlackBase) + layer)), samples(20000));
            const RunningStats emitted =
                radianceOf(compileText(lookingAt(degrees, kDark, std::string(kBlackBase) + R"("emission_luminance": 1, )" + layer)), 4);
            EXPECT_GT(reflected.mean(), 0.003) << layer;
            EXPECT_NEAR(emitted.mean(), 1 - reflected.mean(), 0.006 + 4 * reflected.standardError()) << layer << ", " << degrees << " degrees";
        }
    }
}

TEST(EmissionLayers, BacksAreNotCovered) {
    // Layers lie on the outside; light that leaves a closed body's wall inwards meets none.
    const std::string material = std::string(kBlackBase) + R"("emission_luminance": 1, "emission_two_sided": true, "coat_weight": 1, "coat_color": 0.1, "fuzz_weight": 1)";
    EXPECT_FLOAT_EQ(tracePath(compileText(lookingAt(150, kDark, material)), {0, 0}, 0).radiance.g, 1);
    EXPECT_LT(tracePath(compileText(lookingAt(30, kDark, material)), {0, 0}, 0).radiance.g, 0.6F);
}

TEST(EmissionLayers, LightSamplingAgreesWithScatteredRays) {
    // Three ways to gather the light of lamps under layers: of curved shapes, meshes, with textures, mixed.
    const struct {
        const char* name;
        const char* shape;
        const char* material;
    } kLamps[] = {
        {"ball", R"("sphere": {"radius": 0.5})", R"({"coat_weight": 1, "coat_color": [0.9, 0.4, 0.2], "emission_luminance": 3})"},
        {"rough coat and fuzz", R"("sphere": {"radius": 0.5})",
         R"({"coat_weight": 0.8, "coat_roughness": 0.5, "fuzz_weight": 0.7, "emission_luminance": 3})"},
        {"mesh", R"("mesh": {"positions": [[-0.7, 0, -0.7], [0.7, 0, -0.7], [0.7, 0, 0.7], [-0.7, 0, 0.7]], "indices": [[0, 1, 2], [0, 2, 3]],
          "normals": [[0.5, -1, 0], [-0.5, -1, 0], [-0.5, -1, 0.3], [0.5, -1, 0.3]], "uvs": [[0, 0], [1, 0], [1, 1], [0, 1]]})",
         R"({"coat_weight": {"type": "checker", "a": 1, "b": 0, "scale": [2, 2]}, "coat_color": [0.5, 0.1, 0.1], "emission_luminance": 3,
             "coat_roughness": 0.2})"},
        {"mix", R"("sphere": {"radius": 0.5})",
         R"({"type": "mix", "weight": 0.3, "a": {"fuzz_weight": 1, "emission_luminance": 3},
             "b": {"coat_weight": 1, "coat_color": [0.1, 0.2, 0.9], "emission_luminance": 5, "emission_color": [1, 0.5, 1]}})"},
    };
    for (const auto& lamp : kLamps) {
        RunningStats results[3][3];
        int mode = 0;
        for (const char* sampling : {"mis", "light", "bsdf"}) {
            const RenderScene scene = compileText(oneRay("[0, 2, 4]", "[0, 0, 0]", std::string(kDark) + R"("objects": [
                {"plane": {}, "material": {"type": "diffuse", "color": 0.8}},
                {)" + lamp.shape + R"(, "transform": {"translate": [0.3, 1, 0]}, "material": )" + lamp.material + "}]", sampling, 1));
            for (int c = 0; c < 3; ++c) results[mode][c] = radianceOf(scene, {0, 0}, c, samples(mode == 2 ? 60000 : 20000));
            ++mode;
        }
        for (int c = 0; c < 3; ++c) {
            EXPECT_GT(results[1][c].mean(), 0.01) << lamp.name;
            for (const int other : {0, 2}) {
                EXPECT_GT(pMeansEqual(results[1][c], results[other][c]), testLimit())
                    << lamp.name << ", channel " << c << ": light sampling " << results[1][c].mean() << ", " << (other == 0 ? "MIS " : "scattering ")
                    << results[other][c].mean() << " +- " << results[other][c].standardError();
            }
        }
    }
}

}  // namespace
}  // namespace raypool
