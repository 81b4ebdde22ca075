// How a picture is computed and how it is shown: what the renderer and the integrators are told besides the scene.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace raypool {

/// Which sequence samples are drawn from; its values are named where it is defined (sampling/sampler.h). The first, 0, is
/// the default.
enum class SamplerKind : uint8_t;

/// How direct light is found. All three are right; the two single strategies are there to check the combined one.
enum class LightSampling : uint8_t {
    kMis,     // both, weighted (Veach and Guibas 1995)
    kLight,   // by choosing lights alone, where that can find them
    kBsdf,    // by scattering alone
};

/// How radiance becomes what a display shows.
enum class ToneMap : uint8_t { kAgx, kNeutral, kAces, kLinear, kClassic };
inline constexpr std::array<std::string_view, 5> kToneMapNames{"agx", "neutral", "aces", "linear", "classic"};

/// What of the film is shown; or, in its place, what the trees over the scene cost a ray of each pixel.
enum class View : uint8_t { kBeauty, kAlbedo, kNormal, kDepth, kObjectId, kMaterialId, kSampleCount, kError, kBvhCost };
inline constexpr std::array<std::string_view, 9> kViewNames{"beauty",     "albedo",      "normal", "depth",  "objectId",
                                                            "materialId", "sampleCount", "error",  "bvhCost"};

/// Whether the display shows the picture denoised, once nobody renders it.
enum class DenoiseShown : uint8_t { kOff, kPreview, kFinal };
inline constexpr std::array<std::string_view, 3> kDenoiseNames{"off", "preview", "final"};

constexpr std::string_view name(DenoiseShown shown) { return kDenoiseNames[static_cast<size_t>(shown)]; }
constexpr std::optional<DenoiseShown> denoiseNamed(std::string_view text) {
    for (size_t i = 0; i < kDenoiseNames.size(); ++i) {
        if (kDenoiseNames[i] == text) return static_cast<DenoiseShown>(i);
    }
    return std::nullopt;
}

constexpr std::string_view name(ToneMap map) { return kToneMapNames[static_cast<size_t>(map)]; }
constexpr std::string_view name(View view) { return kViewNames[static_cast<size_t>(view)]; }
constexpr std::optional<ToneMap> toneMapNamed(std::string_view text) {
    for (size_t i = 0; i < kToneMapNames.size(); ++i) {
        if (kToneMapNames[i] == text) return static_cast<ToneMap>(i);
    }
    return std::nullopt;
}
constexpr std::optional<View> viewNamed(std::string_view text) {
    for (size_t i = 0; i < kViewNames.size(); ++i) {
        if (kViewNames[i] == text) return static_cast<View>(i);
    }
    return std::nullopt;
}

/// Changed without rendering anew; the film knows nothing of it.
struct DisplaySettings {
    float exposure = 0;     // stops: radiance is multiplied by 2^exposure
    float whitePoint = 0;   // colour temperature that appears white, kelvin in [1667, 25000]; 0: Rec. 709's own, D65
    ToneMap toneMap = ToneMap::kAgx;
    View view = View::kBeauty;
    DenoiseShown denoise = DenoiseShown::kOff;
    friend bool operator==(const DisplaySettings&, const DisplaySettings&) = default;
};

/// A part of the picture, pixels, half-open.
struct PixelRect {
    uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool isEmpty() const { return x0 >= x1 || y0 >= y1; }
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// A sample is a pure function of scene, seed, pixel and sample index. Sample indices of a pixel are sampleBegin,
/// sampleBegin + 1, ..., sampleBegin + samples - 1 at most.
struct RenderSettings {
    uint32_t samples = 1;       // per pixel, at most; at least 1
    uint32_t sampleBegin = 0;   // index of the first: parts that are rendered apart can be merged
    uint64_t seed = 0;
    SamplerKind sampler{};
    uint32_t maxDepth = 64;     // scattering events in a path; 0: only what is seen directly
    uint32_t rrDepth = 3;       // scattering events before Russian roulette begins
    LightSampling lightSampling = LightSampling::kMis;
    float clamp = 0;            // a sample's largest component is cut to this, which is biased; 0: never

    /// Relative error at which rendering ends before all samples are taken; 0: never. Whole picture: the 95th percentile
    /// of its blocks (render/adaptive.h). Blocks that have reached it are left alone until then.
    float noiseTarget = 0;
    uint32_t minSamples = 16;   // that every pixel gets before its block may be left alone; at least 2
    double timeLimit = 0;       // seconds of rendering, pauses left out; 0: none

    PixelRect crop{};           // only these pixels are rendered; empty: all
    uint32_t coarseStride = 8;  // of the first pass: 8, 4 or 2; 1: none
    bool features = true;       // also keep albedo, normal, depth and ids, for views, files and denoising: 60 bytes a pixel

    DisplaySettings display{};  // at first; Renderer::setDisplay changes it
};

/// Those of the classic integrator: one ray through each pixel's centre, shown as the 2018 demo does.
inline RenderSettings classicSettings() {
    RenderSettings out;
    out.features = false;
    out.display.toneMap = ToneMap::kClassic;
    return out;
}

}  // namespace raypool
