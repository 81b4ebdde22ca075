#include "raytracer/image/codec.h"

#include <stb_image.h>
#include <stb_image_write.h>

#include <algorithm>
#include <bit>
#include <climits>
#include <cstring>
#include <memory>

#include "raytracer/image/jpeg_tables.h"

namespace raypool {
namespace {

/// Decoded pixels of one picture; a small file can ask for gigabytes.
constexpr int64_t kMaxTexels = int64_t{1} << 26;

void append(void* context, void* data, int size) {
    auto& out = *static_cast<Bytes*>(context);
    const auto* bytes = static_cast<const uint8_t*>(data);
    out.insert(out.end(), bytes, bytes + size);
}

}  // namespace

std::expected<Image8, std::string> decodeImage8(std::span<const uint8_t> file) {
    if (file.size() > INT_MAX) return std::unexpected("the file is too large");
    const auto size = static_cast<int>(file.size());
    if (!hasSoundJpegTables(file)) return std::unexpected("the picture is damaged: bad Huffman table");
    int width = 0, height = 0, channels = 0;
    if (!stbi_info_from_memory(file.data(), size, &width, &height, &channels)) {
        return std::unexpected(std::string("not a picture that can be read: ") + stbi_failure_reason());
    }
    // Debian 12's stb_image takes the bytes of these in the wrong order, and reads past them when it converts grey.
    if (file[0] == 'P' && stbi_is_16_bit_from_memory(file.data(), size)) {
        return std::unexpected("the picture is a PPM or PGM of more than 8 bits a channel");
    }
    if (width <= 0 || height <= 0) return std::unexpected("the picture has no pixels");
    if (int64_t{width} * height > kMaxTexels) {
        return std::unexpected("the picture is too large: " + std::to_string(width) + " x " + std::to_string(height));
    }
    const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
        stbi_load_from_memory(file.data(), size, &width, &height, &channels, 3), stbi_image_free);
    if (!pixels) return std::unexpected(std::string("the picture is damaged: ") + stbi_failure_reason());
    Image8 image{static_cast<uint32_t>(width), static_cast<uint32_t>(height), 3, {}};
    image.data.assign(pixels.get(), pixels.get() + size_t{image.width} * image.height * 3);
    return image;
}

Bytes encodePng(uint32_t width, uint32_t height, std::span<const uint8_t> rgba) {
    Bytes out;
    stbi_write_png_to_func(append, &out, static_cast<int>(width), static_cast<int>(height), 4, rgba.data(),
                           static_cast<int>(width * 4));
    return out;
}

Bytes encodeHdr(uint32_t width, uint32_t height, std::span<const float> rgb) {
    Bytes out;
    stbi_write_hdr_to_func(append, &out, static_cast<int>(width), static_cast<int>(height), 3, rgb.data());
    return out;
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
