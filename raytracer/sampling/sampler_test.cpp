#include "raytracer/sampling/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "raytracer/sampling/dimensions.h"
#include "raytracer/testing/sampler_cases.h"

namespace raypool {
namespace {

using testing::kSamplers;
using testing::kStratified;
using testing::samplerNumber;
using testing::samplerPoint;

/// Whether 2^k points have exactly one in each elementary interval of 2^-k: all boxes of 2^-a x 2^-(k - a).
bool isNet(const std::vector<vec2>& points, uint32_t k) {
    for (uint32_t a = 0; a <= k; ++a) {
        std::vector<bool> taken(points.size());
        for (const vec2 p : points) {
            const auto x = static_cast<uint32_t>(p.x * static_cast<float>(1U << a));
            const auto y = static_cast<uint32_t>(p.y * static_cast<float>(1U << (k - a)));
            const uint32_t cell = x << (k - a) | y;
            if (taken[cell]) return false;
            taken[cell] = true;
        }
    }
    return true;
}

TEST(Sampler, secondDimensionIsSobols) {
    // Against the recurrence of the direction numbers of the polynomial x + 1: v[k] = v[k-1] ^ v[k-1] >> 1.
    std::array<uint32_t, 32> v{};
    v[0] = 1U << 31;
    for (size_t k = 1; k < 32; ++k) v[k] = v[k - 1] ^ v[k - 1] >> 1;
    Pcg32 random(1);
    for (int i = 0; i < 1000; ++i) {
        const uint32_t index = i < 64 ? static_cast<uint32_t>(i) : random.next();
        uint32_t expected = 0;
        for (uint32_t k = 0; k < 32; ++k) expected ^= (index >> k & 1U) != 0 ? v[k] : 0;
        EXPECT_EQ(sampler_detail::reverseBits(sampler_detail::sobolSecond(index)), expected);
        EXPECT_EQ(sampler_detail::sobolSecond(uint64_t{index}), sampler_detail::sobolSecond(index));
    }
    // The columns from 32 on: Pascal's triangle modulo 2 by its own recurrence.
    std::array<uint64_t, 64> pascal{};   // [column] of rows as bits
    pascal[0] = 1;
    for (size_t j = 1; j < 64; ++j) pascal[j] = pascal[j - 1] ^ pascal[j - 1] << 1;
    for (size_t j = 0; j < 64; ++j) {
        EXPECT_EQ(sampler_detail::sobolSecond(uint64_t{1} << j), static_cast<uint32_t>(pascal[j])) << j;
    }
}

TEST(Sampler, reversesBits) {
    Pcg32 random(2);
    for (int i = 0; i < 100; ++i) {
        const uint64_t v = uint64_t{random.next()} << 32 | random.next();
        uint64_t expected = 0;
        for (uint32_t b = 0; b < 64; ++b) expected |= (v >> b & 1U) << (63 - b);
        EXPECT_EQ(sampler_detail::reverseBits(v), expected);
        EXPECT_EQ(sampler_detail::reverseBits(static_cast<uint32_t>(v)), static_cast<uint32_t>(expected >> 32));
    }
}

/// Scrambling must be a tree's: the lowest k bits of the result depend on the lowest k bits only, and one to one.
template <class T>
void expectNested(T seed) {
    using sampler_detail::scramble;
    for (uint32_t k = 1; k <= 10; ++k) {
        const T mask = (T{1} << k) - 1;
        std::set<T> seen;
        for (T v = 0; v <= mask; ++v) {
            const T low = scramble(v, seed) & mask;
            seen.insert(low);
            EXPECT_EQ(scramble(static_cast<T>(v | ~mask), seed) & mask, low);
        }
        EXPECT_EQ(seen.size(), size_t{1} << k);
    }
}
TEST(Sampler, scramblingIsNested) {
    Pcg32 random(3);
    for (int i = 0; i < 20; ++i) {
        expectNested<uint32_t>(random.next());
        expectNested<uint64_t>(uint64_t{random.next()} << 32 | random.next());
    }
}

/// Each bit's flip has to be a fair coin, and any two nodes' flips independent, over the seeds.
template <class T>
void expectFairFlips() {
    constexpr uint32_t kBits = sizeof(T) * 8;
    constexpr int kSeeds = 4096;
    Pcg32 random(4);
    const T a = static_cast<T>(hash(1)), b = a ^ 1, c = a ^ T{4};   // parted at the first and at the third digit
    std::vector<double> flips(kBits), sameB(kBits), sameC(kBits);
    for (int i = 0; i < kSeeds; ++i) {
        const T seed = static_cast<T>(uint64_t{random.next()} << 32 | random.next());
        const T fa = sampler_detail::scramble(a, seed) ^ a, fb = sampler_detail::scramble(b, seed) ^ b;
        const T fc = sampler_detail::scramble(c, seed) ^ c;
        for (uint32_t k = 0; k < kBits; ++k) {
            flips[k] += static_cast<double>(fa >> k & 1U);
            sameB[k] += static_cast<double>(~(fa ^ fb) >> k & 1U);
            sameC[k] += static_cast<double>(~(fa ^ fc) >> k & 1U);
        }
    }
    for (uint32_t k = 0; k < kBits; ++k) {
        EXPECT_NEAR(flips[k] / kSeeds, 0.5, 0.05) << k;
        EXPECT_NEAR(sameB[k] / kSeeds, k >= 1 ? 0.5 : 1, 0.13) << "first digit and " << k;
        EXPECT_NEAR(sameC[k] / kSeeds, k >= 3 ? 0.5 : 1, 0.13) << "third digit and " << k;
    }
}
TEST(Sampler, scramblingIsFair) {
    expectFairFlips<uint32_t>();
    expectFairFlips<uint64_t>();
}

TEST(Sampler, givesTheSameInAnyOrder) {
    for (const SamplerKind kind : kSamplers) {
        std::vector<vec2> forward;
        for (uint32_t i = 0; i < 64; ++i) forward.push_back(samplerPoint(kind, 7, {12, 5}, i, 2 * i));
        for (uint32_t i = 64; i-- > 0;) EXPECT_EQ(samplerPoint(kind, 7, {12, 5}, i, 2 * i), forward[i]);
        // A number drawn between changes nothing.
        Sampler s(kind, 7, {12, 5}, 9);
        s.get1D();
        s.setDimension(18);
        EXPECT_EQ(s.get2D(), forward[9]);
        EXPECT_EQ(s.dimension(), 20U);
    }
}

TEST(Sampler, drawsCountDimensions) {
    for (const SamplerKind kind : kSamplers) {
        Sampler s(kind, 1, {3, 4}, 5);
        const float a = s.get1D();
        const vec2 b = s.get2D();
        const float c = s.get1D();
        EXPECT_EQ(a, samplerNumber(kind, 1, {3, 4}, 5, 0));
        EXPECT_EQ(b, samplerPoint(kind, 1, {3, 4}, 5, 1));
        EXPECT_EQ(c, samplerNumber(kind, 1, {3, 4}, 5, 3));
    }
}

TEST(Sampler, everyArgumentMatters) {
    for (const SamplerKind kind : kSamplers) {
        const vec2 p = samplerPoint(kind, 1, {3, 4}, 5, 6);
        EXPECT_NE(samplerPoint(kind, 2, {3, 4}, 5, 6), p);
        EXPECT_NE(samplerPoint(kind, 1, {4, 4}, 5, 6), p);
        EXPECT_NE(samplerPoint(kind, 1, {3, 3}, 5, 6), p);
        EXPECT_NE(samplerPoint(kind, 1, {3 + 65536, 4}, 5, 6), p);
        EXPECT_NE(samplerPoint(kind, 1, {3, 4 + 65536}, 5, 6), p);
        EXPECT_NE(samplerPoint(kind, 1, {3, 4}, 6, 6), p);
        EXPECT_NE(samplerPoint(kind, 1, {3, 4}, 5, 7), p);
        EXPECT_NE(samplerPoint(kind, 1ULL << 40 | 1, {3, 4}, 5, 6), p);
    }
}

TEST(Sampler, samplesOfAPixelAreNets) {
    for (const SamplerKind kind : kStratified) {
        for (const uint32_t dimension : {0U, 1U, 8U, 1000U}) {
            for (uint32_t seed = 0; seed < 3; ++seed) {
                for (const uint32_t k : {1U, 2U, 3U, 5U, 8U, 11U}) {
                    // Any aligned block of 2^k samples, not only the first.
                    for (const uint32_t first : {0U, 1U << k, 7U << k}) {
                        std::vector<vec2> points;
                        for (uint32_t i = 0; i < 1U << k; ++i) {
                            points.push_back(samplerPoint(kind, seed, {17 + seed, 9}, first + i, dimension));
                        }
                        EXPECT_TRUE(isNet(points, k))
                            << static_cast<int>(kind) << " " << dimension << " " << k << " " << first;
                    }
                }
            }
        }
    }
}

TEST(Sampler, goesOnWellBeyondThePlan) {
    // Planned for 16 samples, and for none but one: nets all the same, at every power of two, and far beyond 2^24.
    for (const uint32_t planned : {0U, 1U, 4U, 7U, 16U, 32U}) {
        for (const uint32_t k : {3U, 5U, 6U, 9U, 10U}) {
            for (const uint32_t first : {0U, 1U << 16, 1U << 24, 0xF0000000U}) {
                std::vector<vec2> points;
                for (uint32_t i = 0; i < 1U << k; ++i) {
                    points.push_back(samplerPoint(SamplerKind::kBlueNoise, 1, {300, 77}, first + i, 10, planned));
                }
                EXPECT_TRUE(isNet(points, k)) << planned << " " << k << " " << first;
            }
        }
    }
}

TEST(Sampler, oneDimensionIsStratified) {
    for (const SamplerKind kind : kStratified) {
        for (uint32_t dimension = 0; dimension < 20; ++dimension) {
            std::vector<int> count(256);
            for (uint32_t i = 0; i < 256; ++i) {
                ++count[static_cast<size_t>(samplerNumber(kind, 3, {1, 2}, i, dimension) * 256)];
            }
            EXPECT_EQ(*std::max_element(count.begin(), count.end()), 1);
        }
    }
}

TEST(Sampler, noPointTwice) {
    // 2^14 samples of a pixel have 2^14 points; those of neighbours are others.
    for (const SamplerKind kind : kStratified) {
        std::set<std::pair<float, float>> seen;
        for (uint32_t i = 0; i < 1U << 14; ++i) {
            const vec2 p = samplerPoint(kind, 5, {8, 8}, i, 4);
            seen.insert({p.x, p.y});
        }
        EXPECT_EQ(seen.size(), size_t{1} << 14);
        for (uint32_t i = 0; i < 1U << 14; ++i) {
            const vec2 p = samplerPoint(kind, 5, {9, 8}, i, 4);
            seen.insert({p.x, p.y});
        }
        EXPECT_GT(seen.size(), (size_t{2} << 14) - 8);
    }
}

TEST(Sampler, neighboursCompleteEachOtherAsPlanned) {
    // 2 x 2 and 4 x 4 pixels together have a net, too.
    for (const uint32_t planned : {0U, 2U, 5U}) {
        for (const uint32_t size : {2U, 4U}) {
            std::vector<vec2> points;
            for (uint32_t y = 0; y < size; ++y) {
                for (uint32_t x = 0; x < size; ++x) {
                    for (uint32_t i = 0; i < 1U << planned; ++i) {
                        points.push_back(samplerPoint(SamplerKind::kBlueNoise, 11, {40 + x, 100 + y}, i, 2, planned));
                    }
                }
            }
            EXPECT_TRUE(isNet(points, planned + (size == 2 ? 2 : 4)));
        }
    }
}

TEST(Sampler, staysTheSame) {
    // The same bits on every platform and in every version: pictures depend on them, and changing them is a decision.
    const auto streamHash = [](SamplerKind kind) {
        uint64_t h = 0;
        for (uint32_t i = 0; i < 1000; ++i) {
            Sampler s(kind, 5, {i * 7, i * 13}, i * 1001, 10);
            const vec2 p = s.get2D();
            h = hash(h, static_cast<uint64_t>(p.x * 0x1p24F), static_cast<uint64_t>(p.y * 0x1p24F),
                     static_cast<uint64_t>(s.get1D() * 0x1p24F));
        }
        return h;
    };
    EXPECT_EQ(streamHash(SamplerKind::kSobol), 162344365114486888ULL);
    EXPECT_EQ(streamHash(SamplerKind::kBlueNoise), 9488505311375394831ULL);
    EXPECT_EQ(streamHash(SamplerKind::kIndependent), 9976965454349713556ULL);
}

TEST(Dimensions, doNotOverlap) {
    std::vector<std::pair<uint32_t, uint32_t>> uses{
        {CameraDimension::kFilter, 2}, {CameraDimension::kLens, 2}, {CameraDimension::kTime, 1}};
    using V = VertexDimension;
    for (const uint32_t depth : {0U, 1U, 2U}) {
        const uint32_t start = vertexDimension(depth);
        for (const auto& [offset, size] :
             {std::pair{V::kMediumChannel, 1U}, {V::kMediumDistance, 1U}, {V::kMediumSpare, 1U}, {V::kOpacity, 1U},
              {V::kMix, 1U}, {V::kLightSelect, 1U}, {V::kLightUv, 2U}, {V::kLightExtra, 1U}, {V::kLobe, 1U},
              {V::kDirection, 2U}, {V::kRussianRoulette, 1U}}) {
            EXPECT_LE(offset + size, V::kCount);
            uses.emplace_back(start + offset, size);
        }
    }
    std::set<uint32_t> taken;
    for (const auto& [first, size] : uses) {
        for (uint32_t i = 0; i < size; ++i) EXPECT_TRUE(taken.insert(first + i).second) << first + i;
    }
}

TEST(Dimensions, branchesOfAPathDoNotMatterToLaterVertices) {
    // A path that draws everything at a vertex and one that draws nothing go on with the same numbers.
    for (const SamplerKind kind : kSamplers) {
        Sampler busy(kind, 1, {5, 6}, 7), idle = busy;
        busy.setDimension(vertexDimension(0));
        for (int i = 0; i < 9; ++i) busy.get1D();
        busy.get2D();
        busy.setDimension(vertexDimension(1) + VertexDimension::kDirection);
        idle.setDimension(vertexDimension(1) + VertexDimension::kDirection);
        EXPECT_EQ(busy.get2D(), idle.get2D());
    }
}

}  // namespace
}  // namespace raypool
