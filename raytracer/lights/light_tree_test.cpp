// Choosing among many lights: probabilities are what is drawn, and nothing that shines is left out.
#include "raytracer/lights/light_tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "raytracer/core/elementary.h"
#include "raytracer/core/hash.h"
#include "raytracer/core/math.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::RunningStats;

vec3 randomPoint(Pcg32& random) {
    return vec3(random.nextFloat(), random.nextFloat(), random.nextFloat()) * 2.0F - 1.0F;
}
vec3 randomDirection(Pcg32& random) {
    for (;;) {
        const vec3 v = randomPoint(random);
        if (length2(v) > 0.01F && length2(v) < 1) return normalize(v);
    }
}

/// Small one- and two-sided planar lights, spots and bare bulbs, of very different strengths, in a box.
std::vector<LightBounds> mixedLights(uint32_t count, uint64_t seed, float scale = 1) {
    Pcg32 random(seed);
    std::vector<LightBounds> lights(count);
    for (uint32_t i = 0; i < count; ++i) {
        LightBounds& l = lights[i];
        const vec3 p = randomPoint(random) * scale;
        l.bounds.add(p);
        l.normals.axis = randomDirection(random);
        l.intensity = exp(6 * random.nextFloat() - 3) * scale * scale;
        if (i % 4 < 2) {
            l.bounds.add(p + randomPoint(random) * (0.05F * scale));
            l.twoSided = i % 4 == 1;
        } else if (i % 4 == 2) {
            l.normals.cosAngle = 0.9F;
            l.cosEmission = 0.95F;
        } else {
            l.normals.cosAngle = -1;
        }
    }
    return lights;
}

/// What a light gives at most where it is a point in the middle of its bounds: by the definition of its bounds.
bool mayContribute(const LightBounds& l, vec3 at, const LightReceiver& r) {
    const vec3 w = normalize(at - r.p);
    if (r.n != vec3(0) && !r.transmits && dot(w, r.n) <= 0) return false;
    float c = -dot(w, l.normals.axis);
    if (l.twoSided) c = std::fabs(c);
    return acos(c) <= acos(l.normals.cosAngle) + acos(l.cosEmission) - 1e-3F;
}

LightReceiver randomReceiver(Pcg32& random, float scale) {
    LightReceiver r{randomPoint(random) * (1.5F * scale), randomDirection(random), random.nextFloat() < 0.3F};
    if (random.nextFloat() < 0.2F) r.n = vec3(0);
    return r;
}

bool sampleTree(const LightTree& tree, const LightReceiver& r, double u, uint32_t& light, float& probability) {
    return tree.sample(r, tree.estimate(r), u, light, probability);
}
float probabilityOf(const LightTree& tree, const LightReceiver& r, uint32_t light) {
    return tree.probability(r, tree.estimate(r), light);
}

TEST(LightTree, ProbabilitiesAddUpAndAreTheSampledOnes) {
    for (const uint32_t count : {1U, 2U, 3U, 7U, 100U, 1000U}) {
        const LightTree tree(mixedLights(count, count));
        Pcg32 random(5);
        for (int i = 0; i < 20; ++i) {
            const LightReceiver r = randomReceiver(random, 1);
            double sum = 0;
            for (uint32_t light = 0; light < count; ++light) sum += double{probabilityOf(tree, r, light)};
            uint32_t light = 0;
            float p = 0;
            // Going down may end where nothing shines: then that part is missing.
            EXPECT_LE(sum, 1 + 1e-4);
            double found = 0;
            for (int k = 0; k < 50; ++k) {
                if (!sampleTree(tree, r, (k + double{random.nextFloat()}) / 50, light, p)) continue;
                ++found;
                EXPECT_GT(p, 0);
                EXPECT_FLOAT_EQ(p, probabilityOf(tree, r, light));
            }
            if (sum > 0.999) {
                EXPECT_EQ(found, 50);
            }
            if (sum == 0) {
                EXPECT_EQ(found, 0);
            }
        }
    }
}

TEST(LightTree, LightsAreFoundAsOftenAsTheirProbabilitySays) {
    constexpr uint32_t kCount = 200;
    const LightTree tree(mixedLights(kCount, 3));
    Pcg32 random(9);
    for (int i = 0; i < 6; ++i) {
        const LightReceiver r = randomReceiver(random, 1);
        std::vector<double> observed(kCount + 1), expected(kCount + 1);
        double sum = 0;
        constexpr int kSamples = 40000;
        for (uint32_t light = 0; light < kCount; ++light) {
            expected[light] = kSamples * double{probabilityOf(tree, r, light)};
            sum += expected[light];
        }
        expected[kCount] = std::max(kSamples - sum, 0.0);
        for (int k = 0; k < kSamples; ++k) {
            uint32_t light = kCount;
            float p = 0;
            if (!sampleTree(tree, r, double{random.nextFloat()}, light, p)) light = kCount;
            ++observed[light];
        }
        const auto result = testing::chi2Counts(observed, expected);
        EXPECT_TRUE(result.passed) << result.message;
    }
}

TEST(LightTree, MeanOfInverseProbabilityIsOneForEveryLightThatMayShine) {
    constexpr uint32_t kCount = 24;
    const auto lights = mixedLights(kCount, 8);
    const LightTree tree(lights);
    Pcg32 random(2);
    const LightReceiver r{{0.3F, -1.4F, 0.2F}, {0, 1, 0}, true};
    std::vector<RunningStats> stats(kCount);
    for (int k = 0; k < 100000; ++k) {
        uint32_t light = 0;
        float p = 1;
        const bool found = sampleTree(tree, r, double{random.nextFloat()}, light, p);
        for (uint32_t i = 0; i < kCount; ++i) stats[i].add(found && light == i ? 1 / double{p} : 0);
    }
    int shining = 0;
    for (uint32_t i = 0; i < kCount; ++i) {
        if (probabilityOf(tree, r, i) > 1e-3F) {
            ++shining;
            EXPECT_GT(testing::pMeanEquals(stats[i], 1), testing::testLimit()) << i;
        }
    }
    EXPECT_GT(shining, 12);
}

TEST(LightTree, NoLightThatMayContributeHasProbabilityZero) {
    for (const float scale : {1e-4F, 1.0F, 1e4F}) {
        const auto lights = mixedLights(500, 21, scale);
        const LightTree tree(lights);
        Pcg32 random(4);
        int contributing = 0;
        for (int i = 0; i < 100; ++i) {
            const LightReceiver r = randomReceiver(random, scale);
            for (uint32_t light = 0; light < lights.size(); ++light) {
                const Bounds3& b = lights[light].bounds;
                for (const vec3 at : {b.centre(), b.low, b.high}) {
                    if (!mayContribute(lights[light], at, r)) continue;
                    ++contributing;
                    ASSERT_GT(probabilityOf(tree, r, light), 0) << light << " of size " << scale;
                }
            }
        }
        EXPECT_GT(contributing, 10000);
    }
}

TEST(LightTree, FarAwayProbabilitiesAreProportionalToIntensity) {
    auto lights = mixedLights(300, 13);
    double sum = 0;
    for (LightBounds& l : lights) {
        l.normals = {{0, 0, 1}, -1};
        l.twoSided = false;
        l.cosEmission = 0;
        sum += double{l.intensity};
    }
    const LightTree tree(lights);
    const LightReceiver r{{3000, 2000, -4000}, {0, 0, 1}, false};
    for (uint32_t i = 0; i < lights.size(); ++i)
        EXPECT_NEAR(probabilityOf(tree, r, i) / (double{lights[i].intensity} / sum), 1, 0.01);
}

TEST(LightTree, NearALightItIsChosenMoreOften) {
    auto lights = mixedLights(300, 13);
    float sum = 0;
    for (LightBounds& l : lights) {
        l.normals.cosAngle = -1;
        sum += l.intensity;
    }
    const LightTree tree(lights);
    const vec3 c = lights[15].bounds.centre();
    EXPECT_GT(probabilityOf(tree, {c + vec3(0, 0, 1e-3F), vec3(0), false}, 15), 10 * lights[15].intensity / sum);
}

/// Variance of the estimate of the irradiance by bare bulbs, relative to its square.
TEST(LightTree, VarianceIsFarBelowThatOfSamplingByPower) {
    Pcg32 random(31);
    std::vector<LightBounds> lights(1000);
    double power = 0;
    for (LightBounds& l : lights) {
        l.bounds.add(vec3(randomPoint(random)) * vec3(20, 20, 1) + vec3(0, 0, 2));
        l.normals.cosAngle = -1;
        l.intensity = 0.5F + random.nextFloat();
        power += double{l.intensity};
    }
    const LightTree tree(lights);
    const auto irradiance = [&](uint32_t light, vec3 p) {
        const vec3 d = lights[light].bounds.centre() - p;
        return double{lights[light].intensity * std::max(d.z, 0.0F)} / std::pow(double{length2(d)}, 1.5);
    };
    for (int i = 0; i < 5; ++i) {
        const vec3 p = randomPoint(random) * vec3(15, 15, 0);
        double mean = 0, byTree = 0, byPower = 0;
        for (uint32_t light = 0; light < lights.size(); ++light) {
            const double e = irradiance(light, p);
            mean += e;
            byTree += e * e / double{probabilityOf(tree, {p, {0, 0, 1}, false}, light)};
            byPower += e * e * power / double{lights[light].intensity};
        }
        EXPECT_LT(byTree - mean * mean, 0.2 * (byPower - mean * mean));
    }
}

TEST(LightTree, TakesLightsAllInOnePlaceOrALine) {
    std::vector<LightBounds> lights(5000);
    for (size_t i = 0; i < lights.size(); ++i) {
        lights[i].bounds.add(i % 2 == 0 ? vec3(1, 2, 3) : vec3(1, 2, 3 + std::ldexp(1.0F, -static_cast<int>(i % 20))));
        lights[i].intensity = 1;
        lights[i].normals.cosAngle = -1;
    }
    const LightTree tree(lights);
    double sum = 0;
    for (uint32_t i = 0; i < lights.size(); ++i) sum += double{probabilityOf(tree, {vec3(0), vec3(0), false}, i)};
    EXPECT_NEAR(sum, 1, 1e-4);
}

TEST(LightTree, Empty) {
    const LightTree tree(std::vector<LightBounds>{});
    uint32_t light = 0;
    float p = 0;
    EXPECT_TRUE(tree.isEmpty());
    EXPECT_FALSE(sampleTree(tree, {}, 0.5, light, p));
    EXPECT_EQ(probabilityOf(tree, {}, 0), 0);
    EXPECT_EQ(tree.estimate(LightReceiver{}).sum, 0);
}

TEST(DirectionCone, UnionContainsBoth) {
    Pcg32 random(77);
    for (int i = 0; i < 3000; ++i) {
        const DirectionCone a{randomDirection(random), cos(kPi * sqr(random.nextFloat()))},
            b{randomDirection(random), cos(kPi * sqr(random.nextFloat()))};
        const DirectionCone both = unite(a, b);
        for (int k = 0; k < 20; ++k) {
            const vec3 w = randomDirection(random);
            if (dot(w, a.axis) < a.cosAngle + 1e-5F && dot(w, b.axis) < b.cosAngle + 1e-5F) continue;
            ASSERT_GE(dot(w, both.axis), both.cosAngle - 1e-5F);
        }
        // No wider than both side by side.
        const float between = acos(dot(a.axis, b.axis));
        EXPECT_LE(acos(both.cosAngle),
                  std::max({acos(a.cosAngle), acos(b.cosAngle), (acos(a.cosAngle) + acos(b.cosAngle) + between) / 2}) +
                      2e-3F);
    }
}

}  // namespace
}  // namespace raypool
