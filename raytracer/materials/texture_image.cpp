#include "raytracer/materials/texture_image.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "raytracer/image/srgb.h"

namespace raypool {
namespace {

using glm::vec4;
using Table = std::array<float, 256>;

Table tableOf(bool isSrgb) {
    Table table{};
    for (size_t i = 0; i < table.size(); ++i) {
        const float v = static_cast<float>(i) / 255;
        table[i] = isSrgb ? srgbToLinear(v) : v;
    }
    return table;
}

const float* decodingTable(bool isSrgb) {
    static const Table kSrgb = tableOf(true), kLinear = tableOf(false);
    return isSrgb ? kSrgb.data() : kLinear.data();
}

constexpr float kFrom16 = 1.0F / 65535;

uint16_t to16(float v) { return static_cast<uint16_t>(clamp(v, 0, 1) * 65535 + 0.5F); }

/// channels values as red, green, blue and alpha.
template <class Value>
vec4 expanded(uint32_t channels, Value&& value) {
    switch (channels) {
        case 1: {
            const float grey = value(0);
            return {grey, grey, grey, 1};
        }
        case 2: {
            const float grey = value(0);
            return {grey, grey, grey, value(1)};
        }
        case 3: return {value(0), value(1), value(2), 1};
        default: return {value(0), value(1), value(2), value(3)};
    }
}

/// Into [0, 1], where the unit square's neighbours repeat or mirror it.
float wrapped(float x, TextureWrap wrap) {
    if (!(std::fabs(x) < 1e9F)) return 0;
    switch (wrap) {
        case TextureWrap::kRepeat: return x - std::floor(x);
        case TextureWrap::kMirror: {
            const float within = x - 2 * std::floor(x * 0.5F);
            return within > 1 ? 2 - within : within;
        }
        case TextureWrap::kClamp: break;
    }
    return clamp(x, 0, 1);
}

/// The texels on both sides of a place in [0, size], and the share of the second one.
struct Pair {
    uint32_t first, second;
    float share;
};
Pair pairAt(float place, uint32_t size, TextureWrap wrap) {
    const float x = place - 0.5F, low = std::floor(x);
    const auto i = static_cast<int32_t>(low);
    const auto last = static_cast<int32_t>(size) - 1;
    Pair out{0, 0, x - low};
    if (wrap == TextureWrap::kRepeat) {
        out.first = static_cast<uint32_t>(i < 0 ? last : std::min(i, last));
        out.second = static_cast<uint32_t>(i + 1 > last ? 0 : i + 1);
    } else {   // mirrored, the texel beyond the edge is the one before it
        out.first = static_cast<uint32_t>(std::max(i, 0));
        out.second = static_cast<uint32_t>(std::min(i + 1, last));
    }
    return out;
}

/// Texels of a finer row or column that one of a coarser one covers, and by how much.
struct Cover {
    uint32_t first = 0, count = 0;
    float weights[3]{};   // sum 1
};
Cover coverOf(uint32_t i, uint32_t from, uint32_t to) {
    // [i, i + 1) * from / to: at most three texels, as `to` is half of `from`, rounded down.
    Cover out;
    const uint64_t begin = uint64_t{i} * from, end = begin + from;   // in units of 1 / to
    out.first = static_cast<uint32_t>(begin / to);
    for (uint64_t k = out.first; k * to < end && out.count < 3; ++k) {
        const uint64_t low = std::max(begin, k * to), high = std::min(end, (k + 1) * to);
        out.weights[out.count++] = static_cast<float>(static_cast<double>(high - low) / from);
    }
    return out;
}

uint32_t halved(uint32_t size) { return std::max(size / 2, 1U); }

/// log2 of a positive float, linear between powers of two: which level is meant need not be known better.
float roughLog2(float x) {
    const auto bits = std::bit_cast<uint32_t>(x);
    return static_cast<float>(bits) * 0x1p-23F - 127;
}

}  // namespace

template <class Read, class Write>
void TextureImage::shrink(const Level& from, const Level& to, Read&& read, Write&& write) {
    std::vector<float> row(size_t{from.width} * channels_);
    size_t next = to.first;
    for (uint32_t y = 0; y < to.height; ++y) {
        const Cover rows = coverOf(y, from.height, to.height);
        std::fill(row.begin(), row.end(), 0.0F);
        for (uint32_t k = 0; k < rows.count; ++k) {
            const size_t first = from.first + size_t{rows.first + k} * from.width * channels_;
            for (size_t i = 0; i < row.size(); ++i) row[i] += rows.weights[k] * read(first + i, static_cast<uint32_t>(i % channels_));
        }
        for (uint32_t x = 0; x < to.width; ++x) {
            const Cover columns = coverOf(x, from.width, to.width);
            for (uint32_t c = 0; c < channels_; ++c) {
                float sum = 0;
                for (uint32_t k = 0; k < columns.count; ++k) sum += columns.weights[k] * row[size_t{columns.first + k} * channels_ + c];
                write(next++, sum);
            }
        }
    }
}

void TextureImage::addLevels() {
    // Sizes first, so that the lists grow once.
    size_t values = format_ == Format::k8 ? 0 : size_t{width()} * height() * channels_;
    while (levels_.back().width > 1 || levels_.back().height > 1) {
        const Level last = levels_.back();
        levels_.push_back({halved(last.width), halved(last.height), values});
        values += size_t{levels_.back().width} * levels_.back().height * channels_;
    }
    if (format_ == Format::kFloat) {
        floats_.resize(values);
    } else {
        words_.resize(values);
    }
    const auto write16 = [&](size_t i, float v) { words_[i] = to16(v); };
    for (size_t i = 1; i < levels_.size(); ++i) {
        const Level &from = levels_[i - 1], &to = levels_[i];
        if (format_ == Format::kFloat) {
            shrink(from, to, [&](size_t k, uint32_t) { return floats_[k]; }, [&](size_t k, float v) { floats_[k] = v; });
        } else if (format_ == Format::k8 && i == 1) {
            const float* const linear = decodingTable(false);
            const uint32_t alpha = channels_ % 2 == 0 ? channels_ - 1 : channels_;
            shrink(from, to, [&](size_t k, uint32_t c) { return (c == alpha ? linear : table_)[bytes_[k]]; }, write16);
        } else {
            shrink(from, to, [&](size_t k, uint32_t) { return static_cast<float>(words_[k]) * kFrom16; }, write16);
        }
    }
}

TextureImage::TextureImage(Image8 image, bool isSrgb)
    : format_(Format::k8), channels_(image.channels), table_(decodingTable(isSrgb)), levels_{{image.width, image.height, 0}},
      bytes_(std::move(image.data)) {
    addLevels();
}

TextureImage::TextureImage(Image<uint16_t> image, bool isSrgb)
    : format_(Format::k16), channels_(image.channels), table_(decodingTable(isSrgb)), levels_{{image.width, image.height, 0}},
      words_(std::move(image.data)) {
    if (isSrgb) {
        for (size_t i = 0; i < words_.size(); ++i) {
            const bool isAlpha = channels_ % 2 == 0 && i % channels_ == channels_ - 1;
            if (!isAlpha) words_[i] = to16(srgbToLinear(static_cast<float>(words_[i]) * kFrom16));
        }
    }
    addLevels();
}

TextureImage::TextureImage(ImageF image)
    : format_(Format::kFloat), channels_(image.channels), table_(decodingTable(false)), levels_{{image.width, image.height, 0}},
      floats_(std::move(image.data)) {
    for (float& v : floats_) {
        if (!std::isfinite(v)) v = 0;
    }
    addLevels();
}

vec4 TextureImage::texel(uint32_t level, uint32_t x, uint32_t y) const {
    const Level& l = levels_[level];
    const size_t first = l.first + (size_t{y} * l.width + x) * channels_;
    if (format_ == Format::kFloat) {
        const float* const v = floats_.data() + first;
        return expanded(channels_, [&](int c) { return v[c]; });
    }
    if (format_ == Format::k8 && level == 0) {
        const uint8_t* const v = bytes_.data() + first;
        const float* const table = table_;
        vec4 out = expanded(channels_, [&](int c) { return table[v[c]]; });
        if (channels_ % 2 == 0) out.a = static_cast<float>(v[channels_ - 1]) / 255;
        return out;
    }
    const uint16_t* const v = words_.data() + first;
    return expanded(channels_, [&](int c) { return static_cast<float>(v[c]) * kFrom16; });
}

vec4 TextureImage::between(uint32_t level, vec2 uv, const TextureSampling& sampling) const {
    const Level& l = levels_[level];
    const Pair x = pairAt(uv.x * static_cast<float>(l.width), l.width, sampling.wrapU);
    const Pair y = pairAt(uv.y * static_cast<float>(l.height), l.height, sampling.wrapV);
    const vec4 top = texel(level, x.first, y.first) * (1 - x.share) + texel(level, x.second, y.first) * x.share;
    const vec4 bottom = texel(level, x.first, y.second) * (1 - x.share) + texel(level, x.second, y.second) * x.share;
    return top * (1 - y.share) + bottom * y.share;
}

vec4 TextureImage::at(vec2 uv, float detail, const TextureSampling& sampling) const {
    if (levels_.empty()) return vec4(0, 0, 0, 1);
    const vec2 place{wrapped(uv.x, sampling.wrapU), wrapped(uv.y, sampling.wrapV)};
    if (sampling.isNearest) {
        const auto index = [](float v, uint32_t size) {
            return std::min(static_cast<uint32_t>(v * static_cast<float>(size)), size - 1);
        };
        return texel(0, index(place.x, width()), index(place.y, height()));
    }
    if (!(detail > 0)) return between(0, place, sampling);
    const auto last = static_cast<uint32_t>(levels_.size() - 1);
    if (!(detail < static_cast<float>(last))) return between(last, place, sampling);
    const auto level = static_cast<uint32_t>(detail);
    const float share = detail - static_cast<float>(level);
    return between(level, place, sampling) * (1 - share) + between(level + 1, place, sampling) * share;
}

vec4 TextureImage::mean() const {
    return levels_.empty() ? vec4(0, 0, 0, 1) : texel(static_cast<uint32_t>(levels_.size() - 1), 0, 0);
}

size_t TextureImage::memoryBytes() const {
    return bytes_.capacity() + words_.capacity() * sizeof(uint16_t) + floats_.capacity() * sizeof(float) +
           levels_.capacity() * sizeof(Level);
}

float detailOf(float texels) { return texels > 1 ? roughLog2(texels) : 0; }

}  // namespace raypool
