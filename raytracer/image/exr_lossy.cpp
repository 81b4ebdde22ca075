// OpenEXR's compressions that round: PXR24, which keeps 24 bits of a float, and B44, which keeps halves in blocks of 4 x 4
// (its ImfPxr24Compressor.cpp and ImfB44Compressor.cpp).
#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "raytracer/image/exr_compression.h"

namespace raypool {
namespace {

/// 16 halves of 14 bytes, in the order of their bits: the first one, then differences of six bits, shifted.
std::array<uint16_t, 16> unpackBlock(std::span<const uint8_t, 14> b) {
    std::array<uint16_t, 16> out{};
    const unsigned shift = b[2] >> 2U;
    const uint32_t bias = 0x20U << shift;
    // Down the first column, then each row from there: the differences follow upon the first 22 bits.
    static constexpr std::array<std::pair<uint8_t, uint8_t>, 15> kFrom = {{{4, 0}, {8, 4}, {12, 8}, {1, 0}, {5, 4}, {9, 8}, {13, 12}, {2, 1},
                                                                          {6, 5}, {10, 9}, {14, 13}, {3, 2}, {7, 6}, {11, 10}, {15, 14}}};
    out[0] = static_cast<uint16_t>(b[0] << 8 | b[1]);
    for (size_t i = 0; i < kFrom.size(); ++i) {
        uint32_t difference = 0;
        for (size_t bit = 22 + 6 * i; bit < 28 + 6 * i; ++bit) difference = difference << 1 | (b[bit / 8] >> (7 - bit % 8) & 1U);
        out[kFrom[i].first] = static_cast<uint16_t>(out[kFrom[i].second] + (difference << shift) - bias);
    }
    return out;
}

/// Halves were made such that their order as integers is that of their values.
uint16_t halfOf(uint16_t ordered) { return (ordered & 0x8000U) != 0 ? ordered & 0x7FFFU : static_cast<uint16_t>(~ordered); }

}  // namespace

bool decompressPxr24(std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out) {
    const auto kept = [](ExrPixelType type) -> size_t { return type == ExrPixelType::kFloat ? 3 : sizeOf(type); };
    size_t lineBytes = 0;
    for (const ExrPixelType type : block.types) lineBytes += kept(type) * block.width;
    std::vector<uint8_t> planes(lineBytes * block.lines);
    if (!inflateExr(data, planes)) return false;
    const uint8_t* from = planes.data();
    uint8_t* to = out.data();
    for (uint32_t line = 0; line < block.lines; ++line) {
        for (const ExrPixelType type : block.types) {
            // The highest bytes of all differences, then the next ones; a float's lowest byte is gone.
            const size_t bytes = sizeOf(type), planeCount = kept(type);
            uint32_t value = 0;
            for (size_t x = 0; x < block.width; ++x) {
                uint32_t difference = 0;
                for (size_t k = 0; k < planeCount; ++k) difference |= uint32_t{from[k * block.width + x]} << (8 * (bytes - 1 - k));
                value += difference;
                std::memcpy(to, &value, bytes);
                to += bytes;
            }
            from += planeCount * block.width;
        }
    }
    return true;
}

bool decompressB44(std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out) {
    size_t lineBytes = 0, offset = 0, at = 0;
    for (const ExrPixelType type : block.types) lineBytes += sizeOf(type) * block.width;
    for (const ExrPixelType type : block.types) {
        const size_t bytes = sizeOf(type) * block.width;
        if (type != ExrPixelType::kHalf) {   // as they are
            if (data.size() - at < bytes * block.lines) return false;
            for (size_t line = 0; line < block.lines; ++line, at += bytes) std::memcpy(out.data() + line * lineBytes + offset, data.data() + at, bytes);
            offset += bytes;
            continue;
        }
        for (size_t y = 0; y < block.lines; y += 4) {
            for (size_t x = 0; x < block.width; x += 4) {
                constexpr uint8_t kFlat = 13 << 2;   // a shift that no block has: all are the same
                if (data.size() - at < 3) return false;
                const bool isFlat = data[at + 2] >= kFlat;
                if (!isFlat && data.size() - at < 14) return false;
                std::array<uint16_t, 16> values{};
                if (isFlat) values.fill(static_cast<uint16_t>(data[at] << 8 | data[at + 1]));
                else values = unpackBlock(data.subspan(at).first<14>());
                at += isFlat ? 3 : 14;
                for (size_t i = 0; i < 16; ++i) {
                    const size_t px = x + i % 4, py = y + i / 4;
                    if (px >= block.width || py >= block.lines) continue;
                    const uint16_t half = halfOf(values[i]);
                    std::memcpy(out.data() + py * lineBytes + offset + 2 * px, &half, 2);
                }
            }
        }
        offset += bytes;
    }
    return at == data.size();
}

}  // namespace raypool
