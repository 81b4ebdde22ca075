// OpenEXR's PIZ compression, as its ImfPizCompressor.cpp, ImfHuf.cpp and ImfWav.cpp have it: the values' low and high
// halves through a table of those that occur, a Haar wavelet in integers, and a canonical Huffman code.
#include <array>
#include <cstring>
#include <vector>

#include "raytracer/core/bytes.h"
#include "raytracer/image/exr_compression.h"

namespace raypool {
namespace {

constexpr uint32_t kSymbols = (1 << 16) + 1;   // of 16 bits, and one more that repeats
constexpr uint32_t kLongestCode = 58, kTableBits = 12;
/// In the list of the codes' lengths: zeros, so many and 2, or with 8 bits behind and 6.
constexpr uint32_t kFewZeros = 59, kManyZeros = 63, kLeastFew = 2, kLeastMany = 6;

/// From the highest bit of each byte on; beyond the end are zeros.
class Bits {
public:
    explicit Bits(std::span<const uint8_t> bytes) : bytes_(bytes) {}

    uint64_t take(uint32_t count) {
        uint64_t out = 0;
        for (uint32_t i = 0; i < count; ++i) out = out << 1 | at(used_ + i);
        used_ += count;
        return out;
    }
    /// The next bits without taking them; at most 24.
    uint32_t peek(uint32_t count) const {
        uint32_t word = 0;
        for (size_t i = 0; i < 4; ++i) {
            const uint64_t byte = used_ / 8 + i;
            word = word << 8 | (byte < bytes_.size() ? bytes_[static_cast<size_t>(byte)] : 0U);
        }
        return word << (used_ % 8) >> (32 - count);
    }
    uint64_t at(uint64_t bit) const { return bit / 8 < bytes_.size() ? bytes_[static_cast<size_t>(bit / 8)] >> (7 - bit % 8) & 1U : 0U; }
    void skip(uint32_t count) { used_ += count; }
    uint64_t used() const { return used_; }

private:
    std::span<const uint8_t> bytes_;
    uint64_t used_ = 0;
};

class HuffmanCode {
public:
    /// Reads the lengths of the codes of `first` to `last`. False: they are no code.
    bool read(Bits& bits, uint64_t mostBits, uint32_t first, uint32_t last) {
        std::vector<uint8_t> lengths(kSymbols);
        for (uint32_t symbol = first; symbol <= last;) {
            if (bits.used() > mostBits) return false;
            const auto length = static_cast<uint32_t>(bits.take(6));
            if (length < kFewZeros) {
                lengths[symbol++] = static_cast<uint8_t>(length);
                continue;
            }
            symbol += length == kManyZeros ? static_cast<uint32_t>(bits.take(8)) + kLeastMany : length - kFewZeros + kLeastFew;
            if (symbol > last + 1) return false;
        }
        std::array<uint32_t, kLongestCode + 1> places{};
        for (const uint8_t length : lengths) ++count_[length];
        // Longer codes have smaller numbers: from the longest on, each length begins at half of where the one before ends.
        uint64_t code = 0;
        uint32_t place = 0;
        for (uint32_t length = kLongestCode; length > 0; --length) {
            start_[length] = code;
            if (code + count_[length] > uint64_t{1} << length) return false;
            first_[length] = places[length] = place;
            place += count_[length];
            code = (code + count_[length]) >> 1;
        }
        symbols_.resize(place);
        for (uint32_t symbol = 0; symbol < kSymbols; ++symbol) {
            if (lengths[symbol] > 0) symbols_[places[lengths[symbol]]++] = symbol;
        }
        for (uint32_t length = 1; length <= kTableBits; ++length) {
            for (uint32_t i = 0; i < count_[length]; ++i) {
                const uint64_t from = (start_[length] + i) << (kTableBits - length);
                for (uint64_t k = 0; k < uint64_t{1} << (kTableBits - length); ++k) {
                    quick_[static_cast<size_t>(from + k)] = {symbols_[first_[length] + i], length};
                }
            }
        }
        return true;
    }

    /// kSymbols: there is no such code.
    uint32_t next(Bits& bits) const {
        if (const Entry quick = quick_[bits.peek(kTableBits)]; quick.length > 0) {
            bits.skip(quick.length);
            return quick.symbol;
        }
        uint64_t code = bits.take(kTableBits);
        for (uint32_t length = kTableBits + 1; length <= kLongestCode; ++length) {
            code = code << 1 | bits.take(1);
            if (code >= start_[length] && code - start_[length] < count_[length]) {
                return symbols_[first_[length] + static_cast<uint32_t>(code - start_[length])];
            }
        }
        return kSymbols;
    }

private:
    struct Entry {
        uint32_t symbol = 0, length = 0;
    };
    std::array<uint64_t, kLongestCode + 1> start_{};                // the first code of a length
    std::array<uint32_t, kLongestCode + 1> count_{}, first_{};      // how many, and where their symbols are
    std::vector<uint32_t> symbols_;
    std::vector<Entry> quick_ = std::vector<Entry>(1 << kTableBits);
};

bool readHuffman(std::span<const uint8_t> data, std::span<uint16_t> out) {
    if (data.size() < 20) return false;
    const auto first = load<uint32_t>(data.data()), last = load<uint32_t>(data.data() + 4), bitCount = load<uint32_t>(data.data() + 12);
    if (first >= kSymbols || last >= kSymbols) return false;
    Bits table(data.subspan(20));
    HuffmanCode code;
    if (!code.read(table, uint64_t{data.size() - 20} * 8, first, last)) return false;
    const size_t begin = 20 + static_cast<size_t>((table.used() + 7) / 8);
    if (begin > data.size() || bitCount > uint64_t{data.size() - begin} * 8) return false;
    Bits bits(data.subspan(begin));
    size_t filled = 0;
    while (bits.used() < bitCount) {
        const uint32_t symbol = code.next(bits);
        if (symbol == last) {   // the value before so many times more
            const size_t count = static_cast<size_t>(bits.take(8));
            if (filled == 0 || count > out.size() - filled) return false;
            for (size_t i = 0; i < count; ++i) out[filled + i] = out[filled - 1];
            filled += count;
        } else {
            if (symbol >= kSymbols - 1 || filled == out.size()) return false;
            out[filled++] = static_cast<uint16_t>(symbol);
        }
    }
    return filled == out.size();
}

/// From mean and difference to both values; of 14 bits without, of 16 bits with a wrap around.
void unfold14(uint16_t mean, uint16_t difference, uint16_t& a, uint16_t& b) {
    const int d = static_cast<int16_t>(difference), sum = static_cast<int16_t>(mean) + (d & 1) + (d >> 1);
    a = static_cast<uint16_t>(sum);
    b = static_cast<uint16_t>(sum - d);
}
void unfold16(uint16_t mean, uint16_t difference, uint16_t& a, uint16_t& b) {
    const int second = (mean - (difference >> 1)) & 0xFFFF;
    a = static_cast<uint16_t>(difference + second - 0x8000);
    b = static_cast<uint16_t>(second);
}

/// In place, from the coarsest level on; values are `step` apart in a row, rows `rowStep`.
void unfoldWavelet(uint16_t* values, size_t width, size_t step, size_t height, size_t rowStep, bool is14) {
    const auto unfold = is14 ? unfold14 : unfold16;
    size_t size = 1;
    while (size * 2 <= std::min(width, height)) size *= 2;
    for (; size > 1; size /= 2) {
        const size_t half = size / 2;
        const auto at = [&](size_t x, size_t y) -> uint16_t& { return values[y * rowStep + x * step]; };
        size_t y = 0;
        for (; y + size <= height; y += size) {
            size_t x = 0;
            for (; x + size <= width; x += size) {
                uint16_t a = 0, b = 0, c = 0, d = 0;
                unfold(at(x, y), at(x, y + half), a, c);
                unfold(at(x + half, y), at(x + half, y + half), b, d);
                unfold(a, b, at(x, y), at(x + half, y));
                unfold(c, d, at(x, y + half), at(x + half, y + half));
            }
            if ((width & half) != 0) {
                const uint16_t mean = at(x, y), difference = at(x, y + half);
                unfold(mean, difference, at(x, y), at(x, y + half));
            }
        }
        if ((height & half) != 0) {
            for (size_t x = 0; x + size <= width; x += size) {
                const uint16_t mean = at(x, y), difference = at(x + half, y);
                unfold(mean, difference, at(x, y), at(x + half, y));
            }
        }
    }
}

}  // namespace

bool decompressPiz(std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out) {
    constexpr size_t kBitmapSize = 8192;
    if (data.size() < 4) return false;
    const auto first = load<uint16_t>(data.data()), last = load<uint16_t>(data.data() + 2);
    std::array<uint8_t, kBitmapSize> bitmap{};
    size_t at = 4;
    if (first <= last) {
        const size_t count = size_t{last} - first + 1;
        if (last >= kBitmapSize || data.size() - at < count) return false;
        std::memcpy(bitmap.data() + first, data.data() + at, count);
        at += count;
    }
    std::vector<uint16_t> table(1 << 16);
    size_t known = 0;
    for (uint32_t v = 0; v < 1 << 16; ++v) {
        if (v == 0 || (bitmap[v / 8] >> (v % 8) & 1) != 0) table[known++] = static_cast<uint16_t>(v);
    }
    if (data.size() - at < 4 || load<uint32_t>(data.data() + at) > data.size() - at - 4) return false;
    const auto length = load<uint32_t>(data.data() + at);
    std::vector<uint16_t> values(out.size() / 2);
    if (!readHuffman(data.subspan(at + 4, length), values)) return false;

    size_t begin = 0;
    for (const ExrPixelType type : block.types) {
        const size_t words = sizeOf(type) / 2;
        for (size_t word = 0; word < words; ++word) {
            unfoldWavelet(values.data() + begin + word, block.width, words, block.lines, block.width * words, known - 1 < 1 << 14);
        }
        begin += size_t{block.width} * block.lines * words;
    }
    for (uint16_t& v : values) v = table[v];
    // From channel after channel to line after line.
    uint8_t* to = out.data();
    for (size_t line = 0; line < block.lines; ++line) {
        begin = 0;
        for (const ExrPixelType type : block.types) {
            const size_t words = block.width * sizeOf(type) / 2;
            std::memcpy(to, values.data() + begin + line * words, 2 * words);
            to += 2 * words;
            begin += block.lines * words;
        }
    }
    return true;
}

}  // namespace raypool
