#include "raytracer/materials/measured_brdf.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/materials/bsdf_cases_test.h"
#include "raytracer/scene/scene_assets.h"
#include "raytracer/testing/chi2.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

using testing::directionAt;

constexpr double kPi64 = 3.141592653589793;
/// A reflectance by theta_h, theta_d and phi_d in radians.
using Model = std::function<double(double, double, double)>;

/// A file as the database has them, with the model's values at the middle of each entry; blue is half as much. The model
/// must be even in phi_d by what it says of 0 to pi.
std::vector<uint8_t> fileOf(const Model& model) {
    std::vector<uint8_t> bytes(12 + size_t{3} * MeasuredBrdf::kEntries * 8);
    const uint32_t counts[3] = {90, 90, 180};
    std::memcpy(bytes.data(), counts, 12);   // the tests run on little-endian machines
    const double scales[3] = {1 / 1500.0, 1.15 / 1500, 1.66 / 1500};
    std::vector<double> planes[3];
    for (auto& plane : planes) plane.resize(MeasuredBrdf::kEntries);
    size_t i = 0;
    for (int h = 0; h < 90; ++h) {
        const double thetaH = std::pow((h + 0.5) / 90, 2) * kPi64 / 2;
        for (int d = 0; d < 90; ++d) {
            for (int p = 0; p < 180; ++p, ++i) {
                const double f = model(thetaH, (d + 0.5) / 180 * kPi64, (p + 0.5) / 180 * kPi64);
                planes[0][i] = f / scales[0];
                planes[1][i] = f / scales[1];
                planes[2][i] = f / 2 / scales[2];
            }
        }
    }
    for (size_t c = 0; c < 3; ++c) std::memcpy(bytes.data() + 12 + c * MeasuredBrdf::kEntries * 8, planes[c].data(), size_t{MeasuredBrdf::kEntries} * 8);
    return bytes;
}

MeasuredBrdf decoded(const std::vector<uint8_t>& bytes) {
    auto brdf = MeasuredBrdf::decode(bytes);
    if (brdf) return std::move(*brdf);
    ADD_FAILURE() << toString(brdf.error()[0]);
    return {};
}

/// Lambert's, and a highlight of GGX that grows towards grazing angles and differs a little around it.
double satin(double thetaH, double thetaD, double phiD) {
    const double c = std::cos(thetaH), a2 = 0.2 * 0.2, t = c * c * (a2 - 1) + 1;
    return 0.3 / kPi64 + 0.05 * a2 / (kPi64 * t * t) * (1 + 2 * std::pow(1 - std::cos(thetaD), 5)) * (1 + 0.2 * std::cos(2 * phiD));
}
const MeasuredBrdf& satinBrdf() {
    static const MeasuredBrdf brdf = decoded(fileOf(satin));
    return brdf;
}

struct Angles {
    double thetaH, thetaD, phiD;
};
/// Rusinkiewicz's angles by the spherical geometry of wi about h: independent of the lookup's rotations.
Angles anglesOf(vec3 wo, vec3 wi) {
    const glm::dvec3 i(wi), h = glm::normalize(glm::dvec3(wo) + i), n(0, 0, 1);
    // phi_d is 0 where wi lies in the plane of h and n, on the side away from the normal's.
    const glm::dvec3 side = glm::normalize(glm::cross(n, h)), along = glm::cross(side, h);
    double phi = std::atan2(glm::dot(i, side), glm::dot(i, along));
    if (phi < 0) phi += kPi64;
    return {std::acos(std::min(h.z, 1.0)), std::acos(std::min(glm::dot(i, h), 1.0)), phi};
}

TEST(MeasuredBrdf, isWhatWasMeasured) {
    Pcg32 random(5);
    for (int i = 0; i < 3000; ++i) {
        const vec3 wo = directionAt(0.1F + 0.9F * random.nextFloat(), 7 * random.nextFloat()), wi = directionAt(0.1F + 0.9F * random.nextFloat(), 7 * random.nextFloat());
        const Angles a = anglesOf(wo, wi);
        const double expected = satin(a.thetaH, a.thetaD, a.phiD);
        const Rgb f = satinBrdf().value(wo, wi);
        ASSERT_NEAR(f.r / expected, 1, 0.01) << i << ": " << a.thetaH << " " << a.thetaD << " " << a.phiD;
        ASSERT_NEAR(f.g / expected, 1, 0.01);
        ASSERT_NEAR(f.b / expected, 0.5, 0.005);
    }
}

TEST(MeasuredBrdf, isReciprocalAndReflectsUpwardsOnly) {
    Pcg32 random(6);
    for (int i = 0; i < 500; ++i) {
        const vec3 wo = directionAt(random.nextFloat(), 7 * random.nextFloat()), wi = directionAt(random.nextFloat(), 7 * random.nextFloat());
        const float there = satinBrdf().value(wo, wi).r, back = satinBrdf().value(wi, wo).r;
        ASSERT_NEAR(there, back, 2e-3F * there);
        EXPECT_EQ(satinBrdf().value(wo, {wi.x, wi.y, -wi.z}).r, 0);
        EXPECT_EQ(satinBrdf().pdf(wo, {wi.x, wi.y, -wi.z}), 0);
    }
}

/// By the plain quadrature of the tests, which knows nothing of the tables of sampling.
double albedoOf(const MeasuredBrdf& brdf, vec3 wo) {
    return testing::integrateAround({-wo.x, -wo.y, wo.z}, 0.1, true, 80, 48, [&](vec3 wi) { return double{brdf.value(wo, wi).r} * double{wi.z}; });
}

TEST(MeasuredBrdf, albedoIsTheIntegral) {
    for (const float cosine : {1.0F, 0.7F, 0.3F}) {
        const vec3 wo = directionAt(cosine, 1);
        EXPECT_NEAR(satinBrdf().albedo(cosine).r, albedoOf(satinBrdf(), wo), 0.01) << cosine;
    }
}

TEST(MeasuredBrdf, throwsBackNoMoreThanComesIn) {
    const MeasuredBrdf bright = decoded(fileOf([](double h, double d, double p) { return satin(h, d, p) * (1 + 3 / std::pow(std::cos(d), 2)); }));
    const MeasuredBrdf& dim = satinBrdf();
    bool wasLimited = false;
    for (const float cosine : {1.0F, 0.8F, 0.6F, 0.45F, 0.3F, 0.2F, 0.1F}) {
        const double albedo = albedoOf(bright, directionAt(cosine, 2));
        EXPECT_LE(albedo, 1) << cosine;
        wasLimited = wasLimited || albedo > 0.7;
        EXPECT_LE(bright.albedo(cosine).r, 1);
    }
    EXPECT_TRUE(wasLimited);
    // Still reciprocal; and what is not too bright is left as it is.
    const vec3 a = directionAt(0.2F, 0), b = directionAt(0.9F, 2);
    EXPECT_NEAR(bright.value(a, b).r, bright.value(b, a).r, 2e-3F * bright.value(a, b).r);
    EXPECT_GT(dim.albedo(1).r, 0.3F);
}

Material measuredMaterial(const MeasuredBrdf& brdf) {
    Material material;
    material.kind = MaterialKind::kMeasured;
    material.measured = &brdf;
    return material;
}

TEST(MeasuredBrdf, samplingFollowsItsDensity) {
    static const MeasuredBrdf mirrorlike = decoded(fileOf([](double h, double, double) {
        const double c = std::cos(h), a2 = 0.03 * 0.03, t = c * c * (a2 - 1) + 1;
        return 0.05 / kPi64 + 0.2 * a2 / (kPi64 * t * t);
    }));
    uint64_t seed = 1;
    for (const MeasuredBrdf* brdf : {&satinBrdf(), &static_cast<const MeasuredBrdf&>(mirrorlike)}) {
        for (const float cosine : {0.95F, 0.4F, 0.08F}) {
            const vec3 wo = directionAt(cosine, 0.7F);
            const Bsdf bsdf = makeBsdf(measuredMaterial(*brdf), bsdfTables(), wo, true, 1);
            ASSERT_EQ(bsdf.lobeCount, 1);
            testing::Chi2Config config;
            config.samples = 20000;
            config.cellsA = 20;
            config.cellsB = 40;
            config.seed = ++seed;
            config.pole = normalize(vec3(-wo.x, -wo.y, wo.z));
            const testing::Chi2Result r = testing::chi2Sphere(
                [&](Pcg32& random, vec3& w) {
                    BsdfSample s;
                    const float uLobe = random.nextFloat(), x = random.nextFloat(), y = random.nextFloat();
                    if (!sample(bsdf, wo, uLobe, {x, y}, s)) return false;
                    w = s.wi;
                    return true;
                },
                [&](vec3 wi) { return double{evaluate(bsdf, wo, wi).pdf}; }, config);
            EXPECT_TRUE(r.passed) << cosine << ": " << r.message;
        }
    }
}

TEST(MeasuredBrdf, samplesAreWorthWhatTheyShould) {
    const vec3 wo = directionAt(0.6F, 1);
    const Bsdf bsdf = makeBsdf(measuredMaterial(satinBrdf()), bsdfTables(), wo, true, 1);
    double sum = 0;
    float largest = 0;
    constexpr int kSamples = 20000;
    for (int i = 0; i < kSamples; ++i) {
        const testing::Draw draw = testing::drawAt(i);
        BsdfSample s;
        if (!sample(bsdf, wo, draw.uLobe, draw.u, s)) continue;
        const BsdfEval f = evaluate(bsdf, wo, s.wi);
        ASSERT_NEAR(s.weight.r, f.value.r / f.pdf, 1e-3F * s.weight.r);
        sum += double{s.weight.r};
        largest = std::max(largest, s.weight.r);
    }
    EXPECT_NEAR(sum / kSamples, albedoOf(satinBrdf(), wo), 0.01);
    EXPECT_LT(largest, 4);   // no fireflies
}

TEST(MeasuredBrdf, filesThatAreNone) {
    const auto problemOf = [](const std::vector<uint8_t>& bytes) {
        const auto brdf = MeasuredBrdf::decode(bytes);
        return brdf ? std::string() : brdf.error()[0].message;
    };
    std::vector<uint8_t> bytes = fileOf([](double, double, double) { return -1.0; });
    EXPECT_EQ(problemOf(bytes), "none of its entries is a reflectance");
    bytes.pop_back();
    EXPECT_EQ(problemOf(bytes), "it has 34992011 bytes, not 34992012");
    bytes[4] = 91;
    EXPECT_EQ(problemOf(bytes), "count 2 of its steps is 91, not 90");
    EXPECT_EQ(problemOf({1, 2, 3}), "it is too short for a measured reflectance");
}

// Beyond 70 degrees of theta_d nothing could be measured: what there is at 70 degrees goes on.
TEST(MeasuredBrdf, missingEntries) {
    const MeasuredBrdf brdf = decoded(fileOf([](double h, double d, double) {
        if (d > 70 / 180.0 * kPi64) return h < 0.2 ? std::numeric_limits<double>::quiet_NaN() : -1.0;
        return d > 68 / 180.0 * kPi64 ? 0.25 : 0.1;
    }));
    EXPECT_NEAR(brdf.value(directionAt(0.2F, 0), directionAt(0.2F, static_cast<float>(kPi64))).r, 0.25F, 1e-4F);
    EXPECT_NEAR(brdf.value(directionAt(0.9F, 0), directionAt(0.9F, 1)).r, 0.1F, 1e-4F);
}

TEST(MeasuredBrdf, comesWithAScene) {
    const std::string text = R"({"raypool": 1, "materials": {"satin": {"type": "measured", "path": "satin.binary"}},
        "objects": [{"sphere": {}, "material": "satin"}, {"rectangle": {}, "material": {"type": "measured", "path": "satin.binary"}}]})";
    const auto desc = loadScene(text);
    ASSERT_TRUE(desc.has_value());
    ASSERT_EQ(assetsOf(*desc).size(), 1U);
    EXPECT_EQ(assetsOf(*desc)[0].path, "satin.binary");
    testing::MemoryFiles files;
    Diagnostics warnings;
    const auto without = compileScene(*desc, files, warnings);
    ASSERT_FALSE(without.has_value());
    EXPECT_EQ(without.error()[0].message, "the measured material \"satin.binary\" can't be read: no such file");
    EXPECT_EQ(without.error()[0].pointer, "/materials/satin/path");
    files.files["satin.binary"] = fileOf(satin);
    files.reads.clear();
    const auto scene = compileScene(*desc, files, warnings);
    ASSERT_TRUE(scene.has_value());
    EXPECT_EQ(files.reads["satin.binary"], 1);
    EXPECT_EQ(scene->measured.size(), 1U);
    EXPECT_GT(scene->memoryBytes(), scene->measured[0]->memoryBytes());
    const Bsdf bsdf = makeBsdf(scene->materials[0], bsdfTables(), {0, 0, 1}, true, 1);
    EXPECT_EQ(evaluate(bsdf, {0, 0, 1}, {0.6F, 0, 0.8F}).value, satinBrdf().value({0, 0, 1}, {0.6F, 0, 0.8F}) * 0.8F);
}

}  // namespace
}  // namespace raypool
