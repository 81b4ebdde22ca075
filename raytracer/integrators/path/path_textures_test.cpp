// Textures as pictures show them.
#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/image/codec.h"
#include "raytracer/image/srgb.h"
#include "raytracer/integrators/path/path.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/scene/data_uri.h"
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

struct Picture {
    uint32_t width, height;
    std::vector<uint8_t> rgba;

    Picture(uint32_t w, uint32_t h, uint64_t seed) : width(w), height(h) {
        Pcg32 random(seed);
        for (uint32_t i = 0; i < w * h * 4; ++i) rgba.push_back(i % 4 == 3 ? 255 : static_cast<uint8_t>(random.next() >> 24));
    }
    Rgb at(uint32_t x, uint32_t y) const {
        const auto value = [&](size_t c) { return srgbToLinear(static_cast<float>(rgba[(size_t{y} * width + x) * 4 + c]) / 255); };
        return {value(0), value(1), value(2)};
    }
    std::string uri() const { return toDataUri(encodePng(width, height, rgba), "image/png"); }
};

/// An orthographic view of the unit square, so many pixels wide and high, of one object that shines with a texture.
RenderScene flatView(uint32_t width, uint32_t height, const std::string& object, const std::string& texture, const std::string& camera) {
    return compileText(R"({"raypool": 1, "render": {"width": )" + std::to_string(width) + R"(, "height": )" + std::to_string(height) +
                       R"(, "filter": {"type": "box"}}, "environment": {"type": "none"}, "camera": {"type": "orthographic", )" + camera +
                       R"(, "ymag": 0.5}, "objects": [{)" + object +
                       R"(, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1, "emission_two_sided": true, "emission_color": )" +
                       texture + "}}]}");
}

/// The view shows the picture, turned by so many quarters to the left and mirrored or not.
void expectShows(const RenderScene& scene, const Picture& picture, const char* what) {
    for (uint32_t y = 0; y < picture.height; ++y) {
        for (uint32_t x = 0; x < picture.width; ++x) {
            EXPECT_EQ(tracePath(scene, {x, y}, 3).radiance, picture.at(x, y)) << what << ' ' << x << ", " << y;
        }
    }
}

TEST(PathTextures, PicturesStandUprightOnFlatShapes) {
    const Picture picture(6, 6, 1);
    const std::string texture = R"({"filter": "nearest", "path": ")" + picture.uri() + "\"}";
    const std::string front = R"("position": [0, 0, 2], "look_at": [0, 0, 0])";
    expectShows(flatView(6, 6, R"("rectangle": {})", texture, front), picture, "rectangle");
    expectShows(flatView(6, 6, R"("box": {})", texture, front), picture, "box, front");
    expectShows(flatView(6, 6, R"("box": {})", texture, R"("position": [2, 0, 0], "look_at": [0, 0, 0])"), picture, "box, right");
    expectShows(flatView(6, 6, R"("box": {})", texture, R"("position": [0, 0, -2], "look_at": [0, 0, 0])"), picture, "box, back");
    expectShows(flatView(6, 6, R"("box": {})", texture, R"("position": [0, 2, 0], "look_at": [0, 0, 0], "up": [0, 0, -1])"), picture, "box, top");
    expectShows(flatView(6, 6, R"("mesh": {"positions": [[-0.5, 0.5, 0], [-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0]],
        "indices": [0, 1, 2, 0, 2, 3], "uvs": [[0, 0], [0, 1], [1, 1], [1, 0]]})", texture, front), picture, "mesh");
    // The plane repeats it once a metre: its upper left corner where the plane's point is.
    expectShows(flatView(6, 6, R"("plane": {"normal": [0, 0, 1]})", texture, R"("position": [0.5, -0.5, 2], "look_at": [0.5, -0.5, 0])"), picture, "plane");
}

TEST(PathTextures, TheSecondSetAndVertexColoursOfAMesh) {
    const Picture picture(4, 4, 2);
    const std::string texture = R"({"filter": "nearest", "texcoord": 1, "path": ")" + picture.uri() + "\"}";
    const std::string front = R"("position": [0, 0, 2], "look_at": [0, 0, 0])";
    const std::string mesh = R"("mesh": {"positions": [[-0.5, 0.5, 0], [-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0]],
        "indices": [0, 1, 2, 0, 2, 3], "uvs": [[7, 7], [7, 7], [7, 7], [7, 7]], "uvs2": [[0, 0], [0, 1], [1, 1], [1, 0]],
        "colors": [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1]]})";
    expectShows(flatView(4, 4, mesh, texture, front), picture, "second set");
    const RenderScene colors = flatView(64, 64, mesh, R"({"type": "vertex_color"})", front);
    const Rgb left = tracePath(colors, {0, 31}, 0).radiance;   // half way between red and green
    EXPECT_NEAR(left.r, 0.5F, 0.03F);
    EXPECT_NEAR(left.g, 0.5F, 0.03F);
    EXPECT_NEAR(left.b, 0, 0.03F);
}

TEST(PathTextures, MagnifiedItIsBilinear) {
    // Sixteen pixels a texel: what the pixel's middle sees, within the half texel's slope that the box filter spans.
    const Picture picture(3, 3, 3);
    const RenderScene scene = flatView(48, 48, R"("rectangle": {})", R"({"wrap_u": "clamp", "wrap_v": "clamp", "path": ")" + picture.uri() + "\"}",
                                       R"("position": [0, 0, 2], "look_at": [0, 0, 0])");
    for (uint32_t pixel = 0; pixel < 48; ++pixel) {
        RunningStats stats = radianceOf(scene, {pixel, 24}, 1, testing::samples(64));
        const double x = (pixel + 0.5) / 16 - 0.5, low = std::floor(x), share = x - low;
        const auto texel = [&](double i) { return double{picture.at(static_cast<uint32_t>(std::clamp(i, 0.0, 2.0)), 1).g}; };
        // Row 24.5 / 16 - 0.5 = 1.03: three hundredths of the row below.
        const auto below = [&](double i) { return double{picture.at(static_cast<uint32_t>(std::clamp(i, 0.0, 2.0)), 2).g}; };
        const double t = 24.5 / 16 - 0.5 - 1;
        const double expected = (texel(low) * (1 - share) + texel(low + 1) * share) * (1 - t) + (below(low) * (1 - share) + below(low + 1) * share) * t;
        EXPECT_NEAR(stats.mean(), expected, 0.012) << pixel;
    }
}

TEST(PathTextures, ABoardToTheHorizonGoesToItsMeanThere) {
    // Black and white squares of a quarter metre; the camera a metre above looks 0.5 degrees below the horizon: 115 m far,
    // where a pixel spans many squares.
    Picture board(2, 2, 0);
    board.rgba = {255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 255};
    const auto scene = compileText(R"({"raypool": 1, "render": {"width": 1, "height": 1, "sampler": "independent", "filter": {"type": "box"}},
        "environment": {"type": "none"}, "camera": {"yfov": 0.4, "position": [0.03, 1, 0], "look_at": [1.03, 0.99127, 0]},
        "objects": [{"plane": {}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1,
        "emission_color": {"scale": [2, 2], "path": ")" + board.uri() + R"("}}}]})");
    const RunningStats stats = radianceOf(scene, testing::samples(4000));
    EXPECT_NEAR(stats.mean(), 0.5, 0.01);
    // Averaged by the texture already: a board of single points of 0 and 1 has a variance of 1/4.
    EXPECT_LT(stats.variance(), 0.05);
}

TEST(PathTextures, FilteringLeavesNoBiasOnARampSeenAtAnAngle) {
    // What is linear keeps its values under any symmetric filter, far away, at any angle: 64 steps of grey, linear.
    Picture ramp(64, 1, 0);
    for (uint32_t x = 0; x < 64; ++x) {
        for (uint32_t c = 0; c < 3; ++c) ramp.rgba[x * 4 + c] = static_cast<uint8_t>(x * 4);
    }
    const auto scene = compileText(R"({"raypool": 1, "render": {"width": 1, "height": 1, "sampler": "independent", "filter": {"type": "box"}},
        "environment": {"type": "none"}, "camera": {"yfov": 4, "position": [0, 2, 8], "look_at": [0, 0, 0]},
        "objects": [{"rectangle": {"width": 4, "height": 4, "normal": [0, 1, 0]}, "material": {"type": "diffuse", "color": 0,
        "emission_luminance": 1, "emission_color": {"color_space": "linear", "wrap_u": "clamp", "path": ")" + ramp.uri() + R"("}}}]})");
    const RunningStats stats = radianceOf(scene, testing::samples(4000));
    EXPECT_NEAR(stats.mean(), 31.5 * 4 / 255, 0.004);
}

TEST(PathTextures, EmissionMapsShineTheSameHoweverLightIsFound) {
    // A floor under a panel whose left quarter is bright, red, the rest dark; and a sphere with a pattern beside it.
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"plane": {}, "material": {"type": "diffuse", "color": 0.8}},
        {"rectangle": {"width": 2, "height": 2, "center": [0, 1.5, 0], "normal": [0, -1, 0]}, "material": {"type": "diffuse", "color": 0,
         "emission_luminance": 5, "emission_color": {"type": "gradient", "a": [1, 0.2, 0.1], "b": 0, "scale": [4, 1]}}},
        {"sphere": {"center": [1.5, 0.6, 0.4], "radius": 0.5}, "material": {"type": "diffuse", "color": 0, "emission_color": [0.1, 0.2, 1],
         "emission_luminance": {"type": "checker", "a": 3, "b": 0, "scale": [2, 2]}}},
        {"mesh": {"positions": [[-2, 0.2, -1], [-2, 0.2, 1], [-1.5, 1.2, 1], [-1.5, 1.2, -1]], "indices": [0, 1, 2, 0, 2, 3],
         "colors": [[0, 1, 0, 1], [0, 0, 0, 1], [1, 1, 0, 1], [0, 0, 0, 1]]}, "material": {"type": "diffuse", "color": 0.1,
         "emission_luminance": 2, "emission_two_sided": true, "emission_color": {"type": "vertex_color"}}}])";
    for (const char* target : {"[0.3, 0, 0.2]", "[-1.2, 0, 0]"}) {
        RunningStats found[3];
        for (int i = 0; i < 3; ++i) found[i] = radianceOf(compileText(oneRay("[0.2, 0.5, 3]", target, rest, testing::kModes[i], 1)), testing::samples(12000));
        EXPECT_GT(pMeansEqual(found[0], found[1]), testLimit()) << found[0].mean() << ' ' << found[1].mean();
        EXPECT_GT(pMeansEqual(found[0], found[2]), testLimit()) << found[0].mean() << ' ' << found[2].mean();
        EXPECT_GT(found[0].mean(), 0.01);
    }
}

TEST(PathTextures, APanelHalfLitGivesHalfOfItsLight) {
    // Two panels one over the other half of a unit square, one of them dark, against the bright one alone.
    const auto floorUnder = [](const std::string& panel) {
        return std::string(testing::kDark) + R"("objects": [{"plane": {}, "material": {"type": "diffuse", "color": 0.8}}, )" + panel + "]";
    };
    const std::string textured = floorUnder(R"({"rectangle": {"width": 2, "height": 1, "center": [0, 1, 0], "normal": [0, -1, 0]},
        "material": {"type": "diffuse", "color": 0, "emission_luminance": {"type": "checker", "a": 4, "b": 0, "scale": [1, 0.5]}}})");
    const std::string plain = floorUnder(R"({"rectangle": {"width": 1, "height": 1, "center": [-0.5, 1, 0], "normal": [0, -1, 0]},
        "material": {"type": "diffuse", "color": 0, "emission_luminance": 4}})");
    const RunningStats expected = radianceOf(compileText(oneRay("[0.2, 0.3, 3]", "[0.4, 0, 0.1]", plain)), testing::samples(8000));
    for (const char* mode : testing::kModes) {
        const RunningStats found = radianceOf(compileText(oneRay("[0.2, 0.3, 3]", "[0.4, 0, 0.1]", textured, mode)), testing::samples(8000));
        EXPECT_GT(pMeansEqual(found, expected), testLimit()) << mode << ": " << found.mean() << " instead of " << expected.mean();
    }
}

TEST(PathTextures, HolesLetLightThroughAndShadowRaysToo) {
    // A lamp over a screen with square holes over a floor: by shadow rays, and by scattered ones.
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"plane": {}, "material": {"type": "diffuse", "color": 0.7}},
        {"rectangle": {"width": 4, "height": 4, "center": [0, 0.7, 0], "normal": [0, 1, 0]}, "material": {"type": "diffuse", "color": 0,
         "opacity": {"type": "checker", "a": 0, "b": 1, "scale": [4, 4], "rotation": 20, "threshold": 0.5}}},
        {"rectangle": {"width": 1, "height": 1, "center": [0, 1.5, 0], "normal": [0, -1, 0]},
         "material": {"type": "diffuse", "color": 0, "emission_luminance": 4}}])";
    RunningStats found[3];
    for (int i = 0; i < 3; ++i) found[i] = radianceOf(compileText(oneRay("[0, 0.4, 3]", "[0.1, 0, 0.4]", rest, testing::kModes[i])), testing::samples(12000));
    EXPECT_GT(pMeansEqual(found[0], found[1]), testLimit()) << found[0].mean() << ' ' << found[1].mean();
    EXPECT_GT(pMeansEqual(found[0], found[2]), testLimit()) << found[0].mean() << ' ' << found[2].mean();
    EXPECT_GT(found[0].mean(), 0.005);
}

TEST(PathTextures, AMaskCutsOutWhereItsValueIsBelowTheThreshold) {
    // A card with a ramp of alpha before a wall that shines: what is seen of the wall is the part below the cutoff.
    const std::string rest = std::string(testing::kDark) + R"("objects": [
        {"rectangle": {"width": 1, "height": 1}, "material": {"type": "diffuse", "color": 0, "opacity": {"type": "gradient", "threshold": 0.7}}},
        {"rectangle": {"width": 9, "height": 9, "center": [0, 0, -1]}, "material": {"type": "diffuse", "color": 0, "emission_luminance": 1}}])";
    const auto seenAt = [&](const char* x) {
        return radianceOf(compileText(oneRay("[" + std::string(x) + ", 0.1, 2]", "[" + std::string(x) + ", 0.1, 0]", rest)), 16).mean();
    };
    EXPECT_EQ(seenAt("0.19"), 1);   // u = 0.69
    EXPECT_EQ(seenAt("0.21"), 0);
}

TEST(PathTextures, MixesTakeTheirWeightAtThePoint) {
    const std::string rest = std::string(testing::kWhite) + R"("objects": [{"rectangle": {}, "material": {"type": "mix", "weight": {"type": "gradient"},
        "a": {"type": "diffuse", "color": 0.1}, "b": {"type": "diffuse", "color": {"type": "vertex_color", "factor": 0.9}}}}])";
    for (const double u : {0.1, 0.5, 0.8}) {
        const std::string at = "[" + std::to_string(u - 0.5) + ", 0.1, ";
        const RunningStats found = radianceOf(compileText(oneRay(at + "2]", at + "0]", rest)), testing::samples(8000));
        EXPECT_GT(pMeanEquals(found, 0.1 + 0.8 * u), testLimit()) << found.mean();
    }
}

TEST(PathTextures, ColoursAreThoseOfTheTextureInDiffuseAndMetalAndGlass) {
    // In a white furnace the colour is what is seen.
    for (const char* material : {R"("type": "diffuse", "color": )", R"("type": "conductor", "roughness": 0, "specular_color": 1, "color": )",
                                 R"("type": "dielectric", "ior": 1, "thin_walled": true, "color": )"}) {
        const std::string rest = std::string(testing::kWhite) + R"("objects": [{"rectangle": {}, "material": {)" + material +
                                 R"({"type": "gradient", "a": 0.2, "b": 0.6}}}])";
        const RunningStats found = radianceOf(compileText(oneRay("[0.25, 0.1, 2]", "[0.25, 0.1, 0]", rest)), testing::samples(2000));
        EXPECT_NEAR(found.mean(), 0.5, 0.01) << material;
    }
}

}  // namespace
}  // namespace raypool
