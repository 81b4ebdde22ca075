#include "raytracer/testing/demo_scene_text.h"

#include <gtest/gtest.h>

namespace raypool::testing {

std::string demoSceneText() {
    return R"({
  "width": 8,
  "height": 6,
  "fov": 90.0,
  "elements": [
    {
      "Sphere": {
        "center": {"x": 0.0, "y": 0.5, "z": -5.0},
        "radius": 1.25,
        "material": {
          "coloration": {"Color": {"red": 0.2, "green": 1.0, "blue": 0.25}},
          "albedo": 0.18,
          "surface": {"Reflective": {"reflectivity": 0.7}}
        }
      }
    },
    {
      "Plane": {
        "origin": {"x": 0.0, "y": -2.0, "z": -5.0},
        "normal": {"x": 0.0, "y": -2.0, "z": 0.0},
        "material": {
          "coloration": {"Texture": "scenes/checkerboard.png"},
          "albedo": 0.5,
          "surface": "Diffuse"
        }
      }
    },
    {
      "Sphere": {
        "center": {"x": 1.0, "y": 0.0, "z": -3.0},
        "radius": 0.5,
        "material": {
          "coloration": {"Color": {"red": 1.0, "green": 1.0, "blue": 1.0}},
          "albedo": 0.3,
          "surface": {"Refractive": {"index": 1.5, "transparency": 0.9}}
        }
      }
    }
  ],
  "lights": [
    {"Spherical": {"position": {"x": 5.0, "y": 10.0, "z": -3.0}, "color": {"red": 0.3, "green": 0.8, "blue": 0.3}, "intensity": 10000.0}},
    {"Directional": {"direction": {"x": 0.0, "y": 0.0, "z": -1.0}, "color": {"red": 1.0, "green": 1.0, "blue": 1.0}, "intensity": 0.5}}
  ],
  "shadow_bias": 1e-13,
  "max_recursion_depth": 10
}
)";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace raypool::testing
