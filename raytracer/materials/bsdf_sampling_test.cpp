// Sampling, density and value of every kind of Bsdf belong together.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <sstream>

#include "raytracer/materials/bsdf_cases_test.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/ttest.h"

namespace raypool {
namespace {

using testing::BsdfCase;
using testing::directionAt;
using testing::effort;
using testing::roughCases;

Bsdf bsdfOf(const BsdfCase& c, vec3 wo) { return makeBsdf(c.material, bsdfTables(), wo, c.frontFacing, 1); }

bool draw(const Bsdf& bsdf, vec3 wo, Pcg32& random, BsdfSample& s) {
    const float uLobe = random.nextFloat(), x = random.nextFloat(), y = random.nextFloat();
    return sample(bsdf, wo, uLobe, {x, y}, s);
}

void expectFollowsItsDensity(const BsdfCase& c, vec3 wo, uint64_t seed) {
    const Bsdf bsdf = bsdfOf(c, wo);
    testing::Chi2Config config;
    config.samples = effort(60000, 15000);
    config.cellsA = 20;
    config.cellsB = 40;
    config.seed = seed;
    const testing::Chi2Result r = testing::chi2Sphere(
        [&](Pcg32& random, vec3& w) {
            BsdfSample s;
            if (!draw(bsdf, wo, random, s) || s.isDelta) return false;
            w = s.wi;
            return true;
        },
        [&](vec3 wi) { return double{evaluate(bsdf, wo, wi).pdf}; }, config);
    EXPECT_TRUE(r.passed) << c.name << " cosine " << wo.z << ": " << r.message;
}

TEST(BsdfSampling, followsItsDensity) {
    uint64_t seed = 100;
    for (const BsdfCase& c : roughCases()) {
        for (const float cosine : {0.95F, 0.5F, 0.08F}) expectFollowsItsDensity(c, directionAt(cosine, 0.7F), ++seed);
    }
}

// Below and above the critical angle of glass, 41.8 degrees, from inside.
TEST(BsdfSampling, followsItsDensityAroundTotalReflection) {
    uint64_t seed = 200;
    for (const float roughness : {0.25F, 0.6F}) {
        for (const float cosine : {0.8F, 0.745F, 0.7F}) {
            expectFollowsItsDensity({"glass from inside", testing::dielectricMaterial(1.5F, roughness), false}, directionAt(cosine, 2), ++seed);
        }
    }
}

// A smooth coat on a diffuse base: the density is that of the rough part alone.
TEST(BsdfSampling, deltaLobesAreLeftOut) {
    expectFollowsItsDensity({"varnish", testing::openPbrMaterial(1.5F, 0)}, directionAt(0.3F, 1), 300);
}

TEST(BsdfSampling, weightIsValueOverDensity) {
    Pcg32 random(1);
    for (const BsdfCase& c : roughCases()) {
        int transmissions = 0;
        for (int i = 0; i < effort(2000, 500); ++i) {
            const vec3 wo = directionAt(0.02F + 0.98F * random.nextFloat(), 6 * random.nextFloat());
            const Bsdf bsdf = bsdfOf(c, wo);
            BsdfSample s;
            if (!draw(bsdf, wo, random, s)) continue;
            ASSERT_FALSE(s.isDelta) << c.name;
            const BsdfEval f = evaluate(bsdf, wo, s.wi);
            ASSERT_NEAR(length(s.wi), 1, 1e-5) << c.name;
            ASSERT_NEAR(f.pdf / s.pdf, 1, 2e-3) << c.name << " cosines " << wo.z << " " << s.wi.z << " pdf " << s.pdf;
            const Rgb again = f.value / f.pdf;
            ASSERT_NEAR(s.weight.r, again.r, 2e-3F * (1 + s.weight.r)) << c.name;
            ASSERT_NEAR(s.weight.b, again.b, 2e-3F * (1 + s.weight.b)) << c.name;
            ASSERT_EQ(s.isTransmission, s.wi.z < 0) << c.name;
            transmissions += s.isTransmission ? 1 : 0;
            ASSERT_TRUE(s.isTransmission || s.eta == 1) << c.name;
        }
        EXPECT_EQ(transmissions > 0, hasTransmission(bsdfOf(c, {0, 0, 1}))) << c.name;
    }
}

TEST(BsdfSampling, densityIntegratesToTheShareOfSamples) {
    for (const BsdfCase& c : roughCases()) {
        for (const float cosine : {1.0F, 0.3F}) {
            const vec3 wo = directionAt(cosine, 0.4F);
            const Bsdf bsdf = bsdfOf(c, wo);
            const float eta = c.frontFacing ? c.material.specularIor : 1 / c.material.specularIor;
            const vec2 alpha = alphaOf(c.material.specularRoughness, c.material.specularRoughnessAnisotropy);
            const double integral = testing::integrateAroundLobes(wo, alpha.y, eta, effort(200, 120), effort(128, 64), [&](vec3 wi) {
                return double{evaluate(bsdf, wo, wi).pdf};
            });
            int drawn = 0;
            const int samples = effort(20000, 5000);
            Pcg32 random(7);
            BsdfSample s;
            for (int i = 0; i < samples; ++i) drawn += draw(bsdf, wo, random, s) ? 1 : 0;
            EXPECT_NEAR(integral, static_cast<double>(drawn) / samples, effort(10, 25) * 1e-3) << c.name << " cosine " << cosine;
        }
    }
}

// The mean of g over sampled directions, and over uniform ones: the same light arrives.
TEST(BsdfSampling, agreesWithUniformSampling) {
    const vec3 cap = directionAt(0.8F, 2);
    const std::function<double(vec3)> lights[] = {
        [](vec3) { return 1.0; },
        [](vec3 w) { return double{w.z} * double{w.z}; },
        [&](vec3 w) { return std::exp(4 * double{dot(w, cap)} - 4); },
        [&](vec3 w) { return std::fabs(dot(w, cap)) > 0.9F ? 1.0 : 0.0; },
    };
    uint64_t seed = 0;
    const int samples = effort(1 << 15, 1 << 13);
    for (const BsdfCase& c : roughCases()) {
        const vec3 wo = directionAt(0.6F, 0.2F);
        const Bsdf bsdf = bsdfOf(c, wo);
        testing::RunningStats sampled[4], uniform[4];
        Pcg32 random(++seed);
        for (int i = 0; i < samples; ++i) {
            BsdfSample s;
            const bool hit = draw(bsdf, wo, random, s);
            const float z = 2 * random.nextFloat() - 1;
            const vec3 wi = directionAt(std::fabs(z), 6.2831853F * random.nextFloat()) * vec3(1, 1, z < 0 ? -1 : 1);
            const double value = double{average(evaluate(bsdf, wo, wi).value)} * 4 * 3.14159265358979;
            for (int k = 0; k < 4; ++k) {
                sampled[k].add(hit ? double{average(s.weight)} * lights[k](s.wi) : 0);
                uniform[k].add(value * lights[k](wi));
            }
        }
        for (int k = 0; k < 4; ++k) {
            EXPECT_GT(testing::pMeansEqual(sampled[k], uniform[k]), testing::testLimit())
                << c.name << " light " << k << ": " << sampled[k].mean() << " and " << uniform[k].mean();
        }
    }
}

// Whatever is asked, the answer is a number.
TEST(BsdfSampling, finiteEverywhere) {
    Pcg32 random(3);
    std::vector<BsdfCase> cases = roughCases();
    for (const float roughness : {0.0F, 0.032F, 0.04F, 1.0F}) {
        for (const float ior : {1.0F, 1.0001F, 1.01F, 1.5F, 4.0F, 10.0F}) {
            cases.push_back({"glass", testing::dielectricMaterial(ior, roughness), true});
            cases.push_back({"glass inside", testing::dielectricMaterial(ior, roughness), false});
            cases.push_back({"brushed glass", testing::dielectricMaterial(ior, roughness, 1), true});
            cases.push_back({"plastic", testing::openPbrMaterial(ior, roughness), false});
        }
        cases.push_back({"brushed metal", testing::conductorMaterial(roughness, 1)});
    }
    const auto cosineAt = [&](int i) { return i % 5 == 0 ? 1e-6F : i % 5 == 1 ? 1.0F : i % 5 == 2 ? 1e-3F : random.nextFloat(); };
    for (const BsdfCase& c : cases) {
        for (int i = 0; i < effort(3000, 300); ++i) {
            const float z = cosineAt(i);
            if (!(z > 0)) continue;
            const vec3 wo = directionAt(z, 6 * random.nextFloat());
            const Bsdf bsdf = bsdfOf(c, wo);
            vec3 wi = directionAt(cosineAt(i / 5), 6 * random.nextFloat()) * vec3(1, 1, i % 2 == 0 ? 1 : -1);
            if (i % 7 == 0) wi = wo;
            if (i % 7 == 1) wi = -wo;
            if (i % 7 == 2) wi = {1, 0, 0};
            const BsdfEval f = evaluate(bsdf, wo, wi);
            ASSERT_TRUE(isFinite(f.value) && std::isfinite(f.pdf)) << c.name << " " << wo.z << " " << wi.z;
            ASSERT_GE(f.pdf, 0) << c.name;
            ASSERT_GE(std::min({f.value.r, f.value.g, f.value.b}), 0) << c.name;
            BsdfSample s;
            const float edge = i % 11 == 0 ? 0 : i % 11 == 1 ? kOneMinusEpsilon : random.nextFloat();
            if (!sample(bsdf, wo, random.nextFloat(), {edge, random.nextFloat()}, s)) continue;
            ASSERT_TRUE(isFinite(s.weight) && std::isfinite(s.pdf)) << c.name;
            ASSERT_NEAR(length(s.wi), 1, 1e-4) << c.name << " " << wo.z;
            ASSERT_GE(std::min({s.weight.r, s.weight.g, s.weight.b}), 0) << c.name;
            ASSERT_LE(maxComponent(s.weight), 50) << c.name << " cosine " << wo.z << " pdf " << s.pdf;
            ASSERT_TRUE(s.isDelta ? s.pdf == 0 : s.pdf > 0) << c.name;
        }
    }
}

// The same bits on every platform: a change of this number is a change of pictures.
TEST(BsdfSampling, sameBitsEverywhere) {
    uint64_t bits = 0;
    const auto add = [&](float x) { bits = hash(bits, std::bit_cast<uint32_t>(x)); };
    Pcg32 random(11);
    for (const BsdfCase& c : roughCases()) {
        for (int i = 0; i < 100; ++i) {
            const float z = 0.05F + 0.95F * random.nextFloat(), s = std::sqrt(1 - z * z);
            const vec3 wo(0.6F * s, -0.8F * s, z);
            const Bsdf bsdf = bsdfOf(c, wo);
            BsdfSample sampled;
            if (!draw(bsdf, wo, random, sampled)) continue;
            const BsdfEval f = evaluate(bsdf, wo, sampled.wi);
            for (const float x : {sampled.wi.x, sampled.wi.y, sampled.wi.z, sampled.weight.r, sampled.weight.b, sampled.pdf, f.value.g, f.pdf}) add(x);
        }
    }
    EXPECT_EQ(bits, 2445196437195931094U);
}

// Single scattering both ways: f(a, b) = f(b, a), and over the squared index for refraction. Energy compensation and
// layering depend on wo alone and are not reciprocal; docs/materials.md says so.
TEST(BsdfReciprocity, singleScattering) {
    Pcg32 random(5);
    std::vector<BsdfCase> cases{{"lambert", testing::diffuseMaterial(0)}, {"eon", testing::diffuseMaterial(0.7F)}};
    for (const Masking masking : {Masking::kCorrelated, Masking::kSeparable}) {
        for (BsdfCase c : {BsdfCase{"metal", testing::conductorMaterial(0.5F)}, BsdfCase{"brushed metal", testing::conductorMaterial(0.5F, 0.8F)},
                           BsdfCase{"glass", testing::dielectricMaterial(1.5F, 0.5F)},
                           BsdfCase{"brushed glass", testing::dielectricMaterial(1.7F, 0.6F, 0.5F)}}) {
            c.material.multipleScattering = false;
            c.material.masking = masking;
            cases.push_back(c);
        }
    }
    for (const BsdfCase& c : cases) {
        const float ior = c.material.specularIor;
        for (int i = 0; i < 500; ++i) {
            const vec3 a = directionAt(0.05F + 0.95F * random.nextFloat(), 6 * random.nextFloat());
            const vec3 b = directionAt(0.05F + 0.95F * random.nextFloat(), 6 * random.nextFloat());
            const double ab = double{evaluate(bsdfOf(c, a), a, b).value.g} / double{b.z};
            const double ba = double{evaluate(bsdfOf(c, b), b, a).value.g} / double{a.z};
            ASSERT_NEAR(ab, ba, 1e-4 * (ab + ba) + 1e-9) << c.name;
            if (c.material.kind != MaterialKind::kDielectric) continue;
            // Seen from inside, z points inwards: mirrored about the surface.
            const vec3 flip(1, 1, -1);
            const BsdfCase inside{c.name, c.material, false};
            const double out = double{evaluate(bsdfOf(c, a), a, b * flip).value.g} / double{b.z} / sqr(double{ior});
            const double in = double{evaluate(bsdfOf(inside, b), b, a * flip).value.g} / double{a.z};
            // Far from the peak, where next to nothing is refracted, normals in float tell.
            ASSERT_NEAR(out, in, 5e-4 * (out + in) + 3e-7) << c.name;
        }
    }
}

}  // namespace
}  // namespace raypool
