#include "raytracer/loaders/gltf/gltf_meshopt.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace raypool {
namespace {

constexpr uint8_t kAttributesHead = 0xA0, kTrianglesHead = 0xE1, kIndicesHead = 0xD1;
constexpr size_t kMaxBlock = 256, kGroup = 16;

/// Reads bytes; past the end it gives zeros and remembers.
class ByteStream {
public:
    explicit ByteStream(std::span<const uint8_t> bytes) : bytes_(bytes) {}
    uint8_t next() {
        if (at_ < bytes_.size()) return bytes_[at_++];
        isShort_ = true;
        return 0;
    }
    /// The next n bytes; empty if there are less.
    std::span<const uint8_t> take(size_t n) {
        if (n > bytes_.size() - at_) {
            isShort_ = true;
            return {};
        }
        at_ += n;
        return bytes_.subspan(at_ - n, n);
    }
    /// Seven bits a byte, the low ones first.
    uint32_t varint() {
        uint32_t out = 0;
        for (uint32_t shift = 0; shift < 35; shift += 7) {
            const uint32_t b = next();
            out |= shift < 32 ? (b & 127U) << shift : 0U;
            if (b < 128) return out;
        }
        isShort_ = true;
        return out;
    }
    bool isShort() const { return isShort_; }
    size_t left() const { return bytes_.size() - at_; }

private:
    std::span<const uint8_t> bytes_;
    size_t at_ = 0;
    bool isShort_ = false;
};

uint32_t unzigzag(uint32_t v) { return (v >> 1) ^ (0U - (v & 1U)); }

// --- Mode 0: attributes --------------------------------------------------------------------------------------------

/// Sixteen deltas of `bits` each; the largest value says that a whole byte follows.
bool readGroup(ByteStream& in, uint32_t bits, uint8_t* out) {
    if (bits == 0) {
        std::memset(out, 0, kGroup);
        return true;
    }
    const auto packed = in.take(kGroup * bits / 8);
    if (packed.empty()) return false;
    if (bits == 8) {
        std::memcpy(out, packed.data(), kGroup);
        return true;
    }
    const uint32_t perByte = 8 / bits, mask = (1U << bits) - 1;
    for (uint32_t i = 0; i < kGroup; ++i) {
        // Single bits come with the lowest first, pairs and nibbles with the highest.
        const uint32_t slot = i % perByte, shift = bits == 1 ? slot : 8 - bits * (slot + 1);
        const uint32_t value = (packed[i / perByte] >> shift) & mask;
        out[i] = value == mask ? in.next() : static_cast<uint8_t>(value);
    }
    return !in.isShort();
}

struct Column {
    std::array<uint8_t, kMaxBlock> deltas;
};

/// One byte position of a block's items.
bool readColumn(ByteStream& in, size_t count, int version, uint32_t control, Column& out) {
    static constexpr uint8_t kBits[3][4] = {{0, 2, 4, 8}, {0, 1, 2, 4}, {1, 2, 4, 8}};
    if (version == 1 && control == 2) {
        out.deltas.fill(0);
        return true;
    }
    if (version == 1 && control == 3) {
        const auto plain = in.take(count);
        if (plain.empty()) return false;
        std::memcpy(out.deltas.data(), plain.data(), count);
        return true;
    }
    const size_t groups = (count + kGroup - 1) / kGroup;
    const auto head = in.take((groups + 3) / 4);
    if (head.empty()) return false;
    const uint8_t* bits = kBits[version == 0 ? 0 : control + 1];
    for (size_t g = 0; g < groups; ++g) {
        if (!readGroup(in, bits[(head[g / 4] >> (2 * (g % 4))) & 3], out.deltas.data() + g * kGroup)) return false;
    }
    return true;
}

std::expected<std::vector<uint8_t>, std::string> decodeAttributes(const MeshoptStream& stream) {
    const size_t stride = stream.stride;
    if (stride == 0 || stride % 4 != 0 || stride > 256) return std::unexpected("\"byteStride\" must be a multiple of 4, up to 256");
    if (stream.bytes.empty() || (stream.bytes[0] & 0xF0) != kAttributesHead || (stream.bytes[0] & 15) > 1) {
        return std::unexpected("they are no attributes of version 0 or 1");
    }
    const int version = stream.bytes[0] & 15;
    const size_t tail = version == 0 ? stride : stride + stride / 4;
    const size_t paddedTail = std::max<size_t>(tail, version == 0 ? 32 : 24);
    if (stream.bytes.size() < 1 + paddedTail) return std::unexpected("they are cut short");
    const auto last = stream.bytes.last(tail);
    std::array<uint8_t, 256> previous{};
    std::copy_n(last.begin(), stride, previous.begin());
    const auto channels = last.subspan(stride);   // of version 1, one for four bytes

    std::vector<uint8_t> out(stream.count * stride);
    const size_t block = std::min<size_t>((8192 / stride) & ~(kGroup - 1), kMaxBlock);
    ByteStream in(stream.bytes.subspan(1, stream.bytes.size() - 1 - paddedTail));
    std::array<Column, 4> columns;
    for (size_t base = 0; base < stream.count; base += block) {
        const size_t count = std::min(block, stream.count - base);
        const auto controls = version == 0 ? std::span<const uint8_t>{} : in.take(stride / 4);
        if (version == 1 && controls.empty()) return std::unexpected("they are cut short");
        for (size_t four = 0; four < stride; four += 4) {
            for (size_t k = 0; k < 4; ++k) {
                const uint32_t control = version == 0 ? 0 : (controls[four / 4] >> (2 * k)) & 3U;
                if (!readColumn(in, count, version, control, columns[k])) return std::unexpected("they are cut short");
            }
            const uint32_t channel = version == 0 ? 0 : channels[four / 4];
            uint8_t* p = previous.data() + four;
            for (size_t i = 0; i < count; ++i) {
                uint8_t* target = out.data() + (base + i) * stride + four;
                const auto d = [&](size_t k) { return uint32_t{columns[k].deltas[i]}; };
                switch (channel & 3U) {
                    case 0:
                        for (size_t k = 0; k < 4; ++k) p[k] = static_cast<uint8_t>(p[k] + unzigzag(d(k)));
                        break;
                    case 1:
                        for (size_t k = 0; k < 4; k += 2) {
                            const uint32_t value = p[k] + (uint32_t{p[k + 1]} << 8) + unzigzag(d(k) + (d(k + 1) << 8));
                            p[k] = static_cast<uint8_t>(value);
                            p[k + 1] = static_cast<uint8_t>(value >> 8);
                        }
                        break;
                    case 2: {
                        const uint32_t delta = d(0) | d(1) << 8 | d(2) << 16 | d(3) << 24;
                        const uint32_t turned = std::rotr(delta, static_cast<int>(channel >> 4));
                        for (size_t k = 0; k < 4; ++k) p[k] = static_cast<uint8_t>(p[k] ^ (turned >> (8 * k)));
                        break;
                    }
                    default: return std::unexpected("a channel is of no known kind");
                }
                std::memcpy(target, p, 4);
            }
        }
    }
    if (in.left() != 0) return std::unexpected("they are longer than their items");
    return out;
}

// --- Modes 1 and 2: indices ----------------------------------------------------------------------------------------

class IndexWriter {
public:
    IndexWriter(std::vector<uint8_t>& out, size_t stride) : at_(out.data()), stride_(stride) {}
    void put(uint32_t index) {
        at_[0] = static_cast<uint8_t>(index);
        at_[1] = static_cast<uint8_t>(index >> 8);
        if (stride_ == 4) {
            at_[2] = static_cast<uint8_t>(index >> 16);
            at_[3] = static_cast<uint8_t>(index >> 24);
        }
        at_ += stride_;
    }

private:
    uint8_t* at_;
    size_t stride_;
};

template <size_t N>
struct Ring {
    std::array<uint32_t, N> values{};
    size_t at = 0;
    void push(uint32_t v) { values[at++ % N] = v; }
    uint32_t back(size_t n) const { return values[(at - 1 - n) % N]; }
};

std::expected<std::vector<uint8_t>, std::string> decodeTriangles(const MeshoptStream& stream) {
    constexpr size_t kTable = 16;
    const size_t triangles = stream.count / 3;
    if (stream.count % 3 != 0) return std::unexpected("\"count\" must be a multiple of 3");
    if (stream.bytes.size() < 1 + triangles + kTable || stream.bytes[0] != kTrianglesHead) {
        return std::unexpected("they are cut short, or no triangles of version 1");
    }
    const auto codes = stream.bytes.subspan(1, triangles);
    const auto table = stream.bytes.last(kTable);
    ByteStream in(stream.bytes.subspan(1 + triangles, stream.bytes.size() - 1 - triangles - kTable));
    Ring<32> edges;      // two entries an edge
    Ring<16> vertices;
    uint32_t next = 0, last = 0;
    std::vector<uint8_t> out(stream.count * stream.stride);
    IndexWriter writer(out, stream.stride);
    const auto delta = [&] { return last += unzigzag(in.varint()); };
    const auto edge = [&](uint32_t a, uint32_t b) { edges.push(a), edges.push(b); };
    for (const uint8_t code : codes) {
        const uint32_t high = code >> 4, low = code & 15U;
        uint32_t a = 0, b = 0, c = 0;
        if (high < 15) {
            a = edges.back(2 * high);
            b = edges.back(2 * high + 1);
            if (low > 0 && low < 13) {
                c = vertices.back(low);
            } else {
                c = low == 0 ? next++ : low == 13 ? --last : low == 14 ? ++last : delta();
                vertices.push(c);
            }
            edge(b, c);
            edge(c, a);
        } else {
            // `again`: which of the second byte's values says that an index follows; none in the table.
            const bool isInTable = low < 14;
            const uint32_t pair = isInTable ? table[low] : in.next();
            if (!isInTable && pair == 0) next = 0;
            const uint32_t z = pair >> 4, w = pair & 15U;
            const auto corner = [&](uint32_t v) {
                if (v == 0) return next++;
                return !isInTable && v == 15 ? delta() : vertices.back(v - 1);
            };
            const auto isNew = [&](uint32_t v) { return v == 0 || (!isInTable && v == 15); };
            a = isInTable || low == 14 ? next++ : delta();
            b = corner(z);
            c = corner(w);
            vertices.push(a);
            if (isNew(z)) vertices.push(b);
            if (isNew(w)) vertices.push(c);
            edge(a, b);
            edge(b, c);
            edge(c, a);
        }
        writer.put(a), writer.put(b), writer.put(c);
    }
    if (in.isShort()) return std::unexpected("they are cut short");
    if (in.left() != 0) return std::unexpected("they are longer than their items");
    return out;
}

std::expected<std::vector<uint8_t>, std::string> decodeIndices(const MeshoptStream& stream) {
    constexpr size_t kTail = 4;
    if (stream.bytes.size() < 1 + kTail || stream.bytes[0] != kIndicesHead) return std::unexpected("they are cut short, or no indices of version 1");
    ByteStream in(stream.bytes.subspan(1, stream.bytes.size() - 1 - kTail));
    std::vector<uint8_t> out(stream.count * stream.stride);
    IndexWriter writer(out, stream.stride);
    uint32_t last[2] = {0, 0};
    for (size_t i = 0; i < stream.count; ++i) {
        const uint32_t v = in.varint();
        writer.put(last[v & 1U] += unzigzag(v >> 1));
        if (in.isShort()) return std::unexpected("they are cut short");
    }
    if (in.left() != 0) return std::unexpected("they are longer than their items");
    return out;
}

}  // namespace

std::optional<MeshoptMode> meshoptModeOf(std::string_view name) {
    if (name == "ATTRIBUTES") return MeshoptMode::kAttributes;
    if (name == "TRIANGLES") return MeshoptMode::kTriangles;
    if (name == "INDICES") return MeshoptMode::kIndices;
    return {};
}

std::optional<MeshoptFilter> meshoptFilterOf(std::string_view name) {
    if (name.empty() || name == "NONE") return MeshoptFilter::kUnfiltered;
    if (name == "OCTAHEDRAL") return MeshoptFilter::kOctahedral;
    if (name == "QUATERNION") return MeshoptFilter::kQuaternion;
    if (name == "EXPONENTIAL") return MeshoptFilter::kExponential;
    if (name == "COLOR") return MeshoptFilter::kColor;
    return {};
}

uint64_t meshoptMostBytes(const MeshoptStream& stream) {
    // A control byte of version 1 may stand for four columns of 256 zeros; a triangle takes a byte, an index another.
    const uint64_t bytes = stream.bytes.size();
    switch (stream.mode) {
        case MeshoptMode::kAttributes: return 1024 * bytes;
        case MeshoptMode::kTriangles: return 12 * bytes;
        case MeshoptMode::kIndices: return 4 * bytes;
    }
    return 0;
}

std::expected<std::vector<uint8_t>, std::string> decodeMeshoptStream(const MeshoptStream& stream) {
    if (stream.mode == MeshoptMode::kAttributes) {
        const size_t stride = stream.stride;
        const bool isFour = stride == 4, isEight = stride == 8;
        const bool fits = stream.filter == MeshoptFilter::kUnfiltered || (stream.filter == MeshoptFilter::kExponential && stride % 4 == 0) ||
                          (stream.filter == MeshoptFilter::kQuaternion ? isEight : isFour || isEight);
        if (!fits) return std::unexpected("the filter does not go with a \"byteStride\" of " + std::to_string(stride));
        auto out = decodeAttributes(stream);
        if (out) undoMeshoptFilter(stream.filter, *out, stride);
        return out;
    }
    if (stream.filter != MeshoptFilter::kUnfiltered) return std::unexpected("indices have no filter");
    if (stream.stride != 2 && stream.stride != 4) return std::unexpected("indices need a \"byteStride\" of 2 or 4");
    return stream.mode == MeshoptMode::kTriangles ? decodeTriangles(stream) : decodeIndices(stream);
}

}  // namespace raypool
