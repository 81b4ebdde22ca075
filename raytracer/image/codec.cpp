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

namespace raypool {
namespace {

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
    if (auto problem = checkSize(width, height); !problem.empty()) return std::unexpected(std::move(problem));
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

}  // namespace raypool
