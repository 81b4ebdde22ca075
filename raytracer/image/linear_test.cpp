// HDR and PFM; exr_test.cpp has OpenEXR.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <random>

#include "raytracer/image/codec.h"

namespace raypool {
namespace {

Bytes fileOf(std::string_view text) { return Bytes(text.begin(), text.end()); }

Bytes with(std::string_view header, std::initializer_list<int> bytes) {
    Bytes out = fileOf(header);
    for (const int byte : bytes) out.push_back(static_cast<uint8_t>(byte));
    return out;
}

std::vector<float> randomValues(size_t count, uint32_t seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> exponent(-12, 12);
    std::vector<float> out(count);
    for (float& value : out) value = std::exp(exponent(random));
    return out;
}

const std::string kHeader = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n";

TEST(Hdr, WhatIsWrittenIsReadToHalfAMantissaStep) {
    for (const uint32_t width : {1U, 7U, 8U, 130U, 300U}) {
        const uint32_t height = 5;
        auto rgb = randomValues(size_t{width} * height * 3, width);
        std::fill_n(rgb.begin(), width * 3, 0.0F);  // black, one colour, runs of many lengths
        std::fill_n(rgb.begin() + width * 3, width * 3, 5.5F);
        for (size_t i = width * 6; i < width * 9; ++i) rgb[i] = static_cast<float>(i / 3 / 5 % 3);
        const auto image = decodeHdr(encodeHdr(width, height, rgb));
        ASSERT_TRUE(image.has_value()) << image.error();
        ASSERT_EQ(image->width, width);
        ASSERT_EQ(image->height, height);
        ASSERT_EQ(image->data.size(), rgb.size());
        for (size_t i = 0; i < rgb.size(); i += 3) {
            const float most = std::max({rgb[i], rgb[i + 1], rgb[i + 2]});
            // Eight bits for the brightest channel, whose mantissa is at least 128.
            for (size_t c = i; c < i + 3; ++c) ASSERT_NEAR(image->data[c], rgb[c], most / 256 * 1.0001F) << c;
        }
    }
}

TEST(Hdr, WhatTheFormatCannotHoldIsMadeToFit) {
    const std::vector<float> rgb = {-1, NAN, 0, INFINITY, 1e38F, 3e38F, 1e-44F, 0, 0, 255.9F, 1, 0.5F};
    const auto image = decodeHdr(encodeHdr(4, 1, rgb));
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(image->data[0] + image->data[1] + image->data[2], 0);
    EXPECT_NEAR(image->data[3], 0x1p127F, 0x1p120F);  // the brightest there is
    EXPECT_NEAR(image->data[4], 1e38F, 0x1p119F);
    EXPECT_EQ(image->data[6], 0);
    EXPECT_EQ(image->data[9], 256);  // rounds up to the next exponent, in which 1 and 0.5 are 1 / 2 and 1 / 4 of a step
    EXPECT_NEAR(image->data[10], 1, 1);
}

TEST(Hdr, ThePlainPixelsOfTheFormat) {
    // 2^(e - 136) times the mantissa: 129 is 2^-7, so 128 means 1.
    const auto image = decodeHdr(with(kHeader + "-Y 1 +X 2\n", {128, 64, 0, 129, 3, 200, 7, 0}));
    ASSERT_TRUE(image.has_value()) << image.error();
    EXPECT_EQ(image->data, (std::vector<float>{1, 0.5F, 0, 0, 0, 0}));
}

TEST(Hdr, OldRunsRepeatTheLastPixel) {
    // 1 1 1 2: twice; then 1 1 1 0, 1 1 1 1: 0 + 1 * 256 times.
    const auto image = decodeHdr(
        with(kHeader + "-Y 1 +X 260\n", {128, 0, 0, 129, 1, 1, 1, 2, 0, 128, 0, 129, 1, 1, 1, 0, 1, 1, 1, 1}));
    ASSERT_TRUE(image.has_value()) << image.error();
    for (size_t x = 0; x < 260; ++x) {
        ASSERT_EQ(image->data[x * 3], x < 3 ? 1 : 0) << x;
        ASSERT_EQ(image->data[x * 3 + 1], x < 3 ? 0 : 1) << x;
    }
    EXPECT_FALSE(
        decodeHdr(with(kHeader + "-Y 1 +X 260\n", {1, 1, 1, 2, 128, 0, 0, 129})).has_value());  // repeats nothing
    EXPECT_FALSE(decodeHdr(with(kHeader + "-Y 1 +X 3\n", {128, 0, 0, 129, 1, 1, 1, 3})).has_value());  // too long
    EXPECT_FALSE(decodeHdr(with(kHeader + "-Y 1 +X 3\n", {128, 0, 0, 129, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0,
                                                          1,   1, 1, 0,   1, 1, 1, 0, 1, 1, 1, 0, 9, 9, 9, 9}))
                     .has_value());  // runs without end
}

TEST(Hdr, RowsFromTheBottomAndExposure) {
    const std::string header = "#?RGBE\r\nEXPOSURE=2\n# a remark\nEXPOSURE=4\nGAMMA=1\n\n";
    const auto image = decodeHdr(with(header + "+Y 2 +X 1\n", {128, 128, 128, 129, 128, 128, 128, 132}));
    ASSERT_TRUE(image.has_value()) << image.error();
    EXPECT_EQ(image->data, (std::vector<float>{1, 1, 1, 0.125F, 0.125F, 0.125F}));
}

TEST(Hdr, AxesInAnyOrderAndDirection) {
    // The reds of a picture of three columns and two rows: 1 2 3 over 4 5 6. Read along the axes that the size line names.
    struct Case {
        const char* size;
        std::vector<uint8_t> reds;
    };
    for (const Case& c : {Case{"-Y 2 +X 3", {1, 2, 3, 4, 5, 6}}, {"+Y 2 +X 3", {4, 5, 6, 1, 2, 3}}, {"-Y 2 -X 3", {3, 2, 1, 6, 5, 4}},
                          {"+Y 2 -X 3", {6, 5, 4, 3, 2, 1}}, {"+X 3 -Y 2", {1, 4, 2, 5, 3, 6}}, {"+X 3 +Y 2", {4, 1, 5, 2, 6, 3}},
                          {"-X 3 -Y 2", {3, 6, 2, 5, 1, 4}}, {"-X 3 +Y 2 ", {6, 3, 5, 2, 4, 1}}}) {
        Bytes file = fileOf(kHeader + c.size + "\n");
        for (const uint8_t red : c.reds) file.insert(file.end(), {red, 0, 0, 136});
        const auto image = decodeHdr(file);
        ASSERT_TRUE(image) << c.size << ": " << image.error();
        ASSERT_EQ(image->width, 3U) << c.size;
        ASSERT_EQ(image->height, 2U) << c.size;
        for (size_t i = 0; i < 6; ++i) EXPECT_EQ(image->data[3 * i], static_cast<float>(i + 1)) << c.size;
    }
}

TEST(Hdr, WhatIsNotReadSaysSo) {
    const auto error = [](const Bytes& file) {
        const auto image = decodeHdr(file);
        return image ? std::string("read") : image.error();
    };
    EXPECT_EQ(error(fileOf("P6 1 1 255\nabc")), "not a Radiance HDR file");
    EXPECT_EQ(error(fileOf("#?RADIANCE\nFORMAT=32-bit_rle_xyze\n\n-Y 1 +X 1\nabcd")),
              "the HDR file is not in RGB: FORMAT=32-bit_rle_xyze");
    EXPECT_EQ(error(fileOf("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n")),
              "the HDR file is damaged: its header does not end");
    EXPECT_EQ(error(fileOf("#?RADIANCE\nEXPOSURE=0\n\n-Y 1 +X 1\nabcd")), "the HDR file is damaged: bad EXPOSURE");
    for (const char* size : {"-Y 1 +Y 1\n", "-Y 1 +Z 1\n", "-Y 0 +X 1\n", "-Y -1 +X 1\n", "-Y 1\n", "-Y 1 +X 1 1\n",
                             "-Y 99999999999999999999 +X 1\n"}) {
        EXPECT_TRUE(error(fileOf(kHeader + size + "abcd")).starts_with("the HDR file's size")) << size;
    }
    EXPECT_EQ(error(fileOf(kHeader + "-Y 1 +X 1000000000\nabcd")), "the picture is too large: 1000000000 x 1");
    EXPECT_EQ(error(fileOf(kHeader + "-Y 60000 +X 1000\nabcd")), "the HDR file is cut off");
}

TEST(Hdr, CutOffAnywhereIsAnError) {
    const Bytes whole = encodeHdr(20, 3, randomValues(180, 3));
    for (size_t size = 0; size < whole.size(); ++size) {
        ASSERT_FALSE(decodeHdr(std::span(whole).first(size)).has_value()) << size;
    }
    EXPECT_TRUE(decodeHdr(whole).has_value());
}

TEST(Pfm, WhatIsWrittenIsRead) {
    const std::vector<float> rgb = {1,     2,        3,  4, 5, 6, -7, 1e30F, 1e-40F,
                                    -0.0F, INFINITY, 12, 0, 0, 1, 2,  3,     4};  // 3 x 2
    const auto image = decodePfm(encodePfm(3, 2, rgb));
    ASSERT_TRUE(image.has_value()) << image.error();
    EXPECT_EQ(image->width, 3U);
    EXPECT_EQ(image->height, 2U);
    EXPECT_EQ(std::memcmp(image->data.data(), rgb.data(), rgb.size() * sizeof(float)), 0);
}

TEST(Pfm, BigEndianGreyAndDataThatLookLikeWhiteSpace) {
    // 1.0 and 2.0, and 0x0A0A0A0A, lines from the bottom.
    const auto image = decodePfm(with("Pf\n1 3\n1.0\n", {0x0A, 0x0A, 0x0A, 0x0A, 0x40, 0, 0, 0, 0x3F, 0x80, 0, 0}));
    ASSERT_TRUE(image.has_value()) << image.error();
    const float third = std::bit_cast<float>(0x0A0A0A0AU);
    EXPECT_EQ(image->data, (std::vector<float>{1, 1, 1, 2, 2, 2, third, third, third}));
}

TEST(Pfm, DamagedFilesAreErrors) {
    const Bytes whole = encodePfm(3, 2, std::vector<float>(18));
    for (size_t size = 0; size < whole.size(); ++size) {
        ASSERT_FALSE(decodePfm(std::span(whole).first(size)).has_value()) << size;
    }
    for (const char* header :
         {"PF\n0 1\n-1\n", "PF\n-1 1\n-1\n", "PF\n1 1\n0\n", "PF\n1 1\nnan\n", "PF\n1 1\n1x\n", "PF\n99999 99999\n-1\n",
          "PF\n1x 1\n-1\n", "PG\n1 1\n-1\n", "PF\n1000000000000 1\n-1\n"}) {
        EXPECT_FALSE(decodePfm(fileOf(std::string(header) + std::string(64, 'a'))).has_value()) << header;
    }
}

TEST(LinearPicture, IsToldByItsFirstBytes) {
    const std::vector<float> rgb = {1, 2, 4};
    EXPECT_EQ(decodeImageF(encodePfm(1, 1, rgb))->data, rgb);
    EXPECT_EQ(decodeImageF(encodeHdr(1, 1, rgb))->data, rgb);
    const auto png = encodePng(1, 1, Bytes{1, 2, 3, 255});
    EXPECT_FALSE(isLinearPicture(png));
    EXPECT_FALSE(isLinearPicture({}));
    EXPECT_EQ(decodeImageF(png).error(), "not a picture of linear values (Radiance HDR, PFM or OpenEXR)");
    EXPECT_FALSE(decodeImageF({}).has_value());
}

}  // namespace
}  // namespace raypool
