#include "app/wasm/film_file.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace raypool {

namespace {

void addChannels(ExrImage& image, const std::string& prefix, std::span<const float> rgb) {
    for (size_t c = 0; c < 3; ++c) {
        ExrChannel channel{prefix + "RGB"[c], std::vector<float>(rgb.size() / 3)};
        for (size_t i = 0; i < channel.values.size(); ++i) channel.values[i] = rgb[i * 3 + c];
        image.channels.push_back(std::move(channel));
    }
}

}  // namespace

Bytes encodeFilm(const Frame& frame, std::string_view kind, bool denoised) {
    if (frame.width() == 0) return {};
    std::vector<float> smooth;
    if (denoised && frame.isSmooth()) {
        smooth.reserve(frame.film().size());
        for (uint32_t y = 0; y < frame.height(); ++y) {
            for (uint32_t x = 0; x < frame.width(); ++x) {
                const Rgb c = frame.shown(x, y);
                smooth.insert(smooth.end(), {c.r, c.g, c.b});
            }
        }
    }
    const std::span<const float> shown = smooth.empty() ? frame.film() : std::span<const float>(smooth);
    if (kind == "hdr") return encodeHdr(frame.width(), frame.height(), shown);
    if (kind == "pfm") return encodePfm(frame.width(), frame.height(), shown);
    if (kind != "exr") return {};
    ExrImage image;
    image.width = frame.width();
    image.height = frame.height();
    addChannels(image, "", shown);
    if (!smooth.empty()) addChannels(image, "noisy.", frame.film());
    return encodeExr(image);
}

}  // namespace raypool
