#pragma once
#include <cstdint>

namespace raypool {

/// The demo's display transform of one channel: (u8)(pow(c, 1 / 2.2) * 255) in single precision, truncated; 0 for
/// negative values and NaN, 255 above 1. By a table of the 255 thresholds, so that it costs a look-up.
uint8_t classicByte(float c);

}  // namespace raypool
