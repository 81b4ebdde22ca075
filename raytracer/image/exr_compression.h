// OpenEXR's compressions of a block of pixels. Format: "OpenEXR File Layout"; the byte shuffling before RLE and ZIP as in
// its ImfRle.cpp and ImfZip.cpp.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/image/exr.h"
#include "raytracer/image/exr_layout.h"

namespace raypool {

/// Lines of pixels that are compressed together.
constexpr uint32_t linesOf(ExrCompression compression) {
    switch (compression) {
        case ExrCompression::kZip:
        case ExrCompression::kPxr24: return 16;
        case ExrCompression::kPiz:
        case ExrCompression::kB44:
        case ExrCompression::kB44a: return 32;
        default: return 1;
    }
}

/// How many times its size a file's data can grow at most, generously.
constexpr uint64_t maxExpansion(ExrCompression compression) {
    switch (compression) {
        case ExrCompression::kUncompressed: return 1;
        case ExrCompression::kRle: return 64;
        case ExrCompression::kB44:
        case ExrCompression::kB44a: return 11;      // 4 x 4 halves in three bytes
        case ExrCompression::kPxr24: return 1400;
        default: return 1040;                       // deflate: 258 bytes for two bits; PIZ: 255 halves for nine bits
    }
}

/// Pixels that are stored together: lines, in each line the channels one after the other.
struct ExrBlock {
    uint32_t width = 0, lines = 0;
    std::span<const ExrPixelType> types;
};

/// Fills all of `out`, which has the block's size. False: the data are damaged.
bool decompress(ExrCompression compression, std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out);
bool decompressPiz(std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out);
bool decompressPxr24(std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out);
bool decompressB44(std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out);
/// RFC 1950; false if it does not fill `out` or its checksum is another.
bool inflateExr(std::span<const uint8_t> data, std::vector<uint8_t>& out);

/// The smaller one of the compressed and the raw bytes, as the format wants it. None, RLE, ZIPS and ZIP; for others the raw ones.
std::vector<uint8_t> compress(ExrCompression compression, std::span<const uint8_t> raw);

}  // namespace raypool
