#pragma once
#include <cstdint>
#include <vector>

namespace raypool {

struct Tile {
    uint32_t x0, y0, x1, y1;   // pixels, half-open
};

/// The picture cut into squares, row by row from the top left; the last of a row or column are smaller.
struct TileGrid {
    static constexpr uint32_t kSize = 32;   // about 0.1 ms of easy pixels: small beside a frame, large beside its hand-out

    uint32_t width = 0, height = 0;

    uint32_t columns() const { return (width + kSize - 1) / kSize; }
    uint32_t rows() const { return (height + kSize - 1) / kSize; }
    uint32_t count() const { return columns() * rows(); }
    Tile operator[](uint32_t index) const;
    /// All tiles, those at the picture's centre first: that is where people look.
    std::vector<uint32_t> centreFirst() const;
};

}  // namespace raypool
