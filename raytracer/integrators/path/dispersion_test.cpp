// Colours that are refracted differently: each path keeps one wavelength, and on average nothing is lost or added.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "raytracer/integrators/path/path.h"
#include "raytracer/materials/material.h"
#include "raytracer/materials/wavelengths.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/gltf_text.h"
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

/// What a channel shows of a wavelength (nanometres) before it is scaled: the observer's curves in linear Rec. 709.
double rawResponse(int channel, double nm) {
    const auto bell = [nm](double middle, double below, double above) {
        const double t = (nm - middle) * (nm < middle ? below : above);
        return std::exp(-t * t / 2);
    };
    const double x = 0.362 * bell(442.0, 0.0624, 0.0374) + 1.056 * bell(599.8, 0.0264, 0.0323) - 0.065 * bell(501.1, 0.0490, 0.0382);
    const double y = 0.821 * bell(568.8, 0.0213, 0.0247) + 0.286 * bell(530.9, 0.0613, 0.0322);
    const double z = 1.217 * bell(437.0, 0.0845, 0.0278) + 0.681 * bell(459.0, 0.0385, 0.0725);
    constexpr double kFromXyz[3][3] = {{3.2404542, -1.5371385, -0.4985314}, {-0.9692660, 1.8760108, 0.0415560}, {0.0556434, -0.2040259, 1.0572252}};
    return std::max(0.0, kFromXyz[channel][0] * x + kFromXyz[channel][1] * y + kFromXyz[channel][2] * z);
}

/// The integral over all wavelengths of f(micrometres) times what a channel shows.
template <class F>
double seen(int channel, F f) {
    double sum = 0, all = 0;
    for (double nm = 380.25; nm < 760; nm += 0.5) {
        const double r = rawResponse(channel, nm);
        sum += r * f(nm / 1000);
        all += r;
    }
    return sum / all;
}

TEST(Dispersion, IndicesAreThoseOfTheCatalogue) {
    // Sellmeier's formula for Schott's N-BK7.
    const auto bk7 = [](double um) {
        const double l = um * um;
        return std::sqrt(1 + 1.03961212 * l / (l - 0.00600069867) + 0.231792344 * l / (l - 0.0200179144) + 1.01046945 * l / (l - 103.560653));
    };
    const Material m = glass(1.5168F, 64.17F);
    for (const float um : {0.45F, 0.54F, 0.62F}) EXPECT_NEAR(dispersedIor(m, um), bk7(double{um}), 6e-4) << um;
    for (const float um : {0.4F, 0.7F}) EXPECT_NEAR(dispersedIor(m, um), bk7(double{um}), 2e-3) << um;
    EXPECT_TRUE(isDispersive(m));
    // The scale divides the Abbe number; without one all are alike.
    EXPECT_NEAR(dispersedIor(glass(1.5F, 20, 0.5F), 0.45F), dispersedIor(glass(1.5F, 40), 0.45F), 1e-6F);
    EXPECT_EQ(dispersedIor(glass(1.5F, 20, 0), 0.45F), 1.5F);
    EXPECT_FALSE(isDispersive(glass(1.5F, 20, 0)));
    Material sheet = glass(1.5F, 20);
    sheet.thinWalled = true;
    EXPECT_FALSE(isDispersive(sheet));
    for (const float abbe : {0.1F, 1.0F, 1000.0F}) {
        for (const float um : {kFirstWavelength, 0.5F, kLastWavelength}) EXPECT_GE(dispersedIor(glass(1.2F, abbe), um), 1.0F);
    }
}

constexpr const char* kChannels[] = {"red", "green", "blue"};

TEST(Dispersion, WavelengthsAreDrawnByWhatChannelsShow) {
    // The response is the observer's; equal steps of u give each channel what it carried, wherever the wavelengths are cut.
    for (int c = 0; c < 3; ++c) {
        double all = 0;
        for (double nm = 380.25; nm < 760; nm += 0.5) all += rawResponse(c, nm) * 0.0005;
        for (const double nm : {420.0, 470.0, 500.0, 530.0, 580.0, 650.0}) {
            const Rgb r = channelResponse(static_cast<float>(nm / 1000));
            const float own[] = {r.r, r.g, r.b};
            EXPECT_NEAR(own[c], rawResponse(c, nm) / all, 0.02 + 0.005 * rawResponse(c, nm) / all) << kChannels[c] << ", " << nm << " nm";
        }
    }
    constexpr int kDraws = 100000;
    for (const Rgb carried : {Rgb{1, 1, 1}, Rgb{0.2F, 3, 0}, Rgb{0, 0, 0.5F}}) {
        const float before[] = {carried.r, carried.g, carried.b};
        for (const double cut : {0.44, 0.5, 0.55, 0.6, 0.8}) {
            double sum[3]{};
            for (int i = 0; i < kDraws; ++i) {
                Rgb t = carried;
                const float wavelength = sampleWavelength((static_cast<float>(i) + 0.5F) / kDraws, t);
                EXPECT_GE(wavelength, kFirstWavelength);
                EXPECT_LE(wavelength, kLastWavelength);
                EXPECT_NEAR(t.r + t.g + t.b, carried.r + carried.g + carried.b, 1e-5F);
                if (double{wavelength} >= cut) continue;
                sum[0] += double{t.r};
                sum[1] += double{t.g};
                sum[2] += double{t.b};
            }
            for (int c = 0; c < 3; ++c) {
                const double expected = double{before[c]} * seen(c, [&](double um) { return um < cut ? 1.0 : 0.0; });
                EXPECT_NEAR(sum[c] / kDraws, expected, 2e-3 * (double{before[c]} + 0.1)) << kChannels[c] << " up to " << cut;
            }
        }
    }
    for (const float u : {0.0F, kOneMinusEpsilon}) {
        for (const Rgb carried : {Rgb{1, 0, 0}, Rgb{0, 1, 0}, Rgb{0, 0, 1}, Rgb{1e-30F, 0, 1}, Rgb{1, 1, 1}}) {
            Rgb t = carried;
            const float wavelength = sampleWavelength(u, t);
            EXPECT_TRUE(wavelength >= kFirstWavelength && wavelength <= kLastWavelength && isFinite(t)) << u;
        }
    }
}

TEST(Dispersion, ColoursAreWhatTheyWouldBeAlone) {
    // A ball in front of a gradient, and one inside of another body: a channel's mean is that of glass with the indices of what
    // it shows, taken at many wavelengths.
    for (const char* roughness : {"0", "0.3"}) {
        const auto scene = [&](const std::string& glassFields) {
            return compileText(oneRay("[0, 0.8, 4]", "[0.2, 0.75, 0]", R"("environment": {"type": "gradient"}, "objects": [
                {"sphere": {}, "material": {"transmission_weight": 1, "specular_roughness": )" + std::string(roughness) + glassFields + R"(}},
                {"sphere": {"radius": 0.4}, "material": {"transmission_weight": 1, "specular_ior": 1.3, "specular_roughness": 0}}])"));
        };
        const RenderScene dispersed = scene(R"(, "specular_ior": 1.7, "transmission_dispersion_scale": 1, "transmission_dispersion_abbe_number": 5)");
        RunningStats together[3];
        for (int c = 0; c < 3; ++c) together[c] = radianceOf(dispersed, {0, 0}, c, testing::samples(12000));
        double sum[3]{}, variance[3]{}, weights[3]{};
        for (double nm = 390; nm < 760; nm += 10) {
            const RenderScene alone = scene(", \"specular_ior\": " + std::to_string(dispersedIor(glass(1.7F, 5), static_cast<float>(nm / 1000))));
            for (int c = 0; c < 3; ++c) {
                const double w = rawResponse(c, nm);
                if (!(w > 1e-3)) continue;
                const RunningStats stats = radianceOf(alone, {0, 0}, c, testing::samples(1000));
                sum[c] += w * stats.mean();
                variance[c] += w * w * stats.standardError() * stats.standardError();
                weights[c] += w;
            }
        }
        for (int c = 0; c < 3; ++c) {
            const double error = std::sqrt(variance[c] / (weights[c] * weights[c]) + together[c].standardError() * together[c].standardError());
            EXPECT_NEAR(together[c].mean(), sum[c] / weights[c], 4 * error + 1e-3) << kChannels[c] << ", roughness " << roughness;
        }
    }
}

TEST(Dispersion, WhiteStaysWhite) {
    for (const char* roughness : {"0", "0.1", "0.6"}) {
        const RenderScene scene = compileText(oneRay("[0, 0.8, 4]", "[0.2, 0.75, 0]", R"("environment": {"type": "constant"}, "objects": [
            {"sphere": {}, "material": {"transmission_weight": 1, "transmission_dispersion_scale": 1, "specular_roughness": )" + std::string(roughness) + "}}]"));
        // The sum of the channels is the same at every wavelength: no noise of brightness.
        double sum = 0;
        const uint32_t count = testing::samples(6000);
        for (uint32_t i = 0; i < count; ++i) {
            const Rgb x = tracePath(scene, {0, 0}, i).radiance;
            sum += static_cast<double>(x.r + x.g + x.b) / 3;
        }
        EXPECT_NEAR(sum / count, 1, 0.015) << roughness;   // what the furnace of one surface allows
        for (int c = 0; c < 3; ++c) {
            const RunningStats stats = radianceOf(scene, {0, 0}, c, count);
            EXPECT_NEAR(stats.mean(), 1, 0.005 + 4 * stats.standardError()) << kChannels[c] << ", roughness " << roughness;
        }
    }
}

/// A ray through an equilateral prism in its plane: where it meets x = 6, and the share of its light that gets there.
struct PrismRay {
    double y = 0, share = 1;
};
PrismRay throughPrism(double n, double px, double py, double dx, double dy) {
    PrismRay out;
    // Entering on the left, leaving on the right.
    const double faces[2][2] = {{-std::sqrt(0.75), 0.5}, {std::sqrt(0.75), 0.5}};
    for (int k = 0; k < 2; ++k) {
        const double nx = k == 0 ? faces[0][0] : -faces[1][0], ny = k == 0 ? faces[0][1] : -faces[1][1];
        if (k == 1) {
            // On to the right face, on which sqrt(3/4) x + y / 2 = 1/2.
            const double t = (0.5 - faces[1][0] * px - faces[1][1] * py) / (faces[1][0] * dx + faces[1][1] * dy);
            px += t * dx;
            py += t * dy;
        }
        const double eta = k == 0 ? n : 1 / n, ci = -(dx * nx + dy * ny), ct = std::sqrt(1 - (1 - ci * ci) / (eta * eta));
        const double s = (ci - eta * ct) / (ci + eta * ct), p = (eta * ci - ct) / (eta * ci + ct);
        out.share *= 1 - (s * s + p * p) / 2;
        dx = dx / eta + nx * (ci / eta - ct);
        dy = dy / eta + ny * (ci / eta - ct);
    }
    out.y = py + dy / dx * (6 - px);
    return out;
}

TEST(Dispersion, PrismShowsAContinuousSpectrum) {
    // A screen behind a prism that shines below a height alone: what is seen of it, whatever the height, is the light whose
    // wavelengths Snell's law sends there.
    const double entryX = -std::sqrt(1.0 / 12), entryY = 0.5, angle = 23 * M_PI / 180;
    const double dx = std::cos(angle), dy = std::sin(angle);
    const Material m = glass(1.6F, 10);
    const auto landing = [&](double um) { return throughPrism(double{dispersedIor(m, static_cast<float>(um))}, entryX, entryY, dx, dy); };
    const double violet = landing(0.4).y, red = landing(0.7).y;
    ASSERT_LT(violet, red - 0.3);   // they lie apart
    // In the native format, and as glTF, whose dispersion is 20 over the Abbe number.
    const float half = std::sqrt(1.0F / 3);
    testing::GltfText file;
    file.floats({-half, 0, -1, half, 0, -1, 0, 1, -1, -half, 0, 1, half, 0, 1, 0, 1, 1}, "VEC3");
    file.shorts({0, 2, 1, 3, 4, 5, 0, 3, 5, 0, 5, 2, 1, 2, 5, 1, 5, 4, 0, 1, 4, 0, 4, 3});
    const std::string gltf = file.json(R"("materials": [{"pbrMetallicRoughness": {"metallicFactor": 0, "roughnessFactor": 0}, "extensions": {
        "KHR_materials_transmission": {"transmissionFactor": 1}, "KHR_materials_volume": {"thicknessFactor": 1}, "KHR_materials_ior": {"ior": 1.6},
        "KHR_materials_dispersion": {"dispersion": 2}}}], "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}],
        "nodes": [{"mesh": 0}])");
    const std::string h = std::to_string(half);
    const std::string prisms[] = {
        R"({"mesh": {"positions": [[-)" + h + ", 0, -1], [" + h + ", 0, -1], [0, 1, -1], [-" + h + ", 0, 1], [" + h + R"(, 0, 1], [0, 1, 1]],
            "indices": [[0, 2, 1], [3, 4, 5], [0, 3, 5], [0, 5, 2], [1, 2, 5], [1, 5, 4], [0, 1, 4], [0, 4, 3]]},
           "material": {"transmission_weight": 1, "specular_ior": 1.6, "specular_roughness": 0, "transmission_dispersion_scale": 1,
            "transmission_dispersion_abbe_number": 10}})",
        R"({"model": {"file": ")" + toDataUri({reinterpret_cast<const uint8_t*>(gltf.data()), gltf.size()}, "model/gltf+json") + "\"}}"};
    for (int k = 0; k <= 8; ++k) {
        const double height = violet + (red - violet) * k / 8;
        const RenderScene scene = compileText(oneRay(
            "[" + std::to_string(entryX - 4 * dx) + ", " + std::to_string(entryY - 4 * dy) + ", 0]",
            "[" + std::to_string(entryX) + ", " + std::to_string(entryY) + ", 0]",
            R"("environment": {"type": "none"}, "objects": [)" + prisms[k % 2] + R"(,
                {"rectangle": {"width": 40, "height": 40, "center": [6, )" + std::to_string(height - 20) + R"(, 0], "normal": [-1, 0, 0]},
                 "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])", "mis", 2));
        for (int c = 0; c < 3; ++c) {
            const RunningStats stats = radianceOf(scene, {0, 0}, c, testing::samples(8000));
            const double expected = seen(c, [&](double um) {
                const PrismRay ray = landing(um);
                return ray.y < height ? ray.share : 0.0;
            });
            EXPECT_NEAR(stats.mean(), expected, 0.004 + 4 * stats.standardError()) << kChannels[c] << " at height " << height << (k % 2 == 0 ? "" : ", glTF");
        }
    }
}

}  // namespace
}  // namespace raypool
