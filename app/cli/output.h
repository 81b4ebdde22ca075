// The files of a render: the picture, and what else was asked for (AOVs: arbitrary output variables).
#pragma once
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "app/cli/commands.h"

namespace raypool::cli {

/// Of --aov. In an EXR they are channels: albedo.R/G/B, normal.X/Y/Z, Z, objectId, materialId, stderr.R/G/B.
constexpr std::array<std::string_view, 6> kAovs{"albedo", "normal", "depth", "object", "material", "stderr"};

/// Does the film have to keep them for these?
bool needsFeatures(const std::vector<std::string>& aovs);

/// Writes the picture and its AOVs. denoised: pixels of the rendered area to write instead of those of the film, or none.
/// False: a file can't be written; it was said which and why.
bool writeOutputs(const RenderOptions& options, const RenderSettings& settings, const Renderer& renderer,
                  std::span<const Rgb> denoised);

}  // namespace raypool::cli
