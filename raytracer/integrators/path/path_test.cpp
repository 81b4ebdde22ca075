// The path integrator against answers that need no renderer (T15 of the test plan: closed forms), in all three ways of
// finding light.
#include "raytracer/integrators/path/path.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "raytracer/testing/effort.h"
#include "raytracer/testing/path_scene.h"

namespace raypool {
namespace {

using testing::compileText;
using testing::oneRay;
using testing::pMeanEquals;
using testing::pMeansEqual;
using testing::radianceOf;
using testing::RunningStats;
using testing::testLimit;

constexpr double kPiD = std::numbers::pi;

/// All three modes have the mean that is expected.
void expectRadiance(const std::string& eye, const std::string& target, const std::string& rest, double expected,
                    uint32_t count, const char* what, std::initializer_list<const char*> modes = {"mis", "light", "bsdf"}) {
    for (const char* mode : modes) {
        const RunningStats stats = radianceOf(compileText(oneRay(eye, target, rest, mode)), testing::samples(count));
        EXPECT_GT(pMeanEquals(stats, expected), testLimit())
            << what << ", " << mode << ": " << stats.mean() << " +- " << stats.standardError() << ", expected " << expected;
    }
}

TEST(Path, LightInsideADiffuseSphereIsAGeometricSeries) {
    for (const double albedo : {0.2, 0.5, 0.8}) {
        const std::string rest = std::string(testing::kDark) + R"("objects": [{"sphere": {}, "material": {"type": "diffuse", "color": )" +
                                 std::to_string(albedo) + R"(, "emission_luminance": 1, "emission_two_sided": true}}])";
        expectRadiance("[0.3, 0.1, -0.2]", "[0, 0, 1]", rest, 1 / (1 - albedo), 4000, "diffuse");
    }
}

TEST(Path, LightBetweenMirrorsIsAGeometricSeries) {
    const std::string rest = std::string(testing::kDark) + R"("objects": [{"sphere": {}, "material": {"type": "conductor", "reflectance": 0.5,
        "roughness": 0, "emission_luminance": 1, "emission_two_sided": true}}])";
    expectRadiance("[0.3, 0.1, -0.2]", "[0, 0, 1]", rest, 2, 2000, "mirror");
}

TEST(Path, RectangleLightAgreesWithLambert) {
    // A one-sided light of 2 x 1.5 at height 1.2 over a Lambert plane, seen from below the light's edge.
    const double x0 = -0.7, x1 = 1.3, z0 = -0.5, z1 = 1.0, h = 1.2;
    // Irradiance of a polygon of radiance 1 (Lambert 1760): half the sum over edges of angle times n . unit normal.
    const dvec3 corners[4] = {{x0, h, z0}, {x1, h, z0}, {x1, h, z1}, {x0, h, z1}};
    double irradiance = 0;
    for (int i = 0; i < 4; ++i) {
        const dvec3 a = glm::normalize(corners[i]), b = glm::normalize(corners[(i + 1) % 4]);
        irradiance += 0.5 * std::acos(glm::dot(a, b)) * glm::normalize(glm::cross(a, b)).y;
    }
    irradiance = std::fabs(irradiance);
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"plane": {}, "material": {"type": "diffuse", "color": 0.6}},
        {"rectangle": {"width": 2, "height": 1.5, "center": [0.3, 1.2, 0.25], "normal": [0, -1, 0]},
         "material": {"type": "diffuse", "color": 0, "emission_luminance": 3}}])";
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]", rest, 0.6 / kPiD * 3 * irradiance, 20000, "rectangle");
}

TEST(Path, SphereLightAgreesWithItsFormFactor) {
    // A sphere seen whole, at an angle: E = pi L (r / d)^2 cos.
    const double d = std::sqrt(1.0 + 4.0), cosine = 2 / d;
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"plane": {}, "material": {"type": "diffuse", "color": 1}},
        {"sphere": {"center": [1, 2, 0], "radius": 0.5}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 5}}])";
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]", rest, 5 * 0.25 / (d * d) * cosine, 20000, "sphere");
}

TEST(Path, PointSpotAndDirectionalLightsAreExact) {
    const std::string floor = R"("objects": [{"plane": {}, "material": {"type": "diffuse", "color": 0.5}}], )";
    const double d2 = 1 + 4, cosine = 2 / std::sqrt(d2);
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]",
                   testing::kDark + floor + R"("lights": [{"type": "point", "position": [1, 2, 0], "intensity": 7}])",
                   0.5 / kPiD * 7 * cosine / d2, 4, "point");
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]",
                   testing::kDark + floor + R"("lights": [{"type": "spot", "position": [1, 2, 0], "direction": [-1, -2, 0], "intensity": 7}])",
                   0.5 / kPiD * 7 * cosine / d2, 4, "spot");
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]",
                   testing::kDark + floor + R"("lights": [{"type": "directional", "direction": [0, -1, 1], "irradiance": 3}])",
                   0.5 / kPiD * 3 * std::sqrt(0.5), 4, "directional");
}

TEST(Path, WhiteSurfacesVanishInAWhiteRoom) {
    const char* materials[] = {
        R"({"type": "diffuse", "color": 1})",
        R"({"type": "diffuse", "color": 1, "roughness": 1})",
        R"({"type": "conductor", "reflectance": 1, "roughness": 0})",
        R"({"type": "conductor", "reflectance": 1, "roughness": 0.4})",
        R"({"type": "dielectric", "roughness": 0})",
    };
    for (const char* material : materials) {
        const std::string rest = std::string(testing::kWhite) + R"("objects": [{"sphere": {}, "material": )" + material + "}]";
        for (const char* mode : testing::kModes) {
            const RunningStats stats = radianceOf(compileText(oneRay("[0, 0, 4]", "[0.5, 0.3, 0]", rest, mode)), testing::samples(16000));
            EXPECT_NEAR(stats.mean(), 1, 0.002 + 4 * stats.standardError()) << material << " " << mode;
        }
    }
}

TEST(Path, AbsorptionIsExponential) {
    const std::string rest = std::string(testing::kWhite) + R"("objects": [{"sphere": {}, "material": {"type": "interface"},
        "medium": {"absorption": [0.5, 1, 2]}}])";
    const RenderScene scene = compileText(oneRay("[0, 0, 4]", "[0, 0, 0]", rest));
    for (int channel = 0; channel < 3; ++channel) {
        const double sigma = channel == 0 ? 0.5 : channel;
        EXPECT_NEAR(radianceOf(scene, {0, 0}, channel, 1).mean(), std::exp(-sigma * 2), 1e-5);
    }
}

TEST(Path, AMediumThatOnlyScattersVanishesInAWhiteRoom) {
    for (const char* g : {"0", "0.8", "-0.5"}) {
        const std::string rest = std::string(testing::kWhite) + R"("objects": [{"sphere": {}, "material": {"type": "interface"},
            "medium": {"scattering": [0.3, 1, 4], "anisotropy": )" + g + "}}]";
        expectRadiance("[0, 0, 4]", "[0.2, 0.4, 0]", rest, 1, 8000, g);
    }
}

TEST(Path, SingleScatteringOfAPointLightAgreesWithQuadrature) {
    // Along the camera's ray z in [0, inf) of a medium everywhere: sum of sigma_s / (4 pi) I / d^2 exp(-sigma_t (z + d)).
    const double sigmaS = 0.3, sigmaT = 0.5, x = 1, z0 = 2;
    double expected = 0;
    const int n = 200000;
    for (int i = 0; i < n; ++i) {
        const double z = (i + 0.5) * 60.0 / n, d2 = x * x + (z - z0) * (z - z0);
        expected += sigmaS / (4 * kPiD) * 10 / d2 * std::exp(-sigmaT * (z + std::sqrt(d2))) * 60.0 / n;
    }
    const std::string rest = std::string(testing::kDark) + R"("medium": {"scattering": 0.3, "absorption": 0.2},
        "lights": [{"type": "point", "position": [1, 0, -2], "intensity": 10}], "objects": [])";
    for (const char* mode : testing::kModes) {
        const RunningStats stats = radianceOf(compileText(oneRay("[0, 0, 0]", "[0, 0, -1]", rest, mode, 1)), testing::samples(60000));
        EXPECT_GT(pMeanEquals(stats, expected), testLimit()) << stats.mean() << " +- " << stats.standardError() << " for " << expected;
    }
}

/// What a stack of layers lets through at normal incidence, with all reflections between them: reflectances in series.
double throughLayers(std::initializer_list<double> indices) {
    double reflected = 0, transmitted = 1;
    const double* n = indices.begin();
    for (; n + 1 != indices.end(); ++n) {
        const double r = std::pow((n[1] - n[0]) / (n[1] + n[0]), 2), t = 1 - r;
        // Adding a surface behind what is there (symmetric, no absorption).
        const double between = 1 / (1 - reflected * r);
        const double newTransmitted = transmitted * t * between;
        reflected = reflected + transmitted * transmitted * r * between;
        transmitted = newTransmitted;
    }
    return transmitted;
}

TEST(Path, GlassPaneLetsThroughWhatFresnelSays) {
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"box": {"size": [4, 4, 0.5]}, "material": {"type": "dielectric", "ior": 1.5}},
        {"rectangle": {"width": 4, "height": 4, "center": [0, 0, -2]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])";
    expectRadiance("[0, 0, 4]", "[0, 0, 0]", rest, throughLayers({1, 1.5, 1}), 20000, "pane");
}

TEST(Path, OverlappingBodiesActAsTheirPrioritiesSay) {
    // Water that reaches into the glass, which has the higher priority: air, glass, water, air.
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"box": {"size": [4, 4, 1], "center": [0, 0, 0.5]}, "material": {"type": "dielectric", "ior": 1.8}, "priority": 1},
        {"box": {"size": [3, 3, 1.4], "center": [0, 0, -0.5]}, "material": {"type": "dielectric", "ior": 1.33}},
        {"rectangle": {"width": 4, "height": 4, "center": [0, 0, -2]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])";
    expectRadiance("[0, 0, 4]", "[0, 0, 0]", rest, throughLayers({1, 1.8, 1.33, 1}), 20000, "glass first");
    // The other way round the water takes the place of the glass.
    const std::string other = std::string(testing::kDark) + R"("objects": [
        {"box": {"size": [4, 4, 1], "center": [0, 0, 0.5]}, "material": {"type": "dielectric", "ior": 1.8}},
        {"box": {"size": [3, 3, 1.4], "center": [0, 0, -0.5]}, "material": {"type": "dielectric", "ior": 1.33}, "priority": 1},
        {"rectangle": {"width": 4, "height": 4, "center": [0, 0, -2]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])";
    expectRadiance("[0, 0, 4]", "[0, 0, 0]", other, throughLayers({1, 1.8, 1.33, 1}), 20000, "water first");
}

TEST(Path, ACameraInsideABodyKnowsIt) {
    // From inside glass through its wall: one surface.
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"box": {"size": [4, 4, 1]}, "material": {"type": "dielectric", "ior": 1.5}, "medium": {"absorption": 0.3}},
        {"rectangle": {"width": 4, "height": 4, "center": [0, 0, -2]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])";
    const RenderScene scene = compileText(oneRay("[0, 0, 0]", "[0, 0, -1]", rest));
    EXPECT_FLOAT_EQ(scene.cameraStack.ior(), 1.5F);
    const double r = 0.04, t = std::exp(-0.3);
    // Straight out, or after going to and fro: a sum over pairs of reflections.
    const double expected = std::exp(-0.15) * (1 - r) / (1 - r * r * t * t);
    const RunningStats stats = radianceOf(scene, testing::samples(20000));
    EXPECT_GT(pMeanEquals(stats, expected), testLimit()) << stats.mean() << " +- " << stats.standardError() << " for " << expected;
}

TEST(Path, BodiesAreEnteredAndLeftThroughHolesToo) {
    // A white body of a medium that only scatters vanishes in a white room, whichever way light goes in and out.
    for (const char* skin : {R"("opacity": 0.5)", R"("two_sided": false)"}) {
        const std::string rest = std::string(testing::kWhite) + R"("objects": [{"box": {"size": [1, 2, 1.5]}, "medium": {"scattering": 2},
            "material": {"type": "dielectric", "ior": 1.2, )" + skin + "}}]";
        for (const char* mode : testing::kModes) {
            std::string text = oneRay("[1, 2, 4]", "[0.1, 0.2, 0]", rest, mode, 1000);
            text.replace(text.find("\"max_depth\""), 0, "\"rr_depth\": 1000, ");
            const RunningStats stats = radianceOf(compileText(text), testing::samples(3000));
            EXPECT_NEAR(stats.mean(), 1, 1e-3 + 4 * stats.standardError()) << skin << " " << mode;
        }
    }
}

TEST(Path, AMediumFarFromTheOriginKeepsItsLight) {
    // Floats are 1/512 apart there, so that now and then a scattering is rounded out of the body.
    const std::string rest = std::string(testing::kWhite) + R"("objects": [{"sphere": {"center": [30000, 10000, -20000]}, "material": {"type": "interface"},
        "medium": {"scattering": 2}}])";
    for (const char* mode : testing::kModes) {
        std::string text = oneRay("[30000, 10000, -19996]", "[30000.2, 10000.4, -20000]", rest, mode, 1000);
        text.replace(text.find("\"max_depth\""), 0, "\"rr_depth\": 1000, ");
        const RunningStats stats = radianceOf(compileText(text), testing::samples(4000));
        EXPECT_NEAR(stats.mean(), 1, 1e-3 + 4 * stats.standardError()) << mode;
    }
}

TEST(Path, MediaWithoutWallsTakeNoWallsAway) {
    // Thin mist around the far wall of a pane, entered inside of the glass: both walls still refract.
    for (const char* priority : {"-1", "0", "1"}) {
        const std::string rest = std::string(testing::kDark) + R"("objects": [
            {"box": {"size": [4, 4, 0.5]}, "material": {"type": "dielectric", "ior": 1.8}},
            {"box": {"size": [3, 3, 0.5], "center": [0, 0, -0.4]}, "material": {"type": "interface"},
             "medium": {"absorption": 1e-6}, "priority": )" + std::string(priority) + R"(},
            {"rectangle": {"width": 4, "height": 4, "center": [0, 0, -2]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])";
        expectRadiance("[0, 0, 4]", "[0, 0, 0]", rest, throughLayers({1, 1.8, 1}), 20000, priority);
    }
}

TEST(Path, LampsBehindWallsThatAreNoneAreFoundByEveryMode) {
    // A lamp inside water that is inside milky glass of a higher priority: to scattered light the water is not there.
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"sphere": {"radius": 2}, "material": {"type": "dielectric", "ior": 1.5}, "medium": {"scattering": 0.4}, "priority": 1},
        {"sphere": {"radius": 1, "center": [0, 0.8, 0]}, "material": {"type": "dielectric", "ior": 1.33}},
        {"sphere": {"radius": 0.4, "center": [0, 0.8, 0]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 4}}])";
    RunningStats stats[3];
    for (int i = 0; i < 3; ++i) stats[i] = radianceOf(compileText(oneRay("[0, -1, 6]", "[0, -1, 0]", rest, testing::kModes[i])), testing::samples(20000));
    EXPECT_GT(stats[2].mean(), 0.05);
    EXPECT_GT(pMeansEqual(stats[0], stats[2]), testLimit()) << stats[0].mean() << " " << stats[2].mean();
    EXPECT_GT(pMeansEqual(stats[1], stats[2]), testLimit()) << stats[1].mean() << " " << stats[2].mean();
}

TEST(Path, MasksAndMixesAreShares) {
    const std::string light = R"({"rectangle": {"width": 4, "height": 4, "center": [0, 0, -2]},
        "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}})";
    const std::string mask = std::string(testing::kDark) + R"("objects": [{"rectangle": {"width": 4, "height": 4},
        "material": {"type": "diffuse", "color": 0, "opacity": 0.3}}, )" + light + "]";
    expectRadiance("[0, 0, 4]", "[0, 0, 0]", mask, 0.7, 20000, "mask");
    const std::string mix = std::string(testing::kDark) + R"("objects": [{"rectangle": {"width": 4, "height": 4}, "material": {"type": "mix",
        "a": {"type": "diffuse", "color": 0, "emission_luminance": 2}, "b": {"type": "interface"}, "weight": 0.25}}, )" + light + "]";
    expectRadiance("[0, 0, 4]", "[0, 0, 0]", mix, 0.75 * 2 + 0.25, 20000, "mix");
    // A light through a mask lights a floor with what is left.
    const std::string shadow = std::string(testing::kDark) + R"("objects": [{"plane": {}, "material": {"type": "diffuse", "color": 0.5}},
        {"rectangle": {"width": 4, "height": 4, "center": [0, 1, 0], "normal": [0, 1, 0]}, "material": {"type": "diffuse", "color": 0, "opacity": 0.4}}],
        "lights": [{"type": "point", "position": [0, 2, 0], "intensity": 8}])";
    expectRadiance("[-3, 0.2, 0]", "[0, 0, 0]", shadow, 0.5 / kPiD * 8 / 4 * 0.6, 4, "shadow of a mask");
    // Through the holes of a lamp its far side is seen: 1/2 of its light and 1/4.
    const std::string lamp = std::string(testing::kDark) + R"("objects": [{"plane": {}, "material": {"type": "diffuse", "color": 1}},
        {"sphere": {"center": [1, 2, 0], "radius": 0.5},
         "material": {"type": "diffuse", "color": 0, "emission_luminance": 5, "emission_two_sided": true, "opacity": 0.5}}])";
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]", lamp, 0.75 * 5 * 0.25 / 5 * 2 / std::sqrt(5.0), 20000, "lamp with holes");
}

TEST(Path, MotionIsAnAverageOverTheShutter) {
    // An emitting square passes before the camera's ray: from x = -2 to 2, half a unit wide on each side.
    const std::string rest = std::string(testing::kDark) + R"("objects": [{"rectangle": {"width": 1, "height": 1},
        "material": {"type": "diffuse", "color": 0, "emission_luminance": 1},
        "keyframes": [{"time": 0, "transform": {"translate": [-2, 0, 0]}}, {"time": 1, "transform": {"translate": [2, 0, 0]}}]}])";
    std::string text = oneRay("[0, 0, 4]", "[0, 0, 0]", rest);
    text.replace(text.find("\"yfov\""), 0, "\"shutter\": [0, 1], ");
    const RunningStats stats = radianceOf(compileText(text), testing::samples(20000));
    EXPECT_GT(pMeanEquals(stats, 0.25), testLimit()) << stats.mean();
}

TEST(Path, WhatTurnsMovesOnAnArc) {
    // Around the origin by half a turn: the arc passes (0, 2, 0), the chord does not. Placed by its shape, by its group, and
    // turned inside of a group that is stretched.
    const char* turn = R"("keyframes": [{"time": 0, "transform": {"rotate": {"axis": [0, 0, 1], "angle": 0.5}}},
        {"time": 1, "transform": {"rotate": {"axis": [0, 0, 1], "angle": 180}}}])";
    const std::string lamp = R"("material": {"type": "diffuse", "color": 0, "emission_luminance": 1})";
    const std::string shape = std::string(R"({"sphere": {"center": [2, 0, 0], "radius": 0.5}, )") + turn + ", " + lamp + "}";
    const std::string group = std::string(R"({"group": {"objects": [{"sphere": {"radius": 0.5}, "transform": {"translate": [2, 0, 0]}, )") +
                              lamp + "}]}, " + turn + "}";
    // A disk about (2, 0), radius 1/2, is above the origin while the angle is within 2 asin(1/8) of a right one.
    const double share = 4 * std::asin(0.125) / ((180 - 0.5) * kPiD / 180);
    for (const auto& object : {shape, group}) {
        std::string text = oneRay("[0, 2, 40]", "[0, 2, 0]", std::string(testing::kDark) + R"("objects": [)" + object + "]");
        text.replace(text.find("\"yfov\""), 0, "\"shutter\": [0, 1], ");
        const RunningStats stats = radianceOf(compileText(text), testing::samples(20000));
        EXPECT_GT(pMeanEquals(stats, share), testLimit()) << stats.mean() << " for " << share << " " << object;
    }
    const std::string squashed = R"({"group": {"objects": [{"rectangle": {"width": 2, "height": 0.02}, )" + lamp + ", " + turn +
                                 R"(}]}, "transform": {"scale": [1, 4, 1]}})";
    // The upright half of the turn shows it 4 times as long: at (0, 3) while it is within atan of half its width over 3/4.
    std::string text = oneRay("[0, 3, 40]", "[0, 3, 0]", std::string(testing::kDark) + R"("objects": [)" + squashed + "]");
    text.replace(text.find("\"yfov\""), 0, "\"shutter\": [0, 1], ");
    const RunningStats stats = radianceOf(compileText(text), testing::samples(40000));
    const double narrow = 2 * std::asin(0.01 / 0.75) / ((180 - 0.5) * kPiD / 180);
    EXPECT_GT(pMeanEquals(stats, narrow), testLimit()) << stats.mean() << " for " << narrow;
}

TEST(Path, DepthCountsScatterings) {
    const std::string rest = std::string(testing::kDark) + R"("objects": [{"plane": {}, "material": {"type": "diffuse", "color": 0.5, "emission_luminance": 0.25}}],
        "lights": [{"type": "directional", "direction": [0, -1, 0], "irradiance": 2}])";
    EXPECT_NEAR(radianceOf(compileText(oneRay("[-3, 1, 0]", "[0, 0, 0]", rest, "mis", 0)), 2).mean(), 0.25, 1e-6);
    EXPECT_NEAR(radianceOf(compileText(oneRay("[-3, 1, 0]", "[0, 0, 0]", rest, "mis", 1)), 2).mean(), 0.25 + 0.5 / kPiD * 2, 1e-6);
}

TEST(Path, HiddenObjectsAreHiddenFromThoseRaysOnly) {
    const char* wall = R"({"rectangle": {"width": 4, "height": 4}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}, )";
    const std::string camera = std::string(testing::kDark) + R"("objects": [)" + wall + R"("visible_to_camera": false}])";
    EXPECT_EQ(radianceOf(compileText(oneRay("[0, 0, 4]", "[0, 0, 0]", camera)), 4).mean(), 0);
    // A light that scattered rays don't see still lights, by all of its light.
    const std::string lamp = std::string(testing::kDark) + R"("objects": [{"plane": {}, "material": {"type": "diffuse", "color": 1}},
        {"sphere": {"center": [1, 2, 0], "radius": 0.5}, "visible_to_indirect": false,
         "material": {"type": "diffuse", "color": 0, "emission_luminance": 5}}])";
    expectRadiance("[-3, 0.5, 0]", "[0, 0, 0]", lamp, 5 * 0.25 / 5 * 2 / std::sqrt(5.0), 20000, "hidden lamp", {"mis", "light"});
}

constexpr const char* kRoom = R"("environment": {"type": "gradient", "intensity": 0.3}, "objects": [
    {"plane": {}, "material": {"type": "diffuse", "color": [0.7, 0.6, 0.5], "roughness": 0.5}},
    {"sphere": {"center": [0, 0.5, 0], "radius": 0.5}, "material": {"type": "conductor", "color": [0.9, 0.6, 0.3], "roughness": 0.3}},
    {"box": {"center": [1.2, 0.4, -0.5], "size": 0.8}, "material": {"base_color": [0.2, 0.4, 0.8], "specular_roughness": 0.4}},
    {"disk": {"radius": 0.4, "center": [0, 2, 0.5], "normal": [0, -1, 0]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 12}},
    {"sphere": {"center": [-1.2, 0.3, 0.4], "radius": 0.3}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 4}}])";

std::string room(const std::string& render, double scale = 1) {
    const auto number = [&](double x) { return std::to_string(x * scale); };
    std::string text = R"({"raypool": 1, "render": {"width": 24, "height": 16, "max_depth": 6, )" + render + "}, " + kRoom;
    text += R"(, "camera": {"position": [)" + number(0.5) + ", " + number(1.4) + ", " + number(4) + R"(], "look_at": [0, )" + number(0.5) +
            R"(, 0], "yfov": 45}})";
    return text;
}

TEST(Path, TheThreeWaysToFindLightAgree) {
    RunningStats stats[3];
    for (int i = 0; i < 3; ++i) {
        stats[i] = radianceOf(compileText(room(R"("sampler": "independent", "sampling": ")" + std::string(testing::kModes[i]) + "\"")), testing::samples(400));
    }
    EXPECT_GT(pMeansEqual(stats[0], stats[1]), testLimit()) << stats[0].mean() << " " << stats[1].mean();
    EXPECT_GT(pMeansEqual(stats[0], stats[2]), testLimit()) << stats[0].mean() << " " << stats[2].mean();
    EXPECT_LT(stats[0].variance(), stats[2].variance());
}

TEST(Path, HoweverLightsAreChosenThePictureIsTheSame) {
    RunningStats stats[3];
    const char* const choices[] = {"tree", "power", "uniform"};
    for (int i = 0; i < 3; ++i) {
        const std::string render = R"("sampler": "independent", "sampling": "light", "light_selection": ")" + std::string(choices[i]) + "\"";
        stats[i] = radianceOf(compileText(room(render)), testing::samples(400));
    }
    for (int i = 1; i < 3; ++i) {
        EXPECT_GT(pMeansEqual(stats[0], stats[i]), testLimit()) << choices[i] << ": " << stats[0].mean() << ' ' << stats[i].mean();
        EXPECT_LT(stats[0].variance(), stats[i].variance()) << choices[i];
    }
}

TEST(Path, NothingDependsOnTheSceneSize) {
    // The same scene in millimetres and in hundreds of kilometres, by a group that scales it.
    const auto scaled = [&](double scale) {
        std::string text = room(R"("sampler": "sobol")", scale);
        const std::string list = "\"objects\": [";
        const size_t from = text.find(list) + list.size(), to = text.rfind("]", text.find("\"camera\""));
        const std::string objects = text.substr(from, to - from);
        text.replace(from, to - from, R"({"group": {"objects": [)" + objects + R"(]}, "transform": {"scale": )" + std::to_string(scale) + "}}");
        return radianceOf(compileText(text), testing::samples(64));
    };
    const RunningStats one = scaled(1);
    for (const double scale : {1e-3, 1e5}) {
        const RunningStats other = scaled(scale);
        // Almost all samples take the same path.
        EXPECT_NEAR(other.mean(), one.mean(), 0.2 * one.standardError() + 2e-3 * one.mean()) << scale;
    }
}

TEST(Path, ASampleDependsOnNothingButItsArguments) {
    const RenderScene scene = compileText(room(R"("seed": 7)"));
    const PathResult first = tracePath(scene, {12, 12}, 3);
    tracePath(scene, {1, 2}, 8);
    const PathResult again = tracePath(scene, {12, 12}, 3);
    EXPECT_EQ(first.radiance, again.radiance);
    EXPECT_EQ(first.depth, again.depth);
    EXPECT_EQ(first.rays, again.rays);
    EXPECT_FALSE(tracePath(scene, {12, 12}, 4).radiance == first.radiance);
}

TEST(Path, FeaturesAreThoseOfTheFirstRoughSurface) {
    const std::string rest = std::string(testing::kWhite) + R"("objects": [
        {"rectangle": {"width": 4, "height": 4, "center": [0, 0, 1]}, "material": {"type": "dielectric", "thin_walled": true, "ior": 1.0001}},
        {"rectangle": {"width": 4, "height": 4}, "material": {"type": "diffuse", "color": [0.2, 0.4, 0.6]}}])";
    const RenderScene scene = compileText(oneRay("[0, 0, 4]", "[0, 0, 0]", rest));
    const PathResult result = tracePath(scene, {0, 0}, 0);
    // Seen through the pane by the mean of samples: each carries what its branch is worth.
    RunningStats red, blue;
    for (uint32_t i = 0; i < 2000; ++i) {
        const PathResult one = tracePath(scene, {0, 0}, i);
        red.add(double{one.albedo.r});
        blue.add(double{one.albedo.b});
    }
    EXPECT_NEAR(red.mean(), 0.2, 2e-3);
    EXPECT_NEAR(blue.mean(), 0.6, 6e-3);
    EXPECT_NEAR(result.normal.z, 1, 1e-4);
    EXPECT_NEAR(result.depth, 3, 1e-4);
    EXPECT_EQ(result.objectId, 1U);
}

TEST(Path, NoSampleIsInvalid) {
    const RenderScene scene = compileText(room(R"("seed": 1)"));
    for (uint32_t y = 0; y < scene.height; ++y) {
        for (uint32_t x = 0; x < scene.width; ++x) {
            for (uint32_t i = 0; i < 16; ++i) ASSERT_FALSE(tracePath(scene, {x, y}, i).wasInvalid) << x << "," << y << " sample " << i;
        }
    }
}

}  // namespace
}  // namespace raypool
