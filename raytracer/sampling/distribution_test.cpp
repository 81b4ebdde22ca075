#include "raytracer/sampling/distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "raytracer/core/hash.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

using testing::Chi2Result;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<float> randomWeights(uint32_t n, uint64_t seed) {
    Pcg32 random(seed);
    std::vector<float> w(n);
    // Many orders of magnitude, and nothing here and there.
    for (float& x : w) x = random.next() % 5 == 0 ? 0 : std::exp(8 * random.nextFloat() - 4);
    return w;
}
double sumOf(const std::vector<float>& w) { return std::accumulate(w.begin(), w.end(), 0.0); }

TEST(Distribution1D, probabilitiesAreTheWeights) {
    for (const uint32_t n : {1U, 2U, 3U, 17U, 1000U}) {
        const std::vector<float> w = randomWeights(n, n + 1);
        const Distribution1D d(w);
        EXPECT_EQ(d.size(), n);
        double sum = 0;
        for (uint32_t i = 0; i < n; ++i) {
            EXPECT_NEAR(d.probability(i), double{w[i]} / sumOf(w), n * 3e-7) << i;
            EXPECT_EQ(d.probability(i) > 0, w[i] > 0) << i;
            const float middle = (static_cast<float>(i) + 0.5F) / static_cast<float>(n);
            EXPECT_FLOAT_EQ(d.pdf(middle), d.probability(i) * static_cast<float>(n));
            sum += double{d.probability(i)};
        }
        EXPECT_NEAR(sum, 1, 1e-6);
        EXPECT_EQ(d.pdf(-0.1F), 0);
        EXPECT_EQ(d.pdf(1), 0);
    }
}

TEST(Distribution1D, samplesFollowTheDensity) {
    const std::vector<float> w = randomWeights(37, 3);
    const Distribution1D d(w);
    const Chi2Result continuous = testing::chi2Square(
        [&](Pcg32& random, vec2& p) {
            const Distribution1D::Sample s = d.sample(random.nextFloat());
            EXPECT_EQ(s.pdf, d.pdf(s.x));
            p = {s.x, random.nextFloat()};
            return true;
        },
        [&](vec2 p) { return double{d.pdf(p.x)}; }, {.samples = 50000, .cellsA = 37 * 4, .cellsB = 1});
    EXPECT_TRUE(continuous.passed) << continuous.message;

    std::vector<double> counts(37), expected(37);
    Pcg32 random(6);
    for (int i = 0; i < 50000; ++i) counts[d.sample(random.nextFloat()).index] += 1;
    for (size_t i = 0; i < 37; ++i) expected[i] = 50000 * double{w[i]} / sumOf(w);
    const Chi2Result discrete = testing::chi2Counts(counts, expected);
    EXPECT_TRUE(discrete.passed) << discrete.message;
}

TEST(Distribution1D, everyStepHasItsShareOfTheNumbersInOrder) {
    std::vector<std::vector<float>> all{randomWeights(9, 8), randomWeights(100, 9), randomWeights(1000, 10), std::vector<float>(300, 1)};
    all.emplace_back(500, 0.0F);   // far from even
    all.back()[3] = 1;
    all.back()[400] = 1e-3F;
    for (const auto& w : all) {
        const Distribution1D d(w);
        constexpr uint32_t kNumbers = 1U << 18;
        std::vector<uint32_t> counts(d.size());
        uint32_t last = 0;
        for (uint32_t i = 0; i < kNumbers; ++i) {
            const uint32_t step = d.sample(static_cast<float>(i) / kNumbers).index;
            ASSERT_GE(step, last);
            last = step;
            ++counts[step];
        }
        // One number more or less, since an interval's ends fall between them; the rest is rounding of the probability.
        for (uint32_t i = 0; i < d.size(); ++i) ASSERT_LE(std::fabs(counts[i] - double{d.probability(i)} * kNumbers), 1.01) << i << " of " << d.size();
    }
}

TEST(Distribution1D, invertsItsSamples) {
    const Distribution1D d(randomWeights(100, 4));
    Pcg32 random(5);
    for (int i = 0; i < 10000; ++i) {
        const float u = random.nextFloat(), x = d.sample(u).x;
        EXPECT_NEAR(d.invert(x), u, 2e-7 + 3e-7 * double{d.pdf(x)}) << u;
    }
}

TEST(Distribution1D, neverChoosesWhatHasNoWeight) {
    const std::vector<float> w{0, 0, 1, 0, 1e-30F, 0, 3, 0, 0};
    const Distribution1D d(w);
    for (uint32_t i = 0; i < 1U << 16; ++i) {
        const float u = static_cast<float>(i << 8) * 0x1p-24F;
        const Distribution1D::Sample s = d.sample(u);
        ASSERT_GT(w[s.index], 0);
        ASSERT_GT(s.pdf, 0);
        ASSERT_GT(d.pdf(s.x), 0);
    }
    for (const float u : {0.0F, kOneMinusEpsilon, std::nextafter(0.25F, 0.0F), 0.25F}) {
        EXPECT_GT(d.pdf(d.sample(u).x), 0) << u;
    }
    // What has little weight has a density, so that no light is lost.
    EXPECT_GT(d.probability(4), 0);
}

TEST(Distribution1D, takesStrangeWeights) {
    const Distribution1D none(std::vector<float>{0, 0, 0, 0}), empty(std::vector<float>{});
    EXPECT_EQ(none.pdf(0.3F), 1);
    EXPECT_EQ(none.sample(0.3F).x, 0.3F);
    EXPECT_EQ(empty.pdf(0.3F), 1);
    const Distribution1D odd(std::vector<float>{kNan, -3, 1, kInfinity, 0});
    EXPECT_EQ(odd.probability(0), 0);
    EXPECT_EQ(odd.probability(1), 0);
    EXPECT_GT(odd.probability(2), 0);
    EXPECT_NEAR(odd.probability(3), 1, 1e-6);
    EXPECT_EQ(odd.probability(4), 0);
    const Distribution1D huge(std::vector<float>(1000, std::numeric_limits<float>::max()));
    EXPECT_NEAR(huge.probability(500), 0.001, 1e-7);
}

}  // namespace
}  // namespace raypool
