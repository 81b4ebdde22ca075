#include "raytracer/image/jpeg_tables.h"

#include <cstddef>

namespace raypool {
namespace {

constexpr uint8_t kStartOfImage = 0xD8, kHuffmanTables = 0xC4, kStartOfScan = 0xDA;

/// The tables of a segment: a byte for class and place, 16 counts of codes, and as many symbols, one after the other.
/// `file` begins behind the segment's length: tables are read as stb_image does, beyond the segment's end if it lies.
bool isSound(std::span<const uint8_t> file, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t codes = 0;
        for (size_t i = at + 1; i <= at + 16 && i < file.size(); ++i) codes += file[i];
        if (codes > 256) return false;
        at += 17 + codes;
    }
    return true;
}

/// Steps behind the next marker, over whatever precedes it; 0 where there is none.
uint8_t nextMarker(std::span<const uint8_t> file, size_t& at) {
    while (at < file.size() && file[at] != 0xFF) ++at;
    while (at < file.size() && file[at] == 0xFF) ++at;   // they may be repeated
    return at < file.size() ? file[at++] : 0;
}

}  // namespace

bool hasSoundJpegTables(std::span<const uint8_t> file) {
    size_t at = 0;
    if (file.empty() || file[0] != 0xFF || nextMarker(file, at) != kStartOfImage) return true;   // no JPEG
    bool scanning = false;
    while (at < file.size()) {
        const uint8_t marker = nextMarker(file, at);
        if (at + 2 > file.size()) return true;
        const size_t length = size_t{file[at]} << 8 | file[at + 1];   // its own two bytes included
        if (marker == kHuffmanTables && !isSound(file.subspan(at + 2), length < 2 ? 0 : length - 2)) return false;
        scanning |= marker == kStartOfScan;
        // In coded data the decoder may take up anywhere, so nothing is stepped over there.
        if (!scanning) at += length;
    }
    return true;
}

}  // namespace raypool
