#include "raytracer/integrators/classic/classic.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <cmath>
#include <cstring>
#include <numbers>

#include "raytracer/compile/compile_classic.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/random_scene.h"
#include "raytracer/testing/test_scenes.h"

namespace raypool {
namespace {

using testing::effort;

bool sameBits(const Rgb& a, const Rgb& b) {
    for (const auto& [x, y] : {std::pair{a.r, b.r}, {a.g, b.g}, {a.b, b.b}}) {
        if (std::memcmp(&x, &y, sizeof x) != 0 && !(std::isnan(x) && std::isnan(y))) return false;
    }
    return true;
}

TEST(Classic, APairIsTwoSinglesBitForBit) {
    size_t lit = 0, compared = 0;
    for (uint32_t seed = 0; seed < static_cast<uint32_t>(effort(400, 40)); ++seed) {
        const auto [desc, textures] = testing::randomScene(seed);
        Diagnostics warnings;
        const ClassicScene scene = compileClassic(desc, textures, warnings);
        ClassicScratch single(scene), paired(scene);
        Interrupt interrupt;
        for (uint32_t y = 0; y < scene.height; y += 3) {
            for (uint32_t x = 0; x + 1 < scene.width; ++x) {   // odd ones, too
                Rgb one[2], pair[2];
                ASSERT_TRUE(traceClassic(scene, x, y, single, interrupt, one[0]));
                ASSERT_TRUE(traceClassic(scene, x + 1, y, single, interrupt, one[1]));
                ASSERT_TRUE(traceClassicPair(scene, x, y, paired, interrupt, pair));
                for (int lane = 0; lane < 2; ++lane) {
                    ASSERT_TRUE(sameBits(one[lane], pair[lane]))
                        << "seed " << seed << ", pixel " << x << ", " << y << ", lane " << lane << ": " << one[lane].r << " "
                        << one[lane].g << " " << one[lane].b << " != " << pair[lane].r << " " << pair[lane].g << " " << pair[lane].b;
                }
                ++compared;
                lit += one[0] != Rgb{};
            }
        }
    }
    EXPECT_GT(lit, compared / 10);   // the scenes show something
}

/// Two mirrors that face each other, the camera and a light in the middle.
SceneDesc mirrors(float reflectivity, uint32_t depth) {
    SceneDesc scene;
    scene.width = scene.height = 1;
    scene.classic.maxDepth = depth;
    scene.classic.shadowBias = 1e-9;
    for (const double z : {-5.0, 5.0}) {
        ElementDesc mirror;
        mirror.shape = PlaneDesc{{0, 0, z}, {0, 0, z / 5}};
        mirror.material = {.color = {1, 0.5F, 0.25F}, .albedo = 0.5F, .surface = ClassicSurface::kReflective, .reflectivity = reflectivity};
        scene.classic.elements.push_back(mirror);
    }
    LightDesc light;
    light.kind = SphericalLightDesc{{0, 0, 0}};
    light.intensity = 100;
    scene.classic.lights.push_back(light);
    return scene;
}

TEST(Classic, AChainOfMirrorsIsAGeometricSeries) {
    for (const uint32_t depth : {1U, 2U, 10U, 1000U, kMaxClassicDepth}) {
        constexpr float kReflectivity = 0.9999F;
        Diagnostics warnings;
        const ClassicScene scene = compileClassic(mirrors(kReflectivity, depth), {}, warnings);
        EXPECT_TRUE(warnings.empty());
        ClassicScratch scratch(scene);
        Interrupt interrupt;
        Rgb out;
        ASSERT_TRUE(traceClassic(scene, 0, 0, scratch, interrupt, out));
        // Each mirror sends albedo / pi of the light's intensity / (4 pi 5^2).
        const double diffuse = 0.5 / std::numbers::pi * 100 / (4 * std::numbers::pi * 25);
        const double expected = diffuse * (1 - std::pow(double{kReflectivity}, depth));
        EXPECT_NEAR(out.r, expected, expected * 1e-3) << depth;
        EXPECT_NEAR(out.g, expected / 2, expected * 1e-3) << depth;
        EXPECT_NEAR(out.b, expected / 4, expected * 1e-3) << depth;
        EXPECT_GE(interrupt.rays(), depth);
        Rgb pair[2];
        ASSERT_TRUE(traceClassicPair(scene, 0, 0, scratch, interrupt, pair));
        EXPECT_TRUE(sameBits(pair[0], out));
    }
}

TEST(Classic, DeeperThanTheDeepestIsTakenAsThat) {
    Diagnostics warnings;
    const ClassicScene scene = compileClassic(mirrors(1, 4000000000U), {}, warnings);
    EXPECT_EQ(scene.maxDepth, 65536U);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(toString(warnings[0]), "warning: \"max_recursion_depth\" is taken as 65536 (no deeper chain of rays is followed)");
}

TEST(Classic, TheDeepestChainNeedsLittleStack) {
    // A quarter of a mebibyte, less than a recursion 65,536 deep could do with.
    struct Job {
        ClassicScene scene;
        Rgb out{};
        uint64_t rays = 0;
    } job;
    Diagnostics warnings;
    job.scene = compileClassic(mirrors(1, kMaxClassicDepth), {}, warnings);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    ASSERT_EQ(pthread_attr_setstacksize(&attributes, 256 * 1024), 0);
    pthread_t thread{};
    const auto run = [](void* argument) -> void* {
        auto& j = *static_cast<Job*>(argument);
        ClassicScratch scratch(j.scene);
        Interrupt interrupt;
        traceClassic(j.scene, 0, 0, scratch, interrupt, j.out);
        j.rays = interrupt.rays();
        return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, run, &job), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    EXPECT_GE(job.rays, kMaxClassicDepth);
    EXPECT_EQ(job.out, Rgb{});   // perfect mirrors show only each other
}

TEST(Classic, IsInterruptedInTheMiddleOfAPixel) {
    const auto glass = testing::endlessGlass(1, 1);
    const ClassicScene& scene = glass->classic;
    ClassicScratch scratch(scene);
    std::atomic<uint32_t> stop{1}, limit{2};
    std::atomic<int32_t> beat{0};
    std::atomic<uint64_t> rays{0};
    Rgb out[2];
    Interrupt stopped(&stop, nullptr, 0, &beat, &rays);
    EXPECT_FALSE(traceClassic(scene, 0, 0, scratch, stopped, out[0]));
    EXPECT_LT(stopped.rays(), 10000U);
    EXPECT_EQ(beat, 1);
    EXPECT_EQ(rays, stopped.rays());
    EXPECT_FALSE(traceClassicPair(scene, 0, 0, scratch, stopped, out));
    stop = 0;
    Interrupt leaving(&stop, &limit, 2, nullptr, nullptr);   // a worker whose index is not below the limit
    EXPECT_FALSE(traceClassic(scene, 0, 0, scratch, leaving, out[0]));
}

TEST(Classic, InterruptCountsAndLooksOnceInAWhile) {
    std::atomic<uint32_t> stop{0}, limit{1};
    std::atomic<int32_t> beat{0};
    std::atomic<uint64_t> rays{5};
    Interrupt interrupt(&stop, &limit, 0, &beat, &rays);
    for (int i = 0; i < 10000; ++i) EXPECT_FALSE(interrupt.tick(3));
    EXPECT_EQ(interrupt.rays(), 30000U);
    EXPECT_GE(beat, 5);
    EXPECT_LE(beat, 30);
    EXPECT_FALSE(interrupt.look());
    EXPECT_EQ(rays, 30005U);
    stop = 1;
    EXPECT_TRUE(interrupt.look());
    stop = 0;
    limit = 0;
    EXPECT_TRUE(interrupt.look());
}

}  // namespace
}  // namespace raypool
