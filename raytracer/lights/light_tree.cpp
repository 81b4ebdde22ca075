#include "raytracer/lights/light_tree.h"

#include <algorithm>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/core/math.h"

namespace raypool {

namespace {

/// cos(max(0, a - b)) of angles in [0, pi].
float cosDifference(float sinA, float cosA, float sinB, float cosB) {
    return cosA > cosB ? 1 : cosA * cosB + sinA * sinB;
}

/// Octahedral map (Cigolle et al. 2014) with 16 bits a coordinate: off by less than 1e-4 radians.
uint32_t packDirection(vec3 w) {
    const float sum = std::fabs(w.x) + std::fabs(w.y) + std::fabs(w.z);
    float x = w.x / sum, y = w.y / sum;
    if (w.z < 0) {
        const float folded = (1 - std::fabs(y)) * (x < 0 ? -1.0F : 1.0F);
        y = (1 - std::fabs(x)) * (y < 0 ? -1.0F : 1.0F);
        x = folded;
    }
    const auto quantised = [](float c) { return static_cast<uint32_t>(std::floor((clamp(c, -1, 1) + 1) * 32767.5F + 0.5F)); };
    return std::min(quantised(x), 65535U) | std::min(quantised(y), 65535U) << 16;
}
vec3 unpackDirection(uint32_t bits) {
    const float x = static_cast<float>(bits & 0xFFFFU) * (2 / 65535.0F) - 1;
    const float y = static_cast<float>(bits >> 16) * (2 / 65535.0F) - 1;
    vec3 w(x, y, 1 - std::fabs(x) - std::fabs(y));
    if (w.z < 0) {
        w.x = (1 - std::fabs(y)) * (x < 0 ? -1.0F : 1.0F);
        w.y = (1 - std::fabs(x)) * (y < 0 ? -1.0F : 1.0F);
    }
    return normalize(w);
}

/// Rounded down, a step further: the packed axis is off a little, too.
int16_t packCosine(float c) {
    return static_cast<int16_t>(std::max(-32767.0F, std::floor(c * 32767.0F) - (c > -1 && c < 0.999F ? 4.0F : 1.0F)));
}

}  // namespace

DirectionCone unite(const DirectionCone& first, const DirectionCone& second) {
    const bool swapped = second.cosAngle < first.cosAngle;
    const DirectionCone& a = swapped ? second : first;   // the wider one
    const DirectionCone& b = swapped ? first : second;
    if (a.cosAngle <= -1) return a;
    const float cosBetween = clamp(dot(a.axis, b.axis), -1, 1), sinBetween = length(cross(a.axis, b.axis));
    const float sinB = safeSqrt(1 - sqr(b.cosAngle));
    // b lies in a: angle between + b's <= a's.
    if (sinBetween * b.cosAngle + cosBetween * sinB >= 0 && cosBetween * b.cosAngle - sinBetween * sinB >= a.cosAngle) return a;
    const float angleA = acos(a.cosAngle), angleB = acos(b.cosAngle), between = atan2(sinBetween, cosBetween);
    if (between + angleB <= angleA) return a;
    const float angle = (angleA + between + angleB) * 0.5F;
    if (angle >= kPi || !(sinBetween > 0)) return {a.axis, -1};
    // The axis lies between theirs.
    const vec3 perpendicular = normalize(b.axis - a.axis * cosBetween);
    const SinCos turn = sinCos(angle - angleA);
    return {normalize(a.axis * turn.cos + perpendicular * turn.sin), cos(angle)};
}

LightBounds unite(const LightBounds& a, const LightBounds& b) {
    LightBounds both = a;
    both.bounds.add(b.bounds);
    DirectionCone normals = b.normals;
    // Two-sided ones may as well be turned round, so that the cone stays narrow.
    if (a.twoSided && b.twoSided && dot(a.normals.axis, normals.axis) < 0) normals.axis = -normals.axis;
    both.normals = unite(a.normals, normals);
    both.cosEmission = std::min(a.cosEmission, b.cosEmission);
    both.twoSided = a.twoSided || b.twoSided;
    both.intensity = a.intensity + b.intensity;
    return both;
}

LightTree::Node LightTree::makeNode(const LightBounds& bounds) {
    Node node;
    node.centre = bounds.bounds.centre();
    // The centre is rounded, so the radius is to its farthest corner.
    node.radius = length(glm::max(bounds.bounds.high - node.centre, node.centre - bounds.bounds.low)) * (1 + 4e-7F);
    node.intensity = bounds.intensity;
    node.axis = packDirection(bounds.normals.axis);
    node.cosNormals = packCosine(bounds.normals.cosAngle);
    node.cosEmission = packCosine(bounds.cosEmission);
    node.link = bounds.twoSided ? kTwoSided : 0;
    return node;
}

/// Splits by the surface area orientation heuristic (Conty Estevez and Kulla 2018, section 4.4).
struct LightTree::Builder {
    static constexpr int kBuckets = 12;
    static constexpr uint32_t kCostSamples = 2048;   // lights that speak for a larger node
    static constexpr uint32_t kFew = 16;             // for so many the longest axis does
    static constexpr uint32_t kBalancedDepth = 32;   // from there on halves, so that a trail has 64 bits at most

    const std::vector<LightBounds>& lights;
    std::vector<vec3> centres;
    std::vector<uint32_t> order;
    std::vector<Node>& nodes;
    std::vector<uint64_t>& trails;

    struct Split {
        int axis = -1;
        int bucket = 0;
    };

    /// Measure of positions and directions times the intensity: a sphere around the box stands for its area, since lights
    /// in a row have none.
    static double cost(const LightBounds& b) {
        const float o = acos(b.normals.cosAngle), e = acos(b.cosEmission), w = std::min(o + e, kPi);
        const SinCos so = sinCos(o);
        const float directions = kTwoPi * (1 - so.cos) + kHalfPi * (2 * w * so.sin - cos(o - 2 * w) - 2 * o * so.sin + so.cos);
        return double{b.intensity} * directions * length2(b.bounds.size());
    }

    static int bucketOf(float x, float low, float scale) {
        return std::clamp(static_cast<int>((x - low) * scale), 0, kBuckets - 1);
    }

    [[gnu::noinline]] Split findSplit(uint32_t from, uint32_t to, const Bounds3& spread) const {
        const vec3 size = spread.size();
        const uint32_t step = std::max(1U, (to - from) / kCostSamples);
        const float longest = maxComponent(size);
        Split best;
        double bestCost = std::numeric_limits<double>::infinity();
        for (int axis = 0; axis < 3; ++axis) {
            if (!(size[axis] > 0) || (to - from <= kFew && size[axis] < longest)) continue;
            const float low = spread.low[axis], scale = kBuckets / size[axis];
            if (!(scale < kInfinity)) continue;
            LightBounds buckets[kBuckets];
            bool used[kBuckets] = {};
            for (uint32_t i = from; i < to; i += step) {
                const int k = bucketOf(centres[order[i]][axis], low, scale);
                buckets[k] = used[k] ? unite(buckets[k], lights[order[i]]) : lights[order[i]];
                used[k] = true;
            }
            double above[kBuckets + 1];   // of all buckets from k on; negative: they are empty
            above[kBuckets] = -1;
            LightBounds sum;
            for (int k = kBuckets; k-- > 1;) {
                above[k] = above[k + 1];
                if (!used[k]) continue;
                sum = above[k] < 0 ? buckets[k] : unite(sum, buckets[k]);
                above[k] = cost(sum);
            }
            bool any = false;
            const double thin = longest / size[axis];
            for (int k = 0; k + 1 < kBuckets; ++k) {
                if (!used[k]) continue;
                sum = any ? unite(sum, buckets[k]) : buckets[k];
                any = true;
                if (above[k + 1] < 0) break;
                const double c = (cost(sum) + above[k + 1]) * thin;
                if (c < bestCost) {
                    bestCost = c;
                    best = {axis, k};
                }
            }
        }
        return best;
    }

    /// Orders [from, to) so that the two children's lights are together; where the second one's start.
    uint32_t divide(uint32_t from, uint32_t to, uint32_t depth) {
        Bounds3 spread;
        for (uint32_t i = from; i < to; ++i) spread.add(centres[order[i]]);
        const auto first = order.begin() + from, last = order.begin() + to;
        if (depth < kBalancedDepth && to - from > 2) {
            const Split split = findSplit(from, to, spread);
            if (split.axis >= 0) {
                const float low = spread.low[split.axis], scale = kBuckets / spread.size()[split.axis];
                // Stable: the same order on every platform.
                const auto middle = std::stable_partition(first, last, [&](uint32_t light) {
                    return bucketOf(centres[light][split.axis], low, scale) <= split.bucket;
                });
                if (middle != first && middle != last) return static_cast<uint32_t>(middle - order.begin());
            }
        }
        const vec3 size = spread.size();
        const int axis = size.x >= size.y && size.x >= size.z ? 0 : (size.y >= size.z ? 1 : 2);
        std::sort(first, last, [&](uint32_t a, uint32_t b) {
            return centres[a][axis] != centres[b][axis] ? centres[a][axis] < centres[b][axis] : a < b;
        });
        return from + (to - from) / 2;
    }

    LightBounds build(uint32_t from, uint32_t to, uint32_t depth, uint64_t trail) {
        const auto index = static_cast<uint32_t>(nodes.size());
        nodes.emplace_back();
        if (to - from == 1) {
            nodes[index] = makeNode(lights[order[from]]);
            nodes[index].link |= kLeaf | order[from];
            trails[order[from]] = trail;
            return lights[order[from]];
        }
        const uint32_t middle = divide(from, to, depth);
        const LightBounds first = build(from, middle, depth + 1, trail);
        const auto second = static_cast<uint32_t>(nodes.size());
        const LightBounds both = unite(first, build(middle, to, depth + 1, trail | uint64_t{1} << depth));
        nodes[index] = makeNode(both);
        nodes[index].link |= second;
        return both;
    }
};

LightTree::LightTree(const std::vector<LightBounds>& lights) {
    static_assert(sizeof(Node) == 32);
    if (lights.empty()) return;
    const auto count = static_cast<uint32_t>(lights.size());
    nodes_.reserve(2 * lights.size() - 1);
    trails_.resize(lights.size());
    Builder builder{lights, {}, {}, nodes_, trails_};
    builder.centres.reserve(lights.size());
    builder.order.reserve(lights.size());
    for (uint32_t i = 0; i < count; ++i) {
        builder.centres.push_back(lights[i].bounds.centre());
        builder.order.push_back(i);
    }
    builder.build(0, count, 0, 0);
}

float LightTree::importance(const Node& node, const LightReceiver& receiver) {
    const vec3 d = node.centre - receiver.p;
    const float distance2 = length2(d), radius2 = sqr(node.radius);
    float factor = 1;
    if (distance2 > radius2) {
        const vec3 w = d / std::sqrt(distance2);
        // Angles: u of the directions under which p sees the sphere, o of its normals, e of its emission.
        const float sin2U = radius2 / distance2, sinU = std::sqrt(sin2U), cosU = safeSqrt(1 - sin2U);
        float cosW = clamp(-dot(unpackDirection(node.axis), w), -1, 1);
        if ((node.link & kTwoSided) != 0) cosW = std::fabs(cosW);
        const float cosO = static_cast<float>(node.cosNormals) * (1 / 32767.0F);
        const float cosX = cosDifference(safeSqrt(1 - cosW * cosW), cosW, safeSqrt(1 - cosO * cosO), cosO);
        const float cosEmitted = cosDifference(safeSqrt(1 - cosX * cosX), cosX, sinU, cosU);
        if (cosEmitted < static_cast<float>(node.cosEmission) * (1 / 32767.0F)) return 0;
        // Grazing angles keep a little, since rounding must not hide a light that contributes.
        factor = std::max(cosEmitted, 1e-3F);
        if (receiver.n != vec3(0)) {
            float cosN = clamp(dot(w, receiver.n), -1, 1);
            if (receiver.transmits) cosN = std::fabs(cosN);
            const float cosReceived = cosDifference(safeSqrt(1 - cosN * cosN), cosN, sinU, cosU);
            if (cosReceived < -1e-5F) return 0;
            factor *= std::max(cosReceived, 1e-3F);
        }
    }
    // How near a light inside the sphere may be: a tenth made the least variance among many lights (all from 1 to 0.03 tried).
    return std::min(node.intensity * factor / std::max(std::max(distance2, radius2 * 0.1F), 1e-30F), std::numeric_limits<float>::max());
}

float LightTree::importance(const LightReceiver& receiver) const {
    return nodes_.empty() ? 0 : importance(nodes_[0], receiver);
}

bool LightTree::sample(const LightReceiver& receiver, double u, uint32_t& light, float& probability) const {
    if (nodes_.empty()) return false;
    uint32_t index = 0;
    double p = 1;
    while ((nodes_[index].link & kLeaf) == 0) {
        const uint32_t second = nodes_[index].link & kIndex;
        const double i0 = importance(nodes_[index + 1], receiver), i1 = importance(nodes_[second], receiver);
        if (!(i0 + i1 > 0)) return false;
        const double p0 = i0 / (i0 + i1);
        if (u < p0) {
            u /= p0;
            p *= p0;
            index += 1;
        } else {
            u = (u - p0) / (1 - p0);
            p *= 1 - p0;
            index = second;
        }
        u = std::min(u, 1 - 0x1p-53);
    }
    light = nodes_[index].link & kIndex;
    probability = static_cast<float>(p);
    return probability > 0;
}

float LightTree::probability(const LightReceiver& receiver, uint32_t light) const {
    if (light >= trails_.size()) return 0;
    uint32_t index = 0;
    double p = 1;
    for (uint64_t trail = trails_[light]; (nodes_[index].link & kLeaf) == 0; trail >>= 1) {
        const uint32_t second = nodes_[index].link & kIndex;
        const double i0 = importance(nodes_[index + 1], receiver), i1 = importance(nodes_[second], receiver);
        if (!(i0 + i1 > 0)) return 0;
        const double p0 = i0 / (i0 + i1);
        const bool takesSecond = (trail & 1) != 0;
        p *= takesSecond ? 1 - p0 : p0;
        index = takesSecond ? second : index + 1;
    }
    return static_cast<float>(p);
}

size_t LightTree::memoryBytes() const { return nodes_.capacity() * sizeof(Node) + trails_.capacity() * sizeof(uint64_t); }

}  // namespace raypool
