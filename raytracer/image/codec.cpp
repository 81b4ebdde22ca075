#include "raytracer/image/codec.h"

#include <stb_image.h>
#include <stb_image_write.h>

#include <algorithm>
#include <climits>
#include <memory>
#include <string_view>

#include "raytracer/image/exr.h"
#include "raytracer/image/jpeg_tables.h"
#include "raytracer/image/limits.h"
#include "raytracer/image/stb_memory.h"

namespace raypool {
namespace {

void append(void* context, void* data, int size) {
    auto& out = *static_cast<Bytes*>(context);
    const auto* bytes = static_cast<const uint8_t*>(data);
    out.insert(out.end(), bytes, bytes + size);
}

struct PictureHeader {
    int width = 0, height = 0, channels = 0;
};

/// Of a PNG file whose first chunk says so; stb_image takes one that is too large for none at all.
std::string checkPngSize(std::span<const uint8_t> file) {
    constexpr std::string_view kStart("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    if (file.size() < 24 || std::string_view(reinterpret_cast<const char*>(file.data()), 16) != kStart) return {};
    const auto number = [&](size_t at) {
        return int64_t{file[at]} << 24 | int64_t{file[at + 1]} << 16 | int64_t{file[at + 2]} << 8 | int64_t{file[at + 3]};
    };
    return checkSize(number(16), number(20));
}

/// What unpacking may take: the pixels of four channels of 16 bits with a byte a row, as the buffer doubles; the packed data.
size_t growthLimit(const PictureHeader& header, size_t fileSize) {
    const size_t unpacked = (static_cast<size_t>(header.width) * 8 + 1) * static_cast<size_t>(header.height);
    return 2 * std::max(unpacked, fileSize) + 65536;
}

/// Empty: it can be tried; else what is wrong.
std::string readHeader(std::span<const uint8_t> file, PictureHeader& out) {
    if (file.size() > INT_MAX) return "the file is too large";
    if (auto problem = checkPngSize(file); !problem.empty()) return problem;
    const auto size = static_cast<int>(file.size());
    if (!hasSoundJpegTables(file)) return "the picture is damaged: bad Huffman table";
    if (!stbi_info_from_memory(file.data(), size, &out.width, &out.height, &out.channels)) {
        return std::string("not a picture that can be read: ") + stbi_failure_reason();
    }
    // Debian 12's stb_image takes the bytes of these in the wrong order, and reads past them when it converts grey.
    if (file[0] == 'P' && stbi_is_16_bit_from_memory(file.data(), size)) {
        return "the picture is a PPM or PGM of more than 8 bits a channel";
    }
    return checkSize(out.width, out.height);
}

template <class T>
std::expected<Image<T>, std::string> copied(const T* pixels, int width, int height, int channels) {
    if (!pixels) {
        const std::string_view reason = stbi_failure_reason();
        return std::unexpected("the picture is damaged: " + (reason == "outofmem" ? "more is packed into it than its pixels take" : std::string(reason)));
    }
    Image<T> image{static_cast<uint32_t>(width), static_cast<uint32_t>(height), static_cast<uint32_t>(channels), {}};
    image.data.assign(pixels, pixels + size_t{image.width} * image.height * image.channels);
    return image;
}

/// channels: as many of them, or 0: those of the file.
std::expected<Image8, std::string> decode8(std::span<const uint8_t> file, int wanted) {
    PictureHeader header;
    if (auto problem = readHeader(file, header); !problem.empty()) return std::unexpected(std::move(problem));
    int width = 0, height = 0, channels = 0;
    const StbGrowthLimit limit(growthLimit(header, file.size()));
    const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
        stbi_load_from_memory(file.data(), static_cast<int>(file.size()), &width, &height, &channels, wanted), stbi_image_free);
    return copied<uint8_t>(pixels.get(), width, height, wanted == 0 ? channels : wanted);
}

}  // namespace

std::expected<Image8, std::string> decodeImage8(std::span<const uint8_t> file) { return decode8(file, 3); }

std::expected<Image8, std::string> decodeTexture8(std::span<const uint8_t> file) { return decode8(file, 0); }

std::expected<Image<uint16_t>, std::string> decodeTexture16(std::span<const uint8_t> file) {
    PictureHeader header;
    if (auto problem = readHeader(file, header); !problem.empty()) return std::unexpected(std::move(problem));
    int width = 0, height = 0, channels = 0;
    const StbGrowthLimit limit(growthLimit(header, file.size()));
    const std::unique_ptr<stbi_us, void (*)(void*)> pixels(
        stbi_load_16_from_memory(file.data(), static_cast<int>(file.size()), &width, &height, &channels, 0), stbi_image_free);
    return copied<uint16_t>(pixels.get(), width, height, channels);
}

bool isDeepPicture(std::span<const uint8_t> file) {
    return file.size() <= INT_MAX && !file.empty() && file[0] == 0x89 && stbi_is_16_bit_from_memory(file.data(), static_cast<int>(file.size()));
}

uint64_t pixelCount(std::span<const uint8_t> file) {
    PictureHeader header;
    if (!readHeader(file, header).empty()) return 0;
    return static_cast<uint64_t>(header.width) * static_cast<uint64_t>(header.height);
}

Bytes encodePng(uint32_t width, uint32_t height, std::span<const uint8_t> rgba) {
    Bytes out;
    stbi_write_png_to_func(append, &out, static_cast<int>(width), static_cast<int>(height), 4, rgba.data(),
                           static_cast<int>(width * 4));
    return out;
}

bool isLinearPicture(std::span<const uint8_t> file) {
    const std::string_view start(reinterpret_cast<const char*>(file.data()), std::min<size_t>(file.size(), 4));
    return start.starts_with("#?") || start.starts_with("PF") || start.starts_with("Pf") || start == "\x76\x2f\x31\x01";
}

std::expected<ImageF, std::string> decodeImageF(std::span<const uint8_t> file) {
    if (!isLinearPicture(file)) return std::unexpected("not a picture of linear values (Radiance HDR, PFM or OpenEXR)");
    if (file[0] == '#') return decodeHdr(file);
    if (file[0] == 'P') return decodePfm(file);
    const auto exr = decodeExr(file);
    return exr ? rgbOf(*exr) : std::unexpected(exr.error());
}

std::expected<ImageF, std::string> decodeTextureF(std::span<const uint8_t> file) {
    if (!isLinearPicture(file) || file[0] == '#' || file[0] == 'P') return decodeImageF(file);
    const auto exr = decodeExr(file);
    if (!exr) return std::unexpected(exr.error());
    auto rgb = rgbOf(*exr);
    const ExrChannel* alpha = exr->find("A");
    if (!rgb || alpha == nullptr) return rgb;
    ImageF out{rgb->width, rgb->height, 4, {}};
    out.data.reserve(alpha->values.size() * 4);
    for (size_t i = 0; i < alpha->values.size(); ++i) {
        const float a = alpha->values[i];
        for (size_t c = 0; c < 3; ++c) out.data.push_back(a > 0 ? rgb->data[i * 3 + c] / a : rgb->data[i * 3 + c]);
        out.data.push_back(a);
    }
    return out;
}

}  // namespace raypool
