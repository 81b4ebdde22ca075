// Environments: what directions see, and sampling that follows it to the seam and the poles.
#include "raytracer/lights/environment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>

#include "raytracer/core/hash.h"
#include "raytracer/lights/sky.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::RunningStats;
constexpr double kPiExact = std::numbers::pi;

EnvironmentLightDesc imageOf(uint32_t width, uint32_t height, const std::function<Rgb(uint32_t, uint32_t)>& colour) {
    auto image = std::make_shared<ImageF>(ImageF{width, height, 3, {}});
    for (uint32_t y = 0; y < height; ++y) {
        for (uint32_t x = 0; x < width; ++x) {
            const Rgb c = colour(x, y);
            image->data.insert(image->data.end(), {c.r, c.g, c.b});
        }
    }
    EnvironmentLightDesc desc;
    desc.kind = EnvironmentKind::kImage;
    desc.image = image;
    return desc;
}

/// Directions by polar angle and azimuth, in double, by the convention that the description states.
vec3 directionOf(double u, double v) {
    const double phi = (u - 0.5) * 2 * kPiExact, theta = v * kPiExact;
    return vec3(dvec3(std::sin(theta) * std::cos(phi), std::cos(theta), std::sin(theta) * std::sin(phi)));
}

testing::Chi2Result chi2(const Environment& environment, uint64_t seed, vec3 pole = {0, 0, 1},
                         uint32_t samples = 20000) {
    return testing::chi2Sphere(
        [&](Pcg32& random, vec3& w) {
            Environment::Sample s;
            const vec2 u(random.nextFloat(), random.nextFloat());
            if (!environment.sample(u, s)) return false;
            w = s.wi;
            return true;
        },
        [&](vec3 w) { return double{environment.pdf(normalize(w))}; },
        {.samples = samples, .cellsA = 20, .cellsB = 40, .seed = seed, .pole = pole});
}

Rgb noise(uint32_t x, uint32_t y) {
    Pcg32 random(x * 7919 + y);
    const float bright = random.nextFloat() < 0.1F ? 20.0F : 1.0F;
    return {bright * random.nextFloat(), bright * random.nextFloat(), bright * random.nextFloat()};
}

void rotate(EnvironmentLightDesc& desc, double degrees, dvec3 axis) {
    const dvec3 a = glm::normalize(axis);
    const double c = std::cos(degrees * kPiExact / 180), s = std::sin(degrees * kPiExact / 180);
    const auto turned = [&](dvec3 v) { return vec3(v * c + glm::cross(a, v) * s + a * (glm::dot(a, v) * (1 - c))); };
    desc.rotationX = turned({1, 0, 0});
    desc.rotationY = turned({0, 1, 0});
    desc.rotationZ = turned({0, 0, 1});
}

TEST(Environment, ConstantIsUniform) {
    EnvironmentLightDesc desc;
    desc.kind = EnvironmentKind::kConstant;
    desc.radiance = {1, 2, 3};
    const Environment environment(desc);
    // So is a picture of one colour, whatever its size.
    const Environment picture(imageOf(16, 9, [](uint32_t, uint32_t) { return Rgb{1, 2, 3}; }));
    Pcg32 random(1);
    for (int i = 0; i < 1000; ++i) {
        Environment::Sample s;
        for (const Environment* e : {&environment, &picture}) {
            ASSERT_TRUE(e->sample({random.nextFloat(), random.nextFloat()}, s));
            EXPECT_NEAR(s.pdf, 1 / (4 * kPiExact), 1e-6);
            EXPECT_NEAR(e->pdf(s.wi), s.pdf, 1e-6);
            EXPECT_NEAR(length(s.wi), 1, 1e-6);
            EXPECT_NEAR(e->radiance(s.wi).b, 3, 1e-5);
        }
    }
    EXPECT_NEAR(environment.integral().g, 8 * kPiExact, 1e-4);
    EXPECT_NEAR(picture.total(), 8 * kPiExact, 1e-4);
    EXPECT_TRUE(chi2(environment, 1).passed);
}

TEST(Environment, PixelsAreWhereTheConventionSays) {
    constexpr uint32_t kWidth = 8, kHeight = 4;
    const Environment e(imageOf(kWidth, kHeight, [](uint32_t x, uint32_t y) {
        return Rgb{static_cast<float>(x), static_cast<float>(y), 1};
    }));
    for (uint32_t y = 0; y < kHeight; ++y) {
        for (uint32_t x = 0; x < kWidth; ++x) {
            const Rgb c = e.radiance(directionOf((x + 0.5) / kWidth, (y + 0.5) / kHeight));
            EXPECT_NEAR(c.r, x, 1e-4);
            EXPECT_NEAR(c.g, y, 1e-4);
        }
    }
    // Halfway; around the seam, where the first and the last column meet; at the poles, the outer rows as they are.
    EXPECT_NEAR(e.radiance(directionOf(3.0 / kWidth, 2.0 / kHeight)).r, 2.5, 1e-4);
    EXPECT_NEAR(e.radiance(directionOf(3.0 / kWidth, 2.0 / kHeight)).g, 1.5, 1e-4);
    EXPECT_NEAR(e.radiance(directionOf(0.25 / kWidth, 0.5)).r, 0.75 * 0 + 0.25 * 7, 1e-4);
    EXPECT_NEAR(e.radiance(directionOf(1 - 0.25 / kWidth, 0.5)).r, 0.75 * 7 + 0.25 * 0, 1e-4);
    EXPECT_NEAR(e.radiance({0, 1, 0}).g, 0, 1e-4);
    EXPECT_NEAR(e.radiance({0, -1, 0}).g, kHeight - 1, 1e-4);
    // The axes themselves.
    EXPECT_NEAR(e.uvOf({1, 0, 0}).x, 0.5, 1e-6);
    EXPECT_NEAR(e.uvOf({0, 0, 1}).x, 0.75, 1e-6);
    EXPECT_NEAR(e.uvOf({0, 0, -1}).x, 0.25, 1e-6);
}

TEST(Environment, SamplingFollowsTheDensity) {
    uint64_t seed = 10;
    for (const auto& [width, height] :
         {std::pair{1U, 1U}, std::pair{2U, 1U}, std::pair{1U, 7U}, std::pair{16U, 8U}, std::pair{33U, 20U}}) {
        EnvironmentLightDesc desc = imageOf(width, height, noise);
        for (const bool isTurned : {false, true}) {
            if (isTurned) rotate(desc, 77, {1, 2, -1});
            const auto result = chi2(Environment(desc), ++seed, desc.rotationY);
            EXPECT_TRUE(result.passed) << width << 'x' << height << ' ' << result.message;
            EXPECT_NEAR(result.integral, 1, 2e-3);
        }
    }
}

TEST(Environment, DensityFollowsTheRadiance) {
    const Environment e(imageOf(32, 16, noise));
    Pcg32 random(3);
    for (int i = 0; i < 2000; ++i) {
        Environment::Sample s;
        ASSERT_TRUE(e.sample({random.nextFloat(), random.nextFloat()}, s));
        EXPECT_NEAR(e.pdf(s.wi) / s.pdf, 1, 1e-2);
        // But for latitude against height within a row: by no more than a factor of two, at the poles.
        const float ratio = average(e.radiance(s.wi)) / s.pdf / e.total();
        EXPECT_GT(ratio, 0.45);
        EXPECT_LT(ratio, 2.2);
        if (std::fabs(s.wi.y) < 0.8F) {
            EXPECT_NEAR(ratio, 1, 0.1);
        }
    }
}

TEST(Environment, EstimatesAreUnbiased) {
    EnvironmentLightDesc desc = imageOf(24, 12, noise);
    rotate(desc, 130, {1, -1, 3});
    const Environment e(desc);
    RunningStats byImportance, uniform, total;
    Pcg32 random(8);
    for (int i = 0; i < 60000; ++i) {
        // Irradiance on a tilted plane.
        const vec3 n = normalize(vec3(1, 1, 0));
        Environment::Sample s;
        if (e.sample({random.nextFloat(), random.nextFloat()}, s)) {
            byImportance.add(double{e.radiance(s.wi).r * std::max(dot(n, s.wi), 0.0F) / s.pdf});
            total.add(double{average(e.radiance(s.wi)) / s.pdf});
        } else {
            byImportance.add(0);
        }
        const double z = 1 - 2 * double{random.nextFloat()}, phi = 2 * kPiExact * double{random.nextFloat()},
                     r = std::sqrt(1 - z * z);
        const vec3 w(dvec3(r * std::cos(phi), z, r * std::sin(phi)));
        uniform.add(double{e.radiance(w).r * std::max(dot(n, w), 0.0F)} * 4 * kPiExact);
    }
    EXPECT_GT(testing::pMeansEqual(byImportance, uniform), testing::testLimit());
    EXPECT_LT(byImportance.variance(), 0.5 * uniform.variance());
    // The power is that of the lookup, up to heights for latitudes.
    EXPECT_NEAR(total.mean() / double{e.total()}, 1, 0.01);
}

TEST(Environment, CompensationLeavesTheMeanToOthers) {
    EnvironmentLightDesc desc = imageOf(24, 12, noise);
    const Environment whole(desc);
    desc.misCompensation = true;
    const Environment e(desc);
    EXPECT_EQ(e.total(), whole.total());
    EXPECT_LT(e.sampledTotal(), whole.total());
    EXPECT_TRUE(chi2(e, 61).passed);
    // By the balance heuristic with uniform directions.
    RunningStats mixed;
    Pcg32 random(9);
    const auto value = [&](vec3 w) { return double{average(e.radiance(w))} / (double{e.pdf(w)} + double{kInvFourPi}); };
    for (int i = 0; i < 60000; ++i) {
        Environment::Sample s;
        const double sum = e.sample({random.nextFloat(), random.nextFloat()}, s) ? value(s.wi) : 0;
        const double z = 1 - 2 * double{random.nextFloat()}, phi = 2 * kPiExact * double{random.nextFloat()},
                     r = std::sqrt(1 - z * z);
        mixed.add(sum + value(vec3(dvec3(r * std::cos(phi), z, r * std::sin(phi)))));
    }
    EXPECT_NEAR(mixed.mean() / double{e.total()}, 1, 0.01);
    // Nothing of a constant one is above its mean.
    desc = {};
    desc.kind = EnvironmentKind::kConstant;
    desc.misCompensation = true;
    Environment::Sample s;
    const Environment constant(desc);
    EXPECT_FALSE(constant.isBlack());
    EXPECT_FALSE(constant.sample({0.5F, 0.5F}, s));
    EXPECT_EQ(constant.pdf({0, 1, 0}), 0);
    EXPECT_EQ(constant.radiance({0, 1, 0}), grey(1));
}

TEST(Environment, OneBrightPixelIsFound) {
    struct Place {
        uint32_t x, y;
    };
    constexpr uint32_t kWidth = 64, kHeight = 32;
    // Amid, on the seam, at both poles.
    for (const Place at : {Place{20, 10}, Place{63, 16}, Place{5, 0}}) {
        const Environment e(imageOf(kWidth, kHeight, [&](uint32_t x, uint32_t y) {
            return x == at.x && y == at.y ? Rgb{1e6F, 5e5F, 2e6F} : Rgb{};
        }));
        Pcg32 random(2);
        for (int i = 0; i < 2000; ++i) {
            Environment::Sample s;
            ASSERT_TRUE(e.sample({random.nextFloat(), random.nextFloat()}, s));
            const vec2 uv = e.uvOf(s.wi);
            double dx = std::fabs(double{uv.x} * kWidth - (at.x + 0.5));
            dx = std::min(dx, kWidth - dx);
            EXPECT_LT(dx, 1.01);
            EXPECT_LT(std::fabs(double{uv.y} * kHeight - (at.y + 0.5)), 1.01);
            EXPECT_GT(e.pdf(s.wi), 0);
        }
        const bool isPolar = at.y == 0 || at.y + 1 == kHeight;
        const auto result =
            chi2(e, at.x, isPolar ? vec3(0, 1, 0) : directionOf((at.x + 0.5) / kWidth, (at.y + 0.5) / kHeight), 5000);
        EXPECT_TRUE(result.passed) << result.message;
    }
}

TEST(Environment, DimPixelsBesideASunAreFoundToo) {
    const Environment e(
        imageOf(64, 32, [](uint32_t x, uint32_t y) { return x == 9 && y == 7 ? grey(1e5F) : grey(0.1F); }));
    Pcg32 random(5);
    RunningStats dim;
    for (int i = 0; i < 200000; ++i) {
        Environment::Sample s;
        ASSERT_TRUE(e.sample({random.nextFloat(), random.nextFloat()}, s));
        dim.add(s.wi.y < 0 ? double{e.radiance(s.wi).r / s.pdf} : 0);
    }
    EXPECT_GT(testing::pMeanEquals(dim, 0.1 * 2 * kPiExact), testing::testLimit());
}

TEST(Environment, WhatIsNoRadianceCountsAsNone) {
    const float nan = std::nanf("");
    const Environment e(imageOf(4, 2, [&](uint32_t x, uint32_t) {
        return x == 0 ? Rgb{nan, 1, -1} : Rgb{-kInfinity, 0, 0};
    }));
    Environment::Sample s;
    ASSERT_TRUE(e.sample({0.3F, 0.6F}, s));
    EXPECT_TRUE(s.pdf > 0 && s.pdf < kInfinity);
    EXPECT_EQ(e.radiance(s.wi).r, 0);
    EXPECT_GT(e.radiance(s.wi).g, 0);
    EXPECT_TRUE(Environment(imageOf(4, 2, [&](uint32_t, uint32_t) { return Rgb{nan, -1, 0}; })).isBlack());
    EXPECT_FALSE(Environment().sample({0.5F, 0.5F}, s));
    EXPECT_EQ(Environment().pdf({0, 1, 0}), 0);
    EXPECT_EQ(Environment().radiance({0, 1, 0}), Rgb{});
}

TEST(Environment, GreyPicturesHaveOneChannel) {
    EnvironmentLightDesc desc;
    desc.kind = EnvironmentKind::kImage;
    desc.radiance = {2, 1, 1};
    desc.image = std::make_shared<ImageF>(ImageF{2, 1, 1, {1, 1}});
    EXPECT_EQ(Environment(desc).radiance({0, 0, 1}), (Rgb{2, 1, 1}));
}

TEST(Environment, GradientGoesWithTheElevation) {
    EnvironmentLightDesc desc;
    desc.kind = EnvironmentKind::kGradient;
    desc.horizon = {1, 0, 0};
    desc.zenith = {0, 0, 1};
    desc.ground = {0, 0.5F, 0};
    const Environment e(desc);
    for (const double elevation : {1.0, 10.0, 45.0, 80.0}) {
        const double a = elevation * kPiExact / 180;
        const Rgb c = e.radiance(vec3(dvec3(std::cos(a) * 0.6, std::sin(a), std::cos(a) * 0.8)));
        EXPECT_NEAR(c.b, elevation / 90, 1e-4);
        EXPECT_NEAR(c.r, 1 - elevation / 90, 1e-4);
        EXPECT_EQ(e.radiance(vec3(dvec3(std::cos(a), -std::sin(a), 0))), (Rgb{0, 0.5F, 0}));
    }
    EXPECT_TRUE(chi2(e, 4, {0, 1, 0}).passed);
}

TEST(Environment, SkyHasItsSunWhereItIs) {
    EnvironmentLightDesc desc;
    desc.kind = EnvironmentKind::kSky;
    desc.sunDirection = {-2, 1, 3};
    const Environment e(desc);
    // Brightest around the sun, and the same on both sides of it.
    const vec3 sun = normalize(desc.sunDirection);
    const float beside = average(e.radiance(sun));
    for (const vec3 away : {vec3(2, 1, -3), vec3(3, 1, 2), vec3(-3, 1, -2), vec3(0, 1, 0)})
        EXPECT_GT(beside, 3 * average(e.radiance(normalize(away))));
    const float left = average(e.radiance(normalize(vec3(3, 1, 2)))),
                right = average(e.radiance(normalize(vec3(-3, 1, -2))));
    EXPECT_NEAR(left / right, 1, 0.01);
    EXPECT_TRUE(chi2(e, 6, sun).passed);
}

TEST(Sky, LooksLikeOne) {
    EnvironmentLightDesc noon;
    noon.sunDirection = {0.3F, 1, 0};
    const Sky clear = computeSky(noon);
    // The air alone takes off some 10 percent in red and a third in blue of light straight from above (Bodhaine et al.
    // 1999: optical thickness 0.36 at 400 nm, 0.098 at 550 nm, 0.042 at 680 nm; ozone takes a few percent more).
    noon.turbidity = 1;
    noon.sunDirection = {0, 1, 0};
    const Sky pure = computeSky(noon);
    EXPECT_NEAR(pure.sunIrradiance.r / kSunIrradiance, std::exp(-0.042 - 0.01), 0.02);
    EXPECT_NEAR(pure.sunIrradiance.g / kSunIrradiance, std::exp(-0.098 - 0.03), 0.03);
    EXPECT_NEAR(pure.sunIrradiance.b / kSunIrradiance, std::exp(-0.245), 0.05);
    const float* zenith = pure.image.at(0, 0);
    EXPECT_GT(zenith[2], 2 * zenith[1]);
    EXPECT_GT(zenith[1], zenith[0]);
    // What is scattered out comes down in part: never more light than without air.
    const auto onGround = [](const Sky& sky, float sinElevation) {
        dvec3 sum(0);
        for (uint32_t y = 0; y < sky.image.height / 2; ++y) {
            const double theta = kPiExact * (y + 0.5) / sky.image.height, step = kPiExact / sky.image.height;
            for (uint32_t x = 0; x < sky.image.width; ++x) {
                const float* c = sky.image.at(x, y);
                sum +=
                    dvec3(c[0], c[1], c[2]) * (std::cos(theta) * std::sin(theta) * step * 2 * kPiExact / sky.image.width);
            }
        }
        return sum + dvec3(sky.sunIrradiance.r, sky.sunIrradiance.g, sky.sunIrradiance.b) * double{sinElevation};
    };
    const dvec3 all = onGround(clear, normalize(vec3(0.3F, 1, 0)).y);
    for (int i = 0; i < 3; ++i) {
        EXPECT_LT(all[i], double{kSunIrradiance});
        EXPECT_GT(all[i], 0.7 * double{kSunIrradiance});
    }
    // Low suns are red; hazier ones weaker; below the horizon there is dusk and no sun.
    EnvironmentLightDesc evening;
    evening.sunDirection = {1, 0.05F, 0};
    const Sky low = computeSky(evening);
    EXPECT_GT(low.sunIrradiance.r, 3 * low.sunIrradiance.b);
    evening.turbidity = 6;
    EXPECT_LT(computeSky(evening).sunIrradiance.r, 0.5F * low.sunIrradiance.r);
    evening.sunDirection = {1, -0.06F, 0};
    evening.turbidity = 2;
    const Sky dusk = computeSky(evening);
    EXPECT_EQ(dusk.sunIrradiance, Rgb{});
    EXPECT_GT(dusk.image.at(128, 120)[0], 2 * dusk.image.at(0, 120)[0]);
    for (const float x : dusk.image.data) ASSERT_TRUE(x >= 0 && x < kInfinity);
}

}  // namespace
}  // namespace raypool
