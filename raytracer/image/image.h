#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace raypool {

/// Pixels in rows from the top, `channels` values each, without padding.
template <class T>
struct Image {
    uint32_t width = 0, height = 0, channels = 0;
    std::vector<T> data;

    const T* at(uint32_t x, uint32_t y) const { return &data[(size_t{y} * width + x) * channels]; }
};

using Image8 = Image<uint8_t>;
using ImageF = Image<float>;

}  // namespace raypool
