// Weights of non-local means: how alike the surroundings of two pixels are, given how noisy both are.
#pragma once
#include <bit>
#include <cstdint>
#include <vector>

#include "raytracer/denoise/planes.h"

namespace raypool {

/// e^-x for x >= 0, 0 from 60 on; relative error below 4e-6. Only what vectorises, and the same bits everywhere.
inline float expMinus(float x) {
    const float t = (x < 60 ? x : 60) * 1.4426950F;
    const auto whole = static_cast<int32_t>(t + 0.5F);
    const float f = static_cast<float>(whole) - t;   // in [-1/2, 1/2]
    // Taylor of 2^f.
    float p = 1.5403530e-4F;
    p = p * f + 1.3333558e-3F;
    p = p * f + 9.6181291e-3F;
    p = p * f + 5.5504109e-2F;
    p = p * f + 2.4022651e-1F;
    p = p * f + 6.9314718e-1F;
    p = p * f + 1;
    const float scaled = p * std::bit_cast<float>((127 - whole) << 23);
    return x < 60 ? scaled : 0;
}

/// A picture with its edge pixels repeated outwards, so that windows need no tests.
struct Padded {
    uint32_t margin = 0;
    Planes planes;

    Padded() = default;
    Padded(const Planes& source, uint32_t margin);
    /// The row of picture coordinate y; index it with picture coordinates, both from -margin on.
    const float* row(uint32_t plane, int y) const {
        return planes.plane(plane) + (static_cast<size_t>(y + static_cast<int>(margin))) * planes.width + margin;
    }
};

/// A part of the picture that is filtered at once.
struct FilterTile {
    int x0 = 0, y0 = 0, width = 0, height = 0;
};

constexpr int kPatchRadius = 3;
constexpr int kFilterTileWidth = 64, kFilterTileHeight = 16;

/// Room for nlmWeights.
struct NlmScratch {
    static constexpr int kWidth = kFilterTileWidth + 2 * kPatchRadius, kHeight = kFilterTileHeight + 2 * kPatchRadius;
    float distance[kHeight * kWidth];
    float rows[kHeight * kFilterTileWidth];
};

/// weights (rows of kFilterTileWidth): of pixel p's partner p + (dx, dy), for every p of the tile: e^-max(0, d2), with d2
/// the distance of the patches of side 2 kPatchRadius + 1, less what noise makes of it, over their variances (Rousselle,
/// Knaus and Zwicker 2012, "Adaptive Rendering with Non-Local Means Filtering", eq. 2 to 4, with k = 1; for another k, the
/// weight to the power of 1/k^2). The guide and its variances, of each plane, must have a margin for offset and patch.
void nlmWeights(const Padded& guide, const Padded& variance, const FilterTile& tile, int dx, int dy, NlmScratch& scratch, float* weights);

}  // namespace raypool
