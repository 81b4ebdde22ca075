// Portable float map: a text header, then raw floats in rows from the bottom. The sign of the scale is the byte order;
// its size has no agreed meaning and is left alone (as Netpbm does).
#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "raytracer/image/codec.h"
#include "raytracer/image/limits.h"

namespace raypool {
namespace {

bool isSpace(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// The next word of the header, behind any white space; empty at the end or if it is too long to be meant.
std::string word(std::span<const uint8_t> file, size_t& at) {
    while (at < file.size() && isSpace(file[at])) ++at;
    std::string out;
    while (at < file.size() && !isSpace(file[at]) && out.size() < 32) out += static_cast<char>(file[at++]);
    return out;
}

uint32_t toSize(const std::string& text) {
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) return 0;
    return static_cast<uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
}

}  // namespace

std::expected<ImageF, std::string> decodePfm(std::span<const uint8_t> file) {
    size_t at = 0;
    const std::string magic = word(file, at);
    if (magic != "PF" && magic != "Pf") return std::unexpected("not a PFM file");
    const size_t channels = magic == "PF" ? 3 : 1;
    const uint32_t width = toSize(word(file, at)), height = toSize(word(file, at));
    if (width == 0 || height == 0) return std::unexpected("the PFM file is damaged: bad size");
    const std::string scaleText = word(file, at);
    char* end = nullptr;
    const double scale = std::strtod(scaleText.c_str(), &end);
    if (scaleText.empty() || *end != '\0' || !(scale < 0 || scale > 0)) {
        return std::unexpected("the PFM file is damaged: bad scale");
    }
    ++at;  // exactly one white space: the next byte may look like another
    if (const auto problem = checkSize(width, height); !problem.empty()) return std::unexpected(problem);
    const size_t row = width * channels;
    if (file.size() < at || (file.size() - at) / sizeof(float) / row < height) {
        return std::unexpected("the PFM file is cut off");
    }
    const bool swap = (scale < 0) != (std::endian::native == std::endian::little);
    ImageF image{width, height, 3, {}};
    image.data.resize(size_t{width} * height * 3);
    for (uint32_t y = 0; y < height; ++y) {
        const uint8_t* source = file.data() + at + size_t{height - 1 - y} * row * sizeof(float);
        float* out = &image.data[size_t{y} * width * 3];
        for (size_t i = 0; i < row; ++i) {
            uint32_t bits;
            std::memcpy(&bits, source + i * sizeof bits, sizeof bits);
            if (swap) bits = __builtin_bswap32(bits);
            const float value = std::bit_cast<float>(bits);
            if (channels == 3) {
                out[i] = value;
            } else {
                std::fill_n(out + i * 3, 3, value);
            }
        }
    }
    return image;
}

Bytes encodePfm(uint32_t width, uint32_t height, std::span<const float> rgb) {
    static_assert(std::endian::native == std::endian::little);
    // A negative scale says little-endian.
    const std::string header = "PF\n" + std::to_string(width) + " " + std::to_string(height) + "\n-1.0\n";
    Bytes out(header.begin(), header.end());
    const size_t row = size_t{width} * 3;
    for (uint32_t y = height; y-- > 0;) {
        const auto* bytes = reinterpret_cast<const uint8_t*>(rgb.data() + y * row);
        out.insert(out.end(), bytes, bytes + row * sizeof(float));
    }
    return out;
}

}  // namespace raypool
