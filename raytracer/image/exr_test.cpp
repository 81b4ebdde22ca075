#include "raytracer/image/exr.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>

namespace raypool {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr ExrCompression kAll[] = {ExrCompression::kUncompressed, ExrCompression::kRle, ExrCompression::kZips,
                                   ExrCompression::kZip};

ExrImage testImage(uint32_t width, uint32_t height) {
    std::mt19937 random(width * 100 + height);
    std::uniform_real_distribution<float> value(-1, 5);
    ExrImage image;
    image.width = width;
    image.height = height;
    for (const char* name : {"R", "G", "B", "samples", "albedo.R", "Z"}) {
        ExrChannel channel{name, std::vector<float>(size_t{width} * height)};
        // Noise, a constant and a ramp: what compresses badly, best and so-so.
        size_t i = 0;
        for (float& v : channel.values) {
            v = name[0] == 's' ? 64 : name[0] == 'Z' ? static_cast<float>(i) * 0.25F : value(random);
            ++i;
        }
        image.channels.push_back(std::move(channel));
    }
    image.attributes = {{"software", "raypool"}, {"gain", 0.5F}, {"samplesPerPixel", 64}};
    return image;
}

bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST(Exr, RoundTripOfAllCompressions) {
    for (const ExrCompression compression : kAll) {
        for (const auto& [width, height] : {std::pair{1U, 1U}, {7U, 5U}, {40U, 16U}, {3U, 33U}}) {
            const ExrImage image = testImage(width, height);
            const auto back = decodeExr(encodeExr(image, compression));
            ASSERT_TRUE(back.has_value()) << back.error();
            EXPECT_EQ(back->width, width);
            EXPECT_EQ(back->height, height);
            EXPECT_EQ(back->fullWidth, width);
            ASSERT_EQ(back->channels.size(), image.channels.size());
            for (const auto& channel : image.channels) {
                const auto* found = back->find(channel.name);
                ASSERT_NE(found, nullptr) << channel.name;
                EXPECT_TRUE(sameBits(found->values, channel.values)) << channel.name;
            }
            // The format has them in the order of their names.
            EXPECT_EQ(back->channels.front().name, "B");
            for (const auto& attribute : image.attributes) {
                EXPECT_NE(std::ranges::find(back->attributes, attribute), back->attributes.end()) << attribute.first;
            }
        }
    }
}

TEST(Exr, SpecialValuesSurvive) {
    ExrImage image;
    image.width = 8;
    image.height = 1;
    const float max = std::numeric_limits<float>::max();
    image.channels.push_back(
        {"Y", {NAN, INFINITY, -INFINITY, -0.0F, 1e-45F, max, -max, std::bit_cast<float>(0x7F812345U)}});
    const auto back = decodeExr(encodeExr(image));
    ASSERT_TRUE(back.has_value());
    EXPECT_TRUE(sameBits(back->channels[0].values, image.channels[0].values));
}

TEST(Exr, CompressionShrinks) {
    ExrImage image;
    image.width = image.height = 64;
    image.channels.push_back({"Y", std::vector<float>(64 * 64, 0.25F)});
    const size_t raw = encodeExr(image, ExrCompression::kUncompressed).size();
    EXPECT_LT(encodeExr(image, ExrCompression::kRle).size(), raw * 2 / 3);
    EXPECT_LT(encodeExr(image, ExrCompression::kZips).size(), raw / 4);
    EXPECT_LT(encodeExr(image, ExrCompression::kZip).size(), raw / 10);
}

TEST(Exr, WindowsPlaceACrop) {
    ExrImage image = testImage(5, 20);
    image.x = 30;
    image.y = 40;
    image.fullWidth = 100;
    image.fullHeight = 80;
    const auto back = decodeExr(encodeExr(image));
    ASSERT_TRUE(back.has_value()) << back.error();
    EXPECT_EQ(back->x, 30);
    EXPECT_EQ(back->y, 40);
    EXPECT_EQ(back->fullWidth, 100U);
    EXPECT_EQ(back->fullHeight, 80U);
    EXPECT_TRUE(sameBits(back->find("R")->values, image.channels[0].values));
}

/// Files that OpenImageIO 2.4 (OpenEXR 3.1) has written: x / 3, y / 4 and 1.5 ((x y) mod 5), row 3 black.
TEST(Exr, FilesOfAnotherWriter) {
    for (const std::string name : {"half-none", "rle", "half-zips", "zip", "piz", "half-piz", "pxr24", "half-b44", "half-b44a", "tiles-zip", "tiles-mipmap-piz", "parts-zip"}) {
        std::ifstream stream(std::string("raytracer/testing/corpus/decode_image_f/") + name + ".exr", std::ios::binary);
        const Bytes file((std::istreambuf_iterator<char>(stream)), {});
        const auto image = decodeExr(file);
        ASSERT_TRUE(image.has_value()) << name << ": " << image.error();
        ASSERT_EQ(image->width, 12U);
        ASSERT_EQ(image->height, 18U);
        const bool isHalf = name[0] == 'h', isB44 = name.find("b44") != name.npos;
        for (uint32_t y = 0; y < 18; ++y) {
            for (uint32_t x = 0; x < 12; ++x) {
                const size_t i = y * 12 + x;
                const float expected[] = {static_cast<float>(x) / 3, static_cast<float>(y) / 4,
                                          static_cast<float>(x * y % 5) * 1.5F};
                const char* channels[] = {"R", "G", "B"};
                for (size_t c = 0; c < 3; ++c) {
                    const float want = y == 3 ? 0 : expected[c];
                    // PXR24 keeps 15 of 23 bits; B44's steps follow the largest ratio in 4 x 4 pixels.
                    const float error = isB44 ? 0.1F + want / 2 : isHalf ? want / 2048 : name == "pxr24" ? want / 32768 : 0;
                    ASSERT_NEAR(image->find(channels[c])->values[i], want, error)
                        << name << ' ' << x << ' ' << y;
                }
            }
        }
    }
}

template <class T>
void put(Bytes& out, T value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    out.insert(out.end(), bytes, bytes + sizeof value);
}
void putText(Bytes& out, std::string_view text) {
    out.insert(out.end(), text.begin(), text.end());
    out.push_back(0);
}

struct Made {
    uint32_t version = 2, type = 2, sampling = 1, width = 4;
    uint8_t compression = 0;
    int32_t yOfLine = 0, attributeSize = 1;
    Bytes line{};
};

/// A file of one line and one channel, put together by hand.
Bytes make(const Made& m) {
    Bytes out;
    put(out, uint32_t{20000630});
    put(out, m.version);
    putText(out, "channels");
    putText(out, "chlist");
    put(out, int32_t{2 + 16 + 1});
    putText(out, "Y");
    put(out, m.type);
    put(out, uint32_t{0});
    put(out, m.sampling);
    put(out, m.sampling);
    out.push_back(0);
    putText(out, "compression");
    putText(out, "compression");
    put(out, m.attributeSize);
    out.push_back(m.compression);
    putText(out, "dataWindow");
    putText(out, "box2i");
    put(out, int32_t{16});
    for (const uint32_t edge : {0U, 0U, m.width - 1, 0U}) put(out, edge);
    out.push_back(0);
    put(out, uint64_t{out.size() + 8});
    put(out, m.yOfLine);
    put(out, static_cast<int32_t>(m.line.size()));
    out.insert(out.end(), m.line.begin(), m.line.end());
    return out;
}

TEST(Exr, HalvesOfEveryKind) {
    Bytes line;
    // 1, -2, 1/3 (nearest), the largest, the least normal, denormals, infinity, NaN.
    for (const int half : {0x3C00, 0xC000, 0x3555, 0x7BFF, 0x0400, 0x0001, 0x83FF, 0x7C00, 0xFC00, 0x7E00}) {
        put(line, static_cast<uint16_t>(half));
    }
    const auto image = decodeExr(make({.type = 1, .width = 10, .line = line}));
    ASSERT_TRUE(image.has_value()) << image.error();
    const std::vector<float> expected = {1,        -2,       0x1.554p-2F, 65504, 0x1p-14F, 0x1p-24F, -1023 * 0x1p-24F,
                                         INFINITY, -INFINITY};
    for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(image->channels[0].values[i], expected[i]) << i;
    EXPECT_TRUE(std::isnan(image->channels[0].values[9]));
}

TEST(Exr, UnsignedIntegersBecomeFloats) {
    Bytes line;
    for (const uint32_t value : {0U, 1U, 77U, 4000000000U}) put(line, value);
    const auto image = decodeExr(make({.type = 0, .line = line}));
    ASSERT_TRUE(image.has_value()) << image.error();
    EXPECT_EQ(image->channels[0].values, (std::vector<float>{0, 1, 77, 4e9F}));
}

std::string errorOf(const Made& made) {
    const auto image = decodeExr(make(made));
    return image ? "read" : image.error();
}

TEST(Exr, WhatIsNotReadSaysSo) {
    const Bytes line(16);
    EXPECT_EQ(errorOf({.line = line}), "read");
    EXPECT_EQ(errorOf({.version = 3, .line = line}), "the EXR file is of an unknown version");
    EXPECT_EQ(errorOf({.version = 2 | 0x800U, .line = line}), "the EXR file has deep pixels, which are not read");
    EXPECT_EQ(errorOf({.version = 2 | 0x200U, .line = line}), "the EXR file is damaged: the size of its tiles is missing");
    const std::string known = ", which is not read; none, RLE, ZIPS, ZIP, PIZ, PXR24, B44 and B44A are";
    EXPECT_EQ(errorOf({.compression = 8, .line = line}), "the EXR file is compressed with DWAA" + known);
    EXPECT_EQ(errorOf({.compression = 99, .line = line}), "the EXR file is compressed with an unknown method" + known);
    EXPECT_EQ(errorOf({.sampling = 2, .line = line}), "the EXR file has subsampled channels, which are not read");
    EXPECT_EQ(errorOf({.type = 3, .line = line}), "the EXR file is damaged: bad list of channels");
    EXPECT_EQ(errorOf({.width = 5, .line = line}), "the EXR file is damaged at line 0");
    EXPECT_EQ(errorOf({.width = 0x7FFFFFFF, .line = line}), "the picture is too large: 2147483647 x 1");
    EXPECT_EQ(errorOf({.width = 0x80000001, .line = line}), "the picture has no pixels");
    EXPECT_EQ(errorOf({.width = 1 << 20, .line = line}), "the EXR file is cut off");
    EXPECT_EQ(errorOf({.yOfLine = 1, .line = line}), "the EXR file is damaged or cut off at line 0");
    EXPECT_TRUE(errorOf({.attributeSize = -1, .line = line}).starts_with("the EXR file is damaged"));
    EXPECT_EQ(decodeExr({}).error(), "not an EXR file");
}

TEST(Exr, CutOffAnywhereIsAnError) {
    for (const ExrCompression compression : kAll) {
        const Bytes whole = encodeExr(testImage(6, 18), compression);
        for (size_t size = 0; size < whole.size(); ++size) {
            ASSERT_FALSE(decodeExr(std::span(whole).first(size)).has_value()) << size;
        }
    }
}

TEST(Exr, ZipNoticesEveryChangedByteOfItsData) {
    ExrImage image;
    image.width = 16;
    image.height = 16;  // one block
    image.channels.push_back({"Y", std::vector<float>(256)});
    for (size_t i = 0; i < 256; ++i) image.channels[0].values[i] = static_cast<float>(i % 7);
    const Bytes whole = encodeExr(image);
    size_t noticed = 0, harmless = 0;
    for (size_t at = whole.size() - 60; at < whole.size(); ++at) {
        Bytes damaged = whole;
        damaged[at] ^= 0x10;
        const auto back = decodeExr(damaged);
        if (!back) {
            ++noticed;
        } else {
            // Bits that fill up the last byte, or another way to say the same.
            EXPECT_TRUE(sameBits(back->channels[0].values, image.channels[0].values)) << at;
            ++harmless;
        }
    }
    EXPECT_GE(noticed, 50U);
    EXPECT_EQ(noticed + harmless, 60U);
}

TEST(Exr, RunsThatLieAreErrors) {
    const Bytes good = {3, 0, 3, 0, 3, 0, 3, 0};  // 16 times 0
    EXPECT_EQ(errorOf({.compression = 1, .line = good}), "read");
    for (const Bytes& line :
         {Bytes{127, 0}, Bytes{3, 0}, Bytes{0x80, 1, 2, 3}, Bytes{3}, Bytes{15, 0, 0, 0}, Bytes{}}) {
        EXPECT_EQ(errorOf({.compression = 1, .line = line}), "the EXR file is damaged at line 0");
    }
}

TEST(Exr, RgbFromItsChannels) {
    ExrImage image;
    image.width = 2;
    image.height = 1;
    addChannels(image, "", "RGB", std::vector<float>{1, 2, 3, 4, 5, 6});
    addChannels(image, "normal", "XYZ", std::vector<float>{7, 8, 9, 10, 11, 12});
    addChannels(image, "Z", "", std::vector<float>{13, 14});
    EXPECT_EQ(image.find("G")->values, (std::vector<float>{2, 5}));
    EXPECT_EQ(image.find("normal.Z")->values, (std::vector<float>{9, 12}));
    EXPECT_EQ(rgbOf(image)->data, (std::vector<float>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(rgbOf(image, "normal")->data, (std::vector<float>{7, 8, 9, 10, 11, 12}));
    EXPECT_EQ(rgbOf(image, "Z")->data, (std::vector<float>{13, 13, 13, 14, 14, 14}));
    EXPECT_EQ(rgbOf(image, "albedo").error(), "the EXR file has no channels albedo.R, albedo.G and albedo.B");
}

}  // namespace
}  // namespace raypool
