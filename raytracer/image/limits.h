// What a picture file may ask for: a small file can declare gigabytes.
#pragma once
#include <cstdint>
#include <string>

namespace raypool {

/// Pixels of one decoded picture.
constexpr int64_t kMaxTexels = int64_t{1} << 26;

/// Empty: fine; else what is wrong with that size.
inline std::string checkSize(int64_t width, int64_t height) {
    if (width <= 0 || height <= 0) return "the picture has no pixels";
    if (width > kMaxTexels || height > kMaxTexels || width * height > kMaxTexels) {
        return "the picture is too large: " + std::to_string(width) + " x " + std::to_string(height);
    }
    return {};
}

}  // namespace raypool
