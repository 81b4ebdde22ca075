#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "app/cli/commands.h"
#include "app/cli/files.h"

namespace raypool::cli {
namespace {

std::expected<Image8, std::string> readImage(const std::string& path) {
    const auto bytes = readFile(path);
    if (!bytes) return std::unexpected(path + ": " + bytes.error());
    auto image = decodeImage8(*bytes);
    if (!image) return std::unexpected(path + ": " + image.error());
    return image;
}

}  // namespace

int compare(const std::string& pathA, const std::string& pathB, const std::string& difference) {
    const auto a = readImage(pathA), b = readImage(pathB);
    for (const auto* image : {&a, &b}) {
        if (*image) continue;
        std::fprintf(stderr, "raypool: %s\n", image->error().c_str());
        return kBadInput;
    }
    if (a->width != b->width || a->height != b->height) {
        std::fprintf(stderr, "raypool: the pictures differ in size: %u x %u and %u x %u\n", a->width, a->height, b->width,
                     b->height);
        return kBadInput;
    }
    const size_t pixels = size_t{a->width} * a->height;
    size_t different = 0;
    int largest = 0;
    double squares = 0;
    Bytes map(pixels * 4, 255);
    for (size_t i = 0; i < pixels; ++i) {
        int worst = 0;
        for (size_t c = 0; c < 3; ++c) {
            const int d = std::abs(a->data[i * 3 + c] - b->data[i * 3 + c]);
            squares += d * d;
            worst = std::max(worst, d);
            map[i * 4 + c] = static_cast<uint8_t>(std::min(255, d * 16));
        }
        different += worst > 0;
        largest = std::max(largest, worst);
    }
    std::printf("pixels different    %zu of %zu\nlargest difference  %d/255\nMSE                 %.6g\n", different, pixels,
                largest, squares / (255.0 * 255.0) / static_cast<double>(pixels * 3));
    if (difference.empty()) return kDone;
    if (const auto error = writeFile(difference, encodePng(a->width, a->height, map)); !error.empty()) {
        std::fprintf(stderr, "raypool: %s can't be written: %s\n", difference.c_str(), error.c_str());
        return kFailed;
    }
    return kDone;
}

}  // namespace raypool::cli
