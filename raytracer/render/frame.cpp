#include "raytracer/render/frame.h"

#include <algorithm>
#include <new>

namespace raypool {
namespace {

template <class T>
bool allocate(std::unique_ptr<T[]>& memory, size_t count) {
    memory.reset();   // before the new one, so that both need not fit
    memory.reset(new (std::nothrow) T[count]);
    return memory != nullptr;
}

}  // namespace

bool Frame::reset(uint32_t width, uint32_t height) {
    grid_ = {width, height};
    // Also give memory back after a picture that was much larger.
    const size_t pixels = pixelCount(), tiles = grid_.count();
    if (pixels > pixelCapacity_ || pixels < pixelCapacity_ / 4) {
        pixelCapacity_ = 0;
        if (!allocate(film_, pixels) || !allocate(done_, pixels) || !allocate(display_, pixels)) {
            film_.reset();
            done_.reset();
            display_.reset();
            grid_ = {};
            return false;
        }
        pixelCapacity_ = pixels;
    }
    if (tiles > tileCapacity_ || tiles < tileCapacity_ / 4) {
        tileCapacity_ = 0;
        if (!allocate(versions_, tiles)) {
            grid_ = {};
            return false;
        }
        tileCapacity_ = tiles;
    }
    std::fill_n(film_.get(), pixels, Rgb{});
    std::fill_n(done_.get(), pixels, uint8_t{0});
    std::fill_n(display_.get(), pixels, 0U);
    std::fill_n(versions_.get(), tiles, 0U);
    return true;
}

size_t Frame::memoryBytes() const {
    return pixelCapacity_ * (sizeof(Rgb) + sizeof(uint8_t) + sizeof(uint32_t)) + tileCapacity_ * sizeof(uint32_t);
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
