#include "raytracer/render/develop.h"

#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/render/srgb_curve.h"
#include "raytracer/render/tonemap_aces.h"
#include "raytracer/render/tonemap_agx.h"
#include "raytracer/render/tonemap_linear.h"
#include "raytracer/render/tonemap_neutral.h"
#include "raytracer/render/white_balance.h"

namespace raypool {
namespace {

constexpr uint32_t kOpaque = 0xFF000000U;

uint32_t opaque(uint32_t r, uint32_t g, uint32_t b) { return r | g << 8 | b << 16 | kOpaque; }

/// Values in [0, 1], as they are.
uint32_t plain(float r, float g, float b, uint32_t x, uint32_t y) {
    const DitherNoise noise(x, y);
    return opaque(ditheredByte(r, noise), ditheredByte(g, noise), ditheredByte(b, noise));
}

/// A colour of its own for each number, light enough to be told from the background; black for 0.
uint32_t idColor(uint32_t id) {
    if (id == 0) return kOpaque;
    const uint64_t bits = hash(id);
    const auto channel = [&](int shift) { return 64 + static_cast<uint32_t>(bits >> shift & 0xFF) * 3 / 4; };
    return opaque(channel(0), channel(8), channel(16));
}

/// Blue, through green, to red: t in [0, 1].
uint32_t heat(float t, uint32_t x, uint32_t y) {
    t = t < 1 ? t : 1;
    const float up = 2 * t - 1;
    return up < 0 ? plain(0, 1 + up, -up, x, y) : plain(up, 1 - up, 0, x, y);
}

}  // namespace

uint32_t toDisplay(Rgb linear, uint32_t x, uint32_t y) {
    return plain(encodeSrgb(linear.r), encodeSrgb(linear.g), encodeSrgb(linear.b), x, y);
}

void Developer::setSettings(const DisplaySettings& settings) {
    settings_ = settings;
    const float stops = clamp(settings.exposure, -100, 100);   // NaN: clamp lets it through, and the picture is black
    const double gain = exp(double{stops == stops ? stops : 0} * 0.69314718055994530942);
    ColorMatrix input = whiteBalance(settings.whitePoint);
    for (auto& row : input.m) {
        for (double& value : row) value *= gain;
    }
    isPlainClassic_ = settings.toneMap == ToneMap::kClassic && settings.exposure == 0 && settings.whitePoint == 0;
    if (settings.toneMap == ToneMap::kAgx) input = kAgxInput * input;
    if (settings.toneMap == ToneMap::kAces) input = kAcesInput * input;
    input_ = input;
}

uint32_t Developer::mapped(Rgb radiance, uint32_t x, uint32_t y) const {
    Rgb c = input_(radiance);
    // Below 0: filters with negative lobes, and white points that Rec. 709 has no positive colour for.
    const auto bounded = [](float v) { return v > 0 ? (v < 1e9F ? v : 1e9F) : 0; };
    c = {bounded(c.r), bounded(c.g), bounded(c.b)};
    switch (settings_.toneMap) {
        case ToneMap::kAgx: return toDisplay(tonemapAgx(c), x, y);
        case ToneMap::kNeutral: return toDisplay(tonemapNeutral(c), x, y);
        case ToneMap::kAces: return toDisplay(tonemapAces(c), x, y);
        case ToneMap::kLinear: return toDisplay(tonemapLinear(c), x, y);
        case ToneMap::kClassic: return developClassic(c);
    }
    return kOpaque;
}

uint32_t Developer::feature(const Film& film, size_t index, uint32_t x, uint32_t y) const {
    switch (settings_.view) {
        case View::kSampleCount: {
            // The reference is the middle.
            const auto count = static_cast<float>(film.count(index));
            return heat(count / (count + samples_), x, y);
        }
        case View::kError: {
            if (!film.hasSums()) return kOpaque;
            const float mean = luminance(film.mean(index));
            const auto variance = static_cast<float>(film.luminanceVariance(index));
            // A relative error of 1 is red, of 0.001 blue: the square root of the square root spreads the small ones.
            return heat(std::sqrt(std::sqrt(variance > 0 ? std::sqrt(variance) / (mean > 1e-6F ? mean : 1e-6F) : 0)), x, y);
        }
        default: break;
    }
    if (!film.hasFeatures()) return kOpaque;
    switch (settings_.view) {
        case View::kAlbedo: return toDisplay(film.albedo(index), x, y);
        case View::kNormal: {
            const vec3 n = film.normal(index);
            if (n == vec3(0)) return kOpaque;
            return plain(n.x * 0.5F + 0.5F, n.y * 0.5F + 0.5F, n.z * 0.5F + 0.5F, x, y);
        }
        case View::kDepth: {
            const float depth = film.depth(index);
            const float value = depth > 0 ? depth_ / (depth_ + depth) : 0;
            return plain(value, value, value, x, y);
        }
        case View::kObjectId: return idColor(film.objectId(index));
        case View::kMaterialId: return idColor(film.materialId(index));
        default: return kOpaque;
    }
}

}  // namespace raypool
