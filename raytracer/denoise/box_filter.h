#pragma once
#include <cstdint>

namespace raypool {

/// out = mean of `in` over the square of side 2 radius + 1, cut off at the picture's edge; `scratch` holds as many values
/// as the picture. in and out may be the same.
void boxFilter(const float* in, float* out, float* scratch, uint32_t width, uint32_t height, uint32_t radius);

}  // namespace raypool
