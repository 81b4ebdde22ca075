// The only state that changes while rendering: linear radiance, and what the display shows of it.
#pragma once
#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/core/buffer.h"
#include "raytracer/core/rgb.h"
#include "raytracer/render/develop.h"
#include "raytracer/render/film.h"
#include "raytracer/render/tiles.h"

namespace raypool {

/// A pixel belongs to the worker that holds its tile, so the film needs no lock. The display's pixels may be read by
/// another thread at any time: a tile is published under its version, odd while it changes (a sequence lock;
/// Boehm 2012, "Can seqlocks get along with programming language memory models?").
class Frame {
public:
    /// Makes room for a picture and clears it. Memory is kept when it suffices. False: there is not so much memory.
    bool reset(uint32_t width, uint32_t height, FilmNeeds needs = {});

    const TileGrid& grid() const { return grid_; }
    uint32_t width() const { return grid_.width; }
    uint32_t height() const { return grid_.height; }
    size_t memoryBytes() const;
    size_t index(uint32_t x, uint32_t y) const { return size_t{y} * grid_.width + x; }

    // --- film, for the holder of the pixel's tile; for everyone when nobody renders ---
    /// What the samples add up to.
    Film& samples() { return samples_; }
    const Film& samples() const { return samples_; }
    /// How the display shows it; changed by nobody while others render.
    const Developer& developer() const { return developer_; }
    Developer& developer() { return developer_; }
    bool isDone(uint32_t x, uint32_t y) const { return samples_.count(index(x, y)) != 0; }
    Rgb radiance(uint32_t x, uint32_t y) const { return film_[index(x, y)]; }
    /// A pixel that needs one sample only.
    void finishPixel(uint32_t x, uint32_t y, Rgb radiance) {
        film_[index(x, y)] = radiance;
        samples_.markExact(index(x, y));
    }
    /// What the display shows of a pixel: its radiance, or what a denoiser made of it.
    Rgb shown(uint32_t x, uint32_t y) const {
        return smooth_.empty() || x < smoothArea_.x0 || y < smoothArea_.y0 || x >= smoothArea_.x1 || y >= smoothArea_.y1
                   ? film_[index(x, y)]
                   : smooth_[size_t{y - smoothArea_.y0} * (smoothArea_.x1 - smoothArea_.x0) + (x - smoothArea_.x0)];
    }
    bool isSmooth() const { return !smooth_.empty(); }
    /// Denoised radiance of an area, row by row; empty: none any more. The film stays as it is.
    void setSmooth(std::vector<Rgb> colors, PixelRect area) {
        smooth_ = std::move(colors);
        smoothArea_ = area;
    }
    /// Brings the linear view up to what the samples say.
    void updateRadiance(uint32_t x, uint32_t y) { film_[index(x, y)] = samples_.mean(index(x, y)); }
    /// Linear RGB, width * height * 3; 0 where there is no sample. Complete when nobody renders any more.
    std::span<const float> film() const { return {&film_.data()->r, pixelCount() * 3}; }

    // --- display ---
    /// Begin and end a change of a tile's display pixels.
    void beginTile(uint32_t tile);
    void endTile(uint32_t tile);
    /// RGBA from the lowest byte; between beginTile and endTile.
    void setDisplay(uint32_t x, uint32_t y, uint32_t rgba) {
#ifdef __EMSCRIPTEN__
        // WebAssembly defines what racing plain stores do, and its atomic store would be a locked instruction a pixel.
        display_[index(x, y)] = rgba;
#else
        // Release: who sees this pixel sees the odd version, too (see readTile).
        std::atomic_ref(display_[index(x, y)]).store(rgba, std::memory_order_release);
#endif
    }
    /// Copies a tile's display pixels, (x1 - x0) * (y1 - y0) of them, if they are whole; `version` is the one copied.
    /// False: nothing drawn yet, or somebody draws just now.
    bool readTile(uint32_t tile, std::vector<uint32_t>& out, uint32_t& version) const;
    /// All display pixels, for when nobody renders any more.
    std::span<const uint8_t> display() const {
        return {reinterpret_cast<const uint8_t*>(display_.data()), pixelCount() * 4};
    }
    std::span<const uint32_t> tileVersions() const { return {versions_.data(), grid_.count()}; }

private:
    size_t pixelCount() const { return size_t{grid_.width} * grid_.height; }

    TileGrid grid_;
    Film samples_;
    Developer developer_;
    Buffer<Rgb> film_;
    std::vector<Rgb> smooth_;
    PixelRect smoothArea_;
    // Read while it is written, by std::atomic_ref, which wants no const.
    mutable Buffer<uint32_t> display_, versions_;
};

static_assert(sizeof(Rgb) == 3 * sizeof(float));

}  // namespace raypool
