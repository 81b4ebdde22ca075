#include "raytracer/image/exr.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "raytracer/image/exr_compression.h"
#include "raytracer/image/limits.h"

namespace raypool {
namespace {

static_assert(std::endian::native == std::endian::little, "the format's byte order is used as it is");

constexpr uint32_t kMagic = 20000630, kVersion = 2;
constexpr uint32_t kTiled = 0x200, kLongNames = 0x400, kDeep = 0x800, kMultiPart = 0x1000;
/// Values of all channels together.
constexpr uint64_t kMaxValues = uint64_t{1} << 28;
constexpr size_t kMaxChannels = 1024, kMaxName = 255;

enum class PixelType : uint32_t { kUint = 0, kHalf = 1, kFloat = 2 };
constexpr size_t sizeOf(PixelType type) { return type == PixelType::kHalf ? 2 : 4; }

struct Channel {
    std::string name;
    PixelType type;
};

struct Header {
    ExrImage image;
    std::vector<Channel> channels;
    std::array<int32_t, 4> data{0, 0, -1, -1}, display{0, 0, -1, -1};   // xMin, yMin, xMax, yMax
    ExrCompression compression = ExrCompression::kUncompressed;
    bool hasChannels = false, hasData = false, hasDisplay = false, hasCompression = false;
};

/// Reads on from `at`; after a read that went past the end, everything is 0 and `good` is false.
struct Reader {
    std::span<const uint8_t> file;
    size_t at = 0;
    bool good = true;

    std::span<const uint8_t> bytes(size_t count) {
        good = good && file.size() - at >= count;
        if (!good) return {};
        at += count;
        return file.subspan(at - count, count);
    }
    template <class T>
    T value() {
        T out{};
        if (const auto source = bytes(sizeof out); good) std::memcpy(&out, source.data(), sizeof out);
        return out;
    }
    std::string name() {
        std::string out;
        while (good) {
            const auto c = value<char>();
            if (!good || c == '\0') break;
            out += c;
            good = out.size() <= kMaxName;
        }
        return good ? out : "";
    }
    bool isAtEnd() const { return at == file.size(); }
};

std::string readChannels(std::span<const uint8_t> bytes, Header& header) {
    Reader in{bytes};
    while (true) {
        Channel channel{in.name(), PixelType::kFloat};
        if (!in.good) return "the EXR file is damaged: bad list of channels";
        if (channel.name.empty()) break;
        const auto type = in.value<uint32_t>();
        in.bytes(4);   // pLinear and three reserved bytes
        const auto xSampling = in.value<int32_t>(), ySampling = in.value<int32_t>();
        if (!in.good || type > 2) return "the EXR file is damaged: bad list of channels";
        if (xSampling != 1 || ySampling != 1) return "the EXR file has subsampled channels, which are not read";
        channel.type = static_cast<PixelType>(type);
        header.channels.push_back(std::move(channel));
        if (header.channels.size() > kMaxChannels) return "the EXR file has too many channels";
    }
    if (header.channels.empty()) return "the EXR file has no channels";
    header.hasChannels = true;
    return {};
}

std::string compressionProblem(uint8_t compression) {
    if (compression <= 3) return {};
    static constexpr const char* kNames[] = {"PIZ", "PXR24", "B44", "B44A", "DWAA", "DWAB"};
    return std::string("the EXR file is compressed with ") + (compression < 10 ? kNames[compression - 4] : "an unknown method") +
           ", which is not read; none, RLE, ZIPS and ZIP are";
}

std::string readAttribute(const std::string& name, const std::string& type, std::span<const uint8_t> bytes, Header& header) {
    Reader in{bytes};
    if (name == "channels" && type == "chlist") return readChannels(bytes, header);
    if (name == "compression" && type == "compression") {
        const auto compression = in.value<uint8_t>();
        if (!in.good) return "the EXR file is damaged: bad attribute compression";
        header.hasCompression = true;
        header.compression = static_cast<ExrCompression>(compression);
        return compressionProblem(compression);
    }
    if ((name == "dataWindow" || name == "displayWindow") && type == "box2i") {
        (name == "dataWindow" ? header.data : header.display) = in.value<std::array<int32_t, 4>>();
        (name == "dataWindow" ? header.hasData : header.hasDisplay) = in.good;
        return in.good ? "" : "the EXR file is damaged: bad attribute " + name;
    }
    if (type == "string") {
        header.image.attributes.emplace_back(name, std::string(bytes.begin(), bytes.end()));
    } else if (type == "float" && bytes.size() == 4) {
        header.image.attributes.emplace_back(name, in.value<float>());
    } else if (type == "int" && bytes.size() == 4) {
        header.image.attributes.emplace_back(name, in.value<int32_t>());
    }
    return {};
}

std::string readHeader(Reader& in, Header& header) {
    if (in.value<uint32_t>() != kMagic) return "not an EXR file";
    const auto version = in.value<uint32_t>();
    if ((version & 0xFF) != kVersion) return "the EXR file is of an unknown version";
    if (version & (kTiled | kDeep | kMultiPart) || version & ~(0xFFU | kTiled | kLongNames | kDeep | kMultiPart)) {
        return "the EXR file has tiles, deep pixels or several parts, which are not read; one part of scanlines is";
    }
    while (true) {
        const std::string name = in.name();
        if (!in.good) return "the EXR file is damaged: its header does not end";
        if (name.empty()) break;
        const std::string type = in.name();
        const auto size = in.value<int32_t>();
        const auto bytes = in.bytes(size < 0 ? SIZE_MAX : static_cast<size_t>(size));
        if (!in.good) return "the EXR file is damaged: bad attribute " + name;
        if (auto problem = readAttribute(name, type, bytes, header); !problem.empty()) return problem;
    }
    if (!header.hasChannels || !header.hasData || !header.hasCompression) {
        return "the EXR file is damaged: channels, compression or dataWindow are missing";
    }
    return {};
}

/// The windows and what the file can hold at most; sets the picture's size.
std::string readSize(Header& header, size_t fileSize) {
    const auto extent = [](int32_t from, int32_t to) { return int64_t{to} - from + 1; };
    const int64_t width = extent(header.data[0], header.data[2]), height = extent(header.data[1], header.data[3]);
    if (auto problem = checkSize(width, height); !problem.empty()) return problem;
    ExrImage& image = header.image;
    image.width = image.fullWidth = static_cast<uint32_t>(width);
    image.height = image.fullHeight = static_cast<uint32_t>(height);
    if (header.hasDisplay) {
        const int64_t fullWidth = extent(header.display[0], header.display[2]);
        const int64_t fullHeight = extent(header.display[1], header.display[3]);
        if (auto problem = checkSize(fullWidth, fullHeight); !problem.empty()) return problem;
        const int64_t x = int64_t{header.data[0]} - header.display[0], y = int64_t{header.data[1]} - header.display[1];
        if (std::max(std::abs(x), std::abs(y)) > kMaxTexels) return "the EXR file is damaged: bad windows";
        image.fullWidth = static_cast<uint32_t>(fullWidth);
        image.fullHeight = static_cast<uint32_t>(fullHeight);
        image.x = static_cast<int32_t>(x);
        image.y = static_cast<int32_t>(y);
    }
    uint64_t pixelBytes = 0;
    for (const Channel& channel : header.channels) pixelBytes += sizeOf(channel.type);
    const uint64_t pixels = static_cast<uint64_t>(width * height);
    if (pixels * header.channels.size() > kMaxValues) return "the EXR file's picture is too large";
    if (pixels * pixelBytes > maxExpansion(header.compression) * fileSize) return "the EXR file is cut off";
    return {};
}

float halfToFloat(uint16_t half) {
    const uint32_t sign = (half & 0x8000U) << 16, exponent = half >> 10 & 31U, mantissa = half & 0x3FFU;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | mantissa << 13);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | mantissa << 13);
    const float value = static_cast<float>(mantissa) * 0x1p-24F;   // denormal
    return sign != 0 ? -value : value;
}

/// One line of one channel, `source` being little-endian values.
void convert(PixelType type, const uint8_t* source, std::span<float> out) {
    for (size_t i = 0; i < out.size(); ++i) {
        if (type == PixelType::kHalf) {
            uint16_t half;
            std::memcpy(&half, source + i * 2, 2);
            out[i] = halfToFloat(half);
        } else if (type == PixelType::kFloat) {
            std::memcpy(&out[i], source + i * 4, 4);
        } else {
            uint32_t value;
            std::memcpy(&value, source + i * 4, 4);
            out[i] = static_cast<float>(value);
        }
    }
}

std::string readPixels(Reader& in, Header& header) {
    ExrImage& image = header.image;
    size_t lineBytes = 0;
    for (const Channel& channel : header.channels) lineBytes += sizeOf(channel.type) * image.width;
    const uint32_t linesPerChunk = linesOf(header.compression);
    const uint32_t chunks = (image.height + linesPerChunk - 1) / linesPerChunk;
    if (in.file.size() / 16 < chunks) return "the EXR file is cut off";   // 8 bytes of offset, 8 of head, each
    const size_t offsets = in.at;
    in.bytes(size_t{chunks} * 8);
    for (const Channel& channel : header.channels) {
        image.channels.push_back({channel.name, std::vector<float>(size_t{image.width} * image.height)});
    }
    std::vector<uint8_t> raw(lineBytes * std::min(linesPerChunk, image.height));
    for (uint32_t chunk = 0; chunk < chunks; ++chunk) {
        const uint32_t first = chunk * linesPerChunk, lines = std::min(linesPerChunk, image.height - first);
        const std::string where = " at line " + std::to_string(first);
        Reader table{in.file, offsets + size_t{chunk} * 8};
        const auto offset = table.value<uint64_t>();
        if (!in.good || offset < in.at || offset > in.file.size()) return "the EXR file is damaged: bad offset" + where;
        Reader data{in.file, static_cast<size_t>(offset)};
        const auto y = data.value<int32_t>();
        const auto size = data.value<int32_t>();
        const auto bytes = data.bytes(size < 0 ? SIZE_MAX : static_cast<size_t>(size));
        if (!data.good || int64_t{y} != int64_t{header.data[1]} + first) return "the EXR file is damaged or cut off" + where;
        const auto lineData = std::span(raw).first(lineBytes * lines);
        if (!decompress(header.compression, bytes, lineData)) return "the EXR file is damaged" + where;
        const uint8_t* source = raw.data();
        for (uint32_t line = first; line < first + lines; ++line) {
            for (size_t c = 0; c < header.channels.size(); ++c) {
                convert(header.channels[c].type, source,
                        std::span(image.channels[c].values).subspan(size_t{line} * image.width, image.width));
                source += sizeOf(header.channels[c].type) * image.width;
            }
        }
    }
    return {};
}

template <class T>
void put(std::vector<uint8_t>& out, const T& value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    out.insert(out.end(), bytes, bytes + sizeof value);
}

void putName(std::vector<uint8_t>& out, std::string_view name) {
    out.insert(out.end(), name.begin(), name.end());
    out.push_back(0);
}

template <class T>
void putAttribute(std::vector<uint8_t>& out, std::string_view name, std::string_view type, const T& value) {
    putName(out, name);
    putName(out, type);
    put(out, static_cast<int32_t>(sizeof value));
    put(out, value);
}

void putBytes(std::vector<uint8_t>& out, std::string_view name, std::string_view type, std::span<const uint8_t> value) {
    putName(out, name);
    putName(out, type);
    put(out, static_cast<int32_t>(value.size()));
    out.insert(out.end(), value.begin(), value.end());
}

void putHeader(std::vector<uint8_t>& out, const ExrImage& image, std::span<const ExrChannel* const> channels,
               ExrCompression compression) {
    put(out, kMagic);
    put(out, kVersion);
    std::vector<uint8_t> list;
    for (const ExrChannel* channel : channels) {
        putName(list, channel->name);
        put(list, PixelType::kFloat);
        put(list, uint32_t{0});
        put(list, int32_t{1});
        put(list, int32_t{1});
    }
    list.push_back(0);
    putBytes(out, "channels", "chlist", list);
    putAttribute(out, "compression", "compression", static_cast<uint8_t>(compression));
    const auto box = [](int32_t x, int32_t y, uint32_t width, uint32_t height) {
        return std::array{x, y, static_cast<int32_t>(x + int64_t{width} - 1), static_cast<int32_t>(y + int64_t{height} - 1)};
    };
    putAttribute(out, "dataWindow", "box2i", box(image.x, image.y, image.width, image.height));
    const bool full = image.fullWidth != 0 && image.fullHeight != 0;
    putAttribute(out, "displayWindow", "box2i",
                 full ? box(0, 0, image.fullWidth, image.fullHeight) : box(image.x, image.y, image.width, image.height));
    putAttribute(out, "lineOrder", "lineOrder", uint8_t{0});
    putAttribute(out, "pixelAspectRatio", "float", 1.0F);
    putAttribute(out, "screenWindowCenter", "v2f", std::array{0.0F, 0.0F});
    putAttribute(out, "screenWindowWidth", "float", 1.0F);
    for (const auto& [name, value] : image.attributes) {
        if (name == "pixelAspectRatio" || name == "screenWindowWidth") continue;   // of a file that was read
        if (const auto* text = std::get_if<std::string>(&value)) {
            putBytes(out, name, "string", {reinterpret_cast<const uint8_t*>(text->data()), text->size()});
        } else if (const auto* number = std::get_if<float>(&value)) {
            putAttribute(out, name, "float", *number);
        } else {
            putAttribute(out, name, "int", std::get<int32_t>(value));
        }
    }
    out.push_back(0);
}

}  // namespace

const ExrChannel* ExrImage::find(std::string_view name) const {
    const auto it = std::ranges::find(channels, name, &ExrChannel::name);
    return it == channels.end() ? nullptr : &*it;
}

std::expected<ExrImage, std::string> decodeExr(std::span<const uint8_t> file) {
    Reader in{file};
    Header header;
    std::string problem = readHeader(in, header);
    if (problem.empty()) problem = readSize(header, file.size());
    if (problem.empty()) problem = readPixels(in, header);
    if (!problem.empty()) return std::unexpected(std::move(problem));
    return std::move(header.image);
}

std::vector<uint8_t> encodeExr(const ExrImage& image, ExrCompression compression) {
    std::vector<const ExrChannel*> channels;
    for (const ExrChannel& channel : image.channels) channels.push_back(&channel);
    std::ranges::sort(channels, {}, &ExrChannel::name);   // as the format wants it, in the order of bytes
    std::vector<uint8_t> out;
    putHeader(out, image, channels, compression);

    const uint32_t linesPerChunk = linesOf(compression);
    const uint32_t chunks = (image.height + linesPerChunk - 1) / linesPerChunk;
    const size_t offsets = out.size();
    out.resize(out.size() + size_t{chunks} * 8);
    std::vector<uint8_t> raw;
    for (uint32_t chunk = 0; chunk < chunks; ++chunk) {
        const uint32_t first = chunk * linesPerChunk, end = std::min(first + linesPerChunk, image.height);
        raw.clear();
        for (uint32_t line = first; line < end; ++line) {
            for (const ExrChannel* channel : channels) {
                const auto* bytes = reinterpret_cast<const uint8_t*>(channel->values.data() + size_t{line} * image.width);
                raw.insert(raw.end(), bytes, bytes + size_t{image.width} * 4);
            }
        }
        const uint64_t offset = out.size();
        std::memcpy(&out[offsets + size_t{chunk} * 8], &offset, sizeof offset);
        const std::vector<uint8_t> data = compress(compression, raw);
        put(out, static_cast<int32_t>(image.y + int64_t{first}));
        put(out, static_cast<int32_t>(data.size()));
        out.insert(out.end(), data.begin(), data.end());
    }
    return out;
}

std::expected<ImageF, std::string> rgbOf(const ExrImage& image, std::string_view prefix) {
    const std::string stem = prefix.empty() ? "" : std::string(prefix) + ".";
    std::array<const ExrChannel*, 3> found{};
    for (const std::string_view names : {"RGB", "XYZ"}) {
        for (size_t c = 0; c < 3; ++c) found[c] = image.find(stem + names[c]);
        if (found[0] && found[1] && found[2]) break;
        found = {};
    }
    if (!found[0]) {   // grey
        const ExrChannel* grey = image.find(stem + "Y");
        if (!grey && !prefix.empty()) grey = image.find(prefix);
        if (!grey && prefix.empty() && image.channels.size() == 1) grey = &image.channels[0];
        if (!grey) return std::unexpected("the EXR file has no channels " + stem + "R, " + stem + "G and " + stem + "B");
        found = {grey, grey, grey};
    }
    ImageF out{image.width, image.height, 3, {}};
    out.data.resize(size_t{image.width} * image.height * 3);
    for (size_t c = 0; c < 3; ++c) {
        for (size_t i = 0; i < found[c]->values.size(); ++i) out.data[i * 3 + c] = found[c]->values[i];
    }
    return out;
}

void addChannels(ExrImage& image, std::string_view prefix, std::string_view suffixes, std::span<const float> values) {
    const size_t count = std::max<size_t>(suffixes.size(), 1);
    for (size_t c = 0; c < count; ++c) {
        std::string name(prefix);
        if (!suffixes.empty()) name += (prefix.empty() ? "" : ".") + std::string(1, suffixes[c]);
        ExrChannel channel{std::move(name), std::vector<float>(values.size() / count)};
        for (size_t i = 0; i < channel.values.size(); ++i) channel.values[i] = values[i * count + c];
        image.channels.push_back(std::move(channel));
    }
}

}  // namespace raypool
