#include <algorithm>
#include <array>
#include <cstring>

#include "raytracer/image/exr.h"
#include "raytracer/image/exr_compression.h"
#include "raytracer/image/exr_layout.h"

namespace raypool {
namespace {

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
    put(out, kExrMagic);
    put(out, kExrVersion);
    std::vector<uint8_t> list;
    for (const ExrChannel* channel : channels) {
        putName(list, channel->name);
        put(list, ExrPixelType::kFloat);
        put(list, uint32_t{0});
        put(list, int32_t{1});
        put(list, int32_t{1});
    }
    list.push_back(0);
    putBytes(out, "channels", "chlist", list);
    putAttribute(out, "compression", "compression", static_cast<uint8_t>(compression));
    const auto box = [](int32_t x, int32_t y, uint32_t width, uint32_t height) {
        return std::array{x, y, static_cast<int32_t>(x + int64_t{width} - 1),
                          static_cast<int32_t>(y + int64_t{height} - 1)};
    };
    putAttribute(out, "dataWindow", "box2i", box(image.x, image.y, image.width, image.height));
    const bool full = image.fullWidth != 0 && image.fullHeight != 0;
    putAttribute(
        out, "displayWindow", "box2i",
        full ? box(0, 0, image.fullWidth, image.fullHeight) : box(image.x, image.y, image.width, image.height));
    putAttribute(out, "lineOrder", "lineOrder", uint8_t{0});
    putAttribute(out, "pixelAspectRatio", "float", 1.0F);
    putAttribute(out, "screenWindowCenter", "v2f", std::array{0.0F, 0.0F});
    putAttribute(out, "screenWindowWidth", "float", 1.0F);
    for (const auto& [name, value] : image.attributes) {
        if (name == "pixelAspectRatio" || name == "screenWindowWidth") continue;  // of a file that was read
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

std::vector<uint8_t> encodeExr(const ExrImage& image, ExrCompression compression) {
    std::vector<const ExrChannel*> channels;
    for (const ExrChannel& channel : image.channels) channels.push_back(&channel);
    std::ranges::sort(channels, {}, &ExrChannel::name);  // as the format wants it, in the order of bytes
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
                const auto* bytes =
                    reinterpret_cast<const uint8_t*>(channel->values.data() + size_t{line} * image.width);
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
