#pragma once

namespace raypool {

/// Linear to sRGB (IEC 61966-2-1), both in [0, 1]; what lies outside is clamped. Error below 2e-5.
float encodeSrgb(float linear);

}  // namespace raypool
