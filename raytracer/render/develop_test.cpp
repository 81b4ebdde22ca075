#include "raytracer/render/develop.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "raytracer/render/srgb_curve.h"

namespace raypool {
namespace {

uint32_t red(uint32_t rgba) { return rgba & 0xFF; }

TEST(Dither, KeepsTheMeanOfEveryLevel) {
    for (float value = 0; value <= 255; value += 0.37F) {
        double sum = 0, squares = 0;
        constexpr uint32_t n = 128;
        for (uint32_t y = 0; y < n; ++y) {
            for (uint32_t x = 0; x < n; ++x) {
                const double d = ditheredByte(value / 255, {x, y}) - double{value};
                sum += d;
                squares += d * d;
            }
        }
        // Standard deviation at most sqrt(1/4) of a step; 5 sigma of the mean of n * n.
        ASSERT_NEAR(sum / (n * n), 0, 5 * 0.5 / n) << value;
        if (value > 1 && value < 254) {
            EXPECT_NEAR(squares / (n * n), 0.25, 0.02) << value;   // the same everywhere
        }
    }
}

TEST(Dither, TheEndsAreKeptAndNoLevelIsMissedByMoreThanAStepAndAHalf) {
    for (uint32_t i = 0; i < 1000; ++i) {
        const DitherNoise noise(i * 7, i * 13);
        ASSERT_EQ(ditheredByte(0, noise), 0U);
        ASSERT_EQ(ditheredByte(1, noise), 255U);
        ASSERT_EQ(ditheredByte(-1, noise), 0U);
        ASSERT_EQ(ditheredByte(2, noise), 255U);
        ASSERT_EQ(ditheredByte(std::nanf(""), noise), 0U);
        const float value = static_cast<float>(i) / 1000;
        ASSERT_NEAR(ditheredByte(value, noise), value * 255, 1.5);
    }
}

TEST(Dither, IsAPureFunctionOfThePixelAndNotOfItsNeighbour) {
    std::set<float> values;
    for (uint32_t y = 0; y < 50; ++y) {
        for (uint32_t x = 0; x < 50; ++x) {
            const DitherNoise noise(x, y), again(x, y);
            ASSERT_EQ(noise.a, again.a);
            ASSERT_EQ(noise.b, again.b);
            values.insert(noise.a);
        }
    }
    EXPECT_GT(values.size(), 2490U);
}

TEST(Develop, GreyPixelsStayGreyAndOpaque) {
    for (const ToneMap map : {ToneMap::kNeutral, ToneMap::kLinear, ToneMap::kClassic, ToneMap::kAgx}) {
        const Developer developer(DisplaySettings{.toneMap = map});
        for (uint32_t i = 0; i < 500; ++i) {
            const uint32_t rgba = developer.beauty(grey(static_cast<float>(i) / 300), i, 3 * i);
            ASSERT_EQ(rgba >> 24, 255U);
            // Agx's matrices leave a rest of 1e-16, which may fall on a boundary between two steps.
            ASSERT_NEAR(red(rgba), red(rgba >> 8), map == ToneMap::kAgx ? 1 : 0);
            ASSERT_NEAR(red(rgba), red(rgba >> 16), map == ToneMap::kAgx ? 1 : 0);
        }
    }
}

TEST(Develop, ExposureIsInStops) {
    const Developer plain(DisplaySettings{.toneMap = ToneMap::kLinear}), up(DisplaySettings{.exposure = 2, .toneMap = ToneMap::kLinear});
    const Developer classic(DisplaySettings{.toneMap = ToneMap::kClassic}), dark(DisplaySettings{.exposure = -3, .toneMap = ToneMap::kClassic});
    for (uint32_t i = 1; i < 100; ++i) {
        const Rgb c{0.003F * static_cast<float>(i), 0.001F, 0.2F};
        EXPECT_EQ(up.beauty(c, i, 7), plain.beauty(c * 4, i, 7));
        EXPECT_EQ(dark.beauty(c, i, 7), classic.beauty(c * 0.125F, i, 7));
    }
    EXPECT_EQ(classic.beauty({0.3F, 0.6F, 2}, 0, 0), developClassic({0.3F, 0.6F, 2}));
}

TEST(Develop, NegativeAndEnormousRadianceIsShownAsBlackAndWhite) {
    for (const ToneMap map : {ToneMap::kAgx, ToneMap::kNeutral, ToneMap::kAces, ToneMap::kLinear}) {
        const Developer developer(DisplaySettings{.exposure = 10, .toneMap = map});
        EXPECT_EQ(developer.beauty({-1, -1, -1}, 3, 4), 0xFF000000U);
        EXPECT_GE(red(developer.beauty({3e38F, 3e38F, 3e38F}, 3, 4)), 254U);
    }
}

TEST(Develop, ViewsShowTheirFeature) {
    Film film;
    ASSERT_TRUE(film.reset(2, {.sums = true, .features = true}));
    PathResult sample;
    sample.radiance = {1, 1, 1};
    sample.albedo = {0.5F, 0.25F, 0};
    sample.normal = {0, 1, 0};
    sample.depth = 4;
    sample.objectId = 3;
    sample.materialId = 4;
    for (uint32_t i = 0; i < 8; ++i) film.add(0, i, sample);
    const auto shown = [&](View view) {
        Developer developer(DisplaySettings{.view = view});
        developer.setReferences(4, 8);
        const uint32_t rgba = developer.pixel(film, 0, film.mean(0), 10, 20);
        EXPECT_EQ(rgba >> 24, 255U);
        return std::array{red(rgba), red(rgba >> 8), red(rgba >> 16)};
    };
    const auto near = [](std::array<uint32_t, 3> a, Rgb b) {
        EXPECT_NEAR(a[0], 255 * b.r, 1.5);
        EXPECT_NEAR(a[1], 255 * b.g, 1.5);
        EXPECT_NEAR(a[2], 255 * b.b, 1.5);
    };
    near(shown(View::kAlbedo), {encodeSrgb(0.5F), encodeSrgb(0.25F), 0});
    near(shown(View::kNormal), {0.5F, 1, 0.5F});
    near(shown(View::kDepth), {0.5F, 0.5F, 0.5F});
    near(shown(View::kSampleCount), {0, 1, 0});   // at the reference: the middle of blue, green, red
    near(shown(View::kError), {0, 0, 1});         // no noise
    EXPECT_NE(shown(View::kObjectId), shown(View::kMaterialId));
    EXPECT_NE(shown(View::kObjectId), (std::array{0U, 0U, 0U}));
    // Without features the views that need some are black.
    Film bare;
    ASSERT_TRUE(bare.reset(1, {.sums = true}));
    bare.add(0, 0, sample);
    for (const View view : {View::kAlbedo, View::kNormal, View::kDepth, View::kObjectId, View::kMaterialId}) {
        EXPECT_EQ(Developer(DisplaySettings{.view = view}).pixel(bare, 0, {1, 1, 1}, 0, 0), 0xFF000000U);
    }
}

}  // namespace
}  // namespace raypool
