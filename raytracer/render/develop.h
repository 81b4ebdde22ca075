#pragma once
#include <cstdint>

#include "raytracer/core/rgb.h"
#include "raytracer/integrators/classic/gamma.h"

namespace raypool {

/// Linear radiance as the 2018 demo shows it: RGBA from the lowest byte, opaque.
inline uint32_t developClassic(Rgb c) {
    return uint32_t{classicByte(c.r)} | uint32_t{classicByte(c.g)} << 8 | uint32_t{classicByte(c.b)} << 16 | 0xFF000000U;
}

}  // namespace raypool
