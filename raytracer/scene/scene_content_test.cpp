#include "raytracer/scene/scene_content.h"

#include <gtest/gtest.h>

#include "raytracer/loaders/load_scene.h"
#include "raytracer/scene/json_document.h"
#include "raytracer/scene/relocate.h"

namespace raypool {
namespace {

bool same(const char* a, const char* b) {
    auto first = loadScene(a), second = loadScene(b);
    EXPECT_TRUE(first.has_value() && second.has_value());
    const SceneDesc firstBefore = *first, secondBefore = *second;
    const bool result = haveSameContent(*first, *second);
    EXPECT_EQ(firstBefore.native, first->native);
    EXPECT_EQ(secondBefore.native, second->native);
    return result;
}

TEST(SceneContent, WhatIsSeenDiffersHowItIsSeenDoesNot) {
    const char* const plain = R"({"raypool": 1, "objects": [{"sphere": {}}]})";
    EXPECT_TRUE(same(plain, R"({"raypool": 1, "title": "T", "render": {"samples": 3, "width": 9}, "display": {"exposure": 1},
                                "camera": {"position": [0, 1, 9], "yfov": 20}, "objects": [{"sphere": {}}]})"));
    EXPECT_FALSE(same(plain, R"({"raypool": 1, "objects": [{"sphere": {"radius": 2}}]})"));
    EXPECT_FALSE(same(plain, R"({"raypool": 1, "environment": {"type": "constant"}, "objects": [{"sphere": {}}]})"));
    EXPECT_FALSE(same(plain, R"({"raypool": 1, "objects": [{"sphere": {}, "material": {"base_color": 0.5}}]})"));
    // Lights and trees are made ready before anybody looks.
    EXPECT_FALSE(same(plain, R"({"raypool": 1, "render": {"light_selection": "power"}, "objects": [{"sphere": {}}]})"));
    EXPECT_FALSE(same(plain, R"({"raypool": 1, "render": {"bvh_build": "high"}, "objects": [{"sphere": {}}]})"));
    // Moving objects are laid out for the shutter.
    EXPECT_FALSE(same(plain, R"({"raypool": 1, "camera": {"shutter": [0, 1]}, "objects": [{"sphere": {}}]})"));
}

TEST(SceneContent, DiagnosticsMoveWithTheText) {
    const std::string_view before = R"({"a": {"x/y": [1, {"b": 2}]}})";
    const std::string_view after = "{\n  \"other\": 1,\n  \"a\": {\"x/y\": [1,\n    {\"b\": 2}]}}";
    const auto document = JsonDocument::parse(before);
    const JsonId node = findPointer(*document, "/a/x~1y/1/b");
    ASSERT_NE(node, kNoJson);
    EXPECT_EQ(document->pointer(node), "/a/x~1y/1/b");
    EXPECT_EQ(findPointer(*document, "/a/x~1y/2"), kNoJson);
    EXPECT_EQ(findPointer(*document, "a"), kNoJson);
    EXPECT_EQ(findPointer(*document, ""), 0U);
    Diagnostic d = document->at(node, "two", "one");
    d.severity = Severity::kWarning;
    const auto moved = relocated({d}, after);
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].message, "two");
    EXPECT_EQ(moved[0].severity, Severity::kWarning);
    EXPECT_EQ(moved[0].line, 4);
    EXPECT_EQ(moved[0].column, 11);
    EXPECT_EQ(after.substr(moved[0].from, moved[0].to - moved[0].from), "2");
}

}  // namespace
}  // namespace raypool
