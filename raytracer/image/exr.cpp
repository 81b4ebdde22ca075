#include "raytracer/image/exr.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "raytracer/image/exr_compression.h"
#include "raytracer/image/exr_layout.h"
#include "raytracer/image/limits.h"

namespace raypool {
namespace {

constexpr uint32_t kTiled = 0x200, kLongNames = 0x400, kDeep = 0x800, kMultiPart = 0x1000;
/// Values of all channels together.
constexpr uint64_t kMaxValues = uint64_t{1} << 28;
constexpr size_t kMaxChannels = 1024, kMaxName = 255;

struct Channel {
    std::string name;
    ExrPixelType type;
    bool isLogarithmic = false;   // B44 keeps these as their logarithms
};

struct Header {
    ExrImage image;
    std::vector<Channel> channels;
    std::array<int32_t, 4> data{0, 0, -1, -1}, display{0, 0, -1, -1};  // xMin, yMin, xMax, yMax
    ExrCompression compression = ExrCompression::kUncompressed;
    std::array<uint32_t, 2> tile{0, 0};   // 0: scanlines
    uint32_t version = 0;
    bool isTiledPart = false;             // of several parts each says so
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
        Channel channel{.name = in.name(), .type = ExrPixelType::kFloat};
        if (!in.good) return "the EXR file is damaged: bad list of channels";
        if (channel.name.empty()) break;
        const auto type = in.value<uint32_t>();
        channel.isLogarithmic = in.value<uint8_t>() != 0;
        in.bytes(3);
        const auto xSampling = in.value<int32_t>(), ySampling = in.value<int32_t>();
        if (!in.good || type > 2) return "the EXR file is damaged: bad list of channels";
        if (xSampling != 1 || ySampling != 1) return "the EXR file has subsampled channels, which are not read";
        channel.type = static_cast<ExrPixelType>(type);
        header.channels.push_back(std::move(channel));
        if (header.channels.size() > kMaxChannels) return "the EXR file has too many channels";
    }
    if (header.channels.empty()) return "the EXR file has no channels";
    header.hasChannels = true;
    return {};
}

std::string compressionProblem(uint8_t compression) {
    if (compression <= static_cast<uint8_t>(ExrCompression::kB44a)) return {};
    const std::string method = compression == 8 ? "DWAA" : compression == 9 ? "DWAB" : "an unknown method";
    return "the EXR file is compressed with " + method + ", which is not read; none, RLE, ZIPS, ZIP, PIZ, PXR24, B44 and B44A are";
}

std::string readAttribute(const std::string& name, const std::string& type, std::span<const uint8_t> bytes,
                          Header& header) {
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
    if (name == "tiles" && type == "tiledesc") {
        header.tile = in.value<std::array<uint32_t, 2>>();
        return in.good && header.tile[0] > 0 && header.tile[1] > 0 ? "" : "the EXR file is damaged: bad attribute tiles";
    }
    if (name == "type" && type == "string") {
        const std::string_view kind(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (kind.starts_with("deep")) return "the EXR file has deep pixels, which are not read";
        header.isTiledPart = kind.starts_with("tiled");
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

/// Up to the empty name that ends a header; `use` is given name, type and bytes of each attribute.
template <class Use>
std::string forAttributes(Reader& in, Use use) {
    while (true) {
        const std::string name = in.name();
        if (!in.good) return "the EXR file is damaged: its header does not end";
        if (name.empty()) return {};
        const std::string type = in.name();
        const auto size = in.value<int32_t>();
        const auto bytes = in.bytes(size < 0 ? SIZE_MAX : static_cast<size_t>(size));
        if (!in.good) return "the EXR file is damaged: bad attribute " + name;
        if (auto problem = use(name, type, bytes); !problem.empty()) return problem;
    }
}

std::string readHeader(Reader& in, Header& header) {
    if (in.value<uint32_t>() != kExrMagic) return "not an EXR file";
    const auto version = in.value<uint32_t>();
    if ((version & 0xFF) != kExrVersion) return "the EXR file is of an unknown version";
    if (version & kDeep) return "the EXR file has deep pixels, which are not read";
    if (version & ~(0xFFU | kTiled | kLongNames | kMultiPart)) return "the EXR file is of an unknown version";
    header.version = version;
    const auto read = [&](const std::string& name, const std::string& type, std::span<const uint8_t> bytes) { return readAttribute(name, type, bytes, header); };
    if (auto problem = forAttributes(in, read); !problem.empty()) return problem;
    // The parts behind the first one: over their headers, to the tables of where all pixels are.
    while (version & kMultiPart) {
        const size_t begin = in.at;
        if (in.name().empty()) break;
        in.at = begin;
        const auto skip = [](const std::string&, const std::string&, std::span<const uint8_t>) { return std::string(); };
        if (auto problem = forAttributes(in, skip); !problem.empty()) return problem;
    }
    if (!in.good) return "the EXR file is damaged: its header does not end";
    const bool isTiled = (version & kMultiPart) != 0 ? header.isTiledPart : (version & kTiled) != 0;
    if (!isTiled) header.tile = {0, 0};
    if (isTiled && header.tile[0] == 0) return "the EXR file is damaged: the size of its tiles is missing";
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
    const float value = static_cast<float>(mantissa) * 0x1p-24F;  // denormal
    return sign != 0 ? -value : value;
}

/// One line of one channel, `source` being little-endian values.
void convert(ExrPixelType type, const uint8_t* source, std::span<float> out) {
    for (size_t i = 0; i < out.size(); ++i) {
        if (type == ExrPixelType::kHalf) {
            uint16_t half;
            std::memcpy(&half, source + i * 2, 2);
            out[i] = halfToFloat(half);
        } else if (type == ExrPixelType::kFloat) {
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
    std::vector<ExrPixelType> types;
    size_t pixelBytes = 0;
    for (const Channel& channel : header.channels) {
        const bool isB44 = header.compression == ExrCompression::kB44 || header.compression == ExrCompression::kB44a;
        if (isB44 && channel.isLogarithmic) return "the EXR file has logarithms compressed with B44, which are not read";
        types.push_back(channel.type);
        pixelBytes += sizeOf(channel.type);
    }
    const bool isTiled = header.tile[0] > 0;
    const uint32_t blockWidth = isTiled ? std::min(header.tile[0], image.width) : image.width;
    const uint32_t blockLines = std::min(isTiled ? header.tile[1] : linesOf(header.compression), image.height);
    const uint32_t across = (image.width + blockWidth - 1) / blockWidth, down = (image.height + blockLines - 1) / blockLines;
    // 8 bytes of offset, and 8 of head at least, each. Of tiles, those of the largest level come first.
    if (in.file.size() / 16 / across < down) return "the EXR file is cut off";
    const size_t offsets = in.at;
    in.bytes(size_t{across} * down * 8);
    for (const Channel& channel : header.channels) {
        image.channels.push_back({channel.name, std::vector<float>(size_t{image.width} * image.height)});
    }
    std::vector<uint8_t> raw(pixelBytes * blockWidth * blockLines);
    for (uint32_t i = 0; i < across * down; ++i) {
        const uint32_t column = i % across, row = i / across;
        const uint32_t left = column * blockWidth, top = row * blockLines;
        const ExrBlock block{std::min(blockWidth, image.width - left), std::min(blockLines, image.height - top), types};
        const std::string where = isTiled ? " in tile " + std::to_string(column) + ", " + std::to_string(row) : " at line " + std::to_string(top);
        Reader table{in.file, offsets + size_t{i} * 8};
        const auto offset = table.value<uint64_t>();
        if (!in.good || offset < in.at || offset > in.file.size()) return "the EXR file is damaged: bad offset" + where;
        Reader data{in.file, static_cast<size_t>(offset)};
        if ((header.version & kMultiPart) != 0 && data.value<int32_t>() != 0) return "the EXR file is damaged: another part's pixels" + where;
        bool isRight = true;
        if (isTiled) {
            isRight = data.value<std::array<int32_t, 4>>() == std::array<int32_t, 4>{static_cast<int32_t>(column), static_cast<int32_t>(row), 0, 0};
        } else {
            isRight = int64_t{data.value<int32_t>()} == int64_t{header.data[1]} + top;
        }
        const auto size = data.value<int32_t>();
        const auto bytes = data.bytes(size < 0 ? SIZE_MAX : static_cast<size_t>(size));
        if (!data.good || !isRight) return "the EXR file is damaged or cut off" + where;
        const auto pixels = std::span(raw).first(pixelBytes * block.width * block.lines);
        if (!decompress(header.compression, bytes, block, pixels)) return "the EXR file is damaged" + where;
        const uint8_t* source = raw.data();
        for (uint32_t line = top; line < top + block.lines; ++line) {
            for (size_t c = 0; c < types.size(); ++c) {
                convert(types[c], source, std::span(image.channels[c].values).subspan(size_t{line} * image.width + left, block.width));
                source += sizeOf(types[c]) * block.width;
            }
        }
    }
    return {};
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

std::expected<ImageF, std::string> rgbOf(const ExrImage& image, std::string_view prefix) {
    const std::string stem = prefix.empty() ? "" : std::string(prefix) + ".";
    std::array<const ExrChannel*, 3> found{};
    for (const std::string_view names : {"RGB", "XYZ"}) {
        for (size_t c = 0; c < 3; ++c) found[c] = image.find(stem + names[c]);
        if (found[0] && found[1] && found[2]) break;
        found = {};
    }
    if (!found[0]) {  // grey
        const ExrChannel* grey = image.find(stem + "Y");
        if (!grey && !prefix.empty()) grey = image.find(prefix);
        if (!grey && prefix.empty() && image.channels.size() == 1) grey = &image.channels[0];
        if (!grey)
            return std::unexpected("the EXR file has no channels " + stem + "R, " + stem + "G and " + stem + "B");
        found = {grey, grey, grey};
    }
    ImageF out{image.width, image.height, 3, {}};
    out.data.resize(size_t{image.width} * image.height * 3);
    for (size_t c = 0; c < 3; ++c) {
        for (size_t i = 0; i < found[c]->values.size(); ++i) out.data[i * 3 + c] = found[c]->values[i];
    }
    return out;
}

}  // namespace raypool
