#include "raytracer/denoise/regression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace raypool {
namespace {

constexpr int kUnknowns = kFeatures + 1;                              // the value, and its slope along each feature
constexpr int kMatrix = kUnknowns * (kUnknowns + 1) / 2;              // symmetric
constexpr int kSums = kMatrix + kUnknowns * 3;
constexpr int kTilePixels = kFilterTileWidth * kFilterTileHeight;

/// Sums of the normal equations, one plane each, for every pixel of a tile.
struct Sums {
    alignas(16) float of[kSums][kTilePixels];
};

struct Scratch {
    NlmScratch nlm;
    alignas(16) float weights[2][kTilePixels];
    Sums sums[2];
};

/// Adds one partner of every pixel of a row to the sums.
void addRow(Sums& sums, const float* weights, int at, int width, const float* const features[kFeatures],
            const float* const partners[kFeatures], const float* const colors[3]) {
    // Slopes of the features one after the other: each is read once for a row of the matrix.
    float d[kUnknowns][kFilterTileWidth];
    for (int x = 0; x < width; ++x) d[0][x] = 1;
    for (int i = 0; i < kFeatures; ++i) {
        for (int x = 0; x < width; ++x) d[i + 1][x] = partners[i][x] - features[i][x];
    }
    int k = 0;
    for (int i = 0; i < kUnknowns; ++i) {
        float scaled[kFilterTileWidth];
        for (int x = 0; x < width; ++x) scaled[x] = weights[x] * d[i][x];
        for (int j = 0; j <= i; ++j, ++k) {
            float* to = sums.of[k] + at;
            for (int x = 0; x < width; ++x) to[x] += scaled[x] * d[j][x];
        }
        for (int c = 0; c < 3; ++c) {
            float* to = sums.of[kMatrix + i * 3 + c] + at;
            for (int x = 0; x < width; ++x) to[x] += scaled[x] * colors[c][x];
        }
    }
}

/// The value at the pixel itself: solves the normal equations by Cholesky's decomposition. Slopes are held back by a ridge,
/// which leaves features alone that do not differ within the window.
void solve(const Sums& sums, int pixel, float* result) {
    double m[kUnknowns][kUnknowns], rhs[kUnknowns][3];
    int k = 0;
    for (int i = 0; i < kUnknowns; ++i) {
        for (int j = 0; j <= i; ++j) m[i][j] = double{sums.of[k++][pixel]};
        for (int c = 0; c < 3; ++c) rhs[i][c] = double{sums.of[kMatrix + i * 3 + c][pixel]};
    }
    const double weight = m[0][0];
    for (int c = 0; c < 3; ++c) result[c] = 0;
    if (!(weight > 0)) return;
    for (int i = 1; i < kUnknowns; ++i) m[i][i] += 1e-3 * weight;
    for (int i = 0; i < kUnknowns; ++i) {
        for (int j = 0; j <= i; ++j) {
            double sum = m[i][j];
            for (int l = 0; l < j; ++l) sum -= m[i][l] * m[j][l];
            m[i][j] = i == j ? std::sqrt(std::max(sum, 1e-12 * weight)) : sum / m[j][j];
        }
    }
    for (int c = 0; c < 3; ++c) {
        double y[kUnknowns];
        for (int i = 0; i < kUnknowns; ++i) {
            double sum = rhs[i][c];
            for (int j = 0; j < i; ++j) sum -= m[i][j] * y[j];
            y[i] = sum / m[i][i];
        }
        for (int i = kUnknowns - 1; i >= 0; --i) {
            double sum = y[i];
            for (int j = i + 1; j < kUnknowns; ++j) sum -= m[j][i] * y[j];
            y[i] = sum / m[i][i];
        }
        result[c] = static_cast<float>(y[0]);
    }
}

}  // namespace

void regress(const RegressionInput& input, uint32_t pictureWidth, uint32_t pictureHeight, const FilterTile& tile, Planes& out) {
    const auto scratch = std::make_unique<Scratch>();
    for (Sums& sums : scratch->sums) std::fill_n(&sums.of[0][0], kSums * kTilePixels, 0.0F);
    const auto w = static_cast<int>(pictureWidth), h = static_cast<int>(pictureHeight);
    for (int dy = -kRegressionRadius; dy <= kRegressionRadius; ++dy) {
        for (int dx = -kRegressionRadius; dx <= kRegressionRadius; ++dx) {
            nlmWeights(input.guide, input.variance, tile, dx, dy, scratch->nlm, scratch->weights[0]);
            for (int y = 0; y < tile.height; ++y) {
                const int py = tile.y0 + y, qy = py + dy;
                if (qy < 0 || qy >= h) continue;
                // Partners that are in the picture.
                const int from = std::max(0, -(tile.x0 + dx)), to = std::min(tile.width, w - (tile.x0 + dx));
                if (from >= to) continue;
                const int at = y * kFilterTileWidth + from, px = tile.x0 + from, qx = px + dx, count = to - from;
                float* one = scratch->weights[0] + at;
                float* half = scratch->weights[1] + at;
                const float* trust = input.trust.row(0, qy) + qx;
                for (int x = 0; x < count; ++x) {
                    const float squared = one[x] * one[x];
                    half[x] = squared * squared * trust[x];
                    one[x] *= trust[x];
                }
                const float *features[kFeatures], *partners[kFeatures], *colors[3];
                for (uint32_t i = 0; i < kFeatures; ++i) {
                    features[i] = input.features.row(i, py) + px;
                    partners[i] = input.features.row(i, qy) + qx;
                }
                for (uint32_t c = 0; c < 3; ++c) colors[c] = input.colors.row(c, qy) + qx;
                addRow(scratch->sums[0], one, at, count, features, partners, colors);
                addRow(scratch->sums[1], half, at, count, features, partners, colors);
            }
        }
    }
    for (int y = 0; y < tile.height; ++y) {
        for (int x = 0; x < tile.width; ++x) {
            for (uint32_t k = 0; k < 2; ++k) {
                float result[3];
                solve(scratch->sums[k], y * kFilterTileWidth + x, result);
                for (uint32_t c = 0; c < 3; ++c) {
                    out.at(k * 3 + c, static_cast<uint32_t>(tile.x0 + x), static_cast<uint32_t>(tile.y0 + y)) = result[c];
                }
            }
        }
    }
}

}  // namespace raypool
