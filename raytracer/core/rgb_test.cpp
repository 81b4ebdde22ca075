#include "raytracer/core/rgb.h"

#include <gtest/gtest.h>

#include <limits>

namespace raypool {
namespace {

TEST(Rgb, SaturateClampsEachChannelToItsOwn) {
    EXPECT_EQ(saturate({-0.5F, 0.25F, 1.5F}), (Rgb{0, 0.25F, 1}));
    EXPECT_EQ(saturate({1, 0, 0.999F}), (Rgb{1, 0, 0.999F}));
}

TEST(Rgb, SaturateOfInfinitiesAndNan) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    // f32::min(1.0) of a NaN is 1 in Rust.
    EXPECT_EQ(saturate({kInfinity, -kInfinity, std::numeric_limits<float>::quiet_NaN()}), (Rgb{1, 0, 1}));
}

TEST(Rgb, Arithmetic) {
    const Rgb a{1, 2, 3}, b{4, 5, 6};
    EXPECT_EQ(a + b, (Rgb{5, 7, 9}));
    EXPECT_EQ(a * b, (Rgb{4, 10, 18}));
    EXPECT_EQ(a * 2, (Rgb{2, 4, 6}));
}

}  // namespace
}  // namespace raypool
