// What reading and writing OpenEXR share: numbers of its file layout.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

namespace raypool {

static_assert(std::endian::native == std::endian::little, "the format's byte order is used as it is");

constexpr uint32_t kExrMagic = 20000630, kExrVersion = 2;

enum class ExrPixelType : uint32_t { kUint = 0, kHalf = 1, kFloat = 2 };
constexpr size_t sizeOf(ExrPixelType type) { return type == ExrPixelType::kHalf ? 2 : 4; }

}  // namespace raypool
