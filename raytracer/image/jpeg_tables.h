#pragma once
#include <cstdint>
#include <span>

namespace raypool {

/// False for a JPEG with a Huffman table of more than 256 codes. Debian 12's stb_image writes past its arrays for one.
bool hasSoundJpegTables(std::span<const uint8_t> file);

}  // namespace raypool
