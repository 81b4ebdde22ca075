#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "app/cli/commands.h"
#include "app/cli/files.h"
#include "app/cli/picture.h"

namespace raypool::cli {
namespace {

int bad(const std::string& message) {
    std::fprintf(stderr, "raypool: %s\n", message.c_str());
    return kBadInput;
}

bool sameSize(const ImageF& a, const ImageF& b) { return a.width == b.width && a.height == b.height; }

std::string sizes(const ImageF& a, const ImageF& b) {
    const auto text = [](const ImageF& i) { return std::to_string(i.width) + " x " + std::to_string(i.height); };
    return "the pictures differ in size: " + text(a) + " and " + text(b);
}

/// What is compared: of two 8-bit pictures their values over 255, as displays show them; else linear values.
ImageF valuesOf(const Picture& picture, bool display, float exposure) {
    if (display) {
        ImageF out{picture.bytes->width, picture.bytes->height, 3, {}};
        for (const uint8_t value : picture.bytes->data) out.data.push_back(static_cast<float>(value) / 255);
        return out;
    }
    ImageF out = picture.linear;
    const float factor = std::exp2(exposure);
    for (float& value : out.data) value *= factor;
    return out;
}

void printDifferences(const Image8& a, const Image8& b) {
    const size_t pixels = size_t{a.width} * a.height;
    size_t different = 0;
    int largest = 0;
    for (size_t i = 0; i < pixels; ++i) {
        int worst = 0;
        for (size_t c = i * 3; c < i * 3 + 3; ++c) worst = std::max(worst, std::abs(a.data[c] - b.data[c]));
        different += worst > 0;
        largest = std::max(largest, worst);
    }
    std::printf("pixels different    %zu of %zu\nlargest difference  %d/255\n", different, pixels, largest);
}

void printDifferences(const ImageF& a, const ImageF& b) {
    const size_t pixels = size_t{a.width} * a.height;
    size_t different = 0;
    float largest = 0;
    for (size_t i = 0; i < pixels; ++i) {
        bool differs = false;
        for (size_t c = i * 3; c < i * 3 + 3; ++c) {
            differs |= a.data[c] != b.data[c];
            largest = std::max(largest, std::abs(a.data[c] - b.data[c]));
        }
        different += differs;
    }
    std::printf("pixels different    %zu of %zu\nlargest difference  %.6g\n", different, pixels, double{largest});
}

/// PNG: 16 times as bright; else the values as they are.
bool writeDifference(const std::string& path, const ImageF& a, const ImageF& b) {
    const ImageF difference = absoluteDifference(a, b);
    if (extension(path) != "png") return writeLinear(path, difference);
    Bytes rgba;
    for (size_t i = 0; i < difference.data.size(); ++i) {
        rgba.push_back(static_cast<uint8_t>(std::lround(std::min(255.0F, difference.data[i] * 255 * 16))));
        if (i % 3 == 2) rgba.push_back(255);
    }
    return writeOrSay(path, encodePng(difference.width, difference.height, rgba));
}

bool writeFlip(const std::string& path, const ImageF& map) {
    Bytes rgba;
    for (const float value : map.data) {
        const auto level = static_cast<uint8_t>(std::lround(std::min(1.0F, value) * 255));
        rgba.insert(rgba.end(), {level, level, level, 255});
    }
    return writeOrSay(path, encodePng(map.width, map.height, rgba));
}

void print(const NoiseComparison& r, bool agrees) {
    std::printf("mean                %.6f %.6f %.6f\n", r.mean[0], r.mean[1], r.mean[2]);
    std::printf("mean of reference   %.6f %.6f %.6f\n", r.referenceMean[0], r.referenceMean[1], r.referenceMean[2]);
    std::printf("bias                %+.3f %+.3f %+.3f %%\n", 100 * r.bias[0], 100 * r.bias[1], 100 * r.bias[2]);
    if (r.hasNoise) {
        std::printf("its standard error  %.3f %.3f %.3f %%\n", 100 * r.biasError[0], 100 * r.biasError[1],
                    100 * r.biasError[2]);
    }
    std::printf("8x8 blocks          relative error: rms %.4f, median %.4f, 95th percentile %.4f, largest %.4f\n",
                r.blockError.rms, r.blockError.median, r.blockError.p95, r.blockError.max);
    if (r.hasNoise) {
        std::printf("z-scores            blocks: rms %.2f; pixels: rms %.2f, %.2f %% over 3\n", r.blockZRms,
                    r.pixelZRms, 100 * r.pixelZOver3);
    }
    std::printf("worst block         x %u, y %u: %.4f %.4f %.4f, reference %.4f %.4f %.4f\n", r.worstX, r.worstY,
                r.worst[0], r.worst[1], r.worst[2], r.worstReference[0], r.worstReference[1], r.worstReference[2]);
    std::printf("verdict             %s, bad blocks %.2f %%\n", agrees ? "agrees" : "DISAGREES", 100 * r.badBlocks);
}

/// The standard error in a file: of an EXR its channels "stderr", else the picture itself.
std::optional<ImageF> standardError(const std::string& path, const ImageF& picture, std::string& problem) {
    if (path.empty()) return std::nullopt;
    auto file = readPicture(path);
    if (!file) {
        problem = file.error();
        return std::nullopt;
    }
    if (file->exr) {
        if (auto own = rgbOf(*file->exr, "stderr")) file->linear = std::move(*own);
    }
    if (!sameSize(file->linear, picture)) problem = path + ": " + sizes(file->linear, picture);
    return std::move(file->linear);
}

}  // namespace

int compare(const CompareOptions& options) {
    const auto a = readPicture(options.a), b = readPicture(options.b);
    for (const auto* picture : {&a, &b}) {
        if (!*picture) return bad(picture->error());
    }
    if (!sameSize(a->linear, b->linear)) return bad(sizes(a->linear, b->linear));
    const bool display = a->bytes && b->bytes;
    const ImageF x = valuesOf(*a, display, options.exposure), y = valuesOf(*b, display, options.exposure);

    if (display) {
        printDifferences(*a->bytes, *b->bytes);
    } else {
        printDifferences(x, y);
    }
    const ImageF flip = flipMap(display ? a->linear : x, display ? b->linear : y);
    const std::pair<const char*, double> metrics[] = {
        {"mse", meanSquaredError(x, y)}, {"relmse", relativeMeanSquaredError(x, y)}, {"flip", meanFlip(flip)}};
    std::printf("MSE                 %.6g\nrelMSE              %.6g\nFLIP                %.6g\n", metrics[0].second,
                metrics[1].second, metrics[2].second);
    bool good = true;
    if (options.threshold) {
        for (const auto& [name, value] : metrics) {
            if (name != options.metric || value <= *options.threshold) continue;
            good = false;
            std::printf("%s is above the threshold %g\n", name, *options.threshold);
        }
    }
    if (options.blocks || !options.referenceError.empty() || !options.ownError.empty()) {
        std::string problem;
        const auto own = standardError(options.ownError, a->linear, problem);
        const auto reference = standardError(options.referenceError, b->linear, problem);
        if (!problem.empty()) return bad(problem);
        const auto result =
            compareWithNoise(a->linear, b->linear, reference ? &*reference : nullptr, own ? &*own : nullptr, options.blockTolerance);
        const bool agrees = result.agrees(options.tolerance);
        good &= agrees;
        print(result, agrees);
    }
    if (!options.difference.empty() && !writeDifference(options.difference, x, y)) return kFailed;
    if (!options.flip.empty() && !writeFlip(options.flip, flip)) return kFailed;
    return good ? kDone : kBadInput;
}

}  // namespace raypool::cli
