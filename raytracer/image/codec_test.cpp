#include "raytracer/image/codec.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace raypool {
namespace {

Bytes randomBytes(size_t count, uint32_t seed) {
    std::mt19937 random(seed);
    Bytes out(count);
    for (auto& byte : out) byte = static_cast<uint8_t>(random());
    return out;
}

Bytes bytesOf(std::string_view text) { return Bytes(text.begin(), text.end()); }

TEST(Codec, PngRoundTrip) {
    const std::pair<uint32_t, uint32_t> sizes[] = {{1, 1}, {3, 2}, {17, 5}, {1, 40}, {200, 3}};
    for (const auto& [width, height] : sizes) {
        const Bytes rgba = randomBytes(size_t{width} * height * 4, width);
        const auto image = decodeImage8(encodePng(width, height, rgba));
        ASSERT_TRUE(image.has_value()) << image.error();
        ASSERT_EQ(image->width, width);
        ASSERT_EQ(image->height, height);
        ASSERT_EQ(image->channels, 3U);
        ASSERT_EQ(image->data.size(), size_t{width} * height * 3);
        for (size_t i = 0; i < size_t{width} * height; ++i) {
            for (size_t c = 0; c < 3; ++c) ASSERT_EQ(image->data[i * 3 + c], rgba[i * 4 + c]) << i;
        }
        const uint32_t x = width - 1, y = height - 1;
        EXPECT_EQ(image->at(x, y)[1], rgba[(size_t{y} * width + x) * 4 + 1]);
    }
}

TEST(Codec, PngSaysWhatItIs) {
    const Bytes file = encodePng(300, 2, randomBytes(2400, 1));
    const Bytes start = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                         0,    0,   1,   44,  0,    0,    0,    2,    8, 6};   // 300 x 2, 8 bits, RGBA
    ASSERT_GT(file.size(), start.size());
    EXPECT_EQ(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(start.size())), start);
}

TEST(Codec, PngOfMoreThanItsPixelsIsRefused) {
    // A bomb: sixteen megabytes in the place of a few pixels. Its header is not checked against its sum.
    constexpr uint32_t kSide = 2048;
    Bytes bomb = encodePng(kSide, kSide, Bytes(size_t{kSide} * kSide * 4));
    ASSERT_TRUE(decodeImage8(bomb).has_value());
    for (const size_t at : {16, 20}) bomb[at] = bomb[at + 1] = bomb[at + 2] = 0, bomb[at + 3] = 16;
    for (const auto& problem : {decodeImage8(bomb).error(), decodeTexture8(bomb).error(), decodeTexture16(bomb).error()}) {
        EXPECT_EQ(problem, "the picture is damaged: more is packed into it than its pixels take");
    }
    // The limit is that picture's alone.
    EXPECT_TRUE(decodeImage8(encodePng(64, 64, Bytes(size_t{64} * 64 * 4))).has_value());
}

TEST(Codec, PngThatIsTooLargeSaysSo) {
    Bytes file = encodePng(16, 16, Bytes(size_t{16} * 16 * 4));
    const auto setSize = [&](size_t at, uint32_t size) {
        for (size_t i = 0; i < 4; ++i) file[at + i] = static_cast<uint8_t>(size >> (24 - 8 * i));
    };
    setSize(16, 100000), setSize(20, 70000);
    EXPECT_EQ(decodeImage8(file).error(), "the picture is too large: 100000 x 70000");
    setSize(16, 0x7FFFFFFF), setSize(20, 0xFFFFFFFF);
    EXPECT_EQ(decodeTexture8(file).error(), "the picture is too large: 2147483647 x 4294967295");
    setSize(16, 0), setSize(20, 0);
    EXPECT_EQ(decodeTexture8(file).error(), "the picture has no pixels");
}

/// Rows of RGBE as the format describes them: flat, or run lengths per channel.
std::vector<float> readHdr(const Bytes& file, uint32_t& width, uint32_t& height) {
    const std::string text(file.begin(), file.end());
    EXPECT_TRUE(text.starts_with("#?RADIANCE\n"));
    EXPECT_NE(text.find("\nFORMAT=32-bit_rle_rgbe\n"), std::string::npos);
    const size_t size = text.find("\n\n") + 2;
    EXPECT_EQ(std::sscanf(text.c_str() + size, "-Y %u +X %u", &height, &width), 2);
    size_t at = text.find('\n', size) + 1;
    std::vector<float> out;
    for (uint32_t y = 0; y < height; ++y) {
        std::vector<uint8_t> row(size_t{width} * 4);
        if (width < 8) {
            for (auto& byte : row) byte = file[at++];
        } else {
            EXPECT_EQ(file[at] << 24 | file[at + 1] << 16 | file[at + 2] << 8 | file[at + 3],
                      static_cast<int>(0x02020000U | width));
            at += 4;
            for (size_t channel = 0; channel < 4; ++channel) {
                for (size_t x = 0; x < width;) {
                    const uint8_t count = file[at++];
                    for (uint8_t i = 0; i < (count > 128 ? count - 128 : count); ++i) {
                        row[x++ * 4 + channel] = file[count > 128 ? at : at + i];
                    }
                    at += count > 128 ? 1 : count;
                }
            }
        }
        for (size_t x = 0; x < width; ++x) {
            for (size_t c = 0; c < 3; ++c) {
                out.push_back(row[x * 4 + 3] == 0 ? 0 : std::ldexp(static_cast<float>(row[x * 4 + c]), row[x * 4 + 3] - 136));
            }
        }
    }
    EXPECT_EQ(at, file.size());
    return out;
}

TEST(Codec, HdrHoldsRadianceToAPercent) {
    std::mt19937 random(4);
    std::uniform_real_distribution<float> exponent(-10, 10);
    for (const uint32_t width : {3U, 40U}) {
        constexpr uint32_t kHeight = 6;
        std::vector<float> rgb(size_t{width} * kHeight * 3);
        for (auto& value : rgb) value = std::exp(exponent(random));
        std::fill_n(rgb.begin(), width * 3, 0.0F);   // a black row, and a row of one colour
        std::fill_n(rgb.begin() + width * 3, width * 3, 5.5F);
        uint32_t w = 0, h = 0;
        const auto back = readHdr(encodeHdr(width, kHeight, rgb), w, h);
        EXPECT_EQ(w, width);
        EXPECT_EQ(h, kHeight);
        ASSERT_EQ(back.size(), rgb.size());
        for (size_t i = 0; i < rgb.size(); i += 3) {
            // The exponent is that of the brightest channel.
            const float most = std::max({rgb[i], rgb[i + 1], rgb[i + 2]});
            for (size_t c = i; c < i + 3; ++c) EXPECT_NEAR(back[c], rgb[c], most / 100) << c;
        }
    }
}

TEST(Codec, PfmHoldsTheFloatsFromTheBottomUp) {
    const std::vector<float> rgb = {1, 2, 3, 4, 5, 6, -7, 1e30F, 1e-30F, 0, INFINITY, 12};   // 2 x 2
    const Bytes file = encodePfm(2, 2, rgb);
    const std::string_view header = "PF\n2 2\n-1.0\n";
    ASSERT_EQ(file.size(), header.size() + 48);
    EXPECT_EQ(std::string(file.begin(), file.begin() + static_cast<ptrdiff_t>(header.size())), header);
    std::vector<float> values(12);
    std::memcpy(values.data(), file.data() + header.size(), 48);
    EXPECT_EQ(values, (std::vector<float>{-7, 1e30F, 1e-30F, 0, INFINITY, 12, 1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(file[header.size() + 48 - 4], 0);   // 6.0F = 0x40C00000, its least byte first
    EXPECT_EQ(file[header.size() + 48 - 1], 0x40);
}

TEST(Codec, FormatsThatTheDemoReads) {
    const auto ppm = decodeImage8(bytesOf(std::string("P6 2 1 255\n\x01\x02\x03\xF0\xF1\xF2", 17)));
    ASSERT_TRUE(ppm.has_value()) << ppm.error();
    EXPECT_EQ(ppm->data, (std::vector<uint8_t>{1, 2, 3, 0xF0, 0xF1, 0xF2}));
    const auto pgm = decodeImage8(bytesOf("P5 1 2 255\nAz"));   // grey
    ASSERT_TRUE(pgm.has_value()) << pgm.error();
    EXPECT_EQ(pgm->data, (std::vector<uint8_t>{'A', 'A', 'A', 'z', 'z', 'z'}));
    // BMP, 1 x 1, 24 bits: blue first.
    Bytes bmp = bytesOf("BM");
    for (const uint32_t word : {58U, 0U, 54U, 40U, 1U, 1U, 1U | 24U << 16, 0U, 4U, 0U, 0U, 0U, 0U, 0x00332211U}) {
        for (int i = 0; i < 4; ++i) bmp.push_back(static_cast<uint8_t>(word >> 8 * i));
    }
    const auto image = decodeImage8(bmp);
    ASSERT_TRUE(image.has_value()) << image.error();
    EXPECT_EQ(image->data, (std::vector<uint8_t>{0x33, 0x22, 0x11}));
}

TEST(Codec, CutOffPngIsAnError) {
    const Bytes whole = encodePng(20, 20, randomBytes(1600, 2));
    for (size_t size = 0; size < whole.size() - 12; ++size) {   // 12: IEND
        const auto image = decodeImage8(std::span(whole).first(size));
        ASSERT_FALSE(image.has_value()) << size;
        ASSERT_FALSE(image.error().empty());
    }
}

TEST(Codec, GarbageIsAnError) {
    for (uint32_t seed = 0; seed < 200; ++seed) {
        Bytes bytes = randomBytes(seed * 3, seed);
        const auto image = decodeImage8(bytes);
        ASSERT_FALSE(image.has_value()) << seed;
        EXPECT_TRUE(image.error().starts_with("not a picture that can be read: ")) << image.error();
    }
    EXPECT_FALSE(decodeImage8(bytesOf("{\"width\": 800}")).has_value());
    EXPECT_FALSE(decodeImage8({}).has_value());
    // Radiance files are written only: a reader that a cut-off one sends round for ever is worse than none.
    const Bytes hdr = encodeHdr(8, 4, std::vector<float>(96, 1.0F));
    EXPECT_FALSE(decodeImage8(std::span(hdr).first(hdr.size() - 10)).has_value());
}

TEST(Codec, DamagedPngDoesNoHarm) {
    const Bytes whole = encodePng(30, 30, randomBytes(3600, 3));
    std::mt19937 random(5);
    for (int i = 0; i < 2000; ++i) {
        Bytes bytes = whole;
        for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<uint8_t>(random());
        const auto image = decodeImage8(bytes);   // may be read: the checksums are not looked at
        if (image) {
            ASSERT_EQ(image->data.size(), size_t{image->width} * image->height * 3);
        }
    }
}

TEST(Codec, SixteenBitPnmIsRefused) {
    for (const std::string_view file : {"P5 2 1 256\nabcd", "P6 1 1 65535\nabcdef"}) {
        const auto image = decodeImage8(bytesOf(file));
        ASSERT_FALSE(image.has_value()) << file;
        EXPECT_EQ(image.error(), "the picture is a PPM or PGM of more than 8 bits a channel");
    }
}

TEST(Codec, PicturesWithoutPixelsAreRefused) {
    for (const std::string_view file : {"P6 0 1 255\nabc", "P6 2 0 255\nabcdef", "P5 0 0 255\n", "P5 2 x 255\nab"}) {
        const auto image = decodeImage8(bytesOf(file));
        ASSERT_FALSE(image.has_value()) << file;
        EXPECT_EQ(image.error(), "the picture has no pixels");
    }
}

TEST(Codec, HugePicturesAreRefusedUnread) {
    EXPECT_EQ(decodeImage8(bytesOf("P6 60000 60000 255\n")).error(), "the picture is too large: 60000 x 60000");
    EXPECT_EQ(decodeImage8(bytesOf("P6 8193 8193 255\n")).error(), "the picture is too large: 8193 x 8193");
    Bytes png = encodePng(1, 1, Bytes(4));
    png[18] = png[22] = 0x27;
    png[19] = png[23] = 0x10;
    EXPECT_EQ(decodeImage8(png).error(), "the picture is too large: 10000 x 10000");
    png[16] = 0x7F;             // 2^31 and more
    EXPECT_FALSE(decodeImage8(png).has_value());
}

}  // namespace
}  // namespace raypool
