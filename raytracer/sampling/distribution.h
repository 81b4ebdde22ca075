// Tabulated densities over [0, 1).
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Of a cumulative sum of steps + 1 values, the step that u falls into: the last one with cdf[i] <= u, never an empty one.
inline size_t findStep(const float* cdf, size_t steps, float u) {
    size_t low = 0, count = steps;
    while (count > 1) {
        const size_t half = count / 2;
        low = cdf[low + half] <= u ? low + half : low;   // a conditional move: nobody can predict this
        count -= half;
    }
    return low;
}

/// Piecewise constant density over [0, 1), in equal steps. Negative and NaN weights count as 0, infinite ones as the
/// largest float; if all are 0 it is uniform. Only the cumulative sums are stored, and the density is their
/// difference: it is what sampling does, exactly. (It is near the weight to 2^-24 of the whole; a weight above 0 always
/// gets a density above 0.)
class Distribution1D {
public:
    struct Sample {
        float x;          // in [0, 1)
        float pdf;        // per x
        uint32_t index;   // of the step
    };

    Distribution1D() : Distribution1D(std::vector<float>{1}) {}
    explicit Distribution1D(std::span<const float> weights);

    uint32_t size() const { return static_cast<uint32_t>(cdf_.size() - 1); }
    Sample sample(float u) const;
    /// Per x; 0 outside [0, 1).
    float pdf(float x) const;
    /// The u that gives x.
    float invert(float x) const;

    float probability(uint32_t index) const { return cdf_[index + 1] - cdf_[index]; }

private:
    /// The step that u falls into.
    uint32_t stepOf(float u) const;

    std::vector<float> cdf_;
    // For u in the k-th of size() parts: from which step on to look, and (the next one) up to which. Chen and Asau 1974, "On
    // Generating Random Variates from an Empirical Distribution". Empty for few steps.
    std::vector<uint32_t> guide_;
};

}  // namespace raypool
