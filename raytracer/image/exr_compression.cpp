#include "raytracer/image/exr_compression.h"

#include <stb_image.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>

// stb_image_write defines it, but declares it nowhere. The result is malloc'ed.
extern "C" unsigned char* stbi_zlib_compress(unsigned char* data, int size, int* outSize, int quality);

namespace raypool {
namespace {

using Bytes = std::vector<uint8_t>;

/// Even bytes first, then odd ones, each as the difference to the one before (plus 128).
Bytes predict(std::span<const uint8_t> raw) {
    Bytes out(raw.size());
    const size_t half = (raw.size() + 1) / 2;
    for (size_t i = 0; i < raw.size(); ++i) out[(i & 1) * half + i / 2] = raw[i];
    for (size_t i = out.size(); i-- > 1;) out[i] = static_cast<uint8_t>(out[i] - out[i - 1] + 128);
    return out;
}

void unpredict(Bytes& data, std::span<uint8_t> raw) {
    for (size_t i = 1; i < data.size(); ++i) data[i] = static_cast<uint8_t>(data[i] + data[i - 1] - 128);
    const size_t half = (raw.size() + 1) / 2;
    for (size_t i = 0; i < raw.size(); ++i) raw[i] = data[(i & 1) * half + i / 2];
}

/// RFC 1950; sums are kept small enough to reduce only now and then.
uint32_t adler32(std::span<const uint8_t> bytes) {
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < bytes.size();) {
        const size_t end = std::min(bytes.size(), i + 5552);
        for (; i < end; ++i) b += a += bytes[i];
        a %= 65521;
        b %= 65521;
    }
    return b << 16 | a;
}

Bytes deflate(Bytes& data) {
    int size = 0;
    const std::unique_ptr<uint8_t, void (*)(void*)> out(
        stbi_zlib_compress(data.data(), static_cast<int>(data.size()), &size, 8), std::free);
    return out ? Bytes(out.get(), out.get() + size) : Bytes();
}

/// A count n >= 0: the next byte n + 1 times; n < 0: -n bytes as they are.
bool runsToBytes(std::span<const uint8_t> data, Bytes& out) {
    size_t at = 0, filled = 0;
    while (at < data.size()) {
        const auto count = static_cast<int8_t>(data[at++]);
        const size_t length = count < 0 ? static_cast<size_t>(-count) : static_cast<size_t>(count) + 1;
        const size_t source = count < 0 ? length : 1;
        if (data.size() - at < source || out.size() - filled < length) return false;
        for (size_t i = 0; i < length; ++i) out[filled + i] = data[at + (count < 0 ? i : 0)];
        at += source;
        filled += length;
    }
    return filled == out.size();
}

Bytes bytesToRuns(std::span<const uint8_t> data) {
    Bytes out;
    const auto runAt = [&](size_t from) {
        size_t end = from + 1;
        while (end < data.size() && end - from < 128 && data[end] == data[from]) ++end;
        return end - from;
    };
    for (size_t at = 0; at < data.size();) {
        if (const size_t run = runAt(at); run >= 3) {
            out.push_back(static_cast<uint8_t>(run - 1));
            out.push_back(data[at]);
            at += run;
            continue;
        }
        const size_t begin = at;
        while (at < data.size() && at - begin < 127 && runAt(at) < 3) ++at;
        out.push_back(static_cast<uint8_t>(-static_cast<int>(at - begin)));
        out.insert(out.end(), data.begin() + static_cast<ptrdiff_t>(begin), data.begin() + static_cast<ptrdiff_t>(at));
    }
    return out;
}

}  // namespace

bool inflateExr(std::span<const uint8_t> data, std::vector<uint8_t>& out) {
    if (data.size() < 6 || data.size() > INT_MAX || out.size() > INT_MAX) return false;
    const int size = stbi_zlib_decode_buffer(reinterpret_cast<char*>(out.data()), static_cast<int>(out.size()),
                                             reinterpret_cast<const char*>(data.data()), static_cast<int>(data.size()));
    if (size != static_cast<int>(out.size())) return false;
    const auto sum = data.last(4);  // stb does not look at it
    return adler32(out) == (uint32_t{sum[0]} << 24 | uint32_t{sum[1]} << 16 | uint32_t{sum[2]} << 8 | sum[3]);
}

bool decompress(ExrCompression compression, std::span<const uint8_t> data, const ExrBlock& block, std::span<uint8_t> out) {
    // What would not shrink is stored as it is.
    if (data.size() == out.size()) {
        std::ranges::copy(data, out.begin());
        return true;
    }
    if (compression == ExrCompression::kUncompressed || data.size() > out.size()) return false;
    if (compression == ExrCompression::kPiz) return decompressPiz(data, block, out);
    if (compression == ExrCompression::kPxr24) return decompressPxr24(data, block, out);
    if (compression == ExrCompression::kB44 || compression == ExrCompression::kB44a) return decompressB44(data, block, out);
    Bytes predicted(out.size());
    if (!(compression == ExrCompression::kRle ? runsToBytes(data, predicted) : inflateExr(data, predicted))) return false;
    unpredict(predicted, out);
    return true;
}

Bytes compress(ExrCompression compression, std::span<const uint8_t> raw) {
    if (compression != ExrCompression::kUncompressed && compression <= ExrCompression::kZip && raw.size() <= INT_MAX) {
        Bytes predicted = predict(raw);
        Bytes out = compression == ExrCompression::kRle ? bytesToRuns(predicted) : deflate(predicted);
        if (!out.empty() && out.size() < raw.size()) return out;
    }
    return Bytes(raw.begin(), raw.end());
}

}  // namespace raypool
