// How much two pictures differ. Sums are of doubles in a fixed order.
#pragma once
#include <array>
#include <cstdint>

#include "raytracer/image/image.h"

namespace raypool {

// All pictures given to one function have the same size and channels.

/// Mean over pixels and channels of the squared difference.
double meanSquaredError(const ImageF& image, const ImageF& reference);
/// The same relative to the reference: mean of d^2 / (reference^2 + 0.01), as Rousselle et al. 2011 and most since use it
/// (0.01 keeps black pixels from deciding).
double relativeMeanSquaredError(const ImageF& image, const ImageF& reference);
/// |image - reference|.
ImageF absoluteDifference(const ImageF& image, const ImageF& reference);

struct Quantiles {
    double rms = 0, median = 0, p95 = 0, max = 0;   // of absolute values; quantiles are interpolated linearly
};

/// The statistics of a render against a reference with known noise, in blocks of 8 x 8 pixels; rows and columns that fill
/// no block are left out of the blocks.
struct NoiseComparison {
    static constexpr uint32_t kBlock = 8;
    std::array<double, 3> mean{}, referenceMean{};
    std::array<double, 3> bias{};        // mean / referenceMean - 1
    std::array<double, 3> biasError{};   // its standard error
    Quantiles blockError{};              // of (block - reference) / max(reference, 2 % of the picture's mean)
    bool hasNoise = false;               // some standard error is not 0; else the z-scores mean nothing
    double blockZRms = 0;                // about 1 for an unbiased render whose own standard error is given
    double pixelZRms = 0;
    double pixelZOver3 = 0;              // fraction of |z| > 3; 0.0027 for normal noise
    double badBlocks = 0;                // fraction: off by more than the tolerance and, where there is noise, by > 5 standard errors
    uint32_t worstX = 0, worstY = 0;     // first pixel of the block with the largest error
    std::array<double, 3> worst{}, worstReference{};
    /// No channel's bias reaches the tolerance and fewer than 1 % of the blocks are bad.
    bool agrees(double biasTolerance = 0.01) const;
};

/// RGB pictures. Standard errors of the mean per pixel and channel; null: exact. A block's standard error is at least a
/// thousandth of its value, so that exact references do not turn rounding into significance. blockTolerance: relative; more
/// than the usual 3 % for references whose materials are known to differ a little.
NoiseComparison compareWithNoise(const ImageF& image, const ImageF& reference, const ImageF* referenceError,
                                 const ImageF* imageError, double blockTolerance = 0.03);

}  // namespace raypool
