#include "raytracer/lights/light_set.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "raytracer/core/elementary.h"
#include "raytracer/core/frame.h"
#include "raytracer/core/hash.h"
#include "raytracer/core/math.h"
#include "raytracer/geometry/surface.h"

namespace raypool {

namespace {

/// The least share of finite and of infinitely far lights where both may contribute: neither estimate knows what is in the
/// way.
constexpr float kLeastShare = 0.1F;

/// A float has 24 bits, too few to choose among many lights: more bits, a function of all numbers given.
double refined(float uSelect, vec2 u) {
    const uint64_t more = hash(std::bit_cast<uint32_t>(uSelect), std::bit_cast<uint32_t>(u.x), std::bit_cast<uint32_t>(u.y));
    return std::min(double{uSelect} + static_cast<double>(more >> 11) * 0x1p-77, 1 - 0x1p-53);
}

}  // namespace

struct LightSet::Shares {
    float finite = 0, environment = 0;   // probabilities
    float distants = 0;                  // of all of them together,
    float distantWeights = 0;            // in proportion to their weights, of which this is the sum
    LightEstimates lights;               // finite ones
};

Rgb LightSet::Punctual::towards(vec3 w) const {
    if (!isSpot) return intensity;
    // KHR_lights_punctual, "Inner and Outer Cone Angles".
    const float a = clamp((dot(axis, w) - cosOuter) * scale, 0, 1);
    return intensity * (a * a);
}

const PlacedShape& LightSet::place(const AreaLight& light, float time, PlacedShape& own) const {
    if (light.placed != kNone) return placed_[light.placed];
    const Source& source = sources_[light.source];
    const bool moves = source.object.motion != kNone;
    const vec3* vertices = light.vertices == kNone ? nullptr : &vertices_[light.vertices];
    if (moves) {
        own = placeShape(source.object, motions_[source.object.motion].at(time), light.primitive, vertices);
        return own;
    }
    own.kind = PlacedKind::kTriangle;
    own.flips = source.flips;
    own.frame.t = vertices[0];
    own.frame.x = vertices[1];
    own.frame.y = vertices[2];
    own.error = source.error;
    return own;
}

float LightSet::distantWeight(const Distant& light, const LightReceiver& receiver) const {
    float cosine = 1;
    if (receiver.n != vec3(0)) {
        cosine = clamp(dot(receiver.n, light.w), -1, 1);
        if (receiver.transmits) cosine = std::fabs(cosine);
        const float cosHalf = 1 - light.oneMinusCos;
        if (cosine < cosHalf) cosine = cosine * cosHalf + safeSqrt(1 - cosine * cosine) * light.sinHalf;
        else cosine = 1;
        if (cosine < -1e-5F) return 0;
        cosine = std::max(cosine, 1e-3F);
    }
    return average(light.irradiance) * cosine;
}

LightSet::Shares LightSet::shares(const LightReceiver& receiver) const {
    Shares s;
    if (selection_ != LightSelection::kTree) {
        const uint32_t finite = finiteCount();
        if (cdf_.empty()) return s;
        s.finite = static_cast<float>(cdf_[finite]);
        uint32_t next = finite;
        if (!environment_.isBlack()) {
            s.environment = static_cast<float>(cdf_[next + 1] - cdf_[next]);
            ++next;
        }
        s.distants = static_cast<float>(1 - cdf_[next]);
        return s;
    }
    // All in W / m^2: what a surface there gets, or in media all directions together.
    s.lights = tree_.estimate(receiver);
    const auto finite = static_cast<float>(std::min(s.lights.sum, double{std::numeric_limits<float>::max()}));
    const float sky = environment_.sampledTotal() * (receiver.n == vec3(0) ? 1.0F : (receiver.transmits ? 0.5F : 0.25F));
    for (const Distant& light : distants_) s.distantWeights += distantWeight(light, receiver);
    const float infinite = sky + s.distantWeights;
    if (!(finite + infinite > 0)) return s;
    s.finite = finite > 0 ? (infinite > 0 ? clamp(finite / (finite + infinite), kLeastShare, 1 - kLeastShare) : 1) : 0;
    if (!(infinite > 0)) return s;
    // A sun gives most of its light through a small window, a sky less but everywhere.
    const float least = sky > 0 && s.distantWeights > 0 ? kLeastShare : 0;
    const float skyPart = clamp(sky / infinite, least, 1 - least);
    s.environment = (1 - s.finite) * skyPart;
    s.distants = (1 - s.finite) * (1 - skyPart);
    return s;
}

bool LightSet::sample(vec3 p, vec3 n, bool transmits, float time, float uSelect, vec2 u, LightSample& sample) const {
    if (isEmpty()) return false;
    const LightReceiver receiver{p, n, transmits};
    const Shares share = shares(receiver);
    double v = refined(uSelect, u);
    if (selection_ != LightSelection::kTree) {
        const auto i = std::upper_bound(cdf_.begin() + 1, cdf_.end() - 1, v) - (cdf_.begin() + 1);
        const auto light = static_cast<uint32_t>(i);
        const float probability = static_cast<float>(cdf_[light + 1] - cdf_[light]);
        if (light >= finiteCount()) return sampleInfinite(receiver, share, light, u, sample);
        if (!(probability > 0) || !sampleFinite(light, p, time, u, sample)) return false;
        sample.pdf *= probability;
        return sample.pdf > 0;
    }
    if (v < double{share.finite}) {
        uint32_t light = 0;
        float probability = 0;
        v = std::min(v / double{share.finite}, 1 - 0x1p-53);
        if (!tree_.sample(receiver, share.lights, v, light, probability) || !sampleFinite(light, p, time, u, sample)) return false;
        sample.pdf *= probability * share.finite;
        return sample.pdf > 0;
    }
    v -= double{share.finite};
    const uint32_t first = finiteCount() + (environment_.isBlack() ? 0U : 1U);
    if (v < double{share.environment}) return sampleInfinite(receiver, share, finiteCount(), u, sample);
    if (!(share.distants > 0)) return false;   // rounding
    v = (v - double{share.environment}) / double{share.distants} * double{share.distantWeights};
    uint32_t chosen = kNone;
    for (uint32_t i = 0; i < distants_.size(); ++i) {
        const float weight = distantWeight(distants_[i], receiver);
        if (!(weight > 0)) continue;
        chosen = i;   // the last one also takes what rounding leaves
        if (v < double{weight}) break;
        v -= double{weight};
    }
    return chosen != kNone && sampleInfinite(receiver, share, first + chosen, u, sample);
}

float LightSet::selectionProbability(vec3 p, vec3 n, bool transmits, uint32_t light) const {
    if (selection_ != LightSelection::kTree) return static_cast<float>(cdf_[light + 1] - cdf_[light]);
    const LightReceiver receiver{p, n, transmits};
    const Shares share = shares(receiver);
    if (light < finiteCount()) return share.finite > 0 ? share.finite * tree_.probability(receiver, share.lights, light) : 0;
    light -= finiteCount();
    if (!environment_.isBlack()) {
        if (light == 0) return share.environment;
        --light;
    }
    return share.distantWeights > 0 ? share.distants * distantWeight(distants_[light], receiver) / share.distantWeights : 0;
}

bool LightSet::sampleFinite(uint32_t light, vec3 p, float time, vec2 u, LightSample& sample) const {
    sample.light = light;
    if (light >= areas_.size()) {
        const Punctual& lamp = punctuals_[light - areas_.size()];
        const vec3 d = lamp.p - p;
        const float distance2 = length2(d);
        if (!(distance2 > 0)) return false;
        sample.distance = std::sqrt(distance2);
        sample.wi = d / sample.distance;
        sample.radiance = lamp.towards(-sample.wi) / distance2;
        sample.pdf = 1;
        sample.isDelta = true;
        sample.p = lamp.p;
        sample.pError = sample.n = vec3(0);
        sample.object = sample.primitive = kNone;
        return !isBlack(sample.radiance) && isFinite(sample.radiance);
    }
    const AreaLight& area = areas_[light];
    const Source& source = sources_[area.source];
    ShapeSample point;
    PlacedShape own;
    if (!sampleShape(place(area, time, own), p, u, point)) return false;
    const vec3 d = point.p - p;
    const float distance2 = length2(d);
    if (!(distance2 > 0) || (!source.twoSided && !(dot(d, point.n) < 0))) return false;
    sample.distance = std::sqrt(distance2);
    sample.wi = d / sample.distance;
    sample.radiance = source.radiance;
    sample.pdf = point.pdf;
    sample.isDelta = false;
    sample.p = point.p;
    sample.pError = point.pError;
    sample.n = point.n;
    sample.object = source.id;
    sample.primitive = area.primitive;
    return true;
}

float LightSet::pdfHit(vec3 p, vec3 n, bool transmits, float time, const Ray& ray, const Hit& hit, const SurfacePoint& point) const {
    const uint32_t light = lightOf(hit.object, hit.primitive);
    if (light == kNone) return 0;
    const AreaLight& area = areas_[light];
    if (!sources_[area.source].twoSided && !(dot(ray.d, point.ng) < 0)) return 0;
    const float probability = selectionProbability(p, n, transmits, light);
    PlacedShape own;
    return probability > 0 ? probability * pdfShape(place(area, time, own), p, point.p, point.ng) : 0;
}

bool LightSet::sampleInfinite(const LightReceiver& receiver, const Shares& share, uint32_t light, vec2 u, LightSample& sample) const {
    sample.light = light;
    sample.distance = kInfinity;
    sample.isDelta = false;
    sample.p = sample.pError = sample.n = vec3(0);
    sample.object = sample.primitive = kNone;
    uint32_t index = light - finiteCount();
    const bool isEnvironment = !environment_.isBlack() && index == 0;
    if (isEnvironment) {
        Environment::Sample found;
        if (!environment_.sample(u, found)) return false;
        sample.wi = normalize(found.wi);
    } else {
        if (!environment_.isBlack()) --index;
        const Distant& distant = distants_[index];
        sample.wi = distant.w;
        if (!(distant.oneMinusCos > 0)) {
            sample.isDelta = true;
            sample.radiance = distant.irradiance;
            sample.pdf = selectionProbability(receiver.p, receiver.n, receiver.transmits, light);
            return sample.pdf > 0;
        }
        const float v = u.x * distant.oneMinusCos, r = safeSqrt(v * (2 - v));
        const SinCos around = sinCos(kTwoPi * u.y);
        sample.wi = normalize(Frame3::fromZ(distant.w).toWorld({r * around.cos, r * around.sin, 1 - v}));
    }
    // Disks and the environment lie over each other: whatever found the direction, all of them shine from there.
    const Environment::Value value = valueAt(receiver, share, sample.wi);
    sample.radiance = value.radiance;
    sample.pdf = value.pdf;
    return sample.pdf > 0 && sample.pdf < kInfinity && !isBlack(sample.radiance);
}

Environment::Value LightSet::valueAt(const LightReceiver& receiver, const Shares& share, vec3 wi) const {
    Environment::Value value = environment_.valueAt(wi);
    value.pdf = share.environment > 0 ? share.environment * value.pdf : 0;
    uint32_t light = finiteCount() + (environment_.isBlack() ? 0U : 1U);
    for (const Distant& distant : distants_) {
        if (distant.oneMinusCos > 0 && distant.contains(wi)) {
            value.radiance += distant.radiance;
            const float probability =
                selection_ != LightSelection::kTree
                    ? static_cast<float>(cdf_[light + 1] - cdf_[light])
                    : (share.distantWeights > 0 ? share.distants * distantWeight(distant, receiver) / share.distantWeights : 0);
            value.pdf += probability * kInvTwoPi / distant.oneMinusCos;
        }
        ++light;
    }
    return value;
}

Environment::Value LightSet::environmentAt(vec3 p, vec3 n, bool transmits, vec3 wi) const {
    if (infiniteCount() == 0) return {};
    const LightReceiver receiver{p, n, transmits};
    return valueAt(receiver, shares(receiver), wi);
}

Rgb LightSet::environmentRadiance(vec3 wi) const {
    Rgb sum = environment_.radiance(wi);
    for (const Distant& distant : distants_) {
        if (distant.oneMinusCos > 0 && distant.contains(wi)) sum += distant.radiance;
    }
    return sum;
}

uint32_t LightSet::lightOf(uint32_t object, uint32_t primitive) const {
    if (!isEmitter(object)) return kNone;
    const uint32_t light = lightOfPrimitive_[objectBase_[object] + primitive];
    return (light & kEmitsOnly) != 0 ? kNone : light;
}

Rgb LightSet::emitted(uint32_t object, uint32_t primitive, bool frontFacing) const {
    if (!isEmitter(object)) return {};
    const uint32_t light = lightOfPrimitive_[objectBase_[object] + primitive];
    if (light == kNone) return {};
    const Source& source = sources_[(light & kEmitsOnly) != 0 ? light & ~kEmitsOnly : areas_[light].source];
    return frontFacing || source.twoSided ? source.radiance : Rgb{};
}

size_t LightSet::memoryBytes() const {
    return areas_.capacity() * sizeof(AreaLight) + vertices_.capacity() * sizeof(vec3) + placed_.capacity() * sizeof(PlacedShape) + sources_.capacity() * sizeof(Source) +
           lightOfPrimitive_.capacity() * sizeof(uint32_t) + objectBase_.capacity() * sizeof(uint32_t) +
           powers_.capacity() * sizeof(float) + cdf_.capacity() * sizeof(double) + environment_.memoryBytes() + tree_.memoryBytes();
}

}  // namespace raypool
