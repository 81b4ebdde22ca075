// Our functions against <cmath>'s in double, over the ranges they promise.
#include "raytracer/core/elementary.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr double kInf64 = std::numeric_limits<double>::infinity(), kNan64 = std::numeric_limits<double>::quiet_NaN();
constexpr int kMany = 200000;

/// In [0, 1), 52 bits.
double unit(Pcg32& random) { return (random.next() + random.next() * 0x1p-32) * 0x1p-32; }
/// Any finite float: all exponents and both signs.
float anyFloat(Pcg32& random) {
    for (;;) {
        const float x = std::bit_cast<float>(random.next());
        if (std::isfinite(x)) return x;
    }
}
/// Distance in units of the float's last place at `exact`.
double ulps(float found, double exact) {
    if (double{found} == exact) return 0;
    const float nearest = static_cast<float>(exact);
    const double ulp = double{std::nextafter(std::fabs(nearest), kInfinity)} - double{std::fabs(nearest)};
    return std::fabs(double{found} - exact) / ulp;
}

TEST(Elementary, sineAndCosine) {
    Pcg32 random(1);
    for (const double range : {1e-3, 1.0, 10.0, 1e4}) {
        double worst = 0, worstCircle = 0;
        for (int i = 0; i < kMany / 4; ++i) {
            const float x = static_cast<float>(range * (2 * unit(random) - 1));
            const SinCos s = sinCos(x);
            const double sine = double{s.sin}, cosine = double{s.cos}, exact = double{x};
            worst = std::max({worst, std::fabs(sine - std::sin(exact)), std::fabs(cosine - std::cos(exact))});
            worstCircle = std::max(worstCircle, std::fabs(sine * sine + cosine * cosine - 1));
            ASSERT_EQ(s.sin, sin(x));
            ASSERT_EQ(s.cos, cos(x));
            ASSERT_EQ(sin(-x), -s.sin);
            ASSERT_EQ(cos(-x), s.cos);
        }
        EXPECT_LT(worst, 2e-7) << range;
        EXPECT_LT(worstCircle, 4e-7) << range;
    }
    // Small sines keep their relative precision.
    for (const float x : {1e-30F, 1e-10F, 1e-4F, 0.01F}) EXPECT_LT(ulps(sin(x), std::sin(double{x})), 1.5) << x;
}

TEST(Elementary, sineAndCosineOfSpecialValues) {
    EXPECT_EQ(sin(0.0F), 0);
    EXPECT_EQ(cos(0.0F), 1);
    for (int quarter = -8; quarter <= 8; ++quarter) {
        const float x = static_cast<float>(quarter) * kHalfPi;
        EXPECT_NEAR(sin(x), std::sin(double{x}), 2e-7);
        EXPECT_NEAR(cos(x), std::cos(double{x}), 2e-7);
    }
    for (const float x : {kInfinity, -kInfinity, kNan}) {
        EXPECT_TRUE(std::isnan(sin(x)));
        EXPECT_TRUE(std::isnan(cos(x)));
    }
    // Whatever comes is answered by something on the circle or NaN, without trouble.
    Pcg32 random(2);
    for (int i = 0; i < kMany; ++i) {
        const SinCos s = sinCos(anyFloat(random));
        ASSERT_TRUE(std::fabs(s.sin) <= 1.000001F && std::fabs(s.cos) <= 1.000001F);
    }
}

TEST(Elementary, exponential) {
    Pcg32 random(3);
    double worst = 0, worst64 = 0;
    for (int i = 0; i < kMany; ++i) {
        const double x = 1416 * unit(random) - 707.9;
        if (x < 709) worst64 = std::max(worst64, std::fabs(exp(x) / std::exp(x) - 1));
        const float y = static_cast<float>(170 * unit(random) - 86);
        worst = std::max(worst, ulps(exp(y), std::exp(double{y})));
    }
    EXPECT_LT(worst64, 1e-14);
    EXPECT_LT(worst, 0.5001);
    EXPECT_EQ(exp(0.0F), 1);
    EXPECT_EQ(exp(1.0F), 2.71828182845904523536F);
    EXPECT_EQ(exp(-kInfinity), 0);
    EXPECT_EQ(exp(-1000.0F), 0);
    EXPECT_EQ(exp(kInfinity), kInfinity);
    EXPECT_EQ(exp(1000.0F), kInfinity);
    EXPECT_EQ(exp(89.0F), kInfinity);   // beyond the largest float, though not the largest double
    EXPECT_TRUE(std::isnan(exp(kNan)));
    EXPECT_TRUE(std::isnan(exp(kNan64)));
    EXPECT_EQ(exp(-kInf64), 0);
    EXPECT_EQ(exp(kInf64), kInf64);
    EXPECT_GT(exp(-100.0F), 0);   // a denormal
}

TEST(Elementary, logarithm) {
    Pcg32 random(4);
    double worst = 0, worst64 = 0, worstNear1 = 0;
    for (int i = 0; i < kMany; ++i) {
        const double x = std::exp(1400 * unit(random) - 700);
        worst64 = std::max(worst64, std::fabs(log(x) / std::log(x) - 1));
        const double near1 = 1 + (unit(random) - 0.5) * 0.1;
        if (near1 != 1) worstNear1 = std::max(worstNear1, std::fabs(log(near1) / std::log(near1) - 1));
        const float y = std::fabs(anyFloat(random));
        if (y > 0) worst = std::max(worst, ulps(log(y), std::log(double{y})));
    }
    EXPECT_LT(worst64, 1e-13);
    EXPECT_LT(worstNear1, 1e-13);
    EXPECT_LT(worst, 0.5001);
    EXPECT_EQ(log(1.0F), 0);
    EXPECT_EQ(log(0.0F), -kInfinity);
    EXPECT_EQ(log(kInfinity), kInfinity);
    EXPECT_TRUE(std::isnan(log(-1.0F)));
    EXPECT_TRUE(std::isnan(log(-kInfinity)));
    EXPECT_TRUE(std::isnan(log(kNan)));
    for (const double x : {5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308}) {
        EXPECT_NEAR(log(x) / std::log(x), 1, 1e-13) << x;
    }
}

TEST(Elementary, power) {
    Pcg32 random(5);
    double worst = 0;
    for (int i = 0; i < kMany; ++i) {
        const float x = static_cast<float>(std::exp(20 * unit(random) - 10)), y = static_cast<float>(8 * unit(random) - 4);
        worst = std::max(worst, ulps(pow(x, y), std::pow(double{x}, double{y})));
    }
    EXPECT_LT(worst, 0.501);
    EXPECT_EQ(pow(0, 0), 1);
    EXPECT_EQ(pow(5, 0), 1);
    EXPECT_EQ(pow(0, 2), 0);
    EXPECT_EQ(pow(0, -2), kInfinity);
    EXPECT_EQ(pow(1, 1e30F), 1);
    EXPECT_EQ(pow(2, 10), 1024);
    EXPECT_EQ(pow(2, 1000), kInfinity);
    EXPECT_EQ(pow(2, -1000), 0);
    EXPECT_EQ(pow(kInfinity, 1), kInfinity);
    EXPECT_EQ(pow(kInfinity, -1), 0);
    EXPECT_TRUE(std::isnan(pow(kNan, 1)));
    EXPECT_TRUE(std::isnan(pow(-1, 0.5F)));
}

TEST(Elementary, arcTangentOfTwo) {
    Pcg32 random(6);
    double worst = 0;
    for (int i = 0; i < kMany; ++i) {
        const float x = anyFloat(random), y = i % 2 == 0 ? anyFloat(random) : x * static_cast<float>(4 * unit(random) - 2);
        if (!std::isfinite(y)) continue;
        const double exact = std::atan2(double{y}, double{x});
        const float found = atan2(y, x);
        worst = std::max(worst, std::fabs(double{found} - exact));
        ASSERT_LE(std::fabs(found), kPi);
    }
    EXPECT_LT(worst, 3e-7);
    EXPECT_EQ(atan2(0, 0), 0);
    EXPECT_EQ(atan2(0, 1), 0);
    EXPECT_EQ(atan2(0, -1), kPi);
    EXPECT_EQ(atan2(1, 0), kHalfPi);
    EXPECT_EQ(atan2(-1, 0), -kHalfPi);
    EXPECT_FLOAT_EQ(atan2(1, 1), kPi / 4);
    EXPECT_FLOAT_EQ(atan2(-1, -1), -3 * kPi / 4);
    // Small angles keep their relative precision, which solid angles of far things need.
    for (const float y : {1e-30F, 1e-12F, 1e-6F, 1e-3F}) EXPECT_NEAR(atan2(y, 1) / std::atan(double{y}), 1, 2e-7) << y;
    EXPECT_TRUE(std::isnan(atan2(kNan, 1)));
    EXPECT_TRUE(std::isnan(atan2(1, kNan)));
}

TEST(Elementary, arcSineAndArcCosine) {
    double worst = 0;
    for (int i = 0; i <= kMany; ++i) {
        const float x = static_cast<float>(2.0 * i / kMany - 1);
        worst = std::max(worst, std::fabs(double{acos(x)} - std::acos(double{x})));
        worst = std::max(worst, std::fabs(double{asin(x)} - std::asin(double{x})));
    }
    EXPECT_LT(worst, 4e-7);
    // Near 1 the angle is a root: half the digits would be lost without care.
    for (const float d : {6e-8F, 1e-6F, 1e-4F}) {
        const float x = 1 - d;
        EXPECT_NEAR(acos(x) / std::acos(double{x}), 1, 1e-6) << d;
    }
    EXPECT_EQ(acos(1), 0);
    EXPECT_EQ(acos(-1), kPi);
    EXPECT_EQ(acos(0), kHalfPi);
    EXPECT_EQ(asin(0), 0);
    EXPECT_EQ(asin(1), kHalfPi);
    EXPECT_EQ(asin(-1), -kHalfPi);
    EXPECT_EQ(acos(1.5F), 0);
    EXPECT_EQ(acos(-1.5F), kPi);
    EXPECT_EQ(asin(2), kHalfPi);
}

TEST(Elementary, theSameBitsEverywhere) {
    // Native and WebAssembly must agree to the last bit: hashes over many arguments, found on x86-64.
    uint64_t h = 0;
    const auto take = [&](float x) { h = hash(h, std::bit_cast<uint32_t>(x)); };
    Pcg32 random(7);
    for (int i = 0; i < 20000; ++i) {
        const float x = 40 * random.nextFloat() - 20, y = 3 * random.nextFloat();
        take(sin(x));
        take(cos(x));
        take(exp(x));
        take(log(y));
        take(pow(y, x));
        take(atan2(x, y));
        take(acos(y - 1.5F));
        take(asin(y - 1.5F));
    }
    EXPECT_EQ(h, 17320695466508908108ULL);
}

}  // namespace
}  // namespace raypool
