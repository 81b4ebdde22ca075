#include "raytracer/image/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "raytracer/image/srgb.h"

namespace raypool {
namespace {

ImageF evenPicture(uint32_t width, uint32_t height, float value) {
    return {width, height, 3, std::vector<float>(size_t{width} * height * 3, value)};
}

TEST(Metrics, MeanSquaredErrors) {
    const ImageF reference{2, 1, 3, {0, 1, 2, 0, 0, 0.5F}}, image{2, 1, 3, {0.1F, 1, 1, 0, 0, 1}};
    EXPECT_NEAR(meanSquaredError(image, reference), (0.01 + 1 + 0.25) / 6, 1e-8);
    EXPECT_NEAR(relativeMeanSquaredError(image, reference), (0.01 / 0.01 + 1 / 4.01 + 0.25 / 0.26) / 6, 1e-7);
    EXPECT_EQ(meanSquaredError(image, image), 0);
    const auto difference = absoluteDifference(image, reference).data;
    EXPECT_EQ(difference, (std::vector<float>{0.1F, 0, 1, 0, 0, 0.5F}));
}

TEST(Metrics, BiasAndBlocksByHand) {
    // Two blocks and a rest of 3 columns that belongs to none; the second block of the image is 10 % brighter.
    const ImageF reference = evenPicture(19, 8, 2);
    ImageF image = reference;
    for (uint32_t y = 0; y < 8; ++y) {
        for (uint32_t x = 8; x < 16; ++x) image.data[(y * 19 + x) * 3 + 1] = 2.2F;
    }
    const auto result = compareWithNoise(image, reference, nullptr, nullptr);
    EXPECT_EQ(result.bias[0], 0);
    EXPECT_NEAR(result.bias[1], 0.1 * 8 / 19, 1e-6);
    EXPECT_FALSE(result.hasNoise);
    // Six values, five of them 0.
    EXPECT_NEAR(result.blockError.max, 0.1, 1e-6);
    EXPECT_NEAR(result.blockError.rms, 0.1 / std::sqrt(6), 1e-6);
    EXPECT_EQ(result.blockError.median, 0);
    EXPECT_NEAR(result.blockError.p95, 0.1 * 0.75, 1e-6);  // 0.95 * 5 = 4.75
    EXPECT_NEAR(result.badBlocks, 1.0 / 6, 1e-9);
    EXPECT_EQ(result.worstX, 8U);
    EXPECT_EQ(result.worstY, 0U);
    EXPECT_NEAR(result.worst[1], 2.2, 1e-6);
    EXPECT_NEAR(result.worstReference[1], 2, 1e-9);
    EXPECT_FALSE(result.agrees());
    EXPECT_TRUE(compareWithNoise(reference, reference, nullptr, nullptr).agrees());
}

TEST(Metrics, AStandardErrorExcusesWhatItCovers) {
    const ImageF reference = evenPicture(8, 8, 1);
    ImageF image = evenPicture(8, 8, 1.008F);  // within the tolerance of the bias
    for (size_t i = 0; i < 64 * 3; i += 3) image.data[i] = 1.04F;
    const ImageF wide = evenPicture(8, 8, 0.08F), narrow = evenPicture(8, 8, 0.0352F);
    // A block's error is that of 64 independent pixels: 0.04 is 4 of them, then 9.1.
    const auto covered = compareWithNoise(image, reference, &wide, nullptr);
    EXPECT_EQ(covered.badBlocks, 0);
    const double zs[] = {4, 0.8, 0.8};
    EXPECT_NEAR(covered.blockZRms, std::sqrt((zs[0] * zs[0] + 2 * zs[1] * zs[1]) / 3), 1e-4);
    EXPECT_NEAR(compareWithNoise(image, reference, &narrow, nullptr).badBlocks, 1.0 / 3, 1e-9);
    // Both sides' variances add up.
    const ImageF part = evenPicture(8, 8, 0.08F / std::sqrt(2.0F));
    EXPECT_NEAR(compareWithNoise(image, reference, &part, &part).blockZRms, covered.blockZRms, 1e-5);
    EXPECT_NEAR(covered.biasError[2], 0.08 / 8, 1e-6);  // of 64 pixels
    EXPECT_FALSE(covered.agrees());                     // 4 % of bias
    EXPECT_TRUE(covered.agrees(0.05));
}

TEST(Metrics, HonestNoiseHasZScoresOfOne) {
    std::mt19937 random(8);
    std::normal_distribution<float> normal;
    ImageF reference = evenPicture(128, 128, 0), image = reference, error = reference, imageError = reference;
    for (size_t i = 0; i < reference.data.size(); ++i) {
        const float truth = 1 + 0.5F * std::sin(static_cast<float>(i) * 0.01F);
        error.data[i] = 0.02F * truth;
        imageError.data[i] = 0.05F;
        reference.data[i] = truth + error.data[i] * normal(random);
        image.data[i] = truth + imageError.data[i] * normal(random);
    }
    const auto result = compareWithNoise(image, reference, &error, &imageError);
    EXPECT_TRUE(result.hasNoise);
    EXPECT_NEAR(result.blockZRms, 1, 0.1);   // 768 blocks: sigma 0.026
    EXPECT_NEAR(result.pixelZRms, 1, 0.02);  // 49152 values: 0.0032
    EXPECT_NEAR(result.pixelZOver3, 0.0027, 0.001);
    EXPECT_TRUE(result.agrees());
    for (float& value : image.data) value *= 1.02F;
    EXPECT_FALSE(compareWithNoise(image, reference, &error, &imageError).agrees());
}

TEST(Metrics, PicturesSmallerThanABlockHaveABiasOnly) {
    const auto result = compareWithNoise(evenPicture(4, 4, 1.1F), evenPicture(4, 4, 1), nullptr, nullptr);
    EXPECT_NEAR(result.bias[2], 0.1, 1e-6);
    EXPECT_EQ(result.badBlocks, 0);
    EXPECT_FALSE(result.agrees());
}

TEST(Srgb, TheStandardsCurve) {
    // Values of IEC 61966-2-1.
    EXPECT_NEAR(srgbToLinear(0.5F), 0.21404114F, 1e-6F);
    EXPECT_NEAR(linearToSrgb(0.18F), 0.46135613F, 1e-6F);
    EXPECT_NEAR(srgbToLinear(0.04F), 0.04F / 12.92F, 1e-8F);
    for (int i = 0; i <= 1000; ++i) {
        const float v = static_cast<float>(i) / 1000;
        ASSERT_NEAR(linearToSrgb(srgbToLinear(v)), v, 2e-6F);
    }
    const ImageF image = linearFromSrgb({1, 1, 3, {0, 128, 255}});
    EXPECT_EQ(image.data[0], 0);
    EXPECT_NEAR(image.data[1], 0.21586050F, 1e-6F);
    EXPECT_EQ(image.data[2], 1);
}

}  // namespace
}  // namespace raypool
