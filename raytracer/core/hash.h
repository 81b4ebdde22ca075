// Integer hashes: the same stream on every platform.
#pragma once
#include <cstdint>

#include "raytracer/core/math.h"

namespace raypool {

/// A bijection of 64 bits with good avalanche (Stafford's variant 13 of MurmurHash3's finaliser, as in SplitMix64).
constexpr uint64_t mixBits(uint64_t v) {
    v ^= v >> 30;
    v *= 0xBF58476D1CE4E5B9ULL;
    v ^= v >> 27;
    v *= 0x94D049BB133111EBULL;
    v ^= v >> 31;
    return v;
}
constexpr uint64_t hash(uint64_t a) { return mixBits(a + 0x9E3779B97F4A7C15ULL); }
constexpr uint64_t hash(uint64_t a, uint64_t b) { return hash(hash(a) ^ b); }
constexpr uint64_t hash(uint64_t a, uint64_t b, uint64_t c) { return hash(hash(a, b) ^ c); }
constexpr uint64_t hash(uint64_t a, uint64_t b, uint64_t c, uint64_t d) { return hash(hash(a, b, c) ^ d); }

/// The upper 24 bits as a float in [0, 1).
constexpr float toUnitFloat(uint32_t bits) { return static_cast<float>(bits >> 8) * 0x1p-24F; }

/// PCG32 (O'Neill 2014, XSH-RR), for tests and procedural things.
class Pcg32 {
public:
    explicit Pcg32(uint64_t seed = 0, uint64_t stream = 1) : increment_(stream << 1 | 1) {
        next();
        state_ += seed;
        next();
    }
    uint32_t next() {
        const uint64_t old = state_;
        state_ = old * 6364136223846793005ULL + increment_;
        const auto x = static_cast<uint32_t>(((old >> 18) ^ old) >> 27);
        const auto rotation = static_cast<uint32_t>(old >> 59);
        return x >> rotation | x << (-rotation & 31U);
    }
    float nextFloat() { return toUnitFloat(next()); }

private:
    uint64_t state_ = 0, increment_;
};

}  // namespace raypool
