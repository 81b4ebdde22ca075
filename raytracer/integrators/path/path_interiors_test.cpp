// Bodies whose inside differs with the place where light enters: of textured materials and of mixes.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "raytracer/integrators/path/path.h"
#include "raytracer/media/entered_media.h"
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

/// Half a metre of clear material that bends nothing, from the front, before white: 8 x 8 pixels of its square.
RenderScene slab(const std::string& material) {
    return compileText(R"({"raypool": 1, "render": {"width": 8, "height": 8, "filter": {"type": "box"}}, "environment": {"type": "constant"},
        "camera": {"type": "orthographic", "position": [0, 0, 2], "look_at": [0, 0, 0], "ymag": 0.5}, "objects": [{"box": {"size": [1, 1, 0.5]},
        "material": {"specular_ior": 1, "transmission_weight": 1, )" + material + "}}]}");
}

/// Two squares in each direction: the one that begins at the picture's upper left corner is a.
std::string checker(const std::string& a, const std::string& b) {
    return R"({"type": "checker", "a": )" + a + R"(, "b": )" + b + "}";
}

/// Each of the slab's two kinds of squares shows its own colour, whatever lies behind it.
void expectSquares(const std::string& material, Rgb a, Rgb b, const char* what) {
    const RenderScene scene = slab(material);
    int ofA = 0;
    for (uint32_t y = 0; y < 8; ++y) {
        for (uint32_t x = 0; x < 8; ++x) {
            if (x % 4 == 0 || x % 4 == 3 || y % 4 == 0 || y % 4 == 3) continue;   // averaged over an edge
            const Rgb seen = tracePath(scene, {x, y}, 0).radiance;
            const bool isA = std::fabs(seen.r - a.r) < std::fabs(seen.r - b.r);
            const Rgb expected = isA ? a : b;
            for (const auto& [is, should] : {std::pair{seen.r, expected.r}, {seen.g, expected.g}, {seen.b, expected.b}}) {
                EXPECT_NEAR(is, should, 1e-5F + 1e-4F * should) << what << ' ' << x << ", " << y;
            }
            ofA += isA ? 1 : 0;
        }
    }
    EXPECT_EQ(ofA, 8) << what;
}

TEST(PathInteriors, AbsorbByTheColourWhereLightEnters) {
    expectSquares(R"("transmission_depth": 0.25, "transmission_color": )" + checker("[0.9, 0.5, 0.2]", "[0.3, 0.6, 1]"),
                  {0.81F, 0.25F, 0.04F}, {0.09F, 0.36F, 1}, "colour");
    expectSquares(R"("transmission_color": [0.25, 0.5, 1], "transmission_depth": )" + checker("1", "0.5"), {0.5F, std::sqrt(0.5F), 1},
                  {0.25F, 0.5F, 1}, "depth");
    // A depth of 0 is a tint of what passes there. What goes in at one kind of square comes out at the other one.
    expectSquares(R"("transmission_color": 0.5, "transmission_depth": )" + checker("0", "1"), {0.5F, 0.5F, 0.5F},
                  {0.5F * std::sqrt(0.5F), 0.5F * std::sqrt(0.5F), 0.5F * std::sqrt(0.5F)}, "no depth");
}

TEST(PathInteriors, AMixFillsABodyByEachOfItsParts) {
    const auto part = [](const char* color) {
        return R"({"specular_ior": 1, "transmission_weight": 1, "transmission_depth": 0.5, "transmission_color": )" + std::string(color) + "}";
    };
    const std::string rest = R"("environment": {"type": "constant"}, "objects": [{"box": {"size": [1, 1, 0.5]}, "material": {"type": "mix",
        "weight": 0.3, "a": )" + part("0.2") + R"(, "b": )" + part("0.9") + "}}]";
    const RunningStats stats = radianceOf(compileText(oneRay("[0, 0, 2]", "[0, 0, 0]", rest)), testing::samples(4000));
    EXPECT_GT(pMeanEquals(stats, 0.7 * 0.2 + 0.3 * 0.9), testLimit()) << stats.mean();
}

TEST(PathInteriors, LightWandersInTheColourWhereItEnters) {
    const auto wax = [](const std::string& color) {
        return R"("environment": {"type": "constant"}, "objects": [{"box": {"size": [1, 1, 1]}, "material": {"subsurface_weight": 1,
            "specular_weight": 0, "subsurface_radius": 0.004, "subsurface_radius_scale": 1, "subsurface_color": )" + color + "}}]";
    };
    for (const char* place : {"[0.25, 0.25", "[0.25, -0.25"}) {
        const auto seen = [&](const std::string& color) {
            return radianceOf(compileText(oneRay(std::string(place) + ", 2]", std::string(place) + ", 0]", wax(color))), testing::samples(3000));
        };
        const RunningStats mapped = seen(checker("0.8", "0.3"));
        const RunningStats plain = seen(mapped.mean() > 0.55 ? "0.8" : "0.3");
        EXPECT_GT(pMeansEqual(mapped, plain), testLimit()) << place << ' ' << mapped.mean() << ' ' << plain.mean();
    }
}

/// A texture that says the same everywhere is no texture: sample by sample.
TEST(PathInteriors, ATextureWithoutAPatternChangesNothing) {
    const auto same = [](const char* value) { return R"({"type": "checker", "a": )" + std::string(value) + R"(, "b": )" + value + "}"; };
    const auto one = [](const char* value) { return std::string(value); };
    const std::string kClear = R"("transmission_weight": 1, )";
    const auto sphere = [](float radius, const std::string& material) {
        return R"({"sphere": {"radius": )" + std::to_string(radius) + R"(}, "material": {)" + material + "}}";
    };
    const auto glass = [](const auto& value) {
        return R"("specular_roughness": 0.2, "transmission_color": )" + value("0.6") + R"(, "transmission_depth": )" +
               value("0.5") + R"(, "transmission_scatter": )" + value("0.25") + R"(, "transmission_scatter_anisotropy": )" + value("0.5");
    };
    const auto wax = [](const auto& value) {
        return R"("subsurface_weight": 1, "subsurface_color": )" + value("0.75") + R"(, "subsurface_radius": )" + value("0.25") +
               R"(, "subsurface_radius_scale": )" + value("0.5") + R"(, "subsurface_scatter_anisotropy": )" + value("0.25");
    };
    // More shells around one another than there are places for.
    const auto shells = [&](const auto& value) {
        std::string out;
        for (int i = 0; i < 7; ++i) out += (i > 0 ? ", " : "") + sphere(1 - 0.1F * static_cast<float>(i), kClear + glass(value));
        return out;
    };
    static_assert(EnteredMedia::kCapacity < 7);
    const struct {
        const char* name;
        std::string plain, mapped;
    } cases[] = {
        {"glass", sphere(1, kClear + glass(one)), sphere(1, kClear + glass(same))},
        {"wax", sphere(1, wax(one)), sphere(1, wax(same))},
        {"wax in glass", sphere(1, kClear + glass(one)) + ", " + sphere(0.5F, wax(one)),
         sphere(1, kClear + glass(same)) + ", " + sphere(0.5F, wax(same))},
        {"half of each", sphere(1, glass(one) + R"(, "transmission_weight": 0.5, )" + wax(one)),
         sphere(1, glass(same) + R"(, "transmission_weight": 0.5, )" + wax(same))},
        {"shells", shells(one), shells(same)},
    };
    for (const auto& c : cases) {
        const auto scene = [](const std::string& objects) {
            std::string text = oneRay("[0.3, 3, 0.4]", "[0.1, 0, 0]", R"("environment": {"type": "gradient"}, "objects": [)" + objects + "]");
            return compileText(text);
        };
        const RenderScene plain = scene(c.plain), mapped = scene(c.mapped);
        for (uint32_t sample = 0; sample < 200; ++sample) {
            const Rgb a = tracePath(plain, {0, 0}, sample).radiance, b = tracePath(mapped, {0, 0}, sample).radiance;
            ASSERT_NEAR(a.g, b.g, 1e-4F * (1 + a.g)) << c.name << ", sample " << sample;
        }
    }
}

}  // namespace
}  // namespace raypool
