#include "raytracer/render/film.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

PathResult sampleOf(Rgb radiance, float weight = 1) {
    PathResult out;
    out.radiance = radiance;
    out.weight = weight;
    return out;
}

/// Exponential distribution with mean and standard deviation 1.
float exponential(Pcg32& random) { return -std::log1p(-random.nextFloat()); }

TEST(Film, MeanAndVarianceOfAKnownDistribution) {
    // n samples of an exponential distribution of mean 3 (grey): the mean has variance 9 / n. Over many pixels, the mean of
    // the estimates must be that, since the estimate is unbiased.
    constexpr size_t kPixels = 20000;
    constexpr uint32_t kSamples = 8;
    Film film;
    ASSERT_TRUE(film.reset(kPixels, {.sums = true}));
    Pcg32 random(5);
    double means = 0, variances = 0, squares = 0;
    for (size_t p = 0; p < kPixels; ++p) {
        for (uint32_t i = 0; i < kSamples; ++i) film.add(p, i, sampleOf(grey(3 * exponential(random))));
        const double mean = luminance(film.mean(p));
        means += mean;
        squares += (mean - 3) * (mean - 3);
        variances += film.luminanceVariance(p);
    }
    const double expected = 9.0 / kSamples;
    EXPECT_NEAR(means / kPixels, 3, 4 * std::sqrt(expected / kPixels));
    // The relative variance of a variance estimate of exponentials is (kurtosis 9 - (n-3)/(n-1)) / n, about 1.04.
    EXPECT_NEAR(variances / kPixels, expected, 4 * expected * std::sqrt(1.1 / kPixels));
    EXPECT_NEAR(squares / kPixels, expected, 4 * expected * std::sqrt(3.0 / kPixels));   // what it estimates
}

TEST(Film, VarianceIsTheTextbooksAndZeroWithoutSpread) {
    Film film;
    ASSERT_TRUE(film.reset(2, {.sums = true}));
    const float values[] = {1, 4, 4, 7, 9};
    for (uint32_t i = 0; i < 5; ++i) film.add(0, i, sampleOf(grey(values[i])));
    // Mean 5, squared deviations 16 + 1 + 1 + 4 + 16 = 38, over (n - 1) n.
    EXPECT_NEAR(film.luminanceVariance(0), 38.0 / 20, 1e-6);
    film.add(1, 0, sampleOf(grey(0.1F)));
    EXPECT_EQ(film.luminanceVariance(1), 0);
    for (uint32_t i = 1; i < 100; ++i) film.add(1, i, sampleOf(grey(0.1F)));
    EXPECT_NEAR(film.luminanceVariance(1), 0, 1e-17);
}

TEST(Film, HalvesSumToTheWholeAndAreTheSamplesOfTheirParity) {
    Film film;
    ASSERT_TRUE(film.reset(3, {.sums = true}));
    Pcg32 random(6);
    for (const auto& [pixel, begin, count] : {std::tuple{0U, 0U, 1U}, {1U, 3U, 7U}, {2U, 10U, 64U}}) {
        double even = 0, odd = 0;
        uint32_t evens = 0;
        for (uint32_t i = begin; i < begin + count; ++i) {
            const float value = random.nextFloat();
            film.add(pixel, i, sampleOf({value, 0, 1}));
            (i % 2 == 0 ? even : odd) += double{value};
            evens += i % 2 == 0;
        }
        EXPECT_EQ(film.halfCount(pixel, 0), evens);
        EXPECT_EQ(film.halfCount(pixel, 1), count - evens);
        EXPECT_NEAR(film.halfMean(pixel, 0).r, evens ? even / evens : 0, 1e-6);
        EXPECT_NEAR(film.halfMean(pixel, 1).r, count - evens ? odd / (count - evens) : 0, 1e-6);
        const double whole = double{film.halfMean(pixel, 0).r} * evens + double{film.halfMean(pixel, 1).r} * (count - evens);
        EXPECT_NEAR(film.mean(pixel).r, whole / count, 1e-6);
    }
}

TEST(Film, SumsDoNotDriftOverManySamples) {
    Film film;
    ASSERT_TRUE(film.reset(1, {.sums = true}));
    for (uint32_t i = 0; i < 200000; ++i) film.add(0, i, sampleOf({0.1F, i % 2 ? 1.0F : 3.0F, 1e-3F}));
    EXPECT_FLOAT_EQ(film.mean(0).r, 0.1F);   // a float sum would be off by 1e-3
    EXPECT_FLOAT_EQ(film.mean(0).g, 2);
    EXPECT_FLOAT_EQ(film.mean(0).b, 1e-3F);
}

TEST(Film, NegativeWeightsOfFiltersAreKeptAndUnbiased) {
    // A filter whose negative lobe takes a fifth of the samples: weights +-5/3 have mean 1.
    Film film;
    ASSERT_TRUE(film.reset(1, {.sums = true}));
    for (uint32_t i = 0; i < 1000; ++i) film.add(0, i, sampleOf({2, 2, 2}, i % 5 == 0 ? -5.0F / 3 : 5.0F / 3));
    EXPECT_NEAR(film.mean(0).r, 2, 1e-5);
    EXPECT_EQ(film.invalidSamples(), 0U);
    Film dark;
    ASSERT_TRUE(dark.reset(1, {.sums = true}));
    dark.add(0, 0, sampleOf({1, 1, 1}, -1));
    EXPECT_EQ(dark.mean(0).g, -1);
}

TEST(Film, WhatIsNoNumberIsCountedOnceAndBlack) {
    const float nan = std::nanf(""), infinity = INFINITY;
    Film film;
    ASSERT_TRUE(film.reset(1, {.sums = true, .features = true}));
    uint32_t i = 0;
    for (const Rgb bad : {Rgb{nan, 0, 0}, {0, infinity, 0}, {0, 0, -1e-9F}, {-infinity, 1, 1}, {3e38F, 0, 0}}) {
        PathResult sample = sampleOf(bad, 2);   // the last one overflows
        sample.albedo = {nan, 0, 0};
        sample.normal = {nan, 0, 0};
        sample.depth = infinity;
        film.add(0, i++, sample);
    }
    PathResult flagged = sampleOf({});
    flagged.wasInvalid = true;
    film.add(0, i++, flagged);
    film.add(0, i++, sampleOf({7, 7, 7}));
    EXPECT_EQ(film.invalidSamples(), 6U);
    EXPECT_EQ(film.count(0), 7U);
    EXPECT_FLOAT_EQ(film.mean(0).r, 1);
    EXPECT_TRUE(std::isfinite(film.luminanceVariance(0)));
    EXPECT_EQ(film.albedo(0), Rgb{});
    EXPECT_EQ(film.normal(0), vec3(0));
    EXPECT_EQ(film.depth(0), 0);
}

TEST(Film, FeaturesAreMeansAndThoseOfTheFirstSample) {
    Film film;
    ASSERT_TRUE(film.reset(2, {.sums = true, .features = true}));
    for (uint32_t i = 0; i < 4; ++i) {
        PathResult sample;
        sample.albedo = {0.1F * static_cast<float>(i), 1, 0};
        sample.normal = i < 2 ? vec3(0, 0, 1) : vec3(1, 0, 0);
        sample.depth = 5 + static_cast<float>(i);
        sample.objectId = 10 + i;
        sample.materialId = 20 + i;
        film.add(1, i, sample);
    }
    EXPECT_NEAR(film.albedo(1).r, 0.15, 1e-6);
    EXPECT_EQ(film.normal(1), vec3(0.5F, 0, 0.5F));
    EXPECT_EQ(film.depth(1), 5);
    EXPECT_EQ(film.objectId(1), 10U);
    EXPECT_EQ(film.materialId(1), 20U);
    EXPECT_EQ(film.objectId(0), 0U);   // no sample
    EXPECT_EQ(film.albedo(0), Rgb{});
}

TEST(Film, AResetForgetsAndMemoryIsAsStated) {
    Film film;
    ASSERT_TRUE(film.reset(1000, {.sums = true, .features = true}));
    EXPECT_EQ(film.memoryBytes(), 1000U * (48 + 60 + 4));
    film.add(3, 0, sampleOf({1, 2, 3}));
    ASSERT_TRUE(film.reset(900, {.sums = true, .features = true}));
    EXPECT_EQ(film.memoryBytes(), 1000U * (48 + 60 + 4));   // kept
    EXPECT_EQ(film.count(3), 0U);
    EXPECT_EQ(film.mean(3), Rgb{});
    film.add(3, 1, sampleOf({4, 5, 6}));
    EXPECT_EQ(film.mean(3), (Rgb{4, 5, 6}));
    EXPECT_EQ(film.halfCount(3, 0), 0U);
    ASSERT_TRUE(film.reset(1000, {}));
    EXPECT_EQ(film.memoryBytes(), 4000U);
    EXPECT_FALSE(film.reset(static_cast<size_t>(-1) / 64, {.sums = true}));
    EXPECT_EQ(film.memoryBytes(), 0U);
}

}  // namespace
}  // namespace raypool
