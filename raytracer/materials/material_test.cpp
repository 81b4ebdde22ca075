#include "raytracer/materials/material.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "raytracer/materials/bsdf_cases_test.h"
#include "raytracer/materials/lobe_diffuse.h"
#include "raytracer/materials/shading.h"

namespace raypool {
namespace {

using testing::directionAt;

Bsdf builtBsdf(const Material& m, vec3 wo, bool front = true, float exterior = 1) { return makeBsdf(m, bsdfTables(), wo, front, exterior); }

TEST(Material, mixIsChosenByWeightAndTheNumberUsedAgain) {
    std::vector<Material> materials(5);
    materials[0].kind = MaterialKind::kMix;
    materials[0].mixFirst = 1;
    materials[0].mixSecond = 2;
    materials[0].mixWeight = 0.25F;
    materials[2].kind = MaterialKind::kMix;
    materials[2].mixFirst = 3;
    materials[2].mixSecond = 4;
    int counts[5] = {};
    double left = 0;
    constexpr int n = 4000;
    for (int i = 0; i < n; ++i) {
        float u = (static_cast<float>(i) + 0.5F) / n;
        const uint32_t id = resolveMix(materials, 0, u);
        ++counts[id];
        ASSERT_TRUE(u >= 0 && u < 1);
        left += double{u};
    }
    EXPECT_EQ(counts[1], 3000);
    EXPECT_EQ(counts[3], 500);
    EXPECT_EQ(counts[4], 500);
    EXPECT_NEAR(left / n, 0.5, 1e-3);
    float u = 0.4F;
    EXPECT_EQ(resolveMix(materials, 3, u), 3U);
    EXPECT_EQ(u, 0.4F);
}

TEST(Material, mixEndsInACycle) {
    std::vector<Material> materials(2);
    for (Material& m : materials) m.kind = MaterialKind::kMix;
    materials[0].mixFirst = materials[0].mixSecond = 1;
    float u = 0.3F;
    const uint32_t id = resolveMix(materials, 0, u);
    EXPECT_EQ(builtBsdf(materials[id], {0, 0, 1}).lobeCount, 0);
    finishMaterials(materials);
    EXPECT_EQ(materials[0].flags & kMaterialIsEmissive, 0U);
}

TEST(Material, flags) {
    std::vector<Material> m(9);
    m[0] = testing::diffuseMaterial(0);
    m[0].emission = {1, 2, 3};
    m[1] = testing::dielectricMaterial(1.5F, 0);
    m[2] = testing::conductorMaterial(0);
    m[3] = testing::conductorMaterial(0.3F);
    m[3].opacity = 0.5F;
    m[4].kind = MaterialKind::kInterface;
    m[5].kind = m[6].kind = m[7].kind = MaterialKind::kMix;
    m[5].mixFirst = 6;   // before its child is known
    m[5].mixSecond = 2;
    m[6].mixFirst = 0;
    m[6].mixSecond = 1;
    m[7].mixFirst = 1;
    m[7].mixSecond = 2;
    m[8] = testing::openPbrMaterial(1.5F, 0);
    finishMaterials(m);
    EXPECT_EQ(m[0].flags, kMaterialIsEmissive | kMaterialIsOpaque);
    EXPECT_EQ(m[1].flags, kMaterialIsDeltaOnly | kMaterialTransmits);
    EXPECT_EQ(m[2].flags, kMaterialIsDeltaOnly | kMaterialIsOpaque);
    EXPECT_EQ(m[3].flags, kMaterialHasOpacity);
    EXPECT_EQ(m[4].flags, kMaterialIsInterface | kMaterialIsDeltaOnly | kMaterialTransmits);
    EXPECT_EQ(m[5].flags, kMaterialIsEmissive | kMaterialTransmits);
    EXPECT_EQ(m[6].flags, kMaterialIsEmissive | kMaterialTransmits);
    EXPECT_EQ(m[7].flags, kMaterialIsDeltaOnly | kMaterialTransmits);
    EXPECT_EQ(m[8].flags, kMaterialIsOpaque);
}

TEST(Material, emissionKnowsItsSide) {
    Material m;
    m.emission = {1, 2, 3};
    EXPECT_EQ(emittedRadiance(m, true), m.emission);
    EXPECT_TRUE(isBlack(emittedRadiance(m, false)));
    m.emissionTwoSided = true;
    EXPECT_EQ(emittedRadiance(m, false), m.emission);
}

TEST(Material, mediumHasTheColourAfterItsDepth) {
    Material m = testing::dielectricMaterial(1.5F, 0);
    EXPECT_FALSE(mediumOf(m).isSet);
    m.transmissionColor = {0.5F, 0.9F, 0.1F};
    m.transmissionDepth = 2;
    InteriorMedium medium = mediumOf(m);
    ASSERT_TRUE(medium.isSet);
    EXPECT_NEAR(std::exp(-medium.sigmaA.r * 2), 0.5, 1e-5);
    EXPECT_NEAR(std::exp(-medium.sigmaA.b * 2), 0.1, 1e-5);
    // More scattering than extinction: grey absorption makes up for it.
    m.transmissionScatter = {1, 0.5F, 0.2F};
    medium = mediumOf(m);
    EXPECT_NEAR(medium.sigmaS.r, 0.5, 1e-6);
    EXPECT_GE(std::min({medium.sigmaA.r, medium.sigmaA.g, medium.sigmaA.b}), 0);
    m.thinWalled = true;
    EXPECT_FALSE(mediumOf(m).isSet);
    Material opaque;
    opaque.transmissionDepth = 1;
    EXPECT_FALSE(mediumOf(opaque).isSet);
}

TEST(Material, anisotropyKeepsTheMeanSquare) {
    const vec2 a = alphaOf(0.6F, 0);
    EXPECT_FLOAT_EQ(a.x, 0.36F);
    EXPECT_FLOAT_EQ(a.y, 0.36F);
    const vec2 b = alphaOf(0.6F, 0.8F);
    EXPECT_NEAR(b.y / b.x, 0.2, 1e-6);
    EXPECT_NEAR((b.x * b.x + b.y * b.y) / 2, 0.36 * 0.36, 1e-6);
}

TEST(Material, mirrorAndSmoothGlass) {
    const vec3 wo = directionAt(0.5F, 1);
    BsdfSample s;
    Bsdf mirror = builtBsdf(testing::conductorMaterial(0), wo);
    EXPECT_FALSE(hasNonDelta(mirror));
    ASSERT_TRUE(sample(mirror, wo, 0.3F, {0.5F, 0.5F}, s));
    EXPECT_TRUE(s.isDelta);
    EXPECT_EQ(s.wi, vec3(-wo.x, -wo.y, wo.z));
    EXPECT_NEAR(s.weight.g, 1, 1e-6);

    const Bsdf glass = builtBsdf(testing::dielectricMaterial(1.5F, 0), wo);
    int reflections = 0;
    for (int i = 0; i < 1000; ++i) {
        ASSERT_TRUE(sample(glass, wo, (static_cast<float>(i) + 0.5F) / 1000, {0.5F, 0.5F}, s));
        ASSERT_TRUE(s.isDelta && s.pdf == 0);
        ASSERT_NEAR(s.weight.r, 1, 1e-5);
        reflections += s.isTransmission ? 0 : 1;
        if (!s.isTransmission) continue;
        // Snell's law, in the plane of incidence.
        ASSERT_NEAR(s.wi.x * 1.5F, -wo.x, 1e-6);
        ASSERT_NEAR(s.wi.y * 1.5F, -wo.y, 1e-6);
        ASSERT_FLOAT_EQ(s.eta, 1.5F);
    }
    EXPECT_NEAR(reflections / 1000.0, 0.0892, 1e-3);   // Fresnel at 60 degrees
    // From inside, beyond the critical angle.
    const Bsdf inside = builtBsdf(testing::dielectricMaterial(1.5F, 0), wo, false);
    for (const float u : {0.0F, 0.5F, kOneMinusEpsilon}) {
        ASSERT_TRUE(sample(inside, wo, u, {0.5F, 0.5F}, s));
        EXPECT_FALSE(s.isTransmission);
    }
}

TEST(Material, matchedIndexIsInvisible) {
    const vec3 wo = directionAt(0.2F, 1);
    for (const float roughness : {0.0F, 0.5F}) {
        const Bsdf glass = builtBsdf(testing::dielectricMaterial(1.33F, roughness), wo, true, 1.33F);
        BsdfSample s;
        ASSERT_TRUE(sample(glass, wo, 0.5F, {0.5F, 0.5F}, s));
        EXPECT_TRUE(s.isDelta && s.isTransmission);
        EXPECT_NEAR(length(s.wi + wo), 0, 1e-5);
        EXPECT_NEAR(s.weight.r, 1, 1e-6);
    }
    Material boundary;
    boundary.kind = MaterialKind::kInterface;
    BsdfSample s;
    ASSERT_TRUE(sample(builtBsdf(boundary, wo), wo, 0.5F, {0.5F, 0.5F}, s));
    EXPECT_EQ(s.wi, -wo);
    EXPECT_EQ(s.weight, (Rgb{1, 1, 1}));
}

TEST(Material, smoothSheetLetsStraightThrough) {
    Material m = testing::dielectricMaterial(1.5F, 0);
    m.thinWalled = true;
    m.transmissionColor = {0.5F, 1, 1};
    const Bsdf sheet = builtBsdf(m, {0, 0, 1});
    double reflected = 0, through = 0;
    for (int i = 0; i < 1000; ++i) {
        BsdfSample s;
        ASSERT_TRUE(sample(sheet, {0, 0, 1}, (static_cast<float>(i) + 0.5F) / 1000, {0.5F, 0.5F}, s));
        (s.isTransmission ? through : reflected) += double{s.weight.r} / 1000;
        ASSERT_EQ(s.wi, vec3(0, 0, s.isTransmission ? -1 : 1));
    }
    // 2 R / (1 + R) with R = 0.04, and the colour on the rest.
    EXPECT_NEAR(reflected, 0.08 / 1.04, 2e-3);
    EXPECT_NEAR(through, 0.5 * (1 - 0.08 / 1.04), 2e-3);
}

// The reference renderer's glass: F(wo) times white GGX, plus (1 - F(wo)) times Walter's refraction, G1 G1.
TEST(Material, shadingNormalFresnelIsTheStatedSum) {
    Material m = testing::dielectricMaterial(1.5F, 0.5F);
    m.dielectricFresnel = DielectricFresnel::kShadingNormal;
    m.multipleScattering = false;
    m.masking = Masking::kSeparable;
    Pcg32 random(2);
    for (int i = 0; i < 1000; ++i) {
        const vec3 wo = directionAt(0.05F + 0.95F * random.nextFloat(), 6 * random.nextFloat());
        vec3 wi = directionAt(0.05F + 0.95F * random.nextFloat(), 6 * random.nextFloat());
        if (i % 2 == 0) wi.z = -wi.z;
        const double alpha = 0.25, eta = 1.5;
        const auto g1 = [&](vec3 w) {
            const double tan2 = (1 - sqr(double{w.z})) / sqr(double{w.z});
            return 2 / (1 + std::sqrt(1 + alpha * alpha * tan2));
        };
        const dvec3 o(wo), in(wi);
        dvec3 h = wi.z > 0 ? o + in : -(o + eta * in);
        h = glm::normalize(h.z < 0 ? -h : h);
        const double d = alpha * alpha / (3.14159265358979 * sqr(sqr(h.z) * (alpha * alpha - 1) + 1));
        const double cosT = std::sqrt(1 - (1 - o.z * o.z) / (eta * eta));
        const double f = 0.5 * (sqr((o.z - eta * cosT) / (o.z + eta * cosT)) + sqr((eta * o.z - cosT) / (eta * o.z + cosT)));
        double expected = 0;
        const double oh = glm::dot(o, h), ih = glm::dot(in, h);
        if (wi.z > 0) expected = f * d * g1(wo) * g1(wi) / (4 * o.z);
        else if (oh > 0 && ih < 0) expected = (1 - f) * oh * -ih / o.z * eta * eta * g1(wo) * g1(wi) * d / sqr(oh + eta * ih);
        const double value = double{evaluate(builtBsdf(m, wo), wo, wi).value.g};
        ASSERT_NEAR(value, expected, 2e-4 * expected + 1e-6) << wo.z << " " << wi.z;
    }
}

TEST(Material, eonIsThePublishedFormula) {
    // Portsmouth et al. 2025, with the directional albedo in closed form instead of the polynomial.
    const auto albedo = [](double mu, double r) {
        const double pi = 3.14159265358979, s = std::sqrt(1 - mu * mu);
        const double g = s * (std::acos(mu) - s * mu) + 2.0 / 3 * (s / mu * (1 - s * s * s) - s);
        const double a = 1 / (1 + (0.5 - 2 / (3 * pi)) * r);
        return a + r * a / pi * g;
    };
    for (double mu = 0.05; mu <= 1; mu += 0.05) {
        for (const double r : {0.2, 1.0}) {
            EXPECT_NEAR(eon::singleAlbedo(static_cast<float>(mu), static_cast<float>(r)), albedo(mu, r), 1e-3) << mu;
        }
    }
    // Without roughness, Lambert.
    const vec3 wo = directionAt(0.4F, 0);
    EXPECT_NEAR(evaluate(builtBsdf(testing::diffuseMaterial(0), wo), wo, directionAt(0.7F, 2)).value.r, 0.7 / 3.14159265, 1e-6);
    // Rough surfaces scatter back to the light.
    const Bsdf rough = builtBsdf(testing::diffuseMaterial(1), wo);
    EXPECT_GT(evaluate(rough, wo, directionAt(0.4F, 0)).value.r, 1.5F * evaluate(rough, wo, directionAt(0.4F, 3.14159F)).value.r);
}

TEST(Shading, bentNormalSeesBothDirections) {
    Pcg32 random(4);
    int bent = 0;
    for (int i = 0; i < 20000; ++i) {
        const auto direction = [&] {
            const float z = 2 * random.nextFloat() - 1;
            return directionAt(std::fabs(z), 6.2831853F * random.nextFloat()) * vec3(1, 1, z < 0 ? -1 : 1);
        };
        const vec3 ng = direction();
        vec3 wo = direction();
        if (dot(wo, ng) < 0) wo = -wo;
        if (dot(wo, ng) < 1e-3F) continue;
        const vec3 ns = normalize(ng + direction() * (0.95F * random.nextFloat()));
        const vec3 n = bentNormal(wo, ns, ng);
        ASSERT_NEAR(length(n), 1, 1e-5);
        ASSERT_GT(dot(wo, n), 0);
        ASSERT_GT(dot(n * (2 * dot(wo, n)) - wo, ng), 0);
        const vec3 mirrored = ns * (2 * dot(wo, ns)) - wo;
        if (dot(wo, ns) > 0 && dot(mirrored, ng) > 0.011F) {
            ASSERT_EQ(n, ns);
        }
        bent += n == ns ? 0 : 1;
    }
    EXPECT_GT(bent, 100);
}

TEST(Shading, frameTurnsToTheViewer) {
    const vec3 ng(0, 0, 1), ns = normalize(vec3(0.3F, 0, 1));
    for (const vec3 wo : {directionAt(0.8F, 1), directionAt(0.8F, 1) * vec3(1, 1, -1)}) {
        const Frame3 frame = shadingFrame(wo, ns, ng, {1, 0, 0});
        EXPECT_GT(frame.toLocal(wo).z, 0);
        EXPECT_GT(frame.x.x, 0.9F);
        const vec3 back = -wo;
        EXPECT_TRUE(agreeOnSide(wo, back, ng, frame.toLocal(back).z));
        EXPECT_TRUE(agreeOnSide(wo, wo, ng, frame.toLocal(wo).z));
        EXPECT_FALSE(agreeOnSide(wo, wo, ng, -0.1F));
    }
}

}  // namespace
}  // namespace raypool
