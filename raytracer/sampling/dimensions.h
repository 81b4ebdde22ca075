// Which random numbers are for what: every decision of a path has a fixed dimension, so that samples of a pixel stay
// stratified against each other when their paths take different branches.
#pragma once
#include <cstdint>

namespace raypool {

/// Offsets of the camera's dimensions, which are the first.
struct CameraDimension {
    static constexpr uint32_t kFilter = 0;   // 2: place in the pixel
    static constexpr uint32_t kLens = 2;     // 2
    static constexpr uint32_t kTime = 4;     // 1
    static constexpr uint32_t kCount = 8;
};

/// Offsets in the block of one vertex of a path.
struct VertexDimension {
    static constexpr uint32_t kMediumChannel = 0;      // 1: which colour decides the distance
    static constexpr uint32_t kMediumDistance = 1;     // 1
    static constexpr uint32_t kMediumSpare = 2;        // 1: scattered or absorbed, and the like
    static constexpr uint32_t kOpacity = 3;            // 1: passes through the mask or not
    static constexpr uint32_t kMix = 4;                // 1: which of two mixed materials
    static constexpr uint32_t kLightSelect = 5;        // 1
    static constexpr uint32_t kLightUv = 6;            // 2
    static constexpr uint32_t kLightExtra = 8;         // 1
    static constexpr uint32_t kLobe = 9;               // 1
    static constexpr uint32_t kDirection = 10;         // 2
    static constexpr uint32_t kRussianRoulette = 12;   // 1
    static constexpr uint32_t kWavelength = 13;        // 1: which colour a path keeps that is dispersed
    static constexpr uint32_t kCount = 16;
};

/// First dimension of the vertex that the path reaches after `depth` scatterings (0: the first one the camera sees).
constexpr uint32_t vertexDimension(uint32_t depth) { return CameraDimension::kCount + depth * VertexDimension::kCount; }

}  // namespace raypool
