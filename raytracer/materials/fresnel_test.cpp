#include "raytracer/materials/fresnel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

namespace raypool {
namespace {

TEST(Fresnel, dielectricKnownValues) {
    EXPECT_NEAR(fresnelDielectric(1, 1.5F).reflectance, 0.04, 1e-6);
    EXPECT_NEAR(fresnelDielectric(1, 1 / 1.5F).reflectance, 0.04, 1e-6);
    EXPECT_NEAR(fresnelDielectric(1, 1.333F).reflectance, 0.02037, 1e-5);   // water
    EXPECT_NEAR(fresnelDielectric(1, 2.417F).reflectance, 0.1720, 1e-4);    // diamond
    EXPECT_EQ(fresnelDielectric(0, 1.5F).reflectance, 1);
    EXPECT_NEAR(fresnelDielectric(0.4F, 1).reflectance, 0, 1e-12);
    // Brewster's angle: what is reflected is polarised, half of it is the s part, ((n^2 - 1) / (n^2 + 1))^2.
    const float n = 1.5F, brewster = 1 / std::sqrt(1 + n * n);
    EXPECT_NEAR(fresnelDielectric(brewster, n).reflectance, 0.5 * sqr((n * n - 1) / (n * n + 1)), 1e-6);
}

TEST(Fresnel, totalReflectionSetsInAtTheCriticalAngle) {
    const float eta = 1 / 1.5F, critical = std::sqrt(1 - eta * eta);
    EXPECT_LT(fresnelDielectric(critical + 1e-3F, eta).reflectance, 1);
    EXPECT_GT(fresnelDielectric(critical + 1e-3F, eta).cosTransmitted, 0);
    EXPECT_EQ(fresnelDielectric(critical - 1e-3F, eta).reflectance, 1);
    EXPECT_EQ(fresnelDielectric(critical - 1e-3F, eta).cosTransmitted, 0);
}

TEST(Fresnel, dielectricBothWays) {
    // Along the same ray the reflectance is the same from both sides (Stokes).
    for (float c = 0.05F; c < 1; c += 0.05F) {
        const auto out = fresnelDielectric(c, 1.7F);
        EXPECT_NEAR(fresnelDielectric(out.cosTransmitted, 1 / 1.7F).reflectance, out.reflectance, 1e-5);
    }
}

/// Born and Wolf's amplitudes in complex numbers.
double conductorByAmplitudes(double c, double n, double k) {
    const std::complex<double> m(n, k), t = std::sqrt(1.0 - (1 - c * c) / (m * m));
    const auto s = (c - m * t) / (c + m * t), p = (m * c - t) / (m * c + t);
    return 0.5 * (std::norm(s) + std::norm(p));
}

// Johnson and Christy 1972, "Optical Constants of the Noble Metals", Phys. Rev. B 6, 4370, table I: at 660, 549 and 496 nm.
constexpr Rgb kGoldN{0.14F, 0.43F, 1.04F}, kGoldK{3.697F, 2.455F, 1.833F};

TEST(Fresnel, conductorIsTheComplexFormula) {
    for (double n : {0.05, 0.14, 0.43, 1.04, 1.5, 3.0}) {
        for (double k : {0.0, 0.3, 1.833, 3.858, 7.0}) {
            for (double c = 0; c <= 1; c += 0.05) {
                EXPECT_NEAR(fresnelConductor(static_cast<float>(c), static_cast<float>(n), static_cast<float>(k)),
                            conductorByAmplitudes(c, n, k), 2e-5)
                    << n << " " << k << " " << c;
            }
        }
    }
}

TEST(Fresnel, goldAndSilverAtNormalIncidence) {
    const auto normal = [](double n, double k) { return (sqr(n - 1) + k * k) / (sqr(n + 1) + k * k); };
    const Rgb gold = fresnelConductor(1, kGoldN, kGoldK);
    EXPECT_NEAR(gold.r, normal(0.14, 3.697), 1e-6);
    EXPECT_NEAR(gold.g, normal(0.43, 2.455), 1e-6);
    EXPECT_NEAR(gold.b, normal(1.04, 1.833), 1e-6);
    EXPECT_TRUE(gold.r > 0.95F && gold.g > 0.75F && gold.b < 0.5F) << gold.r << " " << gold.g << " " << gold.b;
    EXPECT_NEAR(fresnelConductor(1, 0.05F, 3.858F), 0.987, 1e-3);   // silver at 582 nm
}

TEST(Fresnel, conductorWithoutAbsorptionIsADielectric) {
    for (float c = 0.05F; c < 1; c += 0.05F) EXPECT_NEAR(fresnelConductor(c, 1.5F, 0), fresnelDielectric(c, 1.5F).reflectance, 1e-5);
}

TEST(Fresnel, f82HitsItsThreePoints) {
    const Rgb f0{0.9F, 0.6F, 0.3F}, tint{0.8F, 1, 0.5F};
    const Rgb dip = f82Dip(f0, tint);
    const auto near = [](Rgb a, Rgb b) { return std::max({std::fabs(a.r - b.r), std::fabs(a.g - b.g), std::fabs(a.b - b.b)}); };
    EXPECT_LT(near(fresnelF82(1, f0, dip), f0), 1e-6F);
    EXPECT_LT(near(fresnelF82(0, f0, dip), {1, 1, 1}), 1e-6F);
    // Schlick at cos = 1/7 (81.8 degrees), times the tint.
    const float m = std::pow(6.0F / 7, 5.0F);
    EXPECT_LT(near(fresnelF82(1.0F / 7, f0, dip), (f0 + (grey(1) - f0) * m) * tint), 1e-5F);
}

TEST(Fresnel, averagesAreIntegrals) {
    constexpr int n = 2000;
    const auto mean = [](auto f) {
        double sum = 0;
        for (int i = 0; i < n; ++i) sum += f(static_cast<float>((i + 0.5) / n)) * 2 * (i + 0.5) / n;
        return sum / n;
    };
    for (const float eta : {1.05F, 1.33F, 1.5F, 2.4F, 1 / 1.33F, 1 / 1.5F, 1 / 2.4F}) {
        EXPECT_NEAR(averageFresnelDielectric(eta), mean([&](float c) { return double{fresnelDielectric(c, eta).reflectance}; }), 2e-4) << eta;
    }
    const Rgb gold = averageFresnelConductor(kGoldN, kGoldK);
    EXPECT_NEAR(gold.r, mean([](float c) { return double{fresnelConductor(c, kGoldN.r, kGoldK.r)}; }), 3e-3);
    EXPECT_NEAR(gold.g, mean([](float c) { return double{fresnelConductor(c, kGoldN.g, kGoldK.g)}; }), 3e-3);
    EXPECT_NEAR(gold.b, mean([](float c) { return double{fresnelConductor(c, kGoldN.b, kGoldK.b)}; }), 3e-3);
    const Rgb f0{0.9F, 0.6F, 0.3F}, dip = f82Dip(f0, {0.8F, 0.9F, 0.7F});
    const Rgb tinted = averageFresnelF82(f0, dip);
    EXPECT_NEAR(tinted.r, mean([&](float c) { return double{fresnelF82(c, f0, dip).r}; }), 1e-4);
    EXPECT_NEAR(tinted.b, mean([&](float c) { return double{fresnelF82(c, f0, dip).b}; }), 1e-4);
}

TEST(Fresnel, scaledIndexScalesTheReflectance) {
    for (const float eta : {1.2F, 1.5F, 1 / 1.5F}) {
        for (const float weight : {0.0F, 0.3F, 1.0F, 2.0F}) {
            const float scaled = scaledEta(eta, weight);
            EXPECT_NEAR(normalReflectance(scaled), weight * normalReflectance(eta), 1e-5);
            EXPECT_TRUE(weight == 0 || (scaled > 1) == (eta > 1));
        }
    }
    EXPECT_LT(normalReflectance(scaledEta(3, 100)), 1);
}

}  // namespace
}  // namespace raypool
