// Reconstruction filters, importance sampled: each camera sample belongs to one pixel and is drawn from its filter, so
// that the pixel's value is the plain mean of weight * radiance (Ernst, Stamminger, Greiner 2006, "Filter Importance
// Sampling").
#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/core/vec.h"
#include "raytracer/sampling/distribution.h"

namespace raypool {

enum class FilterKind : uint8_t { kBox, kTent, kGaussian, kMitchell, kBlackmanHarris };

/// All of them are products of the same function of x and of y, which is 0 beyond the radius.
struct PixelFilterDesc {
    FilterKind kind = FilterKind::kBlackmanHarris;
    float radius = 1.5F;   // in pixels, > 0
    float sigma = 0.5F;    // Gaussian's standard deviation in pixels, > 0
    float b = 1.0F / 3;    // Mitchell and Netravali's parameters
    float c = 1.0F / 3;
};

/// A kind with its usual radius: box 0.5, tent 1, Gaussian 1.5, Mitchell 2, Blackman-Harris 1.5.
PixelFilterDesc defaultFilter(FilterKind kind);

/// The filter's function of one coordinate, not normalised. Gaussian: less its value at the radius, so that it ends at 0.
float evaluateFilter(const PixelFilterDesc& desc, float x);

class PixelFilter {
public:
    PixelFilter() : PixelFilter(PixelFilterDesc{}) {}
    /// Fills a table, but for box and tent.
    explicit PixelFilter(const PixelFilterDesc& desc);

    struct Sample {
        vec2 offset;    // from the pixel's centre, in pixels
        float weight;   // mean 1; always 1 for filters without negative lobes, else of constant size
    };
    Sample sample(vec2 u) const;
    /// Of the offset, per square pixel.
    float pdf(vec2 offset) const;
    vec2 invert(vec2 offset) const;
    /// Of an offset that sample() can give.
    float weight(vec2 offset) const;
    const PixelFilterDesc& desc() const { return desc_; }

private:
    float sampleAxis(float u) const;
    float pdfAxis(float x) const;
    float invertAxis(float x) const;
    int signAxis(float x) const;

    PixelFilterDesc desc_;
    Distribution1D table_;
    std::vector<int8_t> signs_;   // of the table's steps; empty if all are positive
    float size_ = 1;              // of a weight's factor along one axis
};

}  // namespace raypool
