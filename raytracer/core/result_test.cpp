#include "raytracer/core/result.h"

#include <gtest/gtest.h>

namespace raypool {
namespace {

TEST(Diagnostic, EverythingOnOneLine) {
    const Diagnostic d{.message = "bad", .hint = "good", .pointer = "/a/0", .line = 3, .column = 7};
    EXPECT_EQ(toString(d, "scene.json"), "scene.json:3:7: error: bad (good) [/a/0]");
    EXPECT_EQ(toString(d), "3:7: error: bad (good) [/a/0]");
}

TEST(Diagnostic, WhatIsNotKnownIsLeftOut) {
    EXPECT_EQ(toString({.message = "bad"}), "error: bad");
    // One line, and nothing that a terminal obeys, whatever a file's names say.
    EXPECT_EQ(toString({.message = "no \x1b[2J\n\"\xc3\xa4\""}, "a\rb"), "a\\x0db: error: no \\x1b[2J\\x0a\"\xc3\xa4\"");
    EXPECT_EQ(toString({.message = "bad"}, "f"), "f: error: bad");
    EXPECT_EQ(toString({.severity = Severity::kWarning, .message = "odd", .line = 1, .column = 1}, "f"),
              "f:1:1: warning: odd");
}

TEST(Diagnostic, FailureIsOneErrorWithoutAPlace) {
    const Result<int> result = failure("no", "yes");
    ASSERT_FALSE(result.has_value());
    ASSERT_EQ(result.error().size(), 1U);
    EXPECT_EQ(toString(result.error()[0]), "error: no (yes)");
    EXPECT_EQ(result.error()[0].severity, Severity::kError);
}

}  // namespace
}  // namespace raypool
