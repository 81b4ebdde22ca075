// What a builder counts before it splits a range: boxes by where their centres are. Used by bvh_build.cpp and bvh_spatial.h.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "raytracer/accel/bvh_build.h"
#include "raytracer/core/math.h"
#include "raytracer/core/simd_f32x4.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {

struct Box {
    F32x4 low{kInfinity}, high{-kInfinity};
    void add(F32x4 l, F32x4 h) {
        low = min(low, l);
        high = max(high, h);
    }
    void add(const Box& b) { add(b.low, b.high); }
};

inline float halfArea(const Box& b) {
    alignas(16) float d[4];
    (b.high - b.low).store(d);
    return d[0] * (d[1] + d[2]) + d[1] * d[2];
}

/// Refs [begin, end) with their box and that of their boxes' centres (twice); up to `limit` there is room for copies.
struct Range {
    uint32_t begin = 0, end = 0, limit = 0, depth = 0;
    float area = 0;
    Box box, centres;
    uint32_t count() const { return end - begin; }
    bool isFewLarge = false;        // triangles that were taken away from smaller ones
};

struct Load {
    F32x4 low, high;
    explicit Load(const BuildRef& r) : low(F32x4::load(r.low)), high(F32x4::load(r.high)) {}
};

/// What so many triangles in one leaf cost.
inline float blocksOf(uint32_t count, uint32_t blockSize) { return static_cast<float>((count + blockSize - 1) / blockSize); }

/// bin(begin, end, bins) over the range, by several threads where it is large. Sizes, not numbers of threads, decide how the
/// work is cut, so that the tree does not depend on them.
template <class Bins, class Bin>
void binInParts(ThreadPool* pool, const Range& range, Bins& bins, const Bin& bin) {
    constexpr uint32_t kParallel = 1U << 16, kChunk = 1U << 14;
    if (range.count() < kParallel || pool == nullptr) return bin(range.begin, range.end, bins);
    std::vector<Bins> parts((range.count() + kChunk - 1) / kChunk);
    parallelFor(pool, static_cast<uint32_t>(parts.size()), [&](uint32_t i) {
        const uint32_t begin = range.begin + i * kChunk;
        bin(begin, std::min(begin + kChunk, range.end), parts[i]);
    });
    for (const Bins& part : parts) bins.add(part);
}

constexpr uint32_t kBins = 32;

struct Bins {
    Box box[3][kBins];
    uint32_t count[3][kBins] = {};

    void add(const Bins& b) {
        for (int a = 0; a < 3; ++a) {
            for (uint32_t i = 0; i < kBins; ++i) box[a][i].add(b.box[a][i]), count[a][i] += b.count[a][i];
        }
    }
};

/// From centres to bins.
struct Binning {
    F32x4 origin, scale, last;
    uint32_t bins;

    explicit Binning(const Range& range) : origin(range.centres.low) {
        bins = range.count() <= 16 ? 8 : kBins;   // the sweep over the bins is what small ranges spend their time on
        const auto most = static_cast<float>(bins);
        const F32x4 size = range.centres.high - range.centres.low, wanted(most, most, most, 0);
        // A size of 0, and the fourth lane, go to bin 0; what is too small to divide by, too.
        scale = select(size > F32x4(1e-37F), wanted * F32x4(0.9999F) / size, F32x4(0.0F));
        last = F32x4(most - 1);
    }
    I32x4 of(F32x4 low, F32x4 high) const { return I32x4::truncate(min((low + high - origin) * scale, last)); }
};

}  // namespace raypool
