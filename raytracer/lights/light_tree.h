// Many lights in a tree whose nodes bound where they are and where they shine: one is chosen by going down, each time by an
// estimate of what the two sides contribute. Conty Estevez and Kulla 2018, "Importance sampling of many lights with adaptive
// tree splitting"; form of the estimate as in Pharr, Jakob, Humphreys 2023, 12.6.3.
#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/core/bounds.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Directions within an angle around an axis; everything where cosAngle is -1.
struct DirectionCone {
    vec3 axis{0, 0, 1};   // unit
    float cosAngle = 1;
};
/// Contains both; the smallest such one but for rounding.
DirectionCone unite(const DirectionCone& a, const DirectionCone& b);

/// Where a light is and shines.
struct LightBounds {
    Bounds3 bounds;
    DirectionCone normals;    // of its surface, or axes of its emission
    float cosEmission = 0;    // it emits no further than this angle from them
    bool twoSided = false;    // also around the opposite directions
    float intensity = 0;      // W / sr along the normals, average of the channels; > 0
};
LightBounds unite(const LightBounds& a, const LightBounds& b);

/// Where light is needed.
struct LightReceiver {
    vec3 p{0};
    vec3 n{0};                // unit; 0 in media: all directions count
    bool transmits = false;   // directions on both sides of n count
};

class LightTree {
public:
    LightTree() = default;
    explicit LightTree(const std::vector<LightBounds>& lights);

    bool isEmpty() const { return nodes_.empty(); }
    /// Estimate of the irradiance by all lights, without occlusion; 0 only if none can contribute.
    float importance(const LightReceiver& receiver) const;
    /// Index of a light, chosen with `probability` > 0; false if none can contribute. u in [0, 1). Where importance() is 0, not
    /// to be called, nor the next one: a tree of one light would choose it.
    bool sample(const LightReceiver& receiver, double u, uint32_t& light, float& probability) const;
    float probability(const LightReceiver& receiver, uint32_t light) const;
    size_t memoryBytes() const;

private:
    /// Bounds are kept as a sphere, which is all that the estimate needs. 32 bytes.
    struct Node {
        vec3 centre;
        float radius = 0;
        float intensity = 0;
        uint32_t axis = 0;                            // octahedral, 16 bits each
        int16_t cosNormals = 0, cosEmission = 0;      // times 32767, rounded down
        uint32_t link = 0;                            // 2 flags; inner: index of the second child (the first one follows); leaf: light
    };
    static constexpr uint32_t kLeaf = 1U << 31, kTwoSided = 1U << 30, kIndex = kTwoSided - 1;

    struct Builder;
    static Node makeNode(const LightBounds& bounds);
    static float importance(const Node& node, const LightReceiver& receiver);

    std::vector<Node> nodes_;
    std::vector<uint64_t> trails_;   // per light, from the lowest bit: which child to take, from the root on
};

}  // namespace raypool
