// Tabulated densities: over [0, 1), over the unit square (environment maps), over indices.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

class ThreadPool;

namespace distribution_detail {
/// Cumulative sums of values, scaled to end at 1: cdf has one element more than values. Returns the values' sum.
double makeCdf(std::span<const float> values, std::span<float> cdf);
/// The step that u falls into: the last one with cdf[i] <= u, never an empty one.
inline size_t findStep(const float* cdf, size_t steps, float u) {
    size_t low = 0, count = steps;
    while (count > 1) {
        const size_t half = count / 2;
        low = cdf[low + half] <= u ? low + half : low;   // a conditional move: nobody can predict this
        count -= half;
    }
    return low;
}
}  // namespace distribution_detail

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
    struct DiscreteSample {
        uint32_t index;
        float probability;
        float remapped;   // u, used up to the choice: uniform in [0, 1) again
    };

    Distribution1D() : Distribution1D(std::vector<float>{1}) {}
    explicit Distribution1D(std::span<const float> weights);

    uint32_t size() const { return static_cast<uint32_t>(cdf_.size() - 1); }
    /// Sum of the weights.
    double sum() const { return sum_; }
    Sample sample(float u) const;
    /// Per x; 0 outside [0, 1).
    float pdf(float x) const;
    /// The u that gives x.
    float invert(float x) const;

    DiscreteSample sampleDiscrete(float u) const;
    float probability(uint32_t index) const { return cdf_[index + 1] - cdf_[index]; }

private:
    std::vector<float> cdf_;
    double sum_ = 0;
};

/// Piecewise constant density over the unit square, in width x height equal cells; (0, 0) is the corner of the first
/// weight, y counts rows. Weights as above. One float a cell.
class Distribution2D {
public:
    /// Fills one row of weights.
    using RowFunction = std::function<void(uint32_t y, std::span<float> row)>;

    Distribution2D() = default;
    Distribution2D(uint32_t width, uint32_t height, std::span<const float> weights, ThreadPool* pool = nullptr);
    /// The same from rows on demand, which the pool's threads (if any, and idle) ask for in any order.
    Distribution2D(uint32_t width, uint32_t height, const RowFunction& row, ThreadPool* pool = nullptr);

    struct Sample {
        vec2 p;      // in [0, 1)^2
        float pdf;   // per area of the square
    };
    uint32_t width() const { return width_; }
    uint32_t height() const { return height_; }
    /// Sum of the weights.
    double sum() const { return sum_; }
    Sample sample(vec2 u) const;
    /// Per area of the square; 0 outside.
    float pdf(vec2 p) const;
    vec2 invert(vec2 p) const;

private:
    const float* row(uint32_t y) const { return &cdf_[size_t{y} * (size_t{width_} + 1)]; }

    uint32_t width_ = 1, height_ = 1;
    std::vector<float> cdf_{0, 1};   // height rows of width + 1
    Distribution1D rows_;
    double sum_ = 0;
};

/// Indices with given probabilities, in constant time (Walker 1977; Vose 1991). Does not keep u's order: prefer
/// Distribution1D where stratification matters and the table is small.
class AliasTable {
public:
    using Sample = Distribution1D::DiscreteSample;

    AliasTable() = default;
    /// Weights as in Distribution1D.
    explicit AliasTable(std::span<const float> weights);

    uint32_t size() const { return static_cast<uint32_t>(bins_.size()); }
    bool empty() const { return bins_.empty(); }
    /// Sum of the weights.
    double sum() const { return sum_; }
    /// The table must not be empty.
    Sample sample(float u) const {
        const float scaled = u * static_cast<float>(bins_.size());
        const auto last = static_cast<uint32_t>(bins_.size() - 1);
        uint32_t i = static_cast<uint32_t>(scaled);
        i = i < last ? i : last;
        const float rest = clamp(scaled - static_cast<float>(i), 0, kOneMinusEpsilon);
        const Bin& bin = bins_[i];
        if (rest < bin.own) return {i, bin.probability, unitQuotient(rest, bin.own)};
        return {bin.alias, bins_[bin.alias].probability, unitQuotient(rest - bin.own, 1 - bin.own)};
    }
    float probability(uint32_t index) const { return bins_[index].probability; }

private:
    static float unitQuotient(float a, float b) { return clamp(a / b, 0, kOneMinusEpsilon); }
    struct Bin {
        float own;           // share of the bin that is its own index's; the rest is alias's
        float probability;   // of this index
        uint32_t alias;
    };
    std::vector<Bin> bins_;
    double sum_ = 0;
};

}  // namespace raypool
