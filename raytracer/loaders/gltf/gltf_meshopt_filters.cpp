#include <bit>
#include <cmath>
#include <cstring>

#include "raytracer/core/bytes.h"
#include "raytracer/loaders/gltf/gltf_meshopt.h"

namespace raypool {
namespace {

template <class T>
void store(uint8_t* p, T value) {
    std::memcpy(p, &value, sizeof value);
}

/// To the nearest whole number that T has; halves away from 0.
template <class T>
T rounded(float v) {
    constexpr float kLow = std::numeric_limits<T>::min(), kHigh = std::numeric_limits<T>::max();
    if (!(v == v)) return 0;
    v = v < 0 ? -std::floor(0.5F - v) : std::floor(v + 0.5F);
    return static_cast<T>(v < kLow ? kLow : v > kHigh ? kHigh : v);
}

/// Unit vectors from the octahedron (Cigolle et al. 2014); the third number is the unit of the first two.
template <class T>
void undoOctahedral(uint8_t* p) {
    float x = load<T>(p), y = load<T>(p + sizeof(T));
    const float one = load<T>(p + 2 * sizeof(T));
    if (one == 0) return;
    x /= one;
    y /= one;
    const float z = 1 - std::fabs(x) - std::fabs(y), t = z < 0 ? -z : 0;
    x -= x >= 0 ? t : -t;
    y -= y >= 0 ? t : -t;
    const float scale = static_cast<float>(std::numeric_limits<T>::max()) / std::sqrt(x * x + y * y + z * z);
    store(p, rounded<T>(x * scale));
    store(p + sizeof(T), rounded<T>(y * scale));
    store(p + 2 * sizeof(T), rounded<T>(z * scale));
}

/// Three components of a quaternion; the largest is left out.
void undoQuaternion(uint8_t* p) {
    const int16_t packed = load<int16_t>(p + 6);
    const float scale = 0.70710678F / static_cast<float>(packed | 3);
    const float x = load<int16_t>(p) * scale, y = load<int16_t>(p + 2) * scale, z = load<int16_t>(p + 4) * scale;
    const float rest = 1 - x * x - y * y - z * z, w = rest > 0 ? std::sqrt(rest) : 0;
    const float values[4] = {w, x, y, z};
    for (int i = 0; i < 4; ++i) store(p + 2 * (((packed & 3) + i) % 4), rounded<int16_t>(values[i] * 32767));
}

/// A mantissa of 24 bits and an exponent of 8, both signed.
void undoExponential(uint8_t* p) {
    const auto bits = load<uint32_t>(p);
    const int32_t mantissa = static_cast<int32_t>(bits << 8) >> 8;
    // The power of two, made from its bits: the exponent counts modulo 256, as in the reference decoder.
    const uint32_t exponent = ((bits >> 24) + 127) & 255U;
    store(p, static_cast<float>(mantissa) * std::bit_cast<float>(exponent << 23));
}

/// YCoCg with the scale in alpha's highest bit.
template <class T>
void undoColor(uint8_t* p) {
    using S = std::make_signed_t<T>;
    const int32_t y = load<T>(p), co = load<S>(p + sizeof(T)), cg = load<S>(p + 2 * sizeof(T));
    const uint32_t packed = load<T>(p + 3 * sizeof(T));
    const uint32_t full = packed == 0 ? 1 : (2U << (31 - std::countl_zero(packed))) - 1;
    const uint32_t halved = packed & (full >> 1), alpha = halved << 1 | (halved & 1U);
    const float scale = static_cast<float>(std::numeric_limits<T>::max()) / static_cast<float>(full);
    const int32_t rgb[3] = {y + co - cg, y + cg, y - co - cg};
    for (size_t i = 0; i < 3; ++i) store(p + i * sizeof(T), rounded<T>(static_cast<float>(rgb[i]) * scale));
    store(p + 3 * sizeof(T), rounded<T>(static_cast<float>(alpha) * scale));
}

}  // namespace

void undoMeshoptFilter(MeshoptFilter filter, std::span<uint8_t> data, size_t stride) {
    if (filter == MeshoptFilter::kUnfiltered) return;
    const size_t step = filter == MeshoptFilter::kExponential ? 4 : stride;
    for (size_t at = 0; at + step <= data.size(); at += step) {
        uint8_t* p = data.data() + at;
        switch (filter) {
            case MeshoptFilter::kOctahedral: stride == 4 ? undoOctahedral<int8_t>(p) : undoOctahedral<int16_t>(p); break;
            case MeshoptFilter::kQuaternion: undoQuaternion(p); break;
            case MeshoptFilter::kExponential: undoExponential(p); break;
            case MeshoptFilter::kColor: stride == 4 ? undoColor<uint8_t>(p) : undoColor<uint16_t>(p); break;
            case MeshoptFilter::kUnfiltered: break;
        }
    }
}

}  // namespace raypool
