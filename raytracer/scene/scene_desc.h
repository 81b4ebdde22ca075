// What a scene's text says, as plain data: no acceleration structure, no decoded picture, no JSON.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "raytracer/core/kinds.h"
#include "raytracer/core/result.h"
#include "raytracer/scene/classic_desc.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// What a scene's text was written in. All but kDemo2018 have a native description.
enum class SceneFormat : uint8_t { kDemo2018, kNative, kTrayRust };

constexpr std::string_view name(SceneFormat format) {
    switch (format) {
        case SceneFormat::kDemo2018: return "demo-2018";
        case SceneFormat::kNative: return "raypool";
        case SceneFormat::kTrayRust: return "tray_rust";
    }
    return "";
}

struct SceneDesc {
    SceneFormat format = SceneFormat::kDemo2018;
    IntegratorKind integrator = IntegratorKind::kClassic;
    uint32_t width = 800, height = 600;   // pixels
    ClassicDesc classic;                  // kDemo2018
    NativeDesc native;                    // of every format but that
    uint32_t firstFrame = 0, lastFrame = 0, frame = 0;   // of an animation that has frames: what --frame may name, and this one
    Diagnostics warnings;
};

/// Largest picture: pixels a side, and pixels in all.
constexpr uint32_t kMaxSide = 16384;
constexpr uint64_t kMaxPixels = uint64_t{1} << 26;

/// What the caller wants instead of what the text says; 0 and nothing: as the text says.
struct SceneOverrides {
    uint32_t width = 0, height = 0;
    uint32_t samples = 0;
    std::optional<uint32_t> seed{};
    /// A scene of the 2018 demo is turned into a native one for every integrator but kClassic.
    std::optional<IntegratorKind> integrator{};
    std::optional<BvhBuild> bvhBuild{};
    /// Of an animation; without it, the first.
    std::optional<uint32_t> frame{};
};

}  // namespace raypool
