#include "raytracer/core/text_location.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace raypool {
namespace {

/// Decodes the text from its start, code point by code point.
TextLocation slowly(std::string_view text, size_t offset) {
    TextLocation out;
    size_t i = 0;
    while (i < offset && i < text.size()) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        uint32_t code = length == 1 ? byte : byte & (0x7FU >> length);
        for (size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        out.utf16 += code > 0xFFFF ? 2 : 1;
        ++out.column;
        if (code == '\n') ++out.line, out.column = 1;
        i += length;
    }
    return out;
}

void expectAt(std::string_view text, size_t offset, int line, int column, size_t utf16) {
    const TextLocation at = TextLocator(text).at(offset);
    EXPECT_EQ(at.line, line) << offset;
    EXPECT_EQ(at.column, column) << offset;
    EXPECT_EQ(at.utf16, utf16) << offset;
}

TEST(TextLocation, StartAndEnd) {
    expectAt("", 0, 1, 1, 0);
    expectAt("", 5, 1, 1, 0);
    expectAt("ab", 0, 1, 1, 0);
    expectAt("ab", 2, 1, 3, 2);
    expectAt("ab", 99, 1, 3, 2);   // behind the end: the end
}

TEST(TextLocation, Lines) {
    expectAt("a\nbc\n", 1, 1, 2, 1);
    expectAt("a\nbc\n", 2, 2, 1, 2);
    expectAt("a\nbc\n", 4, 2, 3, 4);
    expectAt("a\nbc\n", 5, 3, 1, 5);
}

TEST(TextLocation, CarriageReturnBelongsToItsLine) {
    expectAt("a\r\nb", 1, 1, 2, 1);
    expectAt("a\r\nb", 2, 1, 3, 2);
    expectAt("a\r\nb", 3, 2, 1, 3);
}

TEST(TextLocation, ColumnsCountCodePointsAndEditorsCountUtf16) {
    const std::string_view text = "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80x";   // é, €, a smiley (a surrogate pair), x
    expectAt(text, 2, 1, 2, 1);
    expectAt(text, 5, 1, 3, 2);
    expectAt(text, 9, 1, 4, 4);
    expectAt(text, 10, 1, 5, 5);
}

TEST(TextLocation, BytesThatBeginNothingCountAsOne) {
    expectAt("\xFF\xF8x", 2, 1, 3, 2);   // an editor shows U+FFFD for each
}

TEST(TextLocation, LongLine) {
    const std::string text(100000, 'x');
    expectAt(text, 99999, 1, 100000, 99999);
    expectAt(text, 4096, 1, 4097, 4096);
    expectAt(text, 4095, 1, 4096, 4095);
}

TEST(TextLocation, EveryBoundaryOfALongRandomText) {
    std::mt19937 random(3);
    const std::string_view parts[] = {"a", "\n", "\r\n", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    std::string text;
    std::vector<size_t> boundaries;
    while (text.size() < 20000) {
        boundaries.push_back(text.size());
        text += parts[random() % std::size(parts)];
    }
    const TextLocator locator(text);
    for (size_t i = 0; i < boundaries.size(); i += 7) {
        const TextLocation actual = locator.at(boundaries[i]), expected = slowly(text, boundaries[i]);
        ASSERT_EQ(actual.line, expected.line) << boundaries[i];
        ASSERT_EQ(actual.column, expected.column) << boundaries[i];
        ASSERT_EQ(actual.utf16, expected.utf16) << boundaries[i];
    }
}

}  // namespace
}  // namespace raypool
