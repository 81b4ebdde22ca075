#include "raytracer/geometry/mesh_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace raypool {
namespace {

/// Also says how much of the text was the number.
float parsed(std::string_view text, size_t size) {
    float value = -77;
    const char* end = parseFloat(text.data(), text.data() + text.size(), value);
    EXPECT_EQ(end, text.data() + size) << text;
    return value;
}

TEST(MeshText, NumbersAreTheNearestFloats) {
    EXPECT_EQ(parsed("1", 1), 1.0F);
    EXPECT_EQ(parsed("+2.5e1 ", 6), 25.0F);
    EXPECT_EQ(parsed("-.5/", 3), -0.5F);
    EXPECT_EQ(parsed("3.e-1", 5), 0.3F);
    EXPECT_EQ(parsed("1E2", 3), 100.0F);
    EXPECT_EQ(parsed("0.1", 3), 0.1F);
    EXPECT_EQ(parsed("16777217", 8), 16777216.0F);
    EXPECT_EQ(parsed("16777217.0000000001", 19), 16777218.0F);
    std::mt19937 random(5);
    for (int i = 0; i < 2000; ++i) {
        char text[64];
        const double value = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 100) - 80);
        std::snprintf(text, sizeof text, i % 2 == 0 ? "%.9g" : "%.17e", i % 3 == 0 ? -value : value);
        EXPECT_EQ(parsed(text, std::string_view(text).size()), std::strtof(text, nullptr)) << text;
    }
}

TEST(MeshText, NumbersBeyondFloat) {
    EXPECT_EQ(parsed("1e39", 4), HUGE_VALF);
    EXPECT_EQ(parsed("-1e39", 5), -HUGE_VALF);
    EXPECT_EQ(parsed("1e400", 5), HUGE_VALF);
    EXPECT_EQ(parsed("-1e999999999999", 15), -HUGE_VALF);
    EXPECT_EQ(parsed("1e-50", 5), 0.0F);
    EXPECT_EQ(parsed("1e-400", 6), 0.0F);
    EXPECT_EQ(parsed("1e-40", 5), 1e-40F);
    EXPECT_EQ(parsed("-0." + std::string(400, '0') + "1", 404), 0.0F);
    EXPECT_EQ(parsed("." + std::string(400, '0') + "1", 402), 0.0F);
    EXPECT_EQ(parsed(std::string(400, '9'), 400), HUGE_VALF);
    EXPECT_TRUE(std::isnan(parsed("nan", 3)));
    EXPECT_EQ(parsed("inf", 3), HUGE_VALF);
}

TEST(MeshText, WhatIsNoNumber) {
    for (const std::string_view text : {"", "+", "-", ".", "e5", "x", "+-1", "--1", " 1", "/"}) {
        float value = 0;
        EXPECT_EQ(parseFloat(text.data(), text.data() + text.size(), value), nullptr) << text;
    }
}

TEST(MeshText, PlacesWhateverTheLineEnds) {
    for (const std::string_view text : {"ab\ncd\n\xC3\xA4x", "ab\r\ncd\r\n\xC3\xA4x", "ab\rcd\r\xC3\xA4x"}) {
        const Diagnostic problem = failureAt(text, text.find('x'), "bad", "good").error()[0];
        EXPECT_EQ(problem.line, 3);
        EXPECT_EQ(problem.column, 2);
        EXPECT_EQ(problem.message, "bad");
        EXPECT_EQ(problem.hint, "good");
    }
    EXPECT_EQ(failureAt("", 0, "empty").error()[0].line, 1);
}

TEST(MeshText, WordsInMessages) {
    EXPECT_EQ(quotedWord("f one two", 2), "'one'");
    EXPECT_EQ(quotedWord("f \n", 2), "the end of the line");
    EXPECT_EQ(quotedWord("f", 1), "the end of the line");
    EXPECT_EQ(quotedWord("a\xFF\x7F", 0), "'a\?\?'");
    EXPECT_EQ(quotedWord(std::string(500, 'x'), 0), "'" + std::string(24, 'x') + "...'");
}

TEST(MeshText, NamesBecomeUtf8) {
    for (const char* name : {"", "Wood", "d\xC3\xA6k", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
        EXPECT_EQ(asUtf8(name), name);
    }
    EXPECT_EQ(asUtf8("d\xE6k"), "d\xC3\xA6k");
    // Cut, overlong, a surrogate, beyond the last code point.
    EXPECT_EQ(asUtf8("\xC3"), "\xC3\x83");
    EXPECT_EQ(asUtf8("\xC0\xAF"), "\xC3\x80\xC2\xAF");
    EXPECT_EQ(asUtf8("\xED\xA0\x80"), "\xC3\xAD\xC2\xA0\xC2\x80");
    EXPECT_EQ(asUtf8("\xF4\x90\x80\x80"), "\xC3\xB4\xC2\x90\xC2\x80\xC2\x80");
}

}  // namespace
}  // namespace raypool
