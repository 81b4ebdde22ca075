// The judges are judged first: they must accept what is right and refuse what is only a little wrong.
#include "raytracer/testing/chi2.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "raytracer/core/frame.h"
#include "raytracer/core/math.h"
#include "raytracer/testing/ttest.h"

namespace raypool::testing {
namespace {

constexpr double kTurn = 6.283185307179586;

bool drawUniform(Pcg32& random, vec2& p) {
    p.x = random.nextFloat();
    p.y = random.nextFloat();
    return true;
}

/// Von Mises and Fisher's distribution around a direction (Jakob 2012, "Numerically stable sampling of the von Mises Fisher
/// distribution on S2"), in double.
struct Peak {
    vec3 centre;
    double kappa;

    bool draw(Pcg32& random, vec3& w) const {
        const double u = random.nextFloat(), phi = kTurn * double{random.nextFloat()};
        const double z = 1 + std::log(u + (1 - u) * std::exp(-2 * kappa)) / kappa, r = std::sqrt(std::max(0.0, 1 - z * z));
        w = Frame3::fromZ(centre).toWorld(vec3(r * std::cos(phi), r * std::sin(phi), z));
        return true;
    }
    double pdf(vec3 w) const {
        const double oneMinusCos = 0.5 * double{length2(normalize(w) - centre)};
        return kappa / (kTurn * (1 - std::exp(-2 * kappa))) * std::exp(-kappa * oneMinusCos);
    }
};

TEST(Statistics, probabilitiesAreThoseOfTheTables) {
    // Abramowitz and Stegun, tables 26.1, 26.8 and 26.10; closed forms for one and two degrees.
    EXPECT_NEAR(normalTwoSided(1.959963985), 0.05, 1e-9);
    EXPECT_NEAR(normalTwoSided(-3.290526731), 0.001, 1e-9);
    EXPECT_NEAR(studentTwoSided(12.7062047, 1), 0.05, 1e-8);
    EXPECT_NEAR(studentTwoSided(-2.2281389, 10), 0.05, 1e-8);
    EXPECT_NEAR(studentTwoSided(2.6174211, 120), 0.01, 1e-8);
    EXPECT_NEAR(studentTwoSided(3, 1), 1 - 2 * std::atan(3.0) * 2 / kTurn, 1e-12);
    EXPECT_NEAR(studentTwoSided(4.5, 1e7), normalTwoSided(4.5), 1e-9);
    EXPECT_NEAR(chiSquareAbove(3.8414588, 1), 0.05, 1e-8);
    EXPECT_NEAR(chiSquareAbove(18.307038, 10), 0.05, 1e-8);
    EXPECT_NEAR(chiSquareAbove(149.44925, 100), 0.001, 1e-8);
    for (const double x : {0.01, 1.0, 5.0, 50.0}) EXPECT_NEAR(chiSquareAbove(x, 2) / std::exp(-x / 2), 1, 1e-12);
    EXPECT_EQ(chiSquareAbove(kInfinity, 4), 0);
    EXPECT_EQ(chiSquareAbove(std::nan(""), 4), 0);
    // One of n independent tests at the limit fails with probability alpha.
    EXPECT_NEAR(std::pow(1 - sidakLimit(0.01, 50), 50), 0.99, 1e-12);
}

TEST(Statistics, meanAndVarianceOfShiftedNumbers) {
    RunningStats s;
    for (int i = 0; i < 1000; ++i) s.add(1e9 + i);
    EXPECT_NEAR(s.mean(), 1e9 + 499.5, 1e-6);
    EXPECT_NEAR(s.variance(), (1000.0 * 1000.0 - 1) / 12 * 1000 / 999, 1e-3);
    EXPECT_NEAR(s.standardError(), std::sqrt(s.variance() / 1000), 1e-12);
}

TEST(Statistics, pValuesAreUniformWhereTheHypothesisIsTrue) {
    // 2000 t-tests of 10 numbers each: their p-values have to be evenly spread, which tests test and p-values at once.
    Pcg32 random(3);
    std::vector<double> one(20), two(20), expected(20, 100);
    for (int t = 0; t < 2000; ++t) {
        const auto draw = [&](int n) {
            RunningStats s;
            for (int i = 0; i < n; ++i) {
                // Normal by Box and Muller 1958.
                const double r = std::sqrt(-2 * std::log(1 - double{random.nextFloat()}));
                s.add(5 + 2 * r * std::cos(kTurn * double{random.nextFloat()}));
            }
            return s;
        };
        const auto bin = [](double p) { return std::min(size_t{19}, static_cast<size_t>(p * 20)); };
        one[bin(pMeanEquals(draw(10), 5))] += 1;
        two[bin(pMeansEqual(draw(40), draw(60)))] += 1;
    }
    const Chi2Result a = chi2Counts(one, expected), b = chi2Counts(two, expected);
    EXPECT_TRUE(a.passed) << a.message;
    EXPECT_TRUE(b.passed) << b.message;
}

TEST(Statistics, shiftedMeansAreSeen) {
    Pcg32 random(4);
    RunningStats s, shifted, constant;
    for (int i = 0; i < 10000; ++i) {
        s.add(random.nextFloat());
        shifted.add(random.nextFloat() + 0.03F);
        constant.add(2);
    }
    EXPECT_GT(pMeanEquals(s, 0.5), testLimit());
    EXPECT_LT(pMeanEquals(s, 0.53), testLimit());
    EXPECT_LT(pMeansEqual(s, shifted), testLimit());
    EXPECT_EQ(pMeanEquals(constant, 2), 1);
    EXPECT_EQ(pMeanEquals(constant, 2.01), 0);
    EXPECT_EQ(pMeansEqual(constant, constant), 1);
    EXPECT_NEAR(pDifferenceIsZero(1.959963985, 1), 0.05, 1e-9);
    EXPECT_EQ(pDifferenceIsZero(std::nan(""), 1), 0);
}

TEST(Chi2, acceptsUniformPoints) {
    for (uint64_t seed = 1; seed <= 5; ++seed) {
        const Chi2Result r = chi2Square(drawUniform, [](vec2) { return 1.0; }, {.samples = 50000, .seed = seed});
        EXPECT_TRUE(r.passed) << r.message;
        EXPECT_EQ(r.freedom, 3199U);
        EXPECT_NEAR(r.integral, 1, 1e-9);
    }
}

TEST(Chi2, refusesWhatIsWrongByAFewPercent) {
    const Chi2Config config{.samples = 100000, .cellsA = 10, .cellsB = 10};
    const auto tilted = [](vec2 p) { return 0.95 + 0.1 * double{p.x}; };
    EXPECT_FALSE(chi2Square(drawUniform, tilted, config).passed);
    EXPECT_FALSE(chi2Square(drawUniform, [](vec2) { return 0.95; }, config).passed);    // too little in all
    EXPECT_FALSE(chi2Square(drawUniform, [](vec2) { return 1.05; }, config).passed);
    EXPECT_FALSE(chi2Square(drawUniform, [](vec2) { return std::nan(""); }, config).passed);
    EXPECT_FALSE(chi2Square(drawUniform, [](vec2 p) { return p.x < 0.5F ? 2.1 : -0.1; }, config).passed);
    const auto outside = [](Pcg32& random, vec2& p) {
        drawUniform(random, p);
        p.x *= 1.01F;
        return true;
    };
    EXPECT_FALSE(chi2Square(outside, [](vec2) { return 1.0; }, config).passed);
}

TEST(Chi2, countsWhatGivesNoSample) {
    const auto some = [](Pcg32& random, vec2& p) {
        drawUniform(random, p);
        return random.nextFloat() < 0.7F;
    };
    const Chi2Result right = chi2Square(some, [](vec2) { return 0.7; });
    EXPECT_TRUE(right.passed) << right.message;
    EXPECT_NEAR(right.sampledShare, 0.7, 0.01);
    EXPECT_FALSE(chi2Square(some, [](vec2) { return 1.0; }).passed);
    EXPECT_FALSE(chi2Square(some, [](vec2) { return 0.68; }).passed);
}

TEST(Chi2, integratesNarrowPeaksAnywhere) {
    for (const double kappa : {1.0, 100.0, 1e4, 1e6}) {
        for (const vec3 centre : {vec3(0, 0, 1), normalize(vec3(1, 0.3F, 0.02F)), normalize(vec3(-0.6F, 0.7F, -0.5F))}) {
            const Peak peak{centre, kappa}, wider{centre, kappa * 0.85};
            const auto draw = [&](Pcg32& random, vec3& w) { return peak.draw(random, w); };
            const Chi2Config config{.samples = 50000};
            const Chi2Result r = chi2Sphere(draw, [&](vec3 w) { return peak.pdf(w); }, config);
            EXPECT_TRUE(r.passed) << kappa << " " << centre.x << ": " << r.message;
            EXPECT_NEAR(r.integral, 1, 2e-3) << kappa;
            if (kappa == 100) {
                EXPECT_FALSE(chi2Sphere(draw, [&](vec3 w) { return wider.pdf(w); }, config).passed);
            }
        }
    }
}

TEST(Chi2, refusesDirectionsThatAreNone) {
    const auto draw = [](Pcg32& random, vec3& w) {
        w = vec3(0, 0, random.nextFloat() < 0.999F ? 1 : 2);
        return true;
    };
    EXPECT_FALSE(chi2Sphere(draw, [](vec3) { return 1 / (2 * kTurn); }, {.samples = 5000, .cellsA = 4, .cellsB = 4}).passed);
}

TEST(Chi2, falseAlarmsAreAsRareAsPromised) {
    // At alpha 0.05 for one test, 400 tests of right samples: 20 +- 4.4 failures expected.
    int failures = 0;
    for (uint64_t seed = 0; seed < 400; ++seed) {
        const Chi2Config config{.samples = 2000, .cellsA = 8, .cellsB = 8, .seed = 100 + seed, .alpha = 0.05, .tests = 1};
        failures += chi2Square(drawUniform, [](vec2) { return 1.0; }, config).passed ? 0 : 1;
    }
    EXPECT_GE(failures, 5);
    EXPECT_LE(failures, 40);
}

}  // namespace
}  // namespace raypool::testing
