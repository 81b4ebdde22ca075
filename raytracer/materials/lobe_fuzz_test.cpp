#include "raytracer/materials/lobe_fuzz.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "raytracer/materials/bsdf_cases_test.h"
#include "raytracer/materials/fuzz_table.h"

namespace raypool {
namespace {

using testing::directionAt;

/// Exponential integral E2 by its definition, the integral of e^(-x / mu) over mu.
double exponentialIntegral2(double x) {
    constexpr int n = 400;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
        const double t = (i + 0.5) / n, mu = t * t;
        sum += std::exp(-x / mu) * 2 * t / n;
    }
    return sum;
}

/// Reflectance of a layer of unit optical thickness that scatters evenly and absorbs nothing, from the integral equation of its
/// collisions: no random walk.
double isotropicReflectance(double cosine) {
    constexpr int n = 48;
    const double h = 1.0 / n;
    std::vector<double> e2(n + 1);
    for (int i = 0; i <= n; ++i) e2[static_cast<size_t>(i)] = exponentialIntegral2((i + 0.5) * h);
    // Between the middle of one cell and the whole of another.
    const auto kernel = [&](int d) {
        return d == 0 ? 1 - exponentialIntegral2(h / 2) : (e2[static_cast<size_t>(d - 1)] - e2[static_cast<size_t>(d)]) / 2;
    };
    std::vector<double> k(n), first(n), c(n);
    for (int i = 0; i < n; ++i) k[static_cast<size_t>(i)] = kernel(i);
    for (int i = 0; i < n; ++i) c[static_cast<size_t>(i)] = first[static_cast<size_t>(i)] = std::exp(-i * h / cosine) - std::exp(-(i + 1) * h / cosine);
    for (int order = 0; order < 60; ++order) {
        std::vector<double> next = first;
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) next[static_cast<size_t>(i)] += k[static_cast<size_t>(std::abs(i - j))] * c[static_cast<size_t>(j)];
        }
        c = next;
    }
    double up = 0;
    for (int i = 0; i < n; ++i) up += c[static_cast<size_t>(i)] * e2[static_cast<size_t>(i)] / 2;
    return up;
}

// Mirrors of every orientation scatter evenly: at roughness 1 the layer of fibres is the textbook's.
TEST(Fuzz, roundFlakesScatterAsTheIntegralEquationSays) {
    for (const float cosine : {1.0F, 0.7F, 0.4F, 0.15F, 0.05F}) {
        EXPECT_NEAR(fuzzFit(cosine, 1).reflectance, isotropicReflectance(double{cosine}), 0.006) << cosine;
    }
}

TEST(Fuzz, thinFibresAreSeenFromTheSideAlone) {
    EXPECT_LT(fuzzFit(1, 0.05F).reflectance, 0.002F);
    EXPECT_GT(fuzzFit(0.001F, 0.05F).reflectance, 0.3F);
    for (const float roughness : {0.1F, 0.4F, 0.7F}) {
        float last = 1;
        for (const float cosine : {0.05F, 0.2F, 0.5F, 1.0F}) {
            const float r = fuzzFit(cosine, roughness).reflectance;
            EXPECT_LT(r, last) << roughness << " " << cosine;
            last = r;
        }
    }
}

TEST(Fuzz, transformedCosineIsADensity) {
    for (const float roughness : {0.0F, 0.1F, 0.35F, 0.7F, 1.0F}) {
        for (const float cosine : {1.0F, 0.5F, 0.1F, 0.02F}) {
            const FuzzFit fit = fuzzFit(cosine, roughness);
            ASSERT_TRUE(fit.a > 0 && fit.a <= 1 && fit.b <= 0 && fit.reflectance >= 0 && fit.reflectance < 1);
            Lobe lobe;
            lobe.kind = LobeKind::kFuzz;
            lobe.f0 = {fit.a, fit.b, 0};
            const vec3 wo = directionAt(cosine, 2);
            // Dense near the horizon, where thin fibres send light.
            const double integral = testing::integrateAround(directionAt(0.001F, 2), 0.02, true, 300, 200, [&](vec3 wi) { return double{evaluateFuzz(lobe, wo, wi).pdf}; });
            EXPECT_NEAR(integral, 1, 0.035) << roughness << " " << cosine;
        }
    }
}

// Fibres send light back to where it comes from.
TEST(Fuzz, leansTowardsTheLight) {
    Lobe lobe;
    const FuzzFit fit = fuzzFit(0.3F, 0.3F);
    lobe.f0 = {fit.a, fit.b, 0};
    lobe.weight = {1, 1, 1};
    const vec3 wo = directionAt(0.3F, 0);
    EXPECT_GT(evaluateFuzz(lobe, wo, directionAt(0.3F, 0)).value.g, 1.05F * evaluateFuzz(lobe, wo, directionAt(0.3F, 3.14159F)).value.g);
}

}  // namespace
}  // namespace raypool
