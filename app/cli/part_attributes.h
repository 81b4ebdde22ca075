// What an EXR says of the samples in it, so that no sample is counted twice when parts are merged.
#pragma once
#include <optional>
#include <string>

#include "raytracer/raytracer.h"

namespace raypool::cli {

struct PartAttributes {
    std::optional<uint64_t> seed;
    uint32_t sampleBegin = 0, sampleEnd = 0;  // indices, half-open
};

void addAttributes(ExrImage& image, const PartAttributes& attributes);
/// Of files that others wrote: nothing.
PartAttributes partAttributes(const ExrImage& image);

/// Do both say that they hold a sample of the same seed, index and pixel?
bool shareSamples(const PartAttributes& a, const ExrImage& imageA, const PartAttributes& b, const ExrImage& imageB);

}  // namespace raypool::cli
