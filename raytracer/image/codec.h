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

/// The same kinds of file with the channels that they have: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
std::expected<Image8, std::string> decodeTexture8(std::span<const uint8_t> file);
/// A PNG of 16 bits a channel, likewise.
std::expected<Image<uint16_t>, std::string> decodeTexture16(std::span<const uint8_t> file);
/// Is it one for decodeTexture16?
bool isDeepPicture(std::span<const uint8_t> file);
/// How many pixels a picture for decodeTexture8 or -16 has, by its header: to know what decoding takes; 0: none that can be
/// read.
uint64_t pixelCount(std::span<const uint8_t> file);

/// A picture of linear values - Radiance HDR, PFM or OpenEXR, told by its first bytes - as linear RGB; what is grey has
/// three equal channels. Values are as in the file: they may be negative, infinite or NaN. Works for environment maps.
std::expected<ImageF, std::string> decodeImageF(std::span<const uint8_t> file);
/// The same; an OpenEXR with alpha (A) has it as a fourth channel, its colours divided by it where that is possible: they
/// are stored multiplied.
std::expected<ImageF, std::string> decodeTextureF(std::span<const uint8_t> file);
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
