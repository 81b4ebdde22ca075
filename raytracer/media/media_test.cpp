#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/hash.h"
#include "raytracer/media/medium.h"
#include "raytracer/media/medium_stack.h"
#include "raytracer/media/phase.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

TEST(HenyeyGreenstein, IntegratesToOneWithItsMeanCosine) {
    for (const float g : {-0.9F, -0.3F, 0.0F, 0.0005F, 0.5F, 0.95F}) {
        double sum = 0, mean = 0;
        const int n = 200000;
        for (int i = 0; i < n; ++i) {
            const double cosTravel = -1 + 2 * (i + 0.5) / n;   // between the way it came and the way it goes on
            const double f = double{henyeyGreenstein(static_cast<float>(-cosTravel), g)} * 2 * 3.14159265358979 * 2 / n;
            sum += f;
            mean += f * cosTravel;
        }
        EXPECT_NEAR(sum, 1, 2e-4) << g;
        EXPECT_NEAR(mean, double{g}, 2e-4) << g;
    }
}

TEST(HenyeyGreenstein, IsSampledWithItsDensity) {
    Pcg32 random(5);
    for (const float g : {-0.7F, 0.0F, 0.3F, 0.9F}) {
        const vec3 wo = normalize(vec3(0.3F, -0.8F, 0.5F));
        testing::RunningStats cosine, weight;
        for (int i = 0; i < 20000; ++i) {
            const vec3 wi = sampleHenyeyGreenstein(wo, g, {random.nextFloat(), random.nextFloat()});
            ASSERT_NEAR(length(wi), 1, 1e-5F);
            cosine.add(double{-dot(wo, wi)});
            // Density against the uniform one: the mean of 1 / pdf is the sphere's solid angle.
            weight.add(1 / double{pdfHenyeyGreenstein(wo, wi, g)});
        }
        EXPECT_GT(testing::pMeanEquals(cosine, double{g}), testing::testLimit()) << g << " " << cosine.mean();
        if (std::fabs(g) < 0.5F) {
            EXPECT_GT(testing::pMeanEquals(weight, 4 * 3.14159265358979), testing::testLimit()) << g;
        }
    }
}

TEST(Medium, FreeFlightsWeighWhatTheyShould) {
    // The mean weight of scattering is the albedo times what does not come through, that of passing what does, per channel.
    const Medium medium{{0.1F, 0.5F, 0}, {0.4F, 0.2F, 2}, 0};
    const Rgb sigma = medium.extinction();
    Pcg32 random(9);
    const float tMax = 1.3F;
    for (const Rgb throughput : {Rgb{1, 1, 1}, Rgb{0.1F, 1, 3}, Rgb{0, 1, 0}}) {
        testing::RunningStats scattered[3], passed[3];
        for (int i = 0; i < 40000; ++i) {
            const MediumSample s = sampleFreeFlight(medium, throughput, tMax, random.nextFloat(), random.nextFloat());
            const float w[3] = {s.weight.r, s.weight.g, s.weight.b};
            for (int c = 0; c < 3; ++c) {
                scattered[c].add(s.scattered ? double{w[c]} : 0);
                passed[c].add(s.scattered ? 0 : double{w[c]});
            }
        }
        const float sigmas[3] = {sigma.r, sigma.g, sigma.b}, scatter[3] = {0.4F, 0.2F, 2};
        const float share[3] = {throughput.r, throughput.g, throughput.b};
        for (int c = 0; c < 3; ++c) {
            if (share[c] == 0) continue;   // such a channel stays black, whatever its weight
            const double t = std::exp(-double{sigmas[c]} * double{tMax});
            EXPECT_GT(testing::pMeanEquals(scattered[c], double{scatter[c] / sigmas[c]} * (1 - t)), testing::testLimit()) << c;
            EXPECT_GT(testing::pMeanEquals(passed[c], t), testing::testLimit()) << c;
        }
    }
}

TEST(Medium, WithoutEndNothingComesThrough) {
    const Rgb t = transmittance({{0.5F, 0, 1e-30F}, {}, 0}, kInfinity);
    EXPECT_EQ(t.r, 0);
    EXPECT_EQ(t.g, 1);
    EXPECT_EQ(t.b, 0);
}

TEST(MediumStack, TheHighestPriorityCountsThenTheLastEntered) {
    MediumStack stack(7);
    EXPECT_EQ(stack.medium(), 7U);
    EXPECT_EQ(stack.ior(), 1);
    const MediumStack::Entry water{1, 11, 1.33F, 0}, glass{2, 12, 1.5F, 1}, fog{3, 13, 0, 0};
    const MediumStack inWater = stack.entered(water);
    EXPECT_EQ(inWater.medium(), 11U);
    const MediumStack inBoth = inWater.entered(glass);
    EXPECT_EQ(inBoth.ior(), 1.5F);
    EXPECT_TRUE(sameSurfaces(inBoth, inBoth.left(1)));          // leaving the water inside the glass changes nothing
    EXPECT_EQ(inBoth.left(2).ior(), 1.33F);
    EXPECT_EQ(stack.entered(glass).entered(water).ior(), 1.5F);
    // A body without an index of its own has that of what is around it, and its own medium.
    const MediumStack inFog = inWater.entered(fog);
    EXPECT_EQ(inFog.medium(), 13U);
    EXPECT_EQ(inFog.ior(), 1.33F);
    EXPECT_EQ(stack.entered(fog).ior(), 1);
    // Leaving what was not entered changes nothing.
    EXPECT_TRUE(sameSurfaces(inWater.left(9), inWater));
    EXPECT_EQ(inWater.left(1).size(), 0U);
}

TEST(MediumStack, IsNeverOverfull) {
    MediumStack stack;
    for (uint32_t i = 0; i < 100; ++i) stack = stack.entered({i, i, 1.1F, 0});
    for (uint32_t i = 100; i-- > 0;) stack = stack.left(i);
    EXPECT_EQ(stack.size(), 0U);
}

}  // namespace
}  // namespace raypool
