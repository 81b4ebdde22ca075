// How noisy the picture is, block by block, and which blocks need more samples.
//
// A block's error is the standard deviation of its luminance relative to the square root of the luminance, which is about
// how a display shows it (as in Cycles, Dammertz et al. 2010, "A Hierarchical Automatic Stopping Condition for Monte Carlo
// Global Illumination"): dark blocks must not eat all samples. Above display white the error is relative to the luminance
// itself, and below 0.001 to that of 0.001. The unit of luminance is such that the picture's logarithmic average is 0.18,
// a middle grey (Reinhard et al. 2002, "Photographic Tone Reproduction for Digital Images"), so that the decision depends
// on neither the scene's units nor the display's exposure.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/core/render_settings.h"
#include "raytracer/render/film.h"

namespace raypool {

/// The picture cut into squares of 4 pixels, row by row; the last ones are smaller. A tile is made of whole blocks.
struct BlockGrid {
    static constexpr uint32_t kSize = 4;

    uint32_t width = 0, height = 0;

    uint32_t columns() const { return (width + kSize - 1) / kSize; }
    uint32_t rows() const { return (height + kSize - 1) / kSize; }
    uint32_t count() const { return columns() * rows(); }
    uint32_t at(uint32_t x, uint32_t y) const { return y / kSize * columns() + x / kSize; }
};

/// Of the pixels of a block that are rendered.
struct BlockStatistics {
    float luminance = 0;   // mean
    float variance = 0;    // mean over the pixels of the variance of their means
    float pixels = 0;      // how many; 0: outside of what is rendered
};

/// Of the pixels of the film (of that width) in `area`.
BlockStatistics blockStatistics(const Film& film, uint32_t width, PixelRect area);

/// exp of the mean of log luminance, over the blocks that are not black; 0 when all are.
float logAverageLuminance(std::span<const BlockStatistics> blocks);

/// Error of each block; 0 for those that are not rendered. `logAverage`: of the picture.
float blockError(const BlockStatistics& block, float logAverage);

/// The smallest value that at least 95 % of `errors` do not exceed; 0 for none. Changes their order.
float percentile95(std::span<float> errors);

/// Marks the eight neighbours of each marked block, too: an estimated error is uncertain, and the border between much and
/// little noise would show.
void dilate(const BlockGrid& grid, std::vector<uint8_t>& marked);

}  // namespace raypool
