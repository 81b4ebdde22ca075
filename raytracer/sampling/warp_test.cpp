#include "raytracer/sampling/warp.h"

#include <gtest/gtest.h>

#include "raytracer/testing/chi2.h"

namespace raypool {
namespace {

using testing::chi2Sphere;
using testing::Chi2Result;

vec2 draw2(Pcg32& random) {
    const float x = random.nextFloat();
    return {x, random.nextFloat()};
}

TEST(Warp, cosineHemisphereFollowsItsDensity) {
    const Chi2Result r = chi2Sphere(
        [](Pcg32& random, vec3& w) {
            w = sampleCosineHemisphere(draw2(random));
            return true;
        },
        [](vec3 w) { return pdfCosineHemisphere(w.z); });
    EXPECT_TRUE(r.passed) << r.message;
}

TEST(Warp, aWrongDensityIsSeen) {
    const Chi2Result r = chi2Sphere(
        [](Pcg32& random, vec3& w) {
            w = sampleCosineHemisphere(draw2(random));
            return true;
        },
        [](vec3 w) { return w.z > 0 ? pdfUniformHemisphere() : 0; });
    EXPECT_FALSE(r.passed) << r.message;
}

}  // namespace
}  // namespace raypool
