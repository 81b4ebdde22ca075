#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace raypool {

/// How a picture is computed; named in scenes, on the command line and in the page's address.
enum class IntegratorKind : uint8_t {
    kClassic,   // the 2018 demo's shading, for its scenes only
    kPath,      // light transport, all of it
    kDirect,    // light that has met one surface
    kAlbedo, kNormal, kDepth,   // of what the camera sees
    kBvhCost,   // how many boxes and triangles a camera ray is tested against
};

constexpr std::array kIntegratorKinds{IntegratorKind::kClassic, IntegratorKind::kPath,  IntegratorKind::kDirect,
                                      IntegratorKind::kAlbedo,  IntegratorKind::kNormal, IntegratorKind::kDepth,
                                      IntegratorKind::kBvhCost};

constexpr std::string_view name(IntegratorKind kind) {
    switch (kind) {
        case IntegratorKind::kClassic: return "classic";
        case IntegratorKind::kPath: return "path";
        case IntegratorKind::kDirect: return "direct";
        case IntegratorKind::kAlbedo: return "albedo";
        case IntegratorKind::kNormal: return "normal";
        case IntegratorKind::kDepth: return "depth";
        case IntegratorKind::kBvhCost: return "bvh_cost";
    }
    return "";
}

constexpr std::optional<IntegratorKind> integratorNamed(std::string_view text) {
    for (const auto kind : kIntegratorKinds) {
        if (name(kind) == text) return kind;
    }
    return std::nullopt;
}

}  // namespace raypool
