// What a layer of fibres does with light, tabulated: made by scripts/make-fuzz-table from a simulation.
#pragma once
#include <array>
#include <cstdint>

namespace raypool {

/// Axes: the root of the cosine, and the roughness, linearly from 0 to 1.
inline constexpr int kFuzzCosines = 24, kFuzzRoughnesses = 20;

struct FuzzFit {
    float reflectance = 0;   // share of the light that leaves upwards; the rest goes on to what is below
    float a = 1, b = 0;      // of the transform (lobe_fuzz.h)
};

/// cosine and roughness in [0, 1]; interpolated.
FuzzFit fuzzFit(float cosine, float roughness);

/// Node values, in units of 1 / 65535 (b: -1 / 65535): made by the script.
struct FuzzNode {
    uint16_t reflectance, a, minusB;
};
extern const std::array<std::array<FuzzNode, kFuzzCosines>, kFuzzRoughnesses> kFuzzNodes;

}  // namespace raypool
