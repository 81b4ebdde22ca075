#include "raytracer/denoise/denoise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/hash.h"
#include "raytracer/denoise/nl_means.h"
#include "raytracer/parallel/thread_pool.h"

namespace raypool {
namespace {

constexpr uint32_t kWidth = 96, kHeight = 72;

float uniform(uint32_t i, uint32_t k) { return toUnitFloat(static_cast<uint32_t>(hash(i, k))); }

/// A picture that is known: a checkered floor under smooth light, with a step in the normals; and its noisy samples.
struct Known {
    std::vector<Rgb> truth;
    DenoiseInput input;
};
Known known(uint32_t samples, float noise) {
    Known out;
    DenoiseInput& in = out.input;
    in.width = kWidth, in.height = kHeight;
    in.variance = Planes(kWidth, kHeight, 1);
    for (int h = 0; h < 2; ++h) in.colors[h] = in.albedos[h] = in.normals[h] = Planes(kWidth, kHeight, 3);
    for (uint32_t y = 0; y < kHeight; ++y) {
        for (uint32_t x = 0; x < kWidth; ++x) {
            const size_t i = size_t{y} * kWidth + x;
            const bool light = (x / 6 + y / 6) % 2 == 0, left = x < kWidth / 2;
            const Rgb albedo = light ? Rgb{0.8F, 0.7F, 0.3F} : Rgb{0.1F, 0.2F, 0.4F};
            const float shade = (left ? 1.0F : 0.3F) * (1 + static_cast<float>(y) / kHeight);
            out.truth.push_back(albedo * shade);
            double sum = 0, squares = 0;
            for (uint32_t s = 0; s < samples; ++s) {
                // Exponentially distributed: skewed, as radiance is.
                const float factor = 1 + noise * (-std::log(1 - uniform(static_cast<uint32_t>(i), s)) - 1);
                const Rgb value = out.truth[i] * factor;
                const float y1 = luminance(value);
                sum += double{y1}, squares += double{y1} * double{y1};
                const float share = 2.0F / static_cast<float>(samples);
                in.colors[s % 2].plane(0)[i] += value.r * share;
                in.colors[s % 2].plane(1)[i] += value.g * share;
                in.colors[s % 2].plane(2)[i] += value.b * share;
            }
            const double n = samples;
            in.variance.data[i] = static_cast<float>((squares / n - sum / n * (sum / n)) / (n - 1));
            for (int h = 0; h < 2; ++h) {
                in.albedos[h].plane(0)[i] = albedo.r, in.albedos[h].plane(1)[i] = albedo.g, in.albedos[h].plane(2)[i] = albedo.b;
                in.normals[h].plane(left ? 1 : 0)[i] = 1;
            }
        }
    }
    return out;
}

double relativeError(const std::vector<Rgb>& picture, const std::vector<Rgb>& truth) {
    double sum = 0;
    for (size_t i = 0; i < truth.size(); ++i) {
        const double d = double{luminance(picture[i])} / double{luminance(truth[i])} - 1;
        sum += d * d;
    }
    return sum / static_cast<double>(truth.size());
}
std::vector<Rgb> meanOf(const DenoiseInput& in) {
    std::vector<Rgb> out;
    for (size_t i = 0; i < in.colors[0].size(); ++i) {
        const auto c = [&](uint32_t k) { return 0.5F * (in.colors[0].plane(k)[i] + in.colors[1].plane(k)[i]); };
        out.push_back({c(0), c(1), c(2)});
    }
    return out;
}

TEST(Denoise, TakesMostOfTheErrorAwayAndKeepsWhatTheFeaturesShow) {
    const Known k = known(16, 1);
    const double before = relativeError(meanOf(k.input), k.truth);
    EXPECT_LT(relativeError(denoise(k.input, DenoiseQuality::kFinal, nullptr), k.truth), before / 15);
    EXPECT_LT(relativeError(denoise(k.input, DenoiseQuality::kPreview, nullptr), k.truth), before / 8);
}

TEST(Denoise, IsConsistent) {
    // The fewer noise there is, the nearer the result is to the truth.
    double last = 1e9;
    for (const uint32_t samples : {4U, 32U, 256U}) {
        const Known k = known(samples, 1);
        const double error = relativeError(denoise(k.input, DenoiseQuality::kFinal, nullptr), k.truth);
        EXPECT_LT(error, last / 3) << samples;
        last = error;
    }
}

TEST(Denoise, LeavesAPictureWithoutNoiseAsItIs) {
    const Known k = known(4, 0);
    for (const auto quality : {DenoiseQuality::kPreview, DenoiseQuality::kFinal}) {
        EXPECT_LT(relativeError(denoise(k.input, quality, nullptr), k.truth), 1e-6);
    }
}

TEST(Denoise, KeepsTheMeanOfThePicture) {
    const Known k = known(32, 1);
    for (const auto quality : {DenoiseQuality::kPreview, DenoiseQuality::kFinal}) {
        double sum = 0, expected = 0;
        for (const Rgb c : denoise(k.input, quality, nullptr)) sum += double{luminance(c)};
        for (const Rgb c : k.truth) expected += double{luminance(c)};
        EXPECT_NEAR(sum / expected, 1, 0.01);
    }
}

TEST(Denoise, HasTheSameBitsForAnyNumberOfThreads) {
    const Known k = known(4, 1);
    ThreadPool pool;
    pool.resize(3);
    for (const auto quality : {DenoiseQuality::kPreview, DenoiseQuality::kFinal}) {
        EXPECT_TRUE(denoise(k.input, quality, &pool) == denoise(k.input, quality, nullptr));
    }
}

TEST(Denoise, StopsWhenAsked) {
    const std::atomic<bool> stop{true};
    const Known k = known(4, 1);
    for (const auto quality : {DenoiseQuality::kPreview, DenoiseQuality::kFinal}) EXPECT_TRUE(denoise(k.input, quality, nullptr, &stop).empty());
}

TEST(Denoise, OddSizesAndNoPixels) {
    EXPECT_TRUE(denoise({}, DenoiseQuality::kFinal, nullptr).empty());
    DenoiseInput one;
    one.width = one.height = 1;
    one.variance = Planes(1, 1, 1);
    for (int h = 0; h < 2; ++h) one.colors[h] = one.albedos[h] = one.normals[h] = Planes(1, 1, 3);
    one.colors[0].data = one.colors[1].data = {1, 2, 3};
    for (const auto quality : {DenoiseQuality::kPreview, DenoiseQuality::kFinal}) {
        const auto out = denoise(one, quality, nullptr);
        ASSERT_EQ(out.size(), 1U);
        EXPECT_NEAR(out[0].g, 2, 1e-4);
    }
}

TEST(ExpMinus, IsTheExponentialFunction) {
    for (float x = 0; x < 59; x += 0.0137F) EXPECT_NEAR(expMinus(x) / std::exp(-x), 1, 4e-6) << x;
    EXPECT_EQ(expMinus(0), 1);
    EXPECT_EQ(expMinus(60), 0);
    EXPECT_EQ(expMinus(1e30F), 0);
}

}  // namespace
}  // namespace raypool
