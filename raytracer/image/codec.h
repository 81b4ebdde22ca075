// Picture files, bytes in and bytes out; the file system is the caller's. stb does the formats.
#pragma once
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "raytracer/image/image.h"

namespace raypool {

using Bytes = std::vector<uint8_t>;

/// PNG, JPEG, GIF, BMP, TGA or 8-bit PPM/PGM as 8-bit RGB; alpha is dropped. The error says why it can't be read.
std::expected<Image8, std::string> decodeImage8(std::span<const uint8_t> file);

/// RGBA, 8 bits a channel, as PNG.
Bytes encodePng(uint32_t width, uint32_t height, std::span<const uint8_t> rgba);

/// Linear RGB as Radiance HDR (RGBE).
Bytes encodeHdr(uint32_t width, uint32_t height, std::span<const float> rgb);

/// Linear RGB as little-endian PFM; rows from the bottom, as the format wants them.
Bytes encodePfm(uint32_t width, uint32_t height, std::span<const float> rgb);

}  // namespace raypool
