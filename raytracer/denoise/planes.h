// Pictures as separate planes of floats, one a channel: what filters that go over whole pictures want.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace raypool {

/// Colours are divided by at least this much albedo.
constexpr float kLeastAlbedo = 0.02F;

struct Planes {
    uint32_t width = 0, height = 0, count = 0;
    std::vector<float> data;

    Planes() = default;
    Planes(uint32_t w, uint32_t h, uint32_t n) : width(w), height(h), count(n), data(size_t{w} * h * n) {}
    size_t size() const { return size_t{width} * height; }
    float* plane(uint32_t i) { return data.data() + i * size(); }
    const float* plane(uint32_t i) const { return data.data() + i * size(); }
    float& at(uint32_t i, uint32_t x, uint32_t y) { return plane(i)[size_t{y} * width + x]; }
    float at(uint32_t i, uint32_t x, uint32_t y) const { return plane(i)[size_t{y} * width + x]; }
};

}  // namespace raypool
