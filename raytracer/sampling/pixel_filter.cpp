#include "raytracer/sampling/pixel_filter.h"

#include "raytracer/core/elementary.h"
#include "raytracer/sampling/warp.h"

namespace raypool {

namespace {

constexpr uint32_t kSteps = 1024;

float mitchell(float x, float b, float c) {
    // Mitchell and Netravali 1988, "Reconstruction Filters in Computer Graphics"; support [-2, 2].
    const float d = std::fabs(x), d2 = d * d, d3 = d2 * d;
    if (d < 1) return ((12 - 9 * b - 6 * c) * d3 + (-18 + 12 * b + 6 * c) * d2 + (6 - 2 * b)) / 6;
    if (d < 2) return ((-b - 6 * c) * d3 + (6 * b + 30 * c) * d2 + (-12 * b - 48 * c) * d + (8 * b + 24 * c)) / 6;
    return 0;
}

/// Harris 1978, "On the use of windows for harmonic analysis": minimum 4-term window over [-1, 1].
float blackmanHarris(float x) {
    return 0.35875F + 0.48829F * cos(kPi * x) + 0.14128F * cos(2 * kPi * x) + 0.01168F * cos(3 * kPi * x);
}

}  // namespace

PixelFilterDesc defaultFilter(FilterKind kind) {
    PixelFilterDesc desc;
    desc.kind = kind;
    switch (kind) {
        case FilterKind::kBox: desc.radius = 0.5F; break;
        case FilterKind::kTent: desc.radius = 1; break;
        case FilterKind::kGaussian: desc.radius = 1.5F; break;
        case FilterKind::kMitchell: desc.radius = 2; break;
        case FilterKind::kBlackmanHarris: desc.radius = 1.5F; break;
    }
    return desc;
}

float evaluateFilter(const PixelFilterDesc& desc, float x) {
    if (!(std::fabs(x) < desc.radius)) return 0;
    switch (desc.kind) {
        case FilterKind::kBox: return 1;
        case FilterKind::kTent: return 1 - std::fabs(x) / desc.radius;
        case FilterKind::kGaussian: {
            const float a = -0.5F / (desc.sigma * desc.sigma);
            return exp(a * x * x) - exp(a * desc.radius * desc.radius);
        }
        case FilterKind::kMitchell: return mitchell(2 * x / desc.radius, desc.b, desc.c);
        case FilterKind::kBlackmanHarris: return blackmanHarris(x / desc.radius);
    }
    return 0;
}

PixelFilter::PixelFilter(const PixelFilterDesc& desc) : desc_(desc) {
    if (desc.kind == FilterKind::kBox || desc.kind == FilterKind::kTent) return;
    // Each step's weight is the mean of |f| over it, by the midpoints of its parts.
    constexpr uint32_t kParts = 8;
    std::vector<float> weights(kSteps);
    double sum = 0, absolute = 0;
    for (uint32_t i = 0; i < kSteps; ++i) {
        double mean = 0;
        for (uint32_t j = 0; j < kParts; ++j) {
            const float t = (static_cast<float>(i) + (static_cast<float>(j) + 0.5F) / kParts) / kSteps;
            mean += double{evaluateFilter(desc, desc.radius * (2 * t - 1))};
        }
        sum += mean;
        absolute += std::fabs(mean);
        weights[i] = static_cast<float>(std::fabs(mean));
        signs_.push_back(mean < 0 ? -1 : 1);
    }
    table_ = Distribution1D(weights);
    if (absolute > sum) {
        size_ = static_cast<float>(absolute / sum);
    } else {
        signs_.clear();
    }
}

float PixelFilter::sampleAxis(float u) const {
    switch (desc_.kind) {
        case FilterKind::kBox: return desc_.radius * (2 * u - 1);
        case FilterKind::kTent: return sampleTent(u, desc_.radius);
        default: return desc_.radius * (2 * table_.sample(u).x - 1);
    }
}
float PixelFilter::pdfAxis(float x) const {
    switch (desc_.kind) {
        case FilterKind::kBox: return x >= -desc_.radius && x < desc_.radius ? 0.5F / desc_.radius : 0;
        case FilterKind::kTent: return pdfTent(x, desc_.radius);
        default: return table_.pdf(0.5F * (x / desc_.radius + 1)) * (0.5F / desc_.radius);
    }
}
float PixelFilter::invertAxis(float x) const {
    switch (desc_.kind) {
        case FilterKind::kBox: return clamp(0.5F * (x / desc_.radius + 1), 0, kOneMinusEpsilon);
        case FilterKind::kTent: return invertTent(x, desc_.radius);
        default: return table_.invert(clamp(0.5F * (x / desc_.radius + 1), 0, kOneMinusEpsilon));
    }
}

PixelFilter::Sample PixelFilter::sample(vec2 u) const {
    const vec2 offset{sampleAxis(u.x), sampleAxis(u.y)};
    return {offset, weight(offset)};
}
float PixelFilter::pdf(vec2 offset) const { return pdfAxis(offset.x) * pdfAxis(offset.y); }
vec2 PixelFilter::invert(vec2 offset) const { return {invertAxis(offset.x), invertAxis(offset.y)}; }

int PixelFilter::signAxis(float x) const {
    const float step = clamp(0.5F * (x / desc_.radius + 1), 0, kOneMinusEpsilon) * static_cast<float>(kSteps);
    return signs_[static_cast<size_t>(step)];
}
float PixelFilter::weight(vec2 offset) const {
    if (signs_.empty()) return 1;
    return size_ * size_ * static_cast<float>(signAxis(offset.x) * signAxis(offset.y));
}

}  // namespace raypool
