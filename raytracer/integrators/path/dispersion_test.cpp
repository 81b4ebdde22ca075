// Colours that are refracted differently: each path keeps one of them, and on average nothing is lost or added.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "raytracer/integrators/path/path.h"
#include "raytracer/materials/material.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/path_scene.h"

namespace raypool {
namespace {

using testing::compileText;
using testing::oneRay;
using testing::radianceOf;
using testing::RunningStats;
using testing::testLimit;

Material glass(float ior, float abbe, float scale = 1) {
    Material m;
    m.transmissionWeight = 1;
    m.specularIor = ior;
    m.transmissionDispersionScale = scale;
    m.transmissionDispersionAbbeNumber = abbe;
    return m;
}

TEST(Dispersion, IndicesAreThoseOfTheCatalogue) {
    // Sellmeier's formula for Schott's N-BK7, at the channels' wavelengths.
    const auto bk7 = [](double um) {
        const double l = um * um;
        return std::sqrt(1 + 1.03961212 * l / (l - 0.00600069867) + 0.231792344 * l / (l - 0.0200179144) + 1.01046945 * l / (l - 103.560653));
    };
    const Material m = glass(1.5168F, 64.17F);
    const double channels[] = {0.62, 0.54, 0.45};
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(dispersedIor(m, c), bk7(channels[c]), 6e-4) << c;
    EXPECT_TRUE(isDispersive(m));
    // The scale divides the Abbe number; without one all are alike.
    EXPECT_NEAR(dispersedIor(glass(1.5F, 20, 0.5F), 2), dispersedIor(glass(1.5F, 40), 2), 1e-6F);
    EXPECT_EQ(dispersedIor(glass(1.5F, 20, 0), 2), 1.5F);
    EXPECT_FALSE(isDispersive(glass(1.5F, 20, 0)));
    Material sheet = glass(1.5F, 20);
    sheet.thinWalled = true;
    EXPECT_FALSE(isDispersive(sheet));
    for (const float abbe : {1.0F, 1000.0F}) {
        for (int c = 0; c < 3; ++c) EXPECT_GE(dispersedIor(glass(1.2F, abbe), c), 1.0F);
    }
}

constexpr const char* kChannels[] = {"red", "green", "blue"};

TEST(Dispersion, ColoursAreWhatTheyWouldBeAlone) {
    // A ball in front of a gradient, and one inside of another body: a channel's mean is that of glass with its index.
    for (const char* roughness : {"0", "0.3"}) {
        const auto scene = [&](const std::string& glassFields) {
            return compileText(oneRay("[0, 0.8, 4]", "[0.2, 0.75, 0]", R"("environment": {"type": "gradient"}, "objects": [
                {"sphere": {}, "material": {"transmission_weight": 1, "specular_roughness": )" + std::string(roughness) + glassFields + R"(}},
                {"sphere": {"radius": 0.4}, "material": {"transmission_weight": 1, "specular_ior": 1.3, "specular_roughness": 0}}])"));
        };
        const RenderScene dispersed = scene(R"(, "specular_ior": 1.7, "transmission_dispersion_scale": 1, "transmission_dispersion_abbe_number": 5)");
        for (int c = 0; c < 3; ++c) {
            const float ior = dispersedIor(glass(1.7F, 5), c);
            const RunningStats together = radianceOf(dispersed, {0, 0}, c, testing::samples(6000));
            const RunningStats alone = radianceOf(scene(", \"specular_ior\": " + std::to_string(ior)), {0, 0}, c, testing::samples(3000));
            EXPECT_GT(testing::pMeansEqual(together, alone), testLimit())
                << kChannels[c] << ", roughness " << roughness << ": " << together.mean() << " +- " << together.standardError() << ", alone " << alone.mean();
        }
    }
}

TEST(Dispersion, WhiteStaysWhite) {
    for (const char* roughness : {"0", "0.1", "0.6"}) {
        const RenderScene scene = compileText(oneRay("[0, 0.8, 4]", "[0.2, 0.75, 0]", R"("environment": {"type": "constant"}, "objects": [
            {"sphere": {}, "material": {"transmission_weight": 1, "transmission_dispersion_scale": 1, "specular_roughness": )" + std::string(roughness) + "}}]"));
        // One sample is one colour, three times as bright.
        double sum = 0;
        const uint32_t count = testing::samples(2000);
        for (uint32_t i = 0; i < count; ++i) {
            const Rgb x = tracePath(scene, {0, 0}, i).radiance;
            EXPECT_LE((x.r > 0) + (x.g > 0) + (x.b > 0), 1);
            sum += static_cast<double>(x.r + x.g + x.b) / 3;
        }
        EXPECT_NEAR(sum / count, 1, 0.012) << roughness;
        for (int c = 0; c < 3; ++c) {
            const RunningStats stats = radianceOf(scene, {0, 0}, c, count);
            EXPECT_NEAR(stats.mean(), 1, 0.005 + 4 * stats.standardError()) << kChannels[c] << ", roughness " << roughness;
        }
    }
}

}  // namespace
}  // namespace raypool
