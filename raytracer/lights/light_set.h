// All lights of a scene: choosing one for a point, sampling it, and what rays see that meet one.
#pragma once
#include <cstdint>
#include <vector>

#include "raytracer/core/ray.h"
#include "raytracer/core/rgb.h"
#include "raytracer/core/transform.h"
#include "raytracer/core/vec.h"
#include "raytracer/geometry/object.h"
#include "raytracer/geometry/shape_sampling.h"
#include "raytracer/lights/environment.h"
#include "raytracer/lights/light_desc.h"
#include "raytracer/lights/light_tree.h"

namespace raypool {

struct Geometry;

/// A direction from which light may come, and how much if nothing is in the way.
struct LightSample {
    vec3 wi{0, 0, 1};             // unit, towards the light
    float distance = kInfinity;   // to the point on the light; infinite for infinitely far ones
    /// Incident radiance; of delta lights, irradiance on a surface that faces them (W / m^2).
    Rgb radiance;
    /// Per solid angle, times the probability that the light was chosen; delta lights: that probability alone. > 0.
    float pdf = 0;
    bool isDelta = false;         // no other way than this finds the light: MIS weight 1
    vec3 p{0}, pError{0}, n{0};   // on finite lights; n: the front's unit normal, 0 for punctual lights, whose p is exact
    uint32_t light = kNone;
    uint32_t object = kNone, primitive = kNone;   // of area lights
};

/// Immutable; holds no reference to what it is built from. Lights count from 0: area lights (one a triangle, face or
/// primitive), point and spot lights, then infinitely far ones.
///
/// In what follows, n is the unit normal at p: a light counts if it may come from where dot(n, wi) > 0, where `transmits` is
/// set from anywhere; in media n is 0 and all directions count.
class LightSet {
public:
    LightSet() = default;   // no lights
    /// Lights that give nothing (black, without area) are left out; so are infinite planes, which emit, but are only
    /// found by rays that hit them. Colours that are negative or not finite count as 0.
    LightSet(const LightSetDesc& desc, const Geometry& geometry);

    /// False if no light can contribute, or the chosen one does not (with what is returned by others, unbiased).
    bool sample(vec3 p, vec3 n, bool transmits, float time, float uSelect, vec2 u, LightSample& sample) const;
    /// The density, per solid angle, with which sample() from p finds the point where `ray`, which left p, hit an emitter;
    /// 0 if it does not emit or could not be found.
    float pdfHit(vec3 p, vec3 n, bool transmits, float time, const Ray& ray, const Hit& hit, const SurfacePoint& point) const;

    /// What rays see that leave the scene: the environment and the disks in its sky. wi: unit.
    Rgb environmentRadiance(vec3 wi) const;
    /// The same, and the density, per solid angle, with which sample() from p finds that direction, by whatever light.
    Environment::Value environmentAt(vec3 p, vec3 n, bool transmits, vec3 wi) const;

    /// Radiance that a primitive emits on its front or its back; 0 for what is no light.
    Rgb emitted(uint32_t object, uint32_t primitive, bool frontFacing) const;
    Rgb emitted(const Hit& hit, bool frontFacing) const { return emitted(hit.object, hit.primitive, frontFacing); }
    bool isEmitter(uint32_t object) const { return object < objectBase_.size() && objectBase_[object] != kNone; }

    /// For tests and views: how many lights there are,
    uint32_t lightCount() const { return finiteCount() + infiniteCount(); }
    uint32_t finiteCount() const { return static_cast<uint32_t>(areas_.size() + punctuals_.size()); }
    uint32_t infiniteCount() const { return (environment_.isBlack() ? 0U : 1U) + static_cast<uint32_t>(distants_.size()); }
    /// W that it emits; of infinitely far ones, W through the disk that the scene's bounding sphere shows to them.
    float power(uint32_t light) const { return powers_[light]; }
    /// that of a primitive, or kNone,
    uint32_t lightOf(uint32_t object, uint32_t primitive) const;
    /// and with which probability sample() chooses it.
    float selectionProbability(vec3 p, vec3 n, bool transmits, uint32_t light) const;
    bool isEmpty() const { return lightCount() == 0; }
    size_t memoryBytes() const;

private:
    /// What the lights on one object have in common.
    struct Source {
        Rgb radiance;
        bool twoSided = false;
        bool flips = false;
        Object object;                  // its motion indexes ours
        uint32_t id = 0;                // its index in the scene
        vec3 error{0};                  // of static vertices
    };
    struct AreaLight {
        uint32_t source = 0, primitive = 0;
        float share = 1;                // of the source's radiance that it emits on average
        uint32_t vertices = kNone;      // first of three: triangles; in the world, or in object space if it moves
        uint32_t placed = kNone;        // what is no triangle and does not move
    };
    struct Punctual {
        vec3 p{0}, axis{0, 0, 1};
        Rgb intensity;
        float cosInner = 1, cosOuter = -1, scale = 0;   // of the falloff
        bool isSpot = false;
        Rgb towards(vec3 w) const;        // W / sr in the unit direction w
    };
    /// A disk in the sky, or a single direction.
    struct Distant {
        vec3 w{0, 1, 0};                // towards it
        float sinHalf = 0, oneMinusCos = 0;   // of the disk's angular radius; 0: delta
        Rgb irradiance, radiance;
        bool contains(vec3 wi) const { return 0.5F * length2(wi - w) <= oneMinusCos; }
    };
    /// Relative weights of all finite lights, the environment and each disk, at a point.
    struct Shares;

    void addAreas(const LightSetDesc& desc, const Geometry& geometry);
    void addDistant(vec3 towards, float angularDiameter, Rgb irradiance);
    void choose(LightSelection selection, const Bounds3& scene);
    LightBounds boundsOf(uint32_t light) const;
    /// The shape, which may be put into `own`.
    const PlacedShape& place(const AreaLight& light, float time, PlacedShape& own) const;
    float distantWeight(const Distant& light, const LightReceiver& receiver) const;
    Shares shares(const LightReceiver& receiver) const;
    bool sampleFinite(uint32_t light, vec3 p, float time, vec2 u, LightSample& sample) const;
    bool sampleInfinite(const LightReceiver& receiver, const Shares& shares, uint32_t light, vec2 u, LightSample& sample) const;
    Environment::Value valueAt(const LightReceiver& receiver, const Shares& shares, vec3 wi) const;

    std::vector<Source> sources_;
    std::vector<AreaLight> areas_;
    std::vector<vec3> vertices_;
    std::vector<PlacedShape> placed_;
    std::vector<MotionTransform> motions_;
    std::vector<Punctual> punctuals_;
    Environment environment_;
    std::vector<Distant> distants_;
    // Per object of the scene where its primitives start in lightOfPrimitive_, or kNone. That is the light, kNone, or
    // kEmitsOnly and a source: an infinite plane.
    static constexpr uint32_t kEmitsOnly = 1U << 31;
    std::vector<uint32_t> objectBase_;
    std::vector<uint32_t> lightOfPrimitive_;
    std::vector<float> powers_;
    LightSelection selection_ = LightSelection::kTree;
    LightTree tree_;
    std::vector<double> cdf_;           // of fixed probabilities: light i has cdf[i] to cdf[i + 1]
};

}  // namespace raypool
