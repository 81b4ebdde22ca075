// From the film to what a display shows.
#pragma once
#include <cstdint>

#include "raytracer/core/render_settings.h"
#include "raytracer/core/rgb.h"
#include "raytracer/integrators/classic/gamma.h"
#include "raytracer/render/color_matrix.h"
#include "raytracer/render/dither.h"
#include "raytracer/render/film.h"

namespace raypool {

/// Linear radiance as the 2018 demo shows it: RGBA from the lowest byte, opaque.
inline uint32_t developClassic(Rgb c) {
    return uint32_t{classicByte(c.r)} | uint32_t{classicByte(c.g)} << 8 | uint32_t{classicByte(c.b)} << 16 | 0xFF000000U;
}

/// The display settings, made ready for many pixels. Exposure and white point come before any tone mapping, which ends
/// in linear Rec. 709 in [0, 1]; then sRGB's curve, then dithering to 8 bits. The demo's look has a curve of its own and
/// no dithering.
class Developer {
public:
    /// As the 2018 demo shows it.
    Developer() : Developer(DisplaySettings{.toneMap = ToneMap::kClassic}) {}
    explicit Developer(const DisplaySettings& settings) { setSettings(settings); }

    const DisplaySettings& settings() const { return settings_; }
    /// The references are kept.
    void setSettings(const DisplaySettings& settings);

    /// Linear radiance as RGBA from the lowest byte, opaque. x, y: where, for the dithering.
    uint32_t beauty(Rgb radiance, uint32_t x, uint32_t y) const {
        return isPlainClassic_ ? developClassic(radiance) : mapped(radiance, x, y);
    }
    /// What the settings' view shows of a pixel of the film that has samples. `radiance`: its own.
    uint32_t pixel(const Film& film, size_t index, Rgb radiance, uint32_t x, uint32_t y) const {
        return settings_.view == View::kBeauty ? beauty(radiance, x, y) : feature(film, index, x, y);
    }

    /// What the views of depth and of the number of samples relate to: both appear as middle grey.
    void setReferences(float depth, uint32_t samples) {
        depth_ = depth > 0 ? depth : 1;
        samples_ = samples > 0 ? static_cast<float>(samples) : 1;
    }

private:
    uint32_t mapped(Rgb radiance, uint32_t x, uint32_t y) const;
    uint32_t feature(const Film& film, size_t index, uint32_t x, uint32_t y) const;

    DisplaySettings settings_;
    FastColorMatrix input_;         // exposure, white point, and the tone mapping's own space
    bool isPlainClassic_ = true;
    float depth_ = 1, samples_ = 1;
};

/// A colour in [0, 1] per channel, encoded with sRGB's curve, dithered, opaque.
uint32_t toDisplay(Rgb linear, uint32_t x, uint32_t y);

}  // namespace raypool
