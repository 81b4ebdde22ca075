// What is wrong with a scene is said at its place, in full: each case is the good scene with one piece replaced.
#include <gtest/gtest.h>

#include "raytracer/loaders/load_scene.h"
#include "raytracer/testing/demo_scene_text.h"

namespace raypool {
namespace {

using testing::demoSceneText;
using testing::demoSceneWith;

std::string all(const Result<SceneDesc>& scene) {
    if (scene) return "no error";
    std::string out;
    for (const auto& problem : scene.error()) out += (out.empty() ? "" : "\n") + toString(problem);
    return out;
}

struct Case {
    std::string_view from, to;
    std::string_view message;   // line:column: error: what (hint) [pointer]
    std::string_view marked;    // the text that the editor underlines; of objects and lists their start
};

const Case kCases[] = {
    // Sizes and numbers of the scene.
    {"\"width\": 8,", "", "1:1: error: missing field \"width\"", "{"},
    {"\"height\": 6,", "", "1:1: error: missing field \"height\"", "{"},
    {"\"fov\": 90.0,", "", "1:1: error: missing field \"fov\"", "{"},
    {"\"shadow_bias\": 1e-13,", "", "1:1: error: missing field \"shadow_bias\"", "{"},
    {",\n  \"max_recursion_depth\": 10", "", "1:1: error: missing field \"max_recursion_depth\"", "{"},
    {"\"width\": 8", "\"width\": 8.5", "2:12: error: \"width\" must be a whole number (1 to 16384) [/width]", "8.5"},
    {"\"width\": 8", "\"width\": -8", "2:12: error: \"width\" is out of range (1 to 16384) [/width]", "-8"},
    {"\"width\": 8", "\"width\": 0", "2:12: error: \"width\" is out of range (1 to 16384) [/width]", "0"},
    {"\"width\": 8", "\"width\": 16385", "2:12: error: \"width\" is out of range (1 to 16384) [/width]", "16385"},
    {"\"width\": 8", "\"width\": 1e300", "2:12: error: \"width\" is out of range (1 to 16384) [/width]", "1e300"},
    {"\"width\": 8", "\"width\": \"8\"", "2:12: error: \"width\" must be a number, not a string [/width]", "\"8\""},
    {"\"width\": 8,\n  \"height\": 6", "\"width\": 16384,\n  \"height\": 16384",
     "2:12: error: a picture of 16384 x 16384 pixels is too large (at most 67108864 pixels) [/width]", "16384"},
    {"\"height\": 6", "\"hieght\": 6", "3:3: error: missing field \"height\" (is \"hieght\" meant to be it?) [/hieght]", "\"hieght\""},
    {"\"fov\": 90.0", "\"fov\": null", "4:10: error: \"fov\" must be a number, not null [/fov]", "null"},
    {"\"fov\": 90.0", "\"fov\": true", "4:10: error: \"fov\" must be a number, not a boolean [/fov]", "true"},
    {"\"max_recursion_depth\": 10", "\"max_recursion_depth\": 2.5",
     "45:26: error: \"max_recursion_depth\" must be a whole number (0 to 4294967295) [/max_recursion_depth]", "2.5"},
    {"\"max_recursion_depth\": 10", "\"max_recursion_depth\": 4294967296",
     "45:26: error: \"max_recursion_depth\" is out of range (0 to 4294967295) [/max_recursion_depth]", "4294967296"},
    {"\"max_recursion_depth\": 10", "\"max_recursion_depth\": -1",
     "45:26: error: \"max_recursion_depth\" is out of range (0 to 4294967295) [/max_recursion_depth]", "-1"},
    {"\"shadow_bias\": 1e-13", "\"shadow_bias\": []", "44:18: error: \"shadow_bias\" must be a number, not an array [/shadow_bias]", "[]"},
    // Elements.
    {"\"elements\": [", "\"elemnets\": [", "5:3: error: missing field \"elements\" (is \"elemnets\" meant to be it?) [/elemnets]", "\"elemnets\""},
    {"\"Sphere\": {", "\"Sphre\": {", "7:7: error: unknown kind \"Sphre\" for an element (did you mean \"Sphere\"?) [/elements/0/Sphre]", "\"Sphre\""},
    {"\"Sphere\": {", "\"Triangle\": {",
     "7:7: error: unknown kind \"Triangle\" for an element (expected {\"Sphere\": ...} or {\"Plane\": ...}) [/elements/0/Triangle]", "\"Triangle\""},
    {"      \"Plane\": {", "      \"a\": 1, \"Plane\": {",
     "17:5: error: an element must have exactly one key ({\"Sphere\": ...} or {\"Plane\": ...}) [/elements/1]", "{"},
    {"\"center\": {\"x\": 0.0, \"y\": 0.5, \"z\": -5.0},", "",
     "7:17: error: missing field \"center\" [/elements/0/Sphere]", "{"},
    {"{\"x\": 0.0, \"y\": 0.5, \"z\": -5.0}", "[0, 0.5, -5]",
     "8:19: error: \"center\" must be an object, not an array [/elements/0/Sphere/center]", "[0, 0.5, -5]"},
    {"\"y\": 0.5, ", "", "8:19: error: missing field \"y\" [/elements/0/Sphere/center]", "{"},
    {"\"radius\": 1.25,", "", "7:17: error: missing field \"radius\" [/elements/0/Sphere]", "{"},
    {"\"radius\": 1.25", "\"Radius\": 1.25",
     "9:9: error: missing field \"radius\" (is \"Radius\" meant to be it?) [/elements/0/Sphere/Radius]", "\"Radius\""},
    {"\"radius\": 1.25", "\"radius\": \"one\"", "9:19: error: \"radius\" must be a number, not a string [/elements/0/Sphere/radius]", "\"one\""},
    {"\"origin\": {\"x\": 0.0, \"y\": -2.0, \"z\": -5.0},", "", "18:16: error: missing field \"origin\" [/elements/1/Plane]", "{"},
    {"\"normal\": {\"x\": 0.0, \"y\": -2.0, \"z\": 0.0},", "", "18:16: error: missing field \"normal\" [/elements/1/Plane]", "{"},
    // Materials.
    {"\"material\": {", "\"materail\": {",
     "10:9: error: missing field \"material\" (is \"materail\" meant to be it?) [/elements/0/Sphere/materail]", "\"materail\""},
    {"\"albedo\": 0.18,", "", "10:21: error: missing field \"albedo\" [/elements/0/Sphere/material]", "{"},
    {"\"albedo\": 0.18", "\"albedo\": 1e39",
     "12:21: error: \"albedo\" is too large (at most 3.4e38, single precision) [/elements/0/Sphere/material/albedo]", "1e39"},
    {"\"coloration\": {\"Color\": {\"red\": 0.2, \"green\": 1.0, \"blue\": 0.25}},", "",
     "10:21: error: missing field \"coloration\" [/elements/0/Sphere/material]", "{"},
    {"\"coloration\": {\"Color\"", "\"coloration\": {\"Colour\"",
     "11:26: error: unknown kind \"Colour\" for a coloration (did you mean \"Color\"?) [/elements/0/Sphere/material/coloration/Colour]",
     "\"Colour\""},
    {"\"coloration\": {\"Color\": {\"red\": 0.2, \"green\": 1.0, \"blue\": 0.25}}", "\"coloration\": \"red\"",
     "11:25: error: a coloration must be an object, not a string [/elements/0/Sphere/material/coloration]", "\"red\""},
    {"\"red\": 0.2, ", "", "11:35: error: missing field \"red\" [/elements/0/Sphere/material/coloration/Color]", "{"},
    {"\"Texture\": \"scenes/checkerboard.png\"", "\"Texture\": 5",
     "22:37: error: a texture must be a path, not a number (\"picture.png\" or {\"path\": \"picture.png\"}) "
     "[/elements/1/Plane/material/coloration/Texture]", "5"},
    {"\"Texture\": \"scenes/checkerboard.png\"", "\"Texture\": {\"path\": null}",
     "22:46: error: a texture must be a path, not null (\"picture.png\" or {\"path\": \"picture.png\"}) "
     "[/elements/1/Plane/material/coloration/Texture/path]", "null"},
    {"\"Texture\": \"scenes/checkerboard.png\"", "\"Texture\": {}",
     "22:37: error: missing field \"path\" [/elements/1/Plane/material/coloration/Texture]", "{}"},
    {"\"surface\": \"Diffuse\"", "\"surface\": \"diffuse\"",
     "24:22: error: unknown kind \"diffuse\" for a surface (did you mean \"Diffuse\"?) [/elements/1/Plane/material/surface]", "\"diffuse\""},
    {"\"surface\": \"Diffuse\"", "\"surface\": \"Shiny\"",
     "24:22: error: unknown kind \"Shiny\" for a surface (expected \"Diffuse\", {\"Reflective\": ...} or {\"Refractive\": ...}) "
     "[/elements/1/Plane/material/surface]", "\"Shiny\""},
    {"\"surface\": \"Diffuse\"", "\"surface\": {\"Diffuse\": 1}",
     "24:34: error: \"Diffuse\" has no fields (null) [/elements/1/Plane/material/surface/Diffuse]", "1"},
    {"\"Reflective\": {", "\"Reflectve\": {",
     "13:23: error: unknown kind \"Reflectve\" for a surface (did you mean \"Reflective\"?) [/elements/0/Sphere/material/surface/Reflectve]",
     "\"Reflectve\""},
    {"{\"reflectivity\": 0.7}", "0.7",
     "13:37: error: a surface must be an object, not a number [/elements/0/Sphere/material/surface/Reflective]", "0.7"},
    {"\"reflectivity\": 0.7", "", "13:37: error: missing field \"reflectivity\" [/elements/0/Sphere/material/surface/Reflective]", "{}"},
    {"\"index\": 1.5, ", "", "35:37: error: missing field \"index\" [/elements/2/Sphere/material/surface/Refractive]", "{"},
    {", \"transparency\": 0.9", "", "35:37: error: missing field \"transparency\" [/elements/2/Sphere/material/surface/Refractive]", "{"},
    // Lights.
    {"\"lights\": [", "\"lamps\": 3, \"lights\": 7, \"x\": [", "40:25: error: \"lights\" must be an array, not a number [/lights]", "7"},
    {"{\"Spherical\": {", "{\"Point\": {",
     "41:6: error: unknown kind \"Point\" for a light (expected {\"Spherical\": ...} or {\"Directional\": ...}) [/lights/0/Point]", "\"Point\""},
    {"{\"Spherical\": {", "4, {\"Spherical\": {", "41:5: error: a light must be an object, not a number [/lights/0]", "4"},
    {"\"position\": {\"x\": 5.0, \"y\": 10.0, \"z\": -3.0}, ", "", "41:19: error: missing field \"position\" [/lights/0/Spherical]", "{"},
    {", \"intensity\": 10000.0", "", "41:19: error: missing field \"intensity\" [/lights/0/Spherical]", "{"},
    {"\"intensity\": 0.5", "\"intensity\": \"bright\"",
     "42:131: error: \"intensity\" must be a number, not a string [/lights/1/Directional/intensity]", "\"bright\""},
    {"\"color\": {\"red\": 0.3, \"green\": 0.8, \"blue\": 0.3}", "\"color\": \"#fff\"",
     "41:75: error: a colour must be an object, not a string [/lights/0/Spherical/color]", "\"#fff\""},
    {"\"direction\": {", "\"directoin\": {",
     "42:22: error: missing field \"direction\" (is \"directoin\" meant to be it?) [/lights/1/Directional/directoin]", "\"directoin\""},
};

TEST(Demo2018Errors, EachSaysWhatWhereAndWhatWouldBeRight) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(::testing::Message() << c.from << " -> " << c.to);
        const std::string text = demoSceneWith(c.from, c.to);
        const auto scene = loadScene(text);
        EXPECT_EQ(all(scene), c.message);
        if (scene) continue;
        const Diagnostic& d = scene.error()[0];
        ASSERT_LE(d.to, text.size());
        const std::string marked = text.substr(d.from, d.to - d.from);
        if (c.marked == "{") {
            EXPECT_TRUE(marked.starts_with("{") && marked.ends_with("}")) << marked;
        } else {
            EXPECT_EQ(marked, c.marked);
        }
    }
}

TEST(Demo2018Errors, TheGoodSceneHasNone) { EXPECT_EQ(all(loadScene(demoSceneText())), "no error"); }

TEST(Demo2018Errors, AllProblemsAtOnceInTheOrderOfTheText) {
    std::string text = demoSceneWith("\"width\": 8", "\"width\": -1");
    text = testing::replaced(text, "\"fov\": 90.0", "\"fov\": \"wide\"");
    text = testing::replaced(text, "\"radius\": 1.25", "\"radius\": null");
    text = testing::replaced(text, "\"surface\": \"Diffuse\"", "\"surface\": \"Shine\"");
    text = testing::replaced(text, "\"intensity\": 0.5", "\"intensity\": {}");
    EXPECT_EQ(all(loadScene(text)),
              "2:12: error: \"width\" is out of range (1 to 16384) [/width]\n"
              "4:10: error: \"fov\" must be a number, not a string [/fov]\n"
              "9:19: error: \"radius\" must be a number, not null [/elements/0/Sphere/radius]\n"
              "24:22: error: unknown kind \"Shine\" for a surface (expected \"Diffuse\", {\"Reflective\": ...} or "
              "{\"Refractive\": ...}) [/elements/1/Plane/material/surface]\n"
              "42:131: error: \"intensity\" must be a number, not an object [/lights/1/Directional/intensity]");
}

TEST(Demo2018Errors, RootOfAnotherType) {
    EXPECT_EQ(all(loadScene("[]")).substr(0, 53), "1:1: error: this is not a scene that Raypool knows (a");
}

TEST(Demo2018Errors, AMillionProblemsAreToldInPart) {
    std::string list;
    for (int i = 0; i < 200000; ++i) list += i == 0 ? "{\"Cube\": 1}" : ",{\"Cube\": 1}";
    const auto scene = loadScene("{\"elements\": [" + list + "]}");
    ASSERT_FALSE(scene.has_value());
    EXPECT_EQ(scene.error().size(), 100U);
}

TEST(Demo2018Errors, DeepTextsAreRefusedWithAShortMessage) {
    std::string text = "{\"elements\": ";
    for (int i = 0; i < 100000; ++i) text += "[";
    for (int i = 0; i < 100000; ++i) text += "]";
    text += "}";
    const auto scene = loadScene(text);
    ASSERT_FALSE(scene.has_value());
    EXPECT_EQ(scene.error().size(), 7U);   // six fields are missing, and an array is no element
    for (const auto& problem : scene.error()) EXPECT_LT(toString(problem).size(), 300U);
}

}  // namespace
}  // namespace raypool
