#include "raytracer/image/metrics.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace raypool {
namespace {

double square(double x) { return x * x; }

/// Mean over blocks of f(value); row by row, RGB.
template <class F>
std::vector<double> blockMeans(const ImageF& image, F f) {
    constexpr uint32_t kBlock = NoiseComparison::kBlock;
    const uint32_t columns = image.width / kBlock, rows = image.height / kBlock;
    std::vector<double> out(size_t{columns} * rows * 3);
    for (uint32_t y = 0; y < rows * kBlock; ++y) {
        for (uint32_t x = 0; x < columns * kBlock; ++x) {
            double* block = &out[(size_t{y / kBlock} * columns + x / kBlock) * 3];
            for (size_t c = 0; c < 3; ++c) block[c] += f(double{image.at(x, y)[c]});
        }
    }
    for (double& value : out) value /= kBlock * kBlock;
    return out;
}

std::array<double, 3> channelMeans(const ImageF& image) {
    std::array<double, 3> sum{};
    for (size_t i = 0; i < image.data.size(); ++i) sum[i % 3] += double{image.data[i]};
    for (double& value : sum) value /= static_cast<double>(image.data.size() / 3);
    return sum;
}

/// Sorts.
double quantile(std::vector<double>& values, double q) {
    std::ranges::sort(values);
    const double at = q * static_cast<double>(values.size() - 1);
    const auto below = static_cast<size_t>(at);
    const size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (values[above] - values[below]) * (at - static_cast<double>(below));
}

double rms(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += square(value);
    return values.empty() ? 0 : std::sqrt(sum / static_cast<double>(values.size()));
}

double standardError(double variance, double value) { return std::max({std::sqrt(variance), 1e-3 * value, 1e-9}); }

void comparePixels(const ImageF& image, const ImageF& reference, const ImageF* referenceError, const ImageF* imageError,
                   NoiseComparison& out) {
    double squares = 0, over = 0;
    std::array<double, 3> variances{};
    for (size_t i = 0; i < image.data.size(); ++i) {
        const double variance = (referenceError ? square(double{referenceError->data[i]}) : 0) +
                                (imageError ? square(double{imageError->data[i]}) : 0);
        out.hasNoise |= variance > 0;
        variances[i % 3] += variance;
        const double value = reference.data[i];
        const double z = (double{image.data[i]} - value) / standardError(variance, value);
        squares += z * z;
        over += std::abs(z) > 3;
    }
    const auto count = static_cast<double>(image.data.size());
    out.pixelZRms = std::sqrt(squares / count);
    out.pixelZOver3 = over / count;
    for (size_t c = 0; c < 3; ++c) {
        out.biasError[c] = std::sqrt(variances[c]) / (count / 3) / std::max(out.referenceMean[c], 1e-12);
    }
}

}  // namespace

double meanSquaredError(const ImageF& image, const ImageF& reference) {
    double sum = 0;
    for (size_t i = 0; i < image.data.size(); ++i) sum += square(double{image.data[i]} - double{reference.data[i]});
    return sum / static_cast<double>(image.data.size());
}

double relativeMeanSquaredError(const ImageF& image, const ImageF& reference) {
    double sum = 0;
    for (size_t i = 0; i < image.data.size(); ++i) {
        const double value = reference.data[i];
        sum += square(double{image.data[i]} - value) / (square(value) + 0.01);
    }
    return sum / static_cast<double>(image.data.size());
}

ImageF absoluteDifference(const ImageF& image, const ImageF& reference) {
    ImageF out = image;
    for (size_t i = 0; i < out.data.size(); ++i) out.data[i] = std::abs(out.data[i] - reference.data[i]);
    return out;
}

bool NoiseComparison::agrees(double biasTolerance) const {
    return std::ranges::all_of(bias, [&](double b) { return std::abs(b) < biasTolerance; }) && badBlocks < 0.01;
}

NoiseComparison compareWithNoise(const ImageF& image, const ImageF& reference, const ImageF* referenceError,
                                 const ImageF* imageError, double blockTolerance) {
    NoiseComparison out;
    out.mean = channelMeans(image);
    out.referenceMean = channelMeans(reference);
    for (size_t c = 0; c < 3; ++c) out.bias[c] = out.mean[c] / std::max(out.referenceMean[c], 1e-12) - 1;
    comparePixels(image, reference, referenceError, imageError, out);

    const auto identity = [](double x) { return x; };
    const auto blocks = blockMeans(image, identity), references = blockMeans(reference, identity);
    if (blocks.empty()) return out;
    std::vector<double> variance(blocks.size());
    for (const ImageF* error : {referenceError, imageError}) {
        if (!error) continue;
        const auto squares = blockMeans(*error, square);  // pixels are independent: the variance of their mean
        for (size_t i = 0; i < squares.size(); ++i) variance[i] += squares[i] / square(NoiseComparison::kBlock);
    }
    const double floor = 0.02 * (out.referenceMean[0] + out.referenceMean[1] + out.referenceMean[2]) / 3;
    std::vector<double> relative(blocks.size()), z(blocks.size());
    size_t bad = 0, worst = 0;
    for (size_t i = 0; i < blocks.size(); ++i) {
        const double difference = blocks[i] - references[i];
        relative[i] = std::abs(difference / std::max({references[i], floor, 1e-12}));
        z[i] = difference / standardError(variance[i], references[i]);
        bad += relative[i] > blockTolerance && (std::abs(z[i]) > 5 || !out.hasNoise);
        if (relative[i] > relative[worst]) worst = i;
    }
    const uint32_t columns = image.width / NoiseComparison::kBlock;
    out.worstX = static_cast<uint32_t>(worst / 3 % columns) * NoiseComparison::kBlock;
    out.worstY = static_cast<uint32_t>(worst / 3 / columns) * NoiseComparison::kBlock;
    for (size_t c = 0; c < 3; ++c) {
        out.worst[c] = blocks[worst / 3 * 3 + c];
        out.worstReference[c] = references[worst / 3 * 3 + c];
    }
    out.badBlocks = static_cast<double>(bad) / static_cast<double>(blocks.size());
    out.blockZRms = rms(z);
    out.blockError.rms = rms(relative);
    out.blockError.median = quantile(relative, 0.5);
    out.blockError.p95 = quantile(relative, 0.95);
    out.blockError.max = relative.back();
    return out;
}

}  // namespace raypool
