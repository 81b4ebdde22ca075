// Light that wanders in bodies, and sheets that light shines through, against closed forms.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "raytracer/integrators/path/path.h"
#include "raytracer/materials/material.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/path_scene.h"

namespace raypool {
namespace {

using testing::compileText;
using testing::oneRay;
using testing::pMeanEquals;
using testing::radianceOf;
using testing::RunningStats;
using testing::testLimit;

constexpr double kPiExact = std::numbers::pi;
const std::string kDarkness = R"("environment": {"type": "none"}, )";
const std::string kWhiteRoom = R"("environment": {"type": "constant"}, )";

void expectMean(const std::string& rest, double expected, uint32_t count, const std::string& what, uint32_t maxDepth = 1024,
                const std::string& mode = "mis") {
    const RunningStats stats = radianceOf(compileText(oneRay("[0.3, 4, 0.2]", "[0, 0, 0]", rest, mode, maxDepth)), testing::samples(count));
    EXPECT_TRUE(std::fabs(stats.mean() - expected) < 1e-4 * expected || pMeanEquals(stats, expected) > testLimit())
        << what << ": " << stats.mean() << " +- " << stats.standardError() << ", expected " << expected;
}

/// Share of diffuse light that an endless half space sends back, which scatters isotropically with this albedo: Chandrasekhar's
/// H function ("Radiative Transfer", 1960, chapter V), by iteration at midpoints of mu = t^2.
double halfSpaceAlbedo(double albedo) {
    constexpr int kPoints = 100;
    std::array<double, kPoints> mu{}, weight{}, h{};
    for (int i = 0; i < kPoints; ++i) {
        const double t = (i + 0.5) / kPoints;
        mu[i] = t * t;
        weight[i] = 2 * t / kPoints;
        h[i] = 1;
    }
    const double root = std::sqrt(1 - albedo);
    for (int n = 0; n < 400; ++n) {
        const auto last = h;
        double change = 0;
        for (int i = 0; i < kPoints; ++i) {
            double sum = 0;
            for (int j = 0; j < kPoints; ++j) sum += weight[j] * mu[j] * last[j] / (mu[i] + mu[j]);
            h[i] = 1 / (root + albedo / 2 * sum);
            change = std::max(change, std::fabs(h[i] - last[i]));
        }
        if (change < 1e-9) break;
    }
    double mean = 0;
    for (int i = 0; i < kPoints; ++i) mean += weight[i] * mu[i] * h[i];
    return 1 - 2 * root * mean;
}

Material wax(float color, float g = 0) {
    Material m;
    m.subsurfaceWeight = 1;
    m.subsurfaceColor = grey(color);
    m.subsurfaceRadius = 0.5F;
    m.subsurfaceScatterAnisotropy = g;
    return m;
}
double singleAlbedo(const InteriorMedium& medium) { return static_cast<double>(medium.sigmaS.r / (medium.sigmaS.r + medium.sigmaA.r)); }

TEST(Subsurface, TheBodysAlbedoIsTheColour) {
    for (const float color : {0.1F, 0.3F, 0.5F, 0.8F, 0.95F}) {
        const InteriorMedium medium = subsurfaceMediumOf(wax(color));
        ASSERT_TRUE(medium.isSet);
        EXPECT_NEAR(halfSpaceAlbedo(singleAlbedo(medium)), color, 0.003) << color;
        // The mean free path is the radius, red as it says and blue a quarter of that.
        EXPECT_NEAR(medium.sigmaA.r + medium.sigmaS.r, 2, 1e-4F);
        EXPECT_NEAR(medium.sigmaA.b + medium.sigmaS.b, 8, 1e-4F);
    }
    // White light stays for ever, and none is made.
    EXPECT_EQ(subsurfaceMediumOf(wax(1)).sigmaA.r, 0);
    EXPECT_GE(subsurfaceMediumOf(wax(0)).sigmaS.r, 0);
    // The similarity relation: (1 - a) / (1 - g a) is that of isotropic scattering.
    const double a = singleAlbedo(subsurfaceMediumOf(wax(0.6F, 0.7F))), b = singleAlbedo(subsurfaceMediumOf(wax(0.6F)));
    EXPECT_NEAR((1 - a) / (1 - 0.7 * a), 1 - b, 1e-5);
    EXPECT_FALSE(subsurfaceMediumOf(Material{}).isSet);
}

std::string waxPlane(double color, const std::string& more = "") {
    return R"("objects": [{"plane": {}, "material": {"subsurface_weight": 1, "specular_weight": 0, "subsurface_radius": 0.01,
        "subsurface_radius_scale": 1, "subsurface_color": )" + std::to_string(color) + more + "}}]";
}

TEST(Subsurface, AThickSlabLooksLikeADiffuseSurface) {
    const std::string sun = R"("lights": [{"type": "directional", "direction": [-1, -1, 0], "irradiance": 2}], )";
    for (const double color : {0.2, 0.5, 0.85}) {
        const double albedo = halfSpaceAlbedo(singleAlbedo(subsurfaceMediumOf(wax(static_cast<float>(color)))));
        expectMean(kWhiteRoom + waxPlane(color), albedo, 2500, "white room");
        // One bounce: what wanders in and out again counts once, as it would for a diffuse surface.
        for (const char* mode : {"mis", "light"}) {
            expectMean(kDarkness + sun + waxPlane(color), albedo / kPiExact * 2 * std::sqrt(0.5), 2500, mode, 1, mode);
        }
    }
    // Below what places are told apart by it is one.
    expectMean(kWhiteRoom + R"("objects": [{"plane": {}, "material": {"subsurface_weight": 1, "specular_weight": 0,
        "subsurface_radius": 1e-8, "subsurface_color": 0.4}}])", 0.4, 1000, "no radius");
}

TEST(Subsurface, WhiteBodiesVanishInAWhiteRoom) {
    const std::string white = R"("subsurface_weight": 1, "subsurface_color": 1, "base_color": 1, "subsurface_radius_scale": 1, )";
    const std::string colourful = R"("subsurface_weight": 1, "subsurface_color": 1, "base_color": 1, )";
    const struct {
        const char* what;
        std::string objects;
    } rooms[] = {
        {"dense", R"({"sphere": {}, "material": {)" + white + R"("subsurface_radius": 0.05}})"},
        {"colours", R"({"sphere": {}, "material": {)" + colourful + R"("subsurface_radius": 0.2}})"},
        {"thin", R"({"sphere": {}, "material": {)" + white + R"("subsurface_radius": 3, "specular_roughness": 0}})"},
        {"ahead", R"({"box": {}, "material": {)" + white + R"("subsurface_radius": 0.2, "subsurface_scatter_anisotropy": 0.8}})"},
        {"half", R"({"sphere": {}, "material": {"subsurface_weight": 0.5, "subsurface_color": 1, "base_color": 1, "subsurface_radius": 0.3,
            "subsurface_radius_scale": 1, "transmission_weight": 0.5}})"},
        {"in glass", R"({"sphere": {}, "material": {"type": "dielectric"}},
            {"sphere": {"radius": 0.7}, "material": {)" + white + R"("subsurface_radius": 0.2}})"},
        {"glass in it", R"({"sphere": {}, "material": {)" + white + R"("subsurface_radius": 0.3}},
            {"sphere": {"radius": 0.5, "center": [0.1, 0.3, 0]}, "priority": 1, "material": {"type": "dielectric"}})"},
        {"side by side", R"({"sphere": {"center": [0, 0.3, 0]}, "material": {)" + white + R"("subsurface_radius": 0.3}},
            {"sphere": {"center": [0, -0.3, 0]}, "material": {)" + white + R"("subsurface_radius": 0.1}})"},
        {"holes", R"({"sphere": {}, "material": {)" + white + R"("subsurface_radius": 0.3, "geometry_opacity": 0.6}})"},
        {"one side", R"({"sphere": {}, "material": {)" + white + R"("subsurface_radius": 0.3, "two_sided": false}})"},
        {"mix", R"({"sphere": {}, "material": {"type": "mix", "a": {)" + white + R"("subsurface_radius": 0.3}, "b": {"type": "diffuse", "color": 1}}})"},
        {"in fog", R"({"sphere": {"radius": 1.5}, "material": {"type": "interface"}, "medium": {"scattering": 1}},
            {"sphere": {}, "material": {)" + white + R"("subsurface_radius": 0.3}})"},
        {"sheet", R"({"sphere": {}, "material": {)" + white + R"("geometry_thin_walled": true, "subsurface_scatter_anisotropy": 0.3}})"},
        {"milky glass", R"({"sphere": {}, "material": {"transmission_weight": 1, "transmission_depth": 0.4, "transmission_scatter": 1, "specular_roughness": 0}})"},
    };
    for (const auto& room : rooms) {
        const auto seen = [&](const char* mode, uint32_t count) {
            RenderScene scene = compileText(oneRay("[0.3, 4, 0.2]", "[0, 0.1, 0]", kWhiteRoom + "\"objects\": [" + room.objects + "]", mode));
            scene.settings.rrDepth = 1000;   // its luck is not what is looked at
            return radianceOf(scene, testing::samples(count));
        };
        // Without light sampling each path brings about what it carries, so that little is left to chance, but where colours
        // have different ways or a rough wall is seen from inside.
        const RunningStats carried = seen("bsdf", 500), both = seen("mis", 1000);
        EXPECT_NEAR(carried.mean(), 1, 0.005 + 3.5 * carried.standardError()) << room.what << " +- " << carried.standardError();
        EXPECT_LT(carried.standardError(), 0.04) << room.what;
        EXPECT_TRUE(std::fabs(both.mean() - 1) < 0.005 || pMeanEquals(both, 1) > testLimit()) << room.what << ": " << both.mean() << " +- " << both.standardError();
    }
}

TEST(Subsurface, StepsAreNoBounces) {
    // Many steps, few bounces: in white bodies nothing is lost to the bound on these, and a path of one bounce finds the sky.
    const std::string dense = R"("objects": [{"sphere": {}, "material": {"subsurface_weight": 1, "subsurface_color": 1,
        "specular_weight": 0, "subsurface_radius": 0.02, "subsurface_radius_scale": 1}}])";
    for (const uint32_t depth : {1U, 2U, 64U}) expectMean(kWhiteRoom + dense, 1, 200, "depth " + std::to_string(depth), depth);
    expectMean(kWhiteRoom + dense, 0, 8, "lights only", 0);
}

TEST(Subsurface, LampsInABodyShineThroughIt) {
    // Nothing absorbs, the lamp throws back what comes to it: what it gives off leaves through a surface (1 / 0.3)^2 as large,
    // wherever it is seen from, by the walk alone and with light sampling on the lamp's own bounces.
    for (const char* mode : {"mis", "light", "bsdf"}) {
        const std::string rest = kDarkness + R"("objects": [{"sphere": {}, "material": {"subsurface_weight": 1, "subsurface_color": 1,
            "specular_weight": 0, "subsurface_radius": 0.2, "subsurface_radius_scale": 1}},
            {"sphere": {"radius": 0.3}, "material": {"type": "diffuse", "color": 1, "emission_luminance": 10}}])";
        expectMean(rest, 10 * 0.09, 6000, mode, 1024, mode);
    }
    // A dark grain in a white body takes no more than a white one would be met, and what absorbs less leaves more.
    const auto withGrain = [](const char* color) {
        return radianceOf(compileText(oneRay("[0.3, 4, 0.2]", "[0, 0, 0]", kWhiteRoom + R"("objects": [{"sphere": {}, "material":
            {"subsurface_weight": 1, "subsurface_color": 1, "specular_weight": 0, "subsurface_radius": 0.2}},
            {"sphere": {"radius": 0.3}, "material": {"type": "diffuse", "color": )" + std::string(color) + "}}]")), testing::samples(1000)).mean();
    };
    const double dark = withGrain("0"), light = withGrain("0.9");
    EXPECT_LT(dark, 0.98);
    EXPECT_GT(dark, 1 - 0.09);
    EXPECT_GT(light, dark);
}

TEST(Subsurface, TheInterfaceIsOnTop) {
    // White light from everywhere: what the interface reflects is white, the rest has the body's colour, as over a diffuse base.
    const auto room = [](const char* base) {
        return kWhiteRoom + R"("objects": [{"plane": {}, "material": {"specular_roughness": 0.4, )" + base + "}}]";
    };
    const double albedo = halfSpaceAlbedo(singleAlbedo(subsurfaceMediumOf(wax(0.3F))));
    const RunningStats diffuse = radianceOf(compileText(oneRay("[3, 2, 0]", "[0, 0, 0]", room((R"("base_color": )" + std::to_string(albedo)).c_str()))), testing::samples(6000));
    const RunningStats body = radianceOf(
        compileText(oneRay("[3, 2, 0]", "[0, 0, 0]", room(R"("subsurface_weight": 1, "subsurface_color": 0.3, "subsurface_radius": 0.02, "subsurface_radius_scale": 1)"))), testing::samples(12000));
    EXPECT_GT(testing::pMeansEqual(diffuse, body), testLimit()) << diffuse.mean() << " " << body.mean();
    EXPECT_GT(body.mean(), albedo + 0.03);
}

TEST(Subsurface, SheetsShineThrough) {
    const auto sheet = [](const char* direction, const char* more) {
        return kDarkness + R"("lights": [{"type": "directional", "irradiance": 3, "direction": )" + direction +
               R"(}], "objects": [{"rectangle": {"width": 2, "height": 2, "normal": [0, 1, 0]}, "material": {"subsurface_weight": 1, "specular_weight": 0,
               "geometry_thin_walled": true, "subsurface_color": 0.6)" + more + "}}]";
    };
    const double half = 0.6 / kPiExact * 3 / 2;
    for (const char* mode : {"mis", "light", "bsdf"}) {
        expectMean(sheet("[0, 1, 0]", ""), half, 400, "from behind", 8, mode);
        expectMean(sheet("[0, -1, 0]", ""), half, 400, "from the front", 8, mode);
    }
    expectMean(sheet("[0, 1, 0]", R"(, "subsurface_scatter_anisotropy": 0.5)"), half * 1.5, 400, "ahead, from behind");
    expectMean(sheet("[0, -1, 0]", R"(, "subsurface_scatter_anisotropy": 0.5)"), half * 0.5, 400, "ahead, from the front");
    expectMean(kWhiteRoom + R"("objects": [{"rectangle": {"width": 2, "height": 2, "normal": [0, 1, 0]}, "material": {"subsurface_weight": 1, "specular_weight": 0,
        "geometry_thin_walled": true, "subsurface_color": 0.6}}])", 0.6, 400, "white room");
}

TEST(Subsurface, FeaturesAreThoseOfTheSurface) {
    const std::string waxWall = R"("objects": [{"plane": {"normal": [0, 0, 1]}, "material": {"subsurface_weight": 1, "subsurface_color": 0.5, "specular_weight": 0}}])";
    const RenderScene scene = compileText(oneRay("[0, 0, 4]", "[0, 0, 0]", kWhiteRoom + waxWall));
    for (uint32_t i = 0; i < 16; ++i) {
        const PathResult r = tracePath(scene, {0, 0}, i);
        EXPECT_NEAR(r.albedo.g, 0.5, 0.01);
        EXPECT_NEAR(r.normal.z, 1, 1e-3);
        EXPECT_EQ(r.objectId, 1U);
        EXPECT_NEAR(r.depth, 4, 1e-3);
    }
}

}  // namespace
}  // namespace raypool
