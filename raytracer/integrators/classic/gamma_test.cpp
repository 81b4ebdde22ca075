#include "raytracer/integrators/classic/gamma.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace raypool {
namespace {

/// (u8)(pow(c, 1 / 2.2) * 255) as Rust's `as u8` does it: truncated, saturated, NaN is 0.
uint8_t byFormula(float c) {
    const float value = static_cast<float>(std::pow(double{c}, double{1.0F / 2.2F})) * 255.0F;
    if (!(value > 0)) return 0;
    return value >= 255.0F ? 255 : static_cast<uint8_t>(value);
}

TEST(ClassicByte, BothSidesOfEveryThreshold) {
    for (uint32_t b = 1; b < 256; ++b) {
        // The inverse, up to rounding, and its surroundings.
        const float about = static_cast<float>(std::pow(b / 255.0, 2.2));
        const auto bits = std::bit_cast<uint32_t>(about);
        bool below = false, above = false;
        for (uint32_t i = bits - 40; i <= bits + 40; ++i) {
            const float c = std::bit_cast<float>(i);
            const uint8_t expected = byFormula(c);
            ASSERT_EQ(classicByte(c), expected) << c;
            below |= expected == b - 1;
            above |= expected == b;
        }
        EXPECT_TRUE(below && above) << b;   // the threshold was among them
    }
}

TEST(ClassicByte, RandomFloats) {
    std::mt19937 random(8);
    std::uniform_real_distribution<float> linear(0, 1), exponent(-40, 2);
    for (int i = 0; i < 500000; ++i) {
        const float c = linear(random), d = std::exp2(exponent(random));
        ASSERT_EQ(classicByte(c), byFormula(c)) << c;
        ASSERT_EQ(classicByte(d), byFormula(d)) << d;
    }
    for (int i = 0; i < 200000; ++i) {
        const float any = std::bit_cast<float>(static_cast<uint32_t>(random()));
        ASSERT_EQ(classicByte(any), byFormula(any)) << any;
    }
}

TEST(ClassicByte, Specials) {
    using L = std::numeric_limits<float>;
    for (const float c : {0.0F, -0.0F, -1.0F, -L::infinity(), L::quiet_NaN(), -L::quiet_NaN(), L::denorm_min(), L::min()}) {
        EXPECT_EQ(classicByte(c), 0) << c;
    }
    for (const float c : {1.0F, std::nextafter(1.0F, 2.0F), 2.0F, L::max(), L::infinity()}) EXPECT_EQ(classicByte(c), 255) << c;
    EXPECT_EQ(classicByte(std::nextafter(1.0F, 0.0F)), byFormula(std::nextafter(1.0F, 0.0F)));
    EXPECT_EQ(classicByte(0.5F), 186);   // 0.7297 * 255
}

}  // namespace
}  // namespace raypool
