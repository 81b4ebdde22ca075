#include "raytracer/image/flip.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace raypool {
namespace {

ImageF constant(float r, float g, float b) {
    ImageF image{3, 3, 3, {}};
    for (int i = 0; i < 9; ++i) image.data.insert(image.data.end(), {r, g, b});
    return image;
}

double flip(const ImageF& a, const ImageF& b) { return meanFlip(flipMap(a, b)); }

struct Pair {
    ImageF a{11, 9, 3, {}}, b;
    Pair() {
        for (int y = 0; y < 9; ++y) {
            for (int x = 0; x < 11; ++x) {
                const auto value = [](int v) { return static_cast<float>(v); };
                a.data.insert(a.data.end(), {value(x) / 10, value(y) / 8, value((x + y) % 3) / 2});
            }
        }
        b = a;
        std::fill_n(b.data.begin() + (4 * 11 + 5) * 3, 3, 1.0F);
        for (size_t y = 0; y < 9; ++y) {
            for (size_t c = 0; c < 3; ++c) b.data[(y * 11 + 8) * 3 + c] *= 0.5F;
        }
    }
};

TEST(Flip, EqualPicturesDoNotDiffer) {
    const Pair pair;
    EXPECT_EQ(flip(pair.a, pair.a), 0);
    EXPECT_EQ(flip(constant(2, 3, 4), constant(1, 1, 1)), 0);  // a display shows both as white
}

// Black against white is a lightness difference of 100 without chroma: 100^0.7 is between the knee and the largest
// colour difference, that of green and blue.
TEST(Flip, WholeColours) {
    EXPECT_NEAR(flip(constant(0, 0, 0), constant(1, 1, 1)), 0.9673798, 1e-5);
    EXPECT_NEAR(flip(constant(0, 1, 0), constant(0, 0, 1)), 1, 1e-6);
    EXPECT_NEAR(flip(constant(1, 0, 0), constant(0, 1, 0)), 0.9866623, 1e-5);
    EXPECT_NEAR(flip(constant(0.2F, 0.2F, 0.2F), constant(0.3F, 0.3F, 0.3F)), 0.2846757, 1e-5);
}

// Values of a numpy program that convolves with the paper's two-dimensional kernels directly.
TEST(Flip, APatternWithAChangedPointAndLine) {
    const Pair pair;
    const ImageF map = flipMap(pair.a, pair.b);
    EXPECT_NEAR(meanFlip(map), 0.13226111, 1e-5);
    EXPECT_NEAR(*map.at(5, 4), 0.26907582, 1e-5);
    EXPECT_NEAR(*map.at(0, 0), 0.00179486, 1e-5);
    EXPECT_NEAR(*map.at(8, 2), 0.33718966, 1e-5);
    const ImageF near = flipMap(pair.a, pair.b, 20);
    EXPECT_NEAR(meanFlip(near), 0.13610519, 1e-5);
    EXPECT_NEAR(*near.at(5, 4), 0.84174999, 1e-5);
    EXPECT_NEAR(*near.at(8, 2), 0.72742971, 1e-5);
}

TEST(Flip, IsSymmetric) {
    const Pair pair;
    EXPECT_EQ(flipMap(pair.a, pair.b).data, flipMap(pair.b, pair.a).data);
}

}  // namespace
}  // namespace raypool
