// Scenes in the native format for tests of light transport, and what their pixels are on average.
#pragma once
#include <string>
#include <string_view>

#include "raytracer/compile/render_scene.h"
#include "raytracer/testing/ttest.h"

namespace raypool::testing {

/// Reads and compiles a scene that needs no files. Anything wrong with it ends the program with a message.
RenderScene compileText(std::string_view text);

/// Luminance of samples first ... first + count - 1 of each pixel.
RunningStats radianceOf(const RenderScene& scene, uint32_t count, uint32_t first = 0);
/// One channel (0 red, 1 green, 2 blue) of one pixel.
RunningStats radianceOf(const RenderScene& scene, uvec2 pixel, int channel, uint32_t count);

/// A scene of one pixel whose camera looks from `eye` at `target` through an angle so small that it is one ray, with what
/// else the scene says (`rest`: members of the top object), integrator and sampling as given, independent samples.
std::string oneRay(std::string_view eye, std::string_view target, std::string_view rest, std::string_view sampling = "mis",
                   uint32_t maxDepth = 1024);

/// Values of the sampling that all must have one mean.
inline constexpr const char* kModes[] = {"mis", "light", "bsdf"};
/// Members of a scene: no light from outside, or radiance 1 from everywhere.
inline constexpr const char* kDark = R"("environment": {"type": "none"}, )";
inline constexpr const char* kWhite = R"("environment": {"type": "constant"}, )";

}  // namespace raypool::testing
