// Many lights in a tree whose nodes bound where they are and where they shine: one is chosen by going down, each time by an
// estimate of what each of four parts contributes. Conty Estevez and Kulla 2018, "Importance sampling of many lights with adaptive
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

/// Estimates of the irradiance by the (up to four) parts into which a node divides its lights, without occlusion.
struct LightEstimates {
    alignas(16) float parts[4] = {};
    double sum = 0;
};

class LightTree {
public:
    LightTree() = default;
    explicit LightTree(const std::vector<LightBounds>& lights);

    bool isEmpty() const { return nodes_.empty(); }
    /// Of all lights; the sum is 0 only if none can contribute.
    LightEstimates estimate(const LightReceiver& receiver) const;
    /// Index of a light, chosen with `probability` > 0; false if none can contribute. u in [0, 1), `all`: estimate() for the
    /// same receiver.
    bool sample(const LightReceiver& receiver, const LightEstimates& all, double u, uint32_t& light, float& probability) const;
    float probability(const LightReceiver& receiver, const LightEstimates& all, uint32_t light) const;
    size_t memoryBytes() const;

private:
    /// Four children, lane by lane; those that are none have the intensity 0. Of their bounds, the sphere around them is all
    /// that the estimate needs.
    struct alignas(16) Node {
        float x[4] = {}, y[4] = {}, z[4] = {}, radius[4] = {};
        float axisX[4] = {}, axisY[4] = {}, axisZ[4] = {}, cosNormals[4] = {}, sinNormals[4] = {};
        float cosEmission[4] = {};   // a little less than it is, so that rounding hides nothing
        float back[4] = {};          // -1: two-sided, else 1
        float intensity[4] = {};
        uint32_t link[4] = {};       // index of a node, or kLeaf and a light's
    };
    static constexpr uint32_t kLeaf = 1U << 31;

    struct Builder;
    static LightEstimates estimate(const Node& node, const LightReceiver& receiver);

    std::vector<Node> nodes_;
    std::vector<uint64_t> trails_;   // per light, two bits a level from the lowest on: which child to take, from the root on
};

}  // namespace raypool
