// What the samples of each pixel add up to: linear radiance, its spread, and the features of what was hit.
#pragma once
#include <atomic>
#include <cstdint>

#include "raytracer/core/buffer.h"
#include "raytracer/core/vec.h"
#include "raytracer/integrators/path/path.h"

namespace raypool {

/// What a film keeps besides the number of samples.
struct FilmNeeds {
    bool sums = false;       // 48 bytes a pixel
    bool features = false;   // 60 bytes a pixel
};

/// A pixel belongs to the thread that holds its tile, which adds its samples in the order of their indices: so the sums
/// are the same bits for any number of threads. Sums are in double, since floats drift at 100,000 samples.
///
/// The pixel filter is importance-sampled: a sample is worth weight * radiance, whose expectation is the pixel's value,
/// with negative weights, too. So the plain mean of them is unbiased, and no sum of weights is needed.
class Film {
public:
    /// Makes room and forgets all samples. Memory is kept when it suffices. False: there is not so much memory.
    bool reset(size_t pixels, FilmNeeds needs);
    bool hasSums() const { return needs_.sums; }
    bool hasFeatures() const { return needs_.features; }
    size_t memoryBytes() const { return counts_.bytes() + sums_.bytes() + features_.bytes(); }

    /// Adds sample number `index` of the pixel. What is no number, infinite or negative counts as black and invalid.
    void add(size_t pixel, uint32_t index, const PathResult& sample);
    /// A pixel whose one sample is exact and kept elsewhere.
    void markExact(size_t pixel) { counts_[pixel] = 1; }

    uint32_t count(size_t pixel) const { return counts_[pixel]; }
    /// Samples that were no number, infinite or negative.
    uint64_t invalidSamples() const { return invalid_.load(std::memory_order_relaxed); }

    // Of a film with sums; 0 where there is no sample.
    /// May be negative where the filter is. Relative error below 1e-7.
    Rgb mean(size_t pixel) const;
    /// Mean of the samples with even (parity 0) or odd (1) index. The two are independent estimates.
    Rgb halfMean(size_t pixel, uint32_t parity) const;
    uint32_t halfCount(size_t pixel, uint32_t parity) const;
    /// Unbiased estimate of the variance of the mean's luminance; 0 with fewer than two samples.
    double luminanceVariance(size_t pixel) const;

    // Of a film with features; 0 where there is no sample, or nothing was hit.
    Rgb albedo(size_t pixel) const;      // mean over the samples
    vec3 normal(size_t pixel) const;     // mean over the samples: shorter than 1 where they differ
    Rgb halfAlbedo(size_t pixel, uint32_t parity) const;   // as halfMean
    vec3 halfNormal(size_t pixel, uint32_t parity) const;
    float depth(size_t pixel) const { return counts_[pixel] ? features_[pixel].depth : 0; }            // first sample's
    uint32_t objectId(size_t pixel) const { return counts_[pixel] ? features_[pixel].object : 0; }     // first sample's
    uint32_t materialId(size_t pixel) const { return counts_[pixel] ? features_[pixel].material : 0; } // first sample's

private:
    // Meaningful where the count is not 0, so that a reset need not touch them.
    struct Sums {
        double r = 0, g = 0, b = 0;
        double luminanceSquares = 0;
        Rgb even;                    // of the samples with even index; float suffices for the estimates made from it
        uint32_t evenCount = 0;
    };
    struct Features {
        Rgb albedo;
        vec3 normal{0};
        float depth = 0;
        uint32_t object = 0, material = 0;
        Rgb evenAlbedo;              // of the samples with even index
        vec3 evenNormal{0};
    };

    FilmNeeds needs_;
    Buffer<uint32_t> counts_;
    Buffer<Sums> sums_;
    Buffer<Features> features_;
    std::atomic<uint64_t> invalid_{0};
};

}  // namespace raypool
