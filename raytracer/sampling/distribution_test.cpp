#include "raytracer/sampling/distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "raytracer/core/hash.h"
#include "raytracer/parallel/thread_pool.h"
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
        EXPECT_NEAR(d.sum(), sumOf(w), 1e-9 * sumOf(w));
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
    const Chi2Result remapped = testing::chi2Square(
        [&](Pcg32& random, vec2& p) {
            const Distribution1D::DiscreteSample s = d.sampleDiscrete(random.nextFloat());
            EXPECT_EQ(s.probability, d.probability(s.index));
            counts[s.index] += 1;
            p = {s.remapped, random.nextFloat()};
            return true;
        },
        [](vec2) { return 1.0; }, {.samples = 50000, .cellsA = 50, .cellsB = 1});
    EXPECT_TRUE(remapped.passed) << remapped.message;
    for (size_t i = 0; i < 37; ++i) expected[i] = 50000 * double{w[i]} / sumOf(w);
    const Chi2Result discrete = testing::chi2Counts(counts, expected);
    EXPECT_TRUE(discrete.passed) << discrete.message;
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
        ASSERT_GT(w[d.sampleDiscrete(u).index], 0);
    }
    for (const float u : {0.0F, kOneMinusEpsilon, std::nextafter(0.25F, 0.0F), 0.25F}) {
        EXPECT_GT(d.pdf(d.sample(u).x), 0) << u;
        EXPECT_GT(w[d.sampleDiscrete(u).index], 0) << u;
    }
    // What has little weight has a density, so that no light is lost.
    EXPECT_GT(d.probability(4), 0);
}

TEST(Distribution1D, takesStrangeWeights) {
    const Distribution1D none(std::vector<float>{0, 0, 0, 0}), empty(std::vector<float>{});
    EXPECT_EQ(none.pdf(0.3F), 1);
    EXPECT_EQ(none.sample(0.3F).x, 0.3F);
    EXPECT_EQ(none.sum(), 0);
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

TEST(Distribution2D, samplesFollowTheDensity) {
    const std::vector<float> w = randomWeights(24 * 16, 6);
    const Distribution2D d(24, 16, w);
    EXPECT_NEAR(d.sum(), sumOf(w), 1e-9 * sumOf(w));
    const Chi2Result r = testing::chi2Square(
        [&](Pcg32& random, vec2& p) {
            vec2 u{random.nextFloat(), 0};
            u.y = random.nextFloat();
            const Distribution2D::Sample s = d.sample(u);
            EXPECT_EQ(s.pdf, d.pdf(s.p));
            const vec2 v = d.invert(s.p);
            EXPECT_NEAR(v.x, u.x, 1e-4);
            EXPECT_NEAR(v.y, u.y, 1e-4);
            p = s.p;
            return true;
        },
        [&](vec2 p) {
            // From the weights themselves, not from the tables.
            return double{w[static_cast<size_t>(p.y * 16) * 24 + static_cast<size_t>(p.x * 24)]} * 24 * 16 / sumOf(w);
        },
        {.samples = 100000, .cellsA = 48, .cellsB = 32});
    EXPECT_TRUE(r.passed) << r.message;
    EXPECT_NEAR(r.integral, 1, 1e-6);
    EXPECT_EQ(d.pdf({1, 0.5F}), 0);
    EXPECT_EQ(d.pdf({0.5F, -0.1F}), 0);
}

TEST(Distribution2D, emptyRowsAndPictures) {
    std::vector<float> w(8 * 4, 0.0F);
    for (size_t i = 0; i < 8; ++i) w[8 + i] = 1;
    const Distribution2D d(8, 4, w);
    for (uint32_t i = 0; i < 1000; ++i) {
        const Distribution2D::Sample s = d.sample({static_cast<float>(i) / 1000, static_cast<float>(i * 7 % 1000) / 1000});
        EXPECT_TRUE(s.p.y >= 0.25F && s.p.y < 0.5F);
        EXPECT_NEAR(s.pdf, 4, 1e-5);
    }
    EXPECT_EQ(d.pdf({0.5F, 0.6F}), 0);
    const Distribution2D none(8, 4, std::vector<float>(32, 0.0F)), byDefault, noSize(0, 0, std::vector<float>{});
    EXPECT_NEAR(none.sample({0.3F, 0.4F}).pdf, 1, 1e-6);
    EXPECT_NEAR(byDefault.sample({0.3F, 0.4F}).pdf, 1, 1e-6);
    EXPECT_NEAR(noSize.pdf({0.3F, 0.4F}), 1, 1e-6);
}

TEST(Distribution2D, theSameByAnyNumberOfThreads) {
    const uint32_t width = 200, height = 123;
    const std::vector<float> w = randomWeights(width * height, 8);
    const Distribution2D alone(width, height, w);
    ThreadPool pool;
    pool.resize(4);
    const Distribution2D together(width, height, w, &pool);
    EXPECT_EQ(alone.sum(), together.sum());
    Pcg32 random(9);
    for (int i = 0; i < 5000; ++i) {
        vec2 u{random.nextFloat(), 0};
        u.y = random.nextFloat();
        const Distribution2D::Sample a = alone.sample(u), b = together.sample(u);
        ASSERT_EQ(a.p, b.p);
        ASSERT_EQ(a.pdf, b.pdf);
    }
}

TEST(Distribution2D, oneBrightPixelInAWidePicture) {
    // A sun of one pixel, a million times as bright as the sky, in a row of 16384.
    const uint32_t width = 16384, height = 8;
    const Distribution2D d(width, height, [](uint32_t y, std::span<float> row) {
        for (float& v : row) v = 1;
        if (y == 3) row[777] = 1e6F;
    });
    const double total = 16384.0 * 8 + 1e6 - 1;
    EXPECT_NEAR(d.sum(), total, 1e-6 * total);
    const float pdf = d.pdf({777.5F / width, 3.5F / height});
    EXPECT_NEAR(pdf / (1e6 / total * width * height), 1, 0.01);
    EXPECT_GT(d.pdf({778.5F / width, 3.5F / height}), 0);
    uint32_t hits = 0;
    Pcg32 random(10);
    for (int i = 0; i < 10000; ++i) {
        vec2 u{random.nextFloat(), 0};
        u.y = random.nextFloat();
        const vec2 p = d.sample(u).p;
        hits += static_cast<uint32_t>(p.x * width) == 777 && static_cast<uint32_t>(p.y * height) == 3 ? 1 : 0;
    }
    EXPECT_NEAR(hits / 10000.0, 1e6 / total, 0.02);
}

TEST(AliasTable, samplesFollowTheProbabilities) {
    for (const uint32_t n : {1U, 2U, 10U, 500U}) {
        std::vector<float> w = randomWeights(n, 20 + n);
        w[0] = 1;
        const AliasTable t(w);
        ASSERT_EQ(t.size(), n);
        EXPECT_NEAR(t.sum(), sumOf(w), 1e-9 * sumOf(w));
        std::vector<double> counts(n), expected(n);
        const uint32_t draws = 100000;
        const Chi2Result remapped = testing::chi2Square(
            [&](Pcg32& random, vec2& p) {
                const AliasTable::Sample s = t.sample(random.nextFloat());
                EXPECT_EQ(s.probability, t.probability(s.index));
                EXPECT_GT(w[s.index], 0);
                counts[s.index] += 1;
                p = {s.remapped, random.nextFloat()};
                return true;
            },
            [](vec2) { return 1.0; }, {.samples = draws, .cellsA = 50, .cellsB = 1});
        EXPECT_TRUE(remapped.passed) << n << ": " << remapped.message;
        for (uint32_t i = 0; i < n; ++i) {
            EXPECT_NEAR(t.probability(i), double{w[i]} / sumOf(w), 1e-6);
            expected[i] = draws * double{w[i]} / sumOf(w);
        }
        const Chi2Result r = testing::chi2Counts(counts, expected);
        EXPECT_TRUE(r.passed) << n << ": " << r.message;
    }
}

TEST(AliasTable, takesStrangeWeights) {
    EXPECT_TRUE(AliasTable().empty());
    EXPECT_TRUE(AliasTable(std::vector<float>{}).empty());
    const AliasTable none(std::vector<float>{0, 0});
    EXPECT_EQ(none.probability(0), 0.5F);
    EXPECT_EQ(none.sample(0.7F).index, 1U);
    const AliasTable odd(std::vector<float>{kNan, 2, -1, kInfinity, 0});
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(odd.sample((static_cast<float>(i) + 0.5F) / 1000).index, 3U);
    EXPECT_GT(odd.probability(1), 1e-7F);   // no less than a random number's last place
    EXPECT_LT(odd.probability(1), 2e-7F);
    EXPECT_EQ(odd.probability(0), 0);
    const AliasTable last(std::vector<float>{0, 0, 0, 5});
    EXPECT_EQ(last.sample(kOneMinusEpsilon).index, 3U);
    EXPECT_EQ(last.sample(0).index, 3U);
}

}  // namespace
}  // namespace raypool
