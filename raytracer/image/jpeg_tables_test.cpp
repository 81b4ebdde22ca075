#include "raytracer/image/jpeg_tables.h"

#include <gtest/gtest.h>

#include <vector>

#include "raytracer/image/codec.h"
#include "raytracer/testing/pictures.h"

namespace raypool {
namespace {

/// A grey picture of one pixel.
Bytes smallJpeg() { return testing::readBytes("raytracer/testing/corpus/decode_image8/small.jpg"); }

size_t find(const Bytes& file, uint8_t marker) {
    for (size_t i = 2; i + 1 < file.size(); ++i) {
        if (file[i] == 0xFF && file[i + 1] == marker) return i;
    }
    ADD_FAILURE() << "no such marker";
    return 0;
}

TEST(JpegTables, GoodFilesAreSound) {
    EXPECT_TRUE(hasSoundJpegTables(smallJpeg()));
    const auto image = decodeImage8(smallJpeg());
    ASSERT_TRUE(image.has_value()) << image.error();
    EXPECT_EQ(image->width, 1U);
    EXPECT_EQ(image->data[0], image->data[2]);
}

TEST(JpegTables, TooManyCodesAreNot) {
    Bytes file = smallJpeg();
    const size_t table = find(file, 0xC4) + 4;
    file[table + 5] = file[table + 9] = 0xFF;
    EXPECT_FALSE(hasSoundJpegTables(file));
    EXPECT_EQ(decodeImage8(file).error(), "the picture is damaged: bad Huffman table");
    // Wherever the decoder may find it: behind fill bytes, behind the coded data, in a segment that is too short.
    Bytes filled = file;
    filled.insert(filled.begin() + 2, {0xFF, 0xFF});
    filled.insert(filled.begin(), 0xFF);
    EXPECT_FALSE(hasSoundJpegTables(filled));
    Bytes late = smallJpeg();
    late.insert(late.end() - 2, {0xFF, 0xC4, 0, 19, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    EXPECT_FALSE(hasSoundJpegTables(late));
    file[find(file, 0xC4) + 2] = 0;
    file[find(file, 0xC4) + 3] = 3;
    EXPECT_FALSE(hasSoundJpegTables(file));
}

TEST(JpegTables, BytesOfOtherSegmentsAreNoTables) {
    // A table in a thumbnail or a comment is nobody's business.
    Bytes file = smallJpeg();
    const Bytes comment = {0xFF, 0xFE, 0, 22, 0xFF, 0xC4, 0, 18, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    file.insert(file.begin() + 2, comment.begin(), comment.end());
    EXPECT_TRUE(hasSoundJpegTables(file));
    EXPECT_TRUE(decodeImage8(file).has_value());
}

TEST(JpegTables, OtherFilesAreNoneOfItsBusiness) {
    EXPECT_TRUE(hasSoundJpegTables({}));
    EXPECT_TRUE(hasSoundJpegTables(Bytes{0xFF}));
    EXPECT_TRUE(hasSoundJpegTables(Bytes{0xFF, 0xD8}));
    EXPECT_TRUE(hasSoundJpegTables(Bytes{0xFF, 0xD8, 0xFF, 0xC4}));
    EXPECT_TRUE(hasSoundJpegTables(encodePng(1, 1, Bytes(4))));
}

}  // namespace
}  // namespace raypool
