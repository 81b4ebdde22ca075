#include "raytracer/materials/lobe_coat.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/materials/bsdf_cases_test.h"

namespace raypool {
namespace {

using testing::directionAt;

Bsdf coatedBsdf(const Material& m, vec3 wo, bool front = true) { return makeBsdf(m, bsdfTables(), wo, front, 1); }

Rgb sampledAlbedo(const Bsdf& bsdf, vec3 wo) {
    Rgb sum;
    constexpr int n = 8192;
    for (int i = 0; i < n; ++i) {
        BsdfSample s;
        const testing::Draw d = testing::drawAt(i);
        if (sample(bsdf, wo, d.uLobe, d.u, s)) sum += s.weight;
    }
    return sum / n;
}

/// Share of diffuse light that a smooth face of index n sends back into the denser side, by quadrature.
double internalReflectance(double n) {
    double sum = 0;
    constexpr int steps = 20000;
    for (int i = 0; i < steps; ++i) {
        const double c = (i + 0.5) / steps;
        sum += 2 * c / steps * double{fresnelDielectric(static_cast<float>(c), static_cast<float>(1 / n)).reflectance};
    }
    return sum;
}

// A Lambertian base under a smooth clear coat, bounce by bounce (Elias and Simonot 2006; d'Eon 2021): a coat's darkening.
TEST(Coat, interfacedLambertian) {
    for (const float ior : {1.3F, 1.6F, 2.0F}) {
        for (const float albedo : {0.2F, 0.5F, 0.9F}) {
            for (const float cosine : {1.0F, 0.6F}) {
                Material m = testing::coated(testing::openPbrMaterial(1.5F, 0.5F), 0, ior);
                m.specularWeight = 0;
                m.baseColor = grey(albedo);
                const vec3 wo = directionAt(cosine, 0);
                const double f = double{fresnelDielectric(cosine, ior).reflectance}, back = internalReflectance(double{ior});
                double up = (1 - f) * double{albedo}, expected = f;
                for (int bounce = 0; bounce < 200; ++bounce) {
                    expected += up * (1 - back);
                    up *= back * double{albedo};
                }
                EXPECT_NEAR(sampledAlbedo(coatedBsdf(m, wo), wo).g, expected, 2e-3) << ior << " " << albedo << " " << cosine;
                // Without: as if the base's colour were seen through it.
                m.coatDarkening = 0;
                EXPECT_NEAR(sampledAlbedo(coatedBsdf(m, wo), wo).g, f + (1 - f) * double{albedo}, 2e-3);
            }
        }
    }
}

TEST(Coat, colourDeepensWithTheAngle) {
    for (const float cosine : {1.0F, 0.5F, 0.1F}) {
        Material m = testing::coated(testing::metalMaterial(0), 0, 1.5F);
        m.coatColor = {0.8F, 0.4F, 0.1F};
        m.coatDarkening = 0;
        const vec3 wo = directionAt(cosine, 0);
        const double f = double{fresnelDielectric(cosine, 1.5F).reflectance};
        const double inside = std::sqrt(1 - (1 - double{cosine} * double{cosine}) / 2.25);
        const Rgb a = sampledAlbedo(coatedBsdf(m, wo), wo);
        // In and out at the same angle.
        EXPECT_NEAR(a.r, f + (1 - f) * std::pow(0.8, 1 / inside), 3e-3) << cosine;
        EXPECT_NEAR(a.g, f + (1 - f) * std::pow(0.4, 1 / inside), 3e-3) << cosine;
        EXPECT_NEAR(a.b, f + (1 - f) * std::pow(0.1, 1 / inside), 3e-3) << cosine;
    }
}

// One passage only, whichever way light goes.
TEST(Coat, colourOfWhatGoesThrough) {
    Material m = testing::coated(testing::glassMaterial(1.5F, 0), 0, 1.5F);
    m.coatColor = {0.25F, 1, 1};
    for (const bool front : {true, false}) {
        const Bsdf bsdf = coatedBsdf(m, {0, 0, 1}, front);
        double red = 0, green = 0;
        for (int i = 0; i < 4096; ++i) {
            BsdfSample s;
            const testing::Draw d = testing::drawAt(i);
            if (!sample(bsdf, {0, 0, 1}, d.uLobe, d.u, s) || !s.isTransmission) continue;
            red += double{s.weight.r};
            green += double{s.weight.g};
        }
        EXPECT_NEAR(red / green, 0.5, 1e-3) << front;
    }
}

TEST(Coat, hidesAnInterfaceOfItsOwnIndex) {
    Material m = testing::coated(testing::openPbrMaterial(1.5F, 0), 0, 1.5F);
    m.baseColor = {};
    const Bsdf same = coatedBsdf(m, {0, 0, 1});
    EXPECT_NEAR(sampledAlbedo(same, {0, 0, 1}).g, 0.04, 1e-4);
    m.coatIor = 1.8F;
    // Denser than the base, and no total reflection under it.
    const vec3 wo = directionAt(0.2F, 0);
    EXPECT_LT(sampledAlbedo(coatedBsdf(m, wo), wo).g, 0.75F);
}

TEST(Coat, blursTheBase) {
    const Material m = testing::coated(testing::metalMaterial(0.2F), 0.4F);
    const Bsdf bsdf = coatedBsdf(m, {0, 0, 1});
    float roughness = 0;
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        if (bsdf.lobes[i].kind == LobeKind::kReflection) roughness = bsdf.lobes[i].roughness;
    }
    EXPECT_NEAR(std::pow(double{roughness}, 4), std::pow(0.2, 4) + 2 * std::pow(0.4, 4), 1e-4);
}

// A smooth coat with a normal of its own mirrors about that; the base stays as it is.
TEST(Coat, hasItsOwnNormal) {
    Material m = testing::coated(testing::metalMaterial(0), 0);
    m.coatNormal = normalize(vec3(0.2F, 0, 1));
    const vec3 wo = directionAt(0.8F, 2.5F);
    const vec3 expected = m.coatNormal * (2 * dot(wo, m.coatNormal)) - wo;
    const Bsdf bsdf = coatedBsdf(m, wo);
    int coat = 0, base = 0;
    for (int i = 0; i < 256; ++i) {
        BsdfSample s;
        const testing::Draw d = testing::drawAt(i);
        ASSERT_TRUE(sample(bsdf, wo, d.uLobe, d.u, s));
        if (length(s.wi - expected) < 1e-4F) ++coat;
        else if (length(s.wi - vec3(-wo.x, -wo.y, wo.z)) < 1e-5F) ++base;
    }
    EXPECT_EQ(coat + base, 256);
    EXPECT_GT(coat, 5);
    EXPECT_GT(base, 100);
    // Turned away from wo, it is bent until it is seen: a reflection above the horizon, never black.
    m.coatNormal = normalize(vec3(4, 0, 1));
    const Bsdf steep = coatedBsdf(m, directionAt(0.1F, 3.14F));
    for (int i = 0; i < 256; ++i) {
        BsdfSample s;
        const testing::Draw d = testing::drawAt(i);
        ASSERT_TRUE(sample(steep, directionAt(0.1F, 3.14F), d.uLobe, d.u, s));
        EXPECT_GT(s.wi.z, 0);
    }
}

TEST(Coat, isAbsentAtWeightZero) {
    Material with = testing::openPbrMaterial(1.5F, 0.4F);
    with.coatColor = {0.1F, 0.2F, 0.3F};
    with.fuzzColor = {0.3F, 0.2F, 0.1F};
    const vec3 wo = directionAt(0.6F, 1), wi = directionAt(0.4F, 3);
    EXPECT_EQ(evaluate(coatedBsdf(with, wo), wo, wi).value, evaluate(coatedBsdf(testing::openPbrMaterial(1.5F, 0.4F), wo), wo, wi).value);
}

}  // namespace
}  // namespace raypool
