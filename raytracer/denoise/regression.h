// First-order regression of colours on features, with weights from non-local means (Bitterli et al. 2016, "Nonlinearly
// Weighted First-order Regression for Denoising Monte Carlo Renderings", section 4).
#pragma once
#include "raytracer/denoise/nl_means.h"

namespace raypool {

constexpr int kRegressionRadius = 8;   // of the window, pixels
constexpr uint32_t kFilterMargin = kRegressionRadius + kPatchRadius;
constexpr int kFeatures = 6;           // planes: albedo and normal

/// What one regression reads, with margins of kFilterMargin.
struct RegressionInput {
    const Padded& colors;      // 3 planes: what is filtered
    const Padded& guide;       // 3 planes: what the weights come from: of other samples than `colors`
    const Padded& variance;    // 3 planes: of the guide
    const Padded& features;    // kFeatures planes, in [-1, 1] or nearly so
    const Padded& trust;       // 1 plane: factor of a pixel's weight for all others
};

/// Two results for each pixel of the tile: with bandwidths k = 1 (planes 0 to 2 of `out`) and k = 1/2 (planes 3 to 5).
void regress(const RegressionInput& input, uint32_t pictureWidth, uint32_t pictureHeight, const FilterTile& tile, Planes& out);

}  // namespace raypool
