// The random numbers of one sample of one pixel. Each is a pure function of (seed, pixel, sample index, dimension): they
// can be drawn in any order, by any thread, again and again.
#pragma once
#include <cstdint>

#include "raytracer/core/hash.h"
#include "raytracer/core/vec.h"

namespace raypool {

enum class SamplerKind : uint8_t {
    /// Shuffled, Owen-scrambled Sobol' points, other ones for each pixel (Burley 2020, "Practical Hash-based Owen
    /// Scrambling"). The first 2^k samples of a pixel are a (0,k,2)-net in each pair of dimensions, for every k up to 32.
    kSobol,
    /// The same within a pixel; besides, neighbouring pixels complement each other when the planned number of samples is
    /// done, which spreads the error over high frequencies (Ahmed and Wonka 2020, "Screen-Space Blue-Noise Diffusion of
    /// Monte Carlo Sampling Error via Hierarchical Ordering of Pixels"). Costs a third more.
    kBlueNoise,
    /// Independent random numbers, as a yardstick and for statistics that assume them.
    kIndependent,
};

namespace sampler_detail {

constexpr uint64_t reverseBits(uint64_t v) {
    v = v << 32 | v >> 32;
    v = (v & 0x0000FFFF0000FFFFULL) << 16 | (v >> 16 & 0x0000FFFF0000FFFFULL);
    v = (v & 0x00FF00FF00FF00FFULL) << 8 | (v >> 8 & 0x00FF00FF00FF00FFULL);
    v = (v & 0x0F0F0F0F0F0F0F0FULL) << 4 | (v >> 4 & 0x0F0F0F0F0F0F0F0FULL);
    v = (v & 0x3333333333333333ULL) << 2 | (v >> 2 & 0x3333333333333333ULL);
    return (v & 0x5555555555555555ULL) << 1 | (v >> 1 & 0x5555555555555555ULL);
}
constexpr uint32_t reverseBits(uint32_t v) {
    v = v << 16 | v >> 16;
    v = (v & 0x00FF00FFU) << 8 | (v >> 8 & 0x00FF00FFU);
    v = (v & 0x0F0F0F0FU) << 4 | (v >> 4 & 0x0F0F0F0FU);
    v = (v & 0x33333333U) << 2 | (v >> 2 & 0x33333333U);
    return (v & 0x55555555U) << 1 | (v >> 1 & 0x55555555U);
}

/// Owen's nested scrambling of a number whose first digit is its lowest bit: each bit is flipped or not by a hash of the
/// bits below it (Laine and Karras 2011; constants: Vegdahl 2021, "Building a Better LK Hash").
constexpr uint32_t scramble(uint32_t v, uint32_t seed) {
    v ^= v * 0x3D20ADEAU;
    v += seed;
    v *= (seed >> 16) | 1U;
    v ^= v * 0x05526C56U;
    v ^= v * 0x53A22864U;
    return v;
}
constexpr uint64_t scramble(uint64_t v, uint64_t seed) {
    v ^= v * 0x9E6C63D0876A9A62ULL;
    v += seed;
    v *= (seed >> 32) | 1U;
    v ^= v * 0xC2B2AE3D27D4EB4EULL;
    v ^= v * 0x94D049BB133111EAULL;
    return v;
}

/// Second dimension of Sobol's sequence for an index, its first digit in the lowest bit. The matrix is Pascal's triangle
/// modulo 2: digit k is the sum of the index bits j with k & j == k (Lucas), a butterfly over the bits of k.
constexpr uint32_t sobolSecond(uint32_t i) {
    i ^= i >> 16;
    i ^= i >> 8 & 0x00FF00FFU;
    i ^= i >> 4 & 0x0F0F0F0FU;
    i ^= i >> 2 & 0x33333333U;
    i ^= i >> 1 & 0x55555555U;
    return i;
}
constexpr uint32_t sobolSecond(uint64_t i) {
    // Bits from 32 on go to those below with k & j == k, which is what folding them on does.
    return sobolSecond(static_cast<uint32_t>(i) ^ static_cast<uint32_t>(i >> 32));
}

/// Every second bit, from the low 16.
constexpr uint32_t spreadBits(uint32_t v) {
    v &= 0xFFFFU;
    v = (v | v << 8) & 0x00FF00FFU;
    v = (v | v << 4) & 0x0F0F0F0FU;
    v = (v | v << 2) & 0x33333333U;
    return (v | v << 1) & 0x55555555U;
}

}  // namespace sampler_detail

/// A small value; copy it freely. Starts at dimension 0. Numbers lie in [0, 1), multiples of 2^-24.
class Sampler {
public:
    /// plannedLog2 (0 ... 32) only matters to kBlueNoise: neighbours complement each other after 2^plannedLog2 samples
    /// and a few powers of two around. Going on beyond that is as good in a pixel as before, but after another factor of
    /// 4^k blocks of 2^k x 2^k pixels use the same points. Samples below 2^32; pictures of any size.
    Sampler(SamplerKind kind, uint64_t seed, uvec2 pixel, uint32_t sampleIndex, uint32_t plannedLog2 = 16)
        : kind_(kind) {
        using namespace sampler_detail;
        if (kind == SamplerKind::kBlueNoise) {
            // Pictures beyond 65536 pixels repeat the order, with other seeds.
            key_ = hash(seed, pixel.x >> 16, pixel.y >> 16);
            const uint64_t order = spreadBits(pixel.x) | spreadBits(pixel.y) << 1;
            reversedIndex_ = reverseBits(uint64_t{sampleIndex});
            reversedOrder_ = reverseBits(order << plannedLog2);
            pixelDigits_ = reverseBits(uint64_t{0x55555555U} << plannedLog2);
        } else {
            key_ = hash(seed, uint64_t{pixel.x} << 32 | pixel.y);
            reversedIndex_ = reverseBits(sampleIndex);
            if (kind == SamplerKind::kIndependent) key_ = hash(key_, sampleIndex);
        }
    }

    /// Goes to a dimension (dimensions.h); the next number drawn is that one's.
    void setDimension(uint32_t dimension) { dimension_ = dimension; }
    uint32_t dimension() const { return dimension_; }

    /// One number; takes one dimension.
    float get1D() {
        using namespace sampler_detail;
        const uint64_t h = nextHash(1);
        if (kind_ == SamplerKind::kIndependent) return toUnitFloat(static_cast<uint32_t>(h >> 32));
        const auto index = static_cast<uint32_t>(shuffledIndex(h));
        return toUnitFloat(reverseBits(scramble(index, outputSeed(h))));
    }

    /// A point of the unit square, stratified in both coordinates together; takes two dimensions.
    vec2 get2D() {
        using namespace sampler_detail;
        const uint64_t h = nextHash(2);
        if (kind_ == SamplerKind::kIndependent) {
            return {toUnitFloat(static_cast<uint32_t>(h >> 32)), toUnitFloat(static_cast<uint32_t>(h))};
        }
        const uint64_t seeds = mixBits(h ^ 0xD6E8FEB86659FD93ULL);
        uint32_t first = 0, second = 0;
        if (kind_ == SamplerKind::kSobol) {
            first = static_cast<uint32_t>(shuffledIndex(h));
            second = sobolSecond(first);
        } else {
            const uint64_t index = shuffledIndex(h);
            first = static_cast<uint32_t>(index);
            second = sobolSecond(index);
        }
        const uint64_t both = reverseBits(uint64_t{scramble(first, static_cast<uint32_t>(seeds))} << 32
                                          | scramble(second, static_cast<uint32_t>(seeds >> 32)));
        return {toUnitFloat(static_cast<uint32_t>(both)), toUnitFloat(static_cast<uint32_t>(both >> 32))};
    }

private:
    uint64_t nextHash(uint32_t dimensions) {
        const uint64_t h = mixBits(key_ + (uint64_t{dimension_} + 1) * 0x9E3779B97F4A7C15ULL);
        dimension_ += dimensions;
        return h;
    }
    static uint32_t outputSeed(uint64_t h) { return static_cast<uint32_t>(h >> 32); }
    /// The place in Sobol's sequence: the index, scrambled from its highest bit down, so that 2^k consecutive indices
    /// (from a multiple of 2^k) stay together.
    uint64_t shuffledIndex(uint64_t h) const {
        using namespace sampler_detail;
        if (kind_ == SamplerKind::kSobol) {
            return reverseBits(scramble(static_cast<uint32_t>(reversedIndex_), static_cast<uint32_t>(h)));
        }
        // Which axis halves a block of pixels first is left to chance, or rows would be favoured over columns.
        const uint64_t seeds = mixBits(h ^ 0xA0761D6478BD642FULL);
        const uint64_t swapped = (reversedOrder_ ^ reversedOrder_ << 1) & pixelDigits_ & seeds;
        const uint64_t order = reversedOrder_ ^ swapped ^ swapped >> 1;
        return reverseBits(scramble(order ^ reversedIndex_, seeds ^ h));
    }

    uint64_t key_ = 0, reversedIndex_ = 0, reversedOrder_ = 0, pixelDigits_ = 0;
    uint32_t dimension_ = 0;
    SamplerKind kind_;
};

}  // namespace raypool
