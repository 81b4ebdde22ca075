#include "raytracer/loaders/gltf/gltf_accessor.h"

#include <algorithm>

#include "raytracer/core/bytes.h"

namespace raypool {
namespace {

/// More elements than any mesh of ours may have.
constexpr uint64_t kMaxElements = uint64_t{1} << 31;
constexpr uint64_t kMaxOffset = uint64_t{1} << 40;

size_t sizeOf(GltfComponent component) {
    switch (component) {
        case GltfComponent::kByte:
        case GltfComponent::kUnsignedByte: return 1;
        case GltfComponent::kShort:
        case GltfComponent::kUnsignedShort: return 2;
        case GltfComponent::kUnsignedInt:
        case GltfComponent::kFloat: return 4;
    }
    return 0;
}

bool isComponent(uint64_t value) { return (value >= 5120 && value <= 5123) || value == 5125 || value == 5126; }
bool isUnsigned(GltfComponent component) {
    return component == GltfComponent::kUnsignedByte || component == GltfComponent::kUnsignedShort || component == GltfComponent::kUnsignedInt;
}

/// Bytes from one column of a matrix to the next: each begins at a multiple of four (specification 3.6.2.4).
size_t columnStride(const GltfAccessor& a) {
    const size_t tight = a.rows * sizeOf(a.component);
    return a.columns > 1 ? (tight + 3) / 4 * 4 : tight;
}
size_t elementSize(const GltfAccessor& a) { return columnStride(a) * a.columns; }

uint32_t integerAt(GltfComponent component, const uint8_t* p) {
    switch (component) {
        case GltfComponent::kUnsignedByte: return *p;
        case GltfComponent::kUnsignedShort: return load<uint16_t>(p);
        default: return load<uint32_t>(p);
    }
}

/// Normalised: specification 3.6.2.2.
template <class T>
float toFloat(T value, bool isNormalized) {
    const auto plain = static_cast<float>(value);
    if (!isNormalized) return plain;
    return std::max(plain / static_cast<float>(std::numeric_limits<T>::max()), -1.0F);
}

float floatAt(const GltfAccessor& a, const uint8_t* p) {
    switch (a.component) {
        case GltfComponent::kByte: return toFloat(load<int8_t>(p), a.normalized);
        case GltfComponent::kUnsignedByte: return toFloat(*p, a.normalized);
        case GltfComponent::kShort: return toFloat(load<int16_t>(p), a.normalized);
        case GltfComponent::kUnsignedShort: return toFloat(load<uint16_t>(p), a.normalized);
        case GltfComponent::kUnsignedInt: return static_cast<float>(load<uint32_t>(p));
        case GltfComponent::kFloat: return load<float>(p);
    }
    return 0;
}

void element(const GltfAccessor& a, const uint8_t* p, float* out) {
    if (a.component == GltfComponent::kFloat && a.columns == 1) {
        std::memcpy(out, p, 4 * size_t{a.rows});
        return;
    }
    const size_t column = columnStride(a), size = sizeOf(a.component);
    for (size_t c = 0; c < a.columns; ++c) {
        for (size_t r = 0; r < a.rows; ++r) *out++ = floatAt(a, p + c * column + r * size);
    }
}

bool setType(GltfAccessor& a, std::string_view type) {
    struct Known {
        std::string_view name;
        uint32_t rows, columns;
    };
    for (const Known known : {Known{"SCALAR", 1, 1}, Known{"VEC2", 2, 1}, Known{"VEC3", 3, 1}, Known{"VEC4", 4, 1}, Known{"MAT2", 2, 2},
                              Known{"MAT3", 3, 3}, Known{"MAT4", 4, 4}}) {
        if (known.name != type) continue;
        a.rows = known.rows;
        a.columns = known.columns;
        return true;
    }
    return false;
}

/// `count` elements of `size` bytes, `stride` apart, from `offset` on in a view.
std::optional<std::span<const uint8_t>> elements(GltfReading& reading, uint32_t view, uint64_t offset, uint64_t count, uint64_t size,
                                                 uint64_t stride, JsonId at) {
    const auto bytes = reading.viewBytes(view);
    if (!bytes) return {};
    const uint64_t end = count == 0 ? offset : offset + (count - 1) * stride + size;
    if (end > bytes->size()) {
        reading.reader.error(at, "it ends at byte " + std::to_string(end) + " of buffer view " + std::to_string(view) + ", which has " +
                                     std::to_string(bytes->size()));
        return {};
    }
    return bytes->subspan(static_cast<size_t>(offset));
}

std::optional<GltfComponent> componentOf(GltfReading& reading, JsonId object) {
    const uint64_t value = reading.whole(object, "componentType", 0);
    if (isComponent(value)) return static_cast<GltfComponent>(value);
    const JsonId field = reading.member(object, "componentType");
    reading.reader.error(field == kNoJson ? object : field, "\"componentType\" is missing or unknown", "5120, 5121, 5122, 5123, 5125 or 5126");
    return {};
}

bool openSparse(GltfReading& reading, GltfAccessor& a) {
    const JsonId sparse = reading.member(a.id, "sparse");
    if (sparse == kNoJson) return true;
    const JsonId indices = reading.member(sparse, "indices"), values = reading.member(sparse, "values");
    const auto indexView = reading.index(indices, "bufferView", GltfList::kBufferViews);
    const auto valueView = reading.index(values, "bufferView", GltfList::kBufferViews);
    const uint64_t count = reading.whole(sparse, "count", 0, a.count);
    if (!indexView || !valueView) {
        reading.reader.error(sparse, "a sparse accessor needs buffer views of its indices and values");
        return false;
    }
    const auto component = componentOf(reading, indices);
    if (!component) return false;
    if (!isUnsigned(*component)) {
        reading.reader.error(indices, "the indices must be unsigned integers");
        return false;
    }
    const size_t size = sizeOf(*component);
    const auto at = elements(reading, *indexView, reading.whole(indices, "byteOffset", 0, kMaxOffset), count, size, size, indices);
    const auto data = elements(reading, *valueView, reading.whole(values, "byteOffset", 0, kMaxOffset), count, elementSize(a), elementSize(a), values);
    if (!at || !data || !reading.spend(4 * count, sparse)) return false;
    a.sparseAt.reserve(static_cast<size_t>(count));
    for (size_t i = 0; i < count; ++i) {
        const uint32_t position = integerAt(*component, at->data() + i * size);
        if (position >= a.count || (i > 0 && position <= a.sparseAt.back())) {
            reading.reader.error(indices, "index " + std::to_string(i) + " is " + std::to_string(position) + ": they must ascend and be less than " +
                                              std::to_string(a.count));
            return false;
        }
        a.sparseAt.push_back(position);
    }
    a.sparseValues = *data;
    return true;
}

}  // namespace

std::optional<GltfAccessor> openGltfAccessor(GltfReading& reading, uint32_t index) {
    GltfAccessor a;
    a.id = reading.items(GltfList::kAccessors)[index];
    const auto component = componentOf(reading, a.id);
    if (!component) return {};
    a.component = *component;
    const std::string type = reading.text(a.id, "type");
    if (!setType(a, type)) {
        reading.reader.error(a.id, "the accessor's type \"" + type + "\" is unknown", "SCALAR, VEC2, VEC3, VEC4, MAT2, MAT3 or MAT4");
        return {};
    }
    if (reading.member(a.id, "count") == kNoJson) {
        reading.reader.error(a.id, "missing field \"count\"");
        return {};
    }
    a.count = static_cast<size_t>(reading.whole(a.id, "count", 0, kMaxElements));
    a.normalized = reading.boolean(a.id, "normalized", false) && a.component != GltfComponent::kFloat;
    const size_t size = elementSize(a);
    if (const auto view = reading.index(a.id, "bufferView", GltfList::kBufferViews)) {
        const JsonId viewId = reading.items(GltfList::kBufferViews)[*view];
        a.stride = static_cast<size_t>(reading.whole(viewId, "byteStride", 0, 65536));
        if (a.stride == 0) a.stride = size;
        if (a.stride < size) {
            reading.reader.error(reading.member(viewId, "byteStride"), "the stride of " + std::to_string(a.stride) +
                                                                           " bytes is less than an element, which has " + std::to_string(size));
            return {};
        }
        const auto bytes = elements(reading, *view, reading.whole(a.id, "byteOffset", 0, kMaxOffset), a.count, size, a.stride, a.id);
        if (!bytes) return {};
        a.bytes = *bytes;
    } else if (reading.member(a.id, "bufferView") != kNoJson) {
        return {};   // which has been said
    }
    if (!openSparse(reading, a) || reading.failed()) return {};
    return a;
}

void readGltfFloats(const GltfAccessor& a, size_t first, std::span<float> out) {
    if (out.empty()) return;
    const size_t width = a.width(), count = out.size() / width;
    if (a.bytes.empty()) {
        std::ranges::fill(out, 0.0F);
    } else if (a.component == GltfComponent::kFloat && a.columns == 1 && a.stride == 4 * width) {
        std::memcpy(out.data(), a.bytes.data() + first * a.stride, 4 * width * count);
    } else {
        for (size_t i = 0; i < count; ++i) element(a, a.bytes.data() + (first + i) * a.stride, out.data() + i * width);
    }
    const size_t size = elementSize(a);
    for (auto at = std::ranges::lower_bound(a.sparseAt, first); at != a.sparseAt.end() && *at < first + count; ++at) {
        element(a, a.sparseValues.data() + static_cast<size_t>(at - a.sparseAt.begin()) * size, out.data() + (*at - first) * width);
    }
}

std::optional<std::vector<float>> readGltfFloats(GltfReading& reading, uint32_t index, uint32_t width, std::string_view use) {
    const auto accessor = openGltfAccessor(reading, index);
    if (!accessor) return {};
    if (accessor->width() != width) {
        reading.reader.error(accessor->id, std::string(use) + " need " + std::to_string(width) + " numbers an element, not " +
                                               std::to_string(accessor->width()));
        return {};
    }
    if (!reading.spend(uint64_t{4} * width * accessor->count, accessor->id)) return {};
    std::vector<float> out(width * accessor->count);
    readGltfFloats(*accessor, 0, out);
    return out;
}

std::optional<std::vector<uint32_t>> readGltfIntegers(GltfReading& reading, uint32_t index, uint32_t width, std::string_view use) {
    const auto a = openGltfAccessor(reading, index);
    if (!a) return {};
    if (a->width() != width || !isUnsigned(a->component)) {
        reading.reader.error(a->id, std::string(use) + " must be unsigned integers, " + std::to_string(width) + " an element");
        return {};
    }
    if (!reading.spend(uint64_t{4} * width * a->count, a->id)) return {};
    std::vector<uint32_t> out(width * a->count, 0);
    const size_t size = sizeOf(a->component);
    if (!a->bytes.empty()) {
        for (size_t i = 0; i < a->count; ++i) {
            for (size_t k = 0; k < width; ++k) out[i * width + k] = integerAt(a->component, a->bytes.data() + i * a->stride + k * size);
        }
    }
    for (size_t s = 0; s < a->sparseAt.size(); ++s) {
        for (size_t k = 0; k < width; ++k) out[a->sparseAt[s] * width + k] = integerAt(a->component, a->sparseValues.data() + (s * width + k) * size);
    }
    return out;
}

}  // namespace raypool
