#include "raytracer/render/frame.h"

namespace raypool {

bool Frame::reset(uint32_t width, uint32_t height, FilmNeeds needs) {
    grid_ = {width, height};
    setSmooth({}, {});
    const size_t pixels = pixelCount();
    if (!samples_.reset(pixels, needs) || !film_.resize(pixels) || !display_.resize(pixels) ||
        !versions_.resize(grid_.count())) {
        grid_ = {};
        samples_.reset(0, {});
        film_.resize(0);
        display_.resize(0);
        versions_.resize(0);
        return false;
    }
    film_.fill({});
    display_.fill(0);
    versions_.fill(0);
    return true;
}

size_t Frame::memoryBytes() const {
    return samples_.memoryBytes() + film_.bytes() + display_.bytes() + versions_.bytes() + smooth_.capacity() * sizeof(Rgb);
}

void Frame::beginTile(uint32_t tile) {
    // Acquire: no store of a pixel may move before this one.
    std::atomic_ref(versions_[tile]).fetch_add(1, std::memory_order_acq_rel);
}

void Frame::endTile(uint32_t tile) { std::atomic_ref(versions_[tile]).fetch_add(1, std::memory_order_acq_rel); }

bool Frame::readTile(uint32_t tile, std::vector<uint32_t>& out, uint32_t& version) const {
    const std::atomic_ref current(versions_[tile]);
    const uint32_t before = current.load(std::memory_order_acquire);
    if (before == 0 || before % 2 != 0) return false;
    const Tile t = grid_[tile];
    out.clear();
    for (uint32_t y = t.y0; y < t.y1; ++y) {
        for (uint32_t x = t.x0; x < t.x1; ++x) {
            out.push_back(std::atomic_ref(display_[index(x, y)]).load(std::memory_order_acquire));
        }
    }
    version = before;
    return current.load(std::memory_order_relaxed) == before;
}

}  // namespace raypool
