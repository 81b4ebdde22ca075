#include "raytracer/render/tiles.h"

#include <algorithm>
#include <numeric>

namespace raypool {

Tile TileGrid::operator[](uint32_t index) const {
    const uint32_t x0 = index % columns() * kSize, y0 = index / columns() * kSize;
    return {x0, y0, std::min(x0 + kSize, width), std::min(y0 + kSize, height)};
}

std::vector<uint32_t> TileGrid::centreFirst() const {
    std::vector<uint32_t> order(count());
    std::iota(order.begin(), order.end(), 0U);
    const auto distance2 = [this](uint32_t index) {
        const int64_t dx = int64_t{index % columns()} * 2 - columns() + 1;
        const int64_t dy = int64_t{index / columns()} * 2 - rows() + 1;
        return dx * dx + dy * dy;
    };
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        const int64_t da = distance2(a), db = distance2(b);
        return da != db ? da < db : a < b;
    });
    return order;
}

}  // namespace raypool
