#include "raytracer/materials/texture_image.h"

#include <gtest/gtest.h>

#include <vector>

#include "raytracer/core/hash.h"
#include "raytracer/image/srgb.h"

namespace raypool {
namespace {

using glm::vec4;

Image8 randomImage(uint32_t width, uint32_t height, uint32_t channels) {
    Image8 image{width, height, channels, {}};
    Pcg32 random(width * 31 + height, channels);
    for (uint32_t i = 0; i < width * height * channels; ++i) image.data.push_back(static_cast<uint8_t>(random.next() >> 24));
    return image;
}

/// A pixel, outside by the rule of the wrap mode, in double.
double pixel(const Image8& image, int x, int y, uint32_t c, TextureWrap wrap) {
    const auto fold = [&](int i, int size) {
        switch (wrap) {
            case TextureWrap::kRepeat: return ((i % size) + size) % size;
            case TextureWrap::kMirror: {
                const int within = ((i % (2 * size)) + 2 * size) % (2 * size);
                return within < size ? within : 2 * size - 1 - within;
            }
            case TextureWrap::kClamp: break;
        }
        return i < 0 ? 0 : (i >= size ? size - 1 : i);
    };
    const int px = fold(x, static_cast<int>(image.width)), py = fold(y, static_cast<int>(image.height));
    return image.at(static_cast<uint32_t>(px), static_cast<uint32_t>(py))[c] / 255.0;
}

TEST(TextureImage, MagnifiedItIsBilinearWhateverLiesOutside) {
    const Image8 image = randomImage(5, 3, 3);
    const TextureImage texture(image, false);
    Pcg32 random(7);
    for (const TextureWrap wrap : {TextureWrap::kRepeat, TextureWrap::kMirror, TextureWrap::kClamp}) {
        for (int i = 0; i < 500; ++i) {
            const vec2 uv(random.nextFloat() * 6 - 3, random.nextFloat() * 6 - 3);
            const double x = double{uv.x} * 5 - 0.5, y = double{uv.y} * 3 - 0.5;
            const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
            const double s = x - x0, t = y - y0;
            const vec4 found = texture.at(uv, 0, {wrap, wrap, false});
            for (uint32_t c = 0; c < 3; ++c) {
                // Clamped coordinates end at the edge of the picture, half a pixel beyond the last one's middle: the same.
                const double expected = (pixel(image, x0, y0, c, wrap) * (1 - s) + pixel(image, x0 + 1, y0, c, wrap) * s) * (1 - t) +
                                        (pixel(image, x0, y0 + 1, c, wrap) * (1 - s) + pixel(image, x0 + 1, y0 + 1, c, wrap) * s) * t;
                EXPECT_NEAR(double{found[static_cast<int>(c)]}, expected, 1e-5) << uv.x << ' ' << uv.y << " wrap " << static_cast<int>(wrap);
            }
            EXPECT_EQ(found.a, 1.0F);
        }
    }
}

TEST(TextureImage, TheNearestTexelIsThePixelThatThePointLiesIn) {
    const Image8 image = randomImage(7, 4, 3);
    const TextureImage texture(image, true);
    for (uint32_t y = 0; y < 4; ++y) {
        for (uint32_t x = 0; x < 7; ++x) {
            const vec2 uv((static_cast<float>(x) + 0.9F) / 7, (static_cast<float>(y) + 0.1F) / 4);
            const vec4 found = texture.at(uv, 5, {.isNearest = true});
            for (uint32_t c = 0; c < 3; ++c) {
                EXPECT_EQ(found[static_cast<int>(c)], srgbToLinear(static_cast<float>(image.at(x, y)[c]) / 255));
            }
        }
    }
}

TEST(TextureImage, ChannelsAreGreyAlphaOrColours) {
    const auto middle = [](uint32_t channels, std::vector<uint8_t> values) {
        return TextureImage(Image8{1, 1, channels, std::move(values)}, true).at({0.5F, 0.5F}, 0, {});
    };
    const auto linear = [](int v) { return srgbToLinear(static_cast<float>(v) / 255); };
    EXPECT_EQ(middle(1, {100}), vec4(linear(100), linear(100), linear(100), 1));
    EXPECT_EQ(middle(2, {100, 51}), vec4(linear(100), linear(100), linear(100), 0.2F));   // alpha is never encoded
    EXPECT_EQ(middle(3, {10, 20, 30}), vec4(linear(10), linear(20), linear(30), 1));
    EXPECT_EQ(middle(4, {10, 20, 30, 51}), vec4(linear(10), linear(20), linear(30), 0.2F));
}

TEST(TextureImage, EveryLevelKeepsTheMeanOfThePicture) {
    // Odd sizes, too: each pixel counts alike.
    for (const auto& [width, height] : {std::pair<uint32_t, uint32_t>{64, 64}, {13, 7}, {1, 9}, {31, 2}, {3, 3}}) {
        const Image8 image = randomImage(width, height, 4);
        const TextureImage texture(image, true);
        double expected[4]{};
        for (uint32_t y = 0; y < height; ++y) {
            for (uint32_t x = 0; x < width; ++x) {
                for (uint32_t c = 0; c < 4; ++c) {
                    const float v = static_cast<float>(image.at(x, y)[c]) / 255;
                    expected[c] += double{c < 3 ? srgbToLinear(v) : v} / (width * height);
                }
            }
        }
        const vec4 mean = texture.mean();
        for (int c = 0; c < 4; ++c) EXPECT_NEAR(double{mean[c]}, expected[c], 1e-4) << width << " x " << height;
        const vec4 far = texture.at({0.3F, 0.8F}, 30, {});
        for (int c = 0; c < 4; ++c) EXPECT_NEAR(far[c], mean[c], 1e-6F);
    }
}

TEST(TextureImage, ABoardOfSinglePixelsIsGreyOnEveryLevelButTheFirst) {
    Image8 board{64, 64, 1, {}};
    for (uint32_t y = 0; y < 64; ++y) {
        for (uint32_t x = 0; x < 64; ++x) board.data.push_back((x + y) % 2 == 0 ? 255 : 0);
    }
    const TextureImage texture(board, true);
    for (const float detail : {1.0F, 1.5F, 3.0F, 5.9F, 6.0F}) EXPECT_NEAR(texture.at({0.37F, 0.71F}, detail, {}).r, 0.5F, 1e-5F) << detail;
    // Between the picture and the first level, linear.
    EXPECT_NEAR(texture.at({0.5F / 64, 0.5F / 64}, 0.25F, {}).r, 0.75F + 0.25F * 0.5F, 1e-5F);
}

TEST(TextureImage, DeepAndFloatPicturesKeepTheirPrecision) {
    Image<uint16_t> deep{2, 1, 1, {1000, 1001}};
    const TextureImage fine(deep, false);
    EXPECT_FLOAT_EQ(fine.at({0.25F, 0.5F}, 0, {}).r, 1000.0F / 65535);
    EXPECT_FLOAT_EQ(fine.at({0.75F, 0.5F}, 0, {}).r, 1001.0F / 65535);
    EXPECT_FLOAT_EQ(fine.at({0.5F, 0.5F}, 0, {}).r, 1000.5F / 65535);
    const TextureImage bright(ImageF{2, 2, 3, {40000, 1, -2, 0, 0, 0, 0, 0, 0, kInfinity, 0, std::nanf("")}});
    EXPECT_EQ(bright.at({0.25F, 0.25F}, 0, {}), vec4(40000, 1, -2, 1));
    EXPECT_EQ(bright.at({0.75F, 0.75F}, 0, {}), vec4(0, 0, 0, 1));
    EXPECT_EQ(bright.mean(), vec4(10000, 0.25F, -0.5F, 1));
}

TEST(TextureImage, CoordinatesThatAreNoNumbersDoNoHarm) {
    const TextureImage texture(randomImage(3, 3, 4), true);
    for (const float bad : {kInfinity, -kInfinity, std::nanf(""), 1e30F, -1e-40F, 1 - 0x1p-24F, std::nextafter(0.0F, -1.0F)}) {
        for (const TextureWrap wrap : {TextureWrap::kRepeat, TextureWrap::kMirror, TextureWrap::kClamp}) {
            for (const bool nearest : {false, true}) {
                const vec4 v = texture.at({bad, bad}, 0.5F, {wrap, wrap, nearest});
                EXPECT_TRUE(v.r >= 0 && v.r <= 1) << bad;
            }
        }
    }
    EXPECT_EQ(TextureImage().at({0, 0}, 0, {}).a, 1.0F);
}

TEST(TextureImage, DetailIsTheLogarithmOfTheWidthAbout) {
    EXPECT_EQ(detailOf(0), 0.0F);
    EXPECT_EQ(detailOf(1), 0.0F);
    EXPECT_EQ(detailOf(2), 1.0F);
    EXPECT_EQ(detailOf(1024), 10.0F);
    for (float x = 1; x < 100; x *= 1.1F) EXPECT_NEAR(detailOf(x), std::log2(x), 0.09F);
    EXPECT_GT(detailOf(kInfinity), 100.0F);
}

}  // namespace
}  // namespace raypool
