// OpenEXR's lossless compressions of a block of lines. Format: "OpenEXR File Layout"; the byte shuffling before RLE and
// ZIP as in its ImfRle.cpp and ImfZip.cpp.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/image/exr.h"

namespace raypool {

/// Lines of pixels that are compressed together.
constexpr uint32_t linesOf(ExrCompression compression) { return compression == ExrCompression::kZip ? 16 : 1; }

/// How many times its size a file's data can grow at most, generously.
constexpr uint64_t maxExpansion(ExrCompression compression) {
    if (compression == ExrCompression::kUncompressed) return 1;
    return compression == ExrCompression::kRle ? 64 : 1040;  // deflate: 258 bytes for two bits
}

/// Fills all of `out`. False: the data are damaged.
bool decompress(ExrCompression compression, std::span<const uint8_t> data, std::span<uint8_t> out);

/// The smaller one of the compressed and the raw bytes, as the format wants it.
std::vector<uint8_t> compress(ExrCompression compression, std::span<const uint8_t> raw);

}  // namespace raypool
