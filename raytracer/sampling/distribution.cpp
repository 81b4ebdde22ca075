#include "raytracer/sampling/distribution.h"

#include <algorithm>
#include <limits>

namespace raypool {

namespace {

constexpr float kLargestFloat = std::numeric_limits<float>::max();

float sane(float weight) { return weight > 0 ? std::min(weight, kLargestFloat) : 0; }
/// What is above 0 gets this share of the whole at least: two units in the last place of 1, so that it can be chosen by a
/// number of 24 bits at all, and as often as its probability says.
constexpr double kLeastShare = 0x1p-23;

float toUnit(float x) { return clamp(x, 0, kOneMinusEpsilon); }

/// x in [0, 1) as a step and the way through it.
struct Place {
    uint32_t step;
    float part;
};
Place placeOf(float x, uint32_t steps) {
    const float scaled = x * static_cast<float>(steps);
    const uint32_t step = std::min(static_cast<uint32_t>(scaled), steps - 1);
    return {step, scaled - static_cast<float>(step)};
}
bool isInside(float x) { return x >= 0 && x < 1; }

/// From u, which falls into step i, to x and the density there.
Distribution1D::Sample sampleStep(const float* cdf, uint32_t steps, uint32_t i, float u) {
    const float width = cdf[i + 1] - cdf[i], n = static_cast<float>(steps);
    const float part = width > 0 ? (u - cdf[i]) / width : 0;
    // Rounding must not leave the step: its neighbour's density may be 0.
    float x = (static_cast<float>(i) + part) / n;
    while (placeOf(x, steps).step > i) x = nextDown(x);
    return {toUnit(x), width * n, i};
}
float invertSteps(const float* cdf, uint32_t steps, float x) {
    const Place place = placeOf(x, steps);
    return toUnit(lerp(clamp(place.part, 0, 1), cdf[place.step], cdf[place.step + 1]));
}

/// Cumulative sums of values, scaled to end at 1: cdf has one element more than values.
void makeCdf(std::span<const float> values, std::span<float> cdf) {
    double sum = 0;
    for (const float v : values) sum += double{sane(v)};
    const size_t n = values.size();
    cdf[0] = 0;
    if (!(sum > 0)) {
        for (size_t i = 1; i <= n; ++i) cdf[i] = static_cast<float>(static_cast<double>(i) / static_cast<double>(n));
        return;
    }
    const double least = sum * kLeastShare;
    double raised = 0;
    for (const float v : values) raised += v > 0 ? std::max(double{sane(v)}, least) : 0;
    const double scale = 1 / raised;
    double running = 0;
    size_t last = 0;
    for (size_t i = 0; i < n; ++i) {
        if (values[i] > 0) {
            running += std::max(double{sane(values[i])}, least);
            last = i;
        }
        cdf[i + 1] = static_cast<float>(running * scale);
    }
    for (size_t i = last + 1; i <= n; ++i) cdf[i] = 1;
}

}  // namespace

Distribution1D::Distribution1D(std::span<const float> weights) : cdf_(weights.size() + 1) {
    if (weights.empty()) {
        cdf_ = {0, 1};
    } else {
        makeCdf(weights, cdf_);
    }
    constexpr uint32_t kFew = 8;
    const uint32_t n = size();
    if (n <= kFew) return;
    guide_.resize(n + 1);
    for (uint32_t k = 0, step = 0; k <= n; ++k) {
        while (step + 1 < n && placeOf(cdf_[step + 1], n).step < k) ++step;
        guide_[k] = step;
    }
}

uint32_t Distribution1D::stepOf(float u) const {
    uint32_t from = 0, count = size();
    if (!guide_.empty()) {
        const uint32_t k = placeOf(u, size()).step;
        from = guide_[k];
        count = guide_[k + 1] - from + 1;
    }
    return from + static_cast<uint32_t>(findStep(cdf_.data() + from, count, u));
}

Distribution1D::Sample Distribution1D::sample(float u) const { return sampleStep(cdf_.data(), size(), stepOf(u), u); }
float Distribution1D::pdf(float x) const {
    return isInside(x) ? probability(placeOf(x, size()).step) * static_cast<float>(size()) : 0;
}
float Distribution1D::invert(float x) const { return invertSteps(cdf_.data(), size(), x); }

}  // namespace raypool
