#include "raytracer/sampling/distribution.h"

#include <algorithm>
#include <atomic>

#include "raytracer/parallel/thread_pool.h"

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

/// From u to x and the density there.
Distribution1D::Sample sampleSteps(const float* cdf, uint32_t steps, float u) {
    const auto i = static_cast<uint32_t>(distribution_detail::findStep(cdf, steps, u));
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

}  // namespace

double distribution_detail::makeCdf(std::span<const float> values, std::span<float> cdf) {
    double sum = 0;
    for (const float v : values) sum += double{sane(v)};
    const size_t n = values.size();
    cdf[0] = 0;
    if (!(sum > 0)) {
        for (size_t i = 1; i <= n; ++i) cdf[i] = static_cast<float>(static_cast<double>(i) / static_cast<double>(n));
        return 0;
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
    return sum;
}

Distribution1D::Distribution1D(std::span<const float> weights) : cdf_(weights.size() + 1) {
    if (weights.empty()) {
        cdf_ = {0, 1};
    } else {
        sum_ = distribution_detail::makeCdf(weights, cdf_);
    }
}

Distribution1D::Sample Distribution1D::sample(float u) const { return sampleSteps(cdf_.data(), size(), u); }
float Distribution1D::pdf(float x) const {
    return isInside(x) ? probability(placeOf(x, size()).step) * static_cast<float>(size()) : 0;
}
float Distribution1D::invert(float x) const { return invertSteps(cdf_.data(), size(), x); }

Distribution1D::DiscreteSample Distribution1D::sampleDiscrete(float u) const {
    const auto i = static_cast<uint32_t>(distribution_detail::findStep(cdf_.data(), size(), u));
    const float p = probability(i);
    return {i, p, p > 0 ? toUnit((u - cdf_[i]) / p) : 0};
}

Distribution2D::Distribution2D(uint32_t width, uint32_t height, std::span<const float> weights, ThreadPool* pool)
    : Distribution2D(
          width, height,
          [&](uint32_t y, std::span<float> row) {
              std::copy_n(weights.begin() + static_cast<ptrdiff_t>(size_t{y} * width), width, row.begin());
          },
          pool) {}

Distribution2D::Distribution2D(uint32_t width, uint32_t height, const RowFunction& row, ThreadPool* pool) {
    if (width == 0 || height == 0) return;
    width_ = width;
    height_ = height;
    cdf_.resize(size_t{height} * (size_t{width} + 1));
    std::vector<double> sums(height);
    struct Job {
        Distribution2D* self;
        const RowFunction* row;
        std::vector<double>* sums;
        std::atomic<uint32_t> next{0};
    } job{this, &row, &sums};
    const auto work = [](void* context, uint32_t) {
        Job& j = *static_cast<Job*>(context);
        const size_t rowWidth = j.self->width_;
        std::vector<float> weights(rowWidth);
        for (uint32_t y = j.next++; y < j.self->height_; y = j.next++) {
            (*j.row)(y, weights);
            const std::span<float> cdf(&j.self->cdf_[y * (rowWidth + 1)], rowWidth + 1);
            (*j.sums)[y] = distribution_detail::makeCdf(weights, cdf);
        }
    };
    if (pool != nullptr && pool->size() > 0) {
        pool->launch({work, nullptr, &job});
        pool->wait();
    } else {
        work(&job, 0);
    }
    // Rows as weights relative to the largest, which floats hold whatever the sums are.
    const double largest = *std::max_element(sums.begin(), sums.end());
    std::vector<float> marginal(height);
    for (uint32_t y = 0; y < height; ++y) {
        const auto weight = largest > 0 ? static_cast<float>(sums[y] / largest) : 0.0F;
        marginal[y] = sums[y] > 0 ? std::max(weight, std::numeric_limits<float>::min()) : 0;
    }
    rows_ = Distribution1D(marginal);
    sum_ = 0;
    for (const double s : sums) sum_ += s;
}

Distribution2D::Sample Distribution2D::sample(vec2 u) const {
    const Distribution1D::Sample y = rows_.sample(u.y);
    const Distribution1D::Sample x = sampleSteps(row(y.index), width_, u.x);
    return {{x.x, y.x}, x.pdf * y.pdf};
}

float Distribution2D::pdf(vec2 p) const {
    if (!isInside(p.x) || !isInside(p.y)) return 0;
    const uint32_t y = placeOf(p.y, height_).step, x = placeOf(p.x, width_).step;
    const float* cdf = row(y);
    return (cdf[x + 1] - cdf[x]) * static_cast<float>(width_) * (rows_.probability(y) * static_cast<float>(height_));
}

vec2 Distribution2D::invert(vec2 p) const {
    return {invertSteps(row(placeOf(p.y, height_).step), width_, p.x), rows_.invert(p.y)};
}

AliasTable::AliasTable(std::span<const float> weights) : bins_(weights.size()) {
    const size_t n = weights.size();
    for (const float w : weights) sum_ += double{sane(w)};
    const auto raised = [&](float w) { return w > 0 ? std::max(double{sane(w)}, sum_ * kLeastShare) : 0; };
    double total = 0;
    for (const float w : weights) total += raised(w);
    std::vector<double> share(n);
    std::vector<uint32_t> small, large;
    for (size_t i = 0; i < n; ++i) {
        const double p = total > 0 ? raised(weights[i]) / total : 1 / static_cast<double>(n);
        bins_[i] = {1, static_cast<float>(p), static_cast<uint32_t>(i)};
        share[i] = p * static_cast<double>(n);
        (share[i] < 1 ? small : large).push_back(static_cast<uint32_t>(i));
    }
    while (!small.empty() && !large.empty()) {
        const uint32_t s = small.back(), l = large.back();
        small.pop_back();
        bins_[s].own = static_cast<float>(share[s]);
        bins_[s].alias = l;
        share[l] -= 1 - share[s];
        if (share[l] < 1) {
            large.pop_back();
            small.push_back(l);
        }
    }
    // Rounding may leave some in either list: they own their whole bin, unless they must never be chosen.
    for (const uint32_t s : small) {
        if (bins_[s].probability > 0) continue;
        const auto any = std::max_element(bins_.begin(), bins_.end(),
                                          [](const Bin& a, const Bin& b) { return a.probability < b.probability; });
        bins_[s].own = 0;
        bins_[s].alias = static_cast<uint32_t>(any - bins_.begin());
    }
}

}  // namespace raypool
