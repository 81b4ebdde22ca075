// Picture files, bytes in and bytes out; the file system is the caller's. exr.h has OpenEXR with all its channels.
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

/// A picture of linear values - Radiance HDR, PFM or OpenEXR, told by its first bytes - as linear RGB; what is grey has
/// three equal channels. Values are as in the file: they may be negative, infinite or NaN. Works for environment maps.
std::expected<ImageF, std::string> decodeImageF(std::span<const uint8_t> file);
/// Do the first bytes say that decodeImageF is the one to ask?
bool isLinearPicture(std::span<const uint8_t> file);

/// Radiance HDR (RGBE; flat, old or new run lengths; rows from the top or the bottom) as linear RGB. EXPOSURE is taken
/// out, as the
/// format wants it; XYZE is refused.
std::expected<ImageF, std::string> decodeHdr(std::span<const uint8_t> file);

/// PFM of either byte order, grey or RGB, as RGB with rows from the top.
std::expected<ImageF, std::string> decodePfm(std::span<const uint8_t> file);

/// RGBA, 8 bits a channel, as PNG.
Bytes encodePng(uint32_t width, uint32_t height, std::span<const uint8_t> rgba);

/// Linear RGB as Radiance HDR (RGBE).
Bytes encodeHdr(uint32_t width, uint32_t height, std::span<const float> rgb);

/// Linear RGB as little-endian PFM; rows from the bottom, as the format wants them.
Bytes encodePfm(uint32_t width, uint32_t height, std::span<const float> rgb);

}  // namespace raypool
