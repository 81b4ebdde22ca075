// Lights in a world of their own, and what they give at a point: for the tests of LightSet.
#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "raytracer/core/hash.h"
#include "raytracer/geometry/geometry.h"
#include "raytracer/lights/light_set.h"
#include "raytracer/testing/ttest.h"

namespace raypool::testing {

inline constexpr double kPi64 = std::numbers::pi;

inline Affine64 moved(dvec3 t) { return {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, t}; }
inline Affine64 scaled(dvec3 s) { return {{s.x, 0, 0}, {0, s.y, 0}, {0, 0, s.z}, {0, 0, 0}}; }
/// Front towards -y.
inline const Affine64 kFaceDown{{1, 0, 0}, {0, 0, 1}, {0, -1, 0}, {0, 0, 0}};

struct World {
    Geometry geometry;
    LightSetDesc lights;

    uint32_t add(ShapeKind shape, const Affine64& m, float parameter = 0) {
        Object object;
        object.shape = shape;
        object.parameter = parameter;
        object.transform = static_cast<uint32_t>(geometry.transforms.size());
        geometry.transforms.emplace_back(m);
        geometry.objects.push_back(object);
        return static_cast<uint32_t>(geometry.objects.size() - 1);
    }
    uint32_t addMesh(Mesh mesh, const Affine64& m) {
        const uint32_t object = add(ShapeKind::kMesh, m);
        geometry.objects[object].mesh = static_cast<uint32_t>(geometry.meshes.size());
        geometry.meshes.push_back(std::move(mesh));
        return object;
    }
    void shine(uint32_t object, Rgb radiance, bool twoSided = false) {
        lights.areas.push_back({object, kNone, radiance, twoSided});
    }
    LightSet build(LightSelection selection = LightSelection::kTree) {
        lights.selection = selection;
        return LightSet(lights, geometry);
    }
};

/// Irradiance by a polygon above the horizon of n, whose corners run clockwise as seen from p (Lambert 1760).
inline double lambert(dvec3 p, dvec3 n, const std::vector<dvec3>& corners) {
    double sum = 0;
    for (size_t i = 0; i < corners.size(); ++i) {
        const dvec3 a = glm::normalize(corners[i] - p), b = glm::normalize(corners[(i + 1) % corners.size()] - p),
                    c = glm::cross(a, b);
        sum += std::atan2(glm::length(c), glm::dot(a, b)) * glm::dot(glm::normalize(c), n);
    }
    return std::fabs(sum) / 2;
}

/// Estimate of the green irradiance at p, or with n = 0 of the light from all directions; on both sides where
/// `transmits`.
inline RunningStats irradiance(const LightSet& lights, vec3 p, vec3 n, bool transmits = false, int samples = 20000,
                        float time = 0) {
    RunningStats stats;
    Pcg32 random(17);
    for (int i = 0; i < samples; ++i) {
        const float select = random.nextFloat();
        const vec2 u(random.nextFloat(), random.nextFloat());
        LightSample s;
        double value = 0;
        if (lights.sample(p, n, transmits, time, select, u, s)) {
            EXPECT_TRUE(s.pdf > 0 && s.pdf < kInfinity);
            EXPECT_NEAR(length(s.wi), 1, 1e-5);
            float cosine = n == vec3(0) ? 1 : dot(n, s.wi);
            if (transmits) cosine = std::fabs(cosine);
            value = double{s.radiance.g} * double{std::max(cosine, 0.0F)} / double{s.pdf};
        }
        stats.add(value);
    }
    return stats;
}

inline ::testing::AssertionResult isMean(const RunningStats& stats, double expected) {
    if (pMeanEquals(stats, expected) > testLimit()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << stats.mean() << " +- " << stats.standardError() << " instead of "
                                         << expected;
}

inline constexpr LightSelection kAllSelections[] = {LightSelection::kTree, LightSelection::kPower, LightSelection::kUniform};

}  // namespace raypool::testing
