// The samplers, and single numbers of theirs.
#pragma once
#include <array>

#include "raytracer/sampling/sampler.h"

namespace raypool::testing {

inline constexpr std::array kSamplers{SamplerKind::kSobol, SamplerKind::kBlueNoise, SamplerKind::kIndependent};
inline constexpr std::array kStratified{SamplerKind::kSobol, SamplerKind::kBlueNoise};

inline vec2 samplerPoint(SamplerKind kind, uint64_t seed, uvec2 pixel, uint32_t sample, uint32_t dimension, uint32_t planned = 16) {
    Sampler s(kind, seed, pixel, sample, planned);
    s.setDimension(dimension);
    return s.get2D();
}
inline float samplerNumber(SamplerKind kind, uint64_t seed, uvec2 pixel, uint32_t sample, uint32_t dimension) {
    Sampler s(kind, seed, pixel, sample);
    s.setDimension(dimension);
    return s.get1D();
}

}  // namespace raypool::testing
