#include "raytracer/lights/light_tree.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "raytracer/core/elementary.h"
#include "raytracer/core/math.h"
#include "raytracer/core/simd_f32x4.h"

namespace raypool {

namespace {

/// Less by more than what rounding, of cones that were united, adds up to.
float lowered(float c) { return std::max(c - (c > -1 && c < 0.999F ? 1.5e-4F : 6e-5F), -1.0F); }

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

/// Splits by the surface area orientation heuristic (Conty Estevez and Kulla 2018, section 4.4).
struct LightTree::Builder {
    static constexpr int kBuckets = 12;
    static constexpr uint32_t kCostSamples = 2048;   // lights that speak for a larger node
    static constexpr uint32_t kFew = 16;             // for so many the longest axis does
    static constexpr uint32_t kBalancedDepth = 16;   // from there on halves, so that a trail has 64 bits at most

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

    static void setChild(Node& node, int i, const LightBounds& b, uint32_t link) {
        const vec3 centre = b.bounds.centre();
        node.x[i] = centre.x;
        node.y[i] = centre.y;
        node.z[i] = centre.z;
        // The centre is rounded, so the radius is to its farthest corner.
        node.radius[i] = length(glm::max(b.bounds.high - centre, centre - b.bounds.low)) * (1 + 4e-7F);
        node.axisX[i] = b.normals.axis.x;
        node.axisY[i] = b.normals.axis.y;
        node.axisZ[i] = b.normals.axis.z;
        node.cosNormals[i] = b.normals.cosAngle < 1 ? lowered(b.normals.cosAngle) : 1;
        node.sinNormals[i] = safeSqrt(1 - sqr(node.cosNormals[i]));
        node.cosEmission[i] = lowered(b.cosEmission);
        node.back[i] = b.twoSided ? -1 : 1;
        node.intensity[i] = b.intensity;
        node.link[i] = link;
    }

    LightBounds build(uint32_t from, uint32_t to, uint32_t depth, uint64_t trail) {
        const auto index = static_cast<uint32_t>(nodes.size());
        nodes.emplace_back();
        // The part with the most lights is divided again, in order.
        std::array<uint32_t, 5> ends{from, to};
        int parts = 1;
        while (parts < 4) {
            int most = 0;
            for (int i = 1; i < parts; ++i) {
                if (ends[i + 1] - ends[i] > ends[most + 1] - ends[most]) most = i;
            }
            if (ends[most + 1] - ends[most] < 2) break;
            const uint32_t middle = divide(ends[most], ends[most + 1], depth);
            std::copy_backward(ends.begin() + most + 1, ends.begin() + parts + 1, ends.begin() + parts + 2);
            ends[most + 1] = middle;
            ++parts;
        }
        LightBounds all;
        for (int i = 0; i < parts; ++i) {
            const uint32_t first = ends[i];
            const uint64_t path = trail | static_cast<uint64_t>(i) << (2 * depth);
            LightBounds part;
            if (ends[i + 1] - first == 1) {
                part = lights[order[first]];
                trails[order[first]] = path;
                setChild(nodes[index], i, part, kLeaf | order[first]);
            } else {
                const auto child = static_cast<uint32_t>(nodes.size());
                part = build(first, ends[i + 1], depth + 1, path);
                setChild(nodes[index], i, part, child);
            }
            all = i == 0 ? part : unite(all, part);
        }
        return all;
    }
};

LightTree::LightTree(const std::vector<LightBounds>& lights) {
    if (lights.empty()) return;
    const auto count = static_cast<uint32_t>(lights.size());
    nodes_.reserve(lights.size() / 2 + 1);
    trails_.resize(lights.size());
    Builder builder{lights, {}, {}, nodes_, trails_};
    builder.centres.reserve(lights.size());
    builder.order.reserve(lights.size());
    for (uint32_t i = 0; i < count; ++i) {
        builder.centres.push_back(lights[i].bounds.centre());
        builder.order.push_back(i);
    }
    builder.build(0, count, 0, 0);
    nodes_.shrink_to_fit();
}

LightEstimates LightTree::estimate(const Node& node, const LightReceiver& receiver) {
    const auto clamped = [](F32x4 c) { return max(min(c, F32x4(1)), F32x4(-1)); };
    const auto sine = [](F32x4 cosine) { return sqrt(max(F32x4(1) - cosine * cosine, F32x4(0))); };
    const F32x4 dx = F32x4::load(node.x) - receiver.p.x, dy = F32x4::load(node.y) - receiver.p.y, dz = F32x4::load(node.z) - receiver.p.z;
    const F32x4 distance2 = dx * dx + dy * dy + dz * dz, radius = F32x4::load(node.radius), radius2 = radius * radius;
    const Mask4 isOutside = distance2 > radius2;
    const F32x4 inverse = F32x4(1) / sqrt(distance2);
    // Angles: u of the directions under which p sees the sphere, o of its normals, e of its emission.
    const F32x4 sinU = radius * inverse, cosU = sine(sinU);
    const F32x4 along = dx * F32x4::load(node.axisX) + dy * F32x4::load(node.axisY) + dz * F32x4::load(node.axisZ);
    F32x4 cosW = clamped(-(along * inverse));
    cosW = max(cosW, cosW * F32x4::load(node.back));
    // cos(max(0, a - b)) thrice: of w and o, of what is left and u, and of the receiver's angle and u.
    const F32x4 sinW = sine(cosW), cosO = F32x4::load(node.cosNormals), sinO = F32x4::load(node.sinNormals);
    const Mask4 isAmong = cosW > cosO;
    const F32x4 cosX = select(isAmong, 1, cosW * cosO + sinW * sinO), sinX = select(isAmong, 0, sinW * cosO - cosW * sinO);
    const F32x4 cosEmitted = select(cosX > cosU, 1, cosX * cosU + sinX * sinU);
    Mask4 shines = cosEmitted >= F32x4::load(node.cosEmission);
    // Grazing angles keep a little, since rounding must not hide a light that contributes.
    F32x4 factor = max(cosEmitted, F32x4(1e-3F));
    if (receiver.n != vec3(0)) {
        F32x4 cosN = clamped((dx * receiver.n.x + dy * receiver.n.y + dz * receiver.n.z) * inverse);
        if (receiver.transmits) cosN = abs(cosN);
        const F32x4 cosReceived = select(cosN > cosU, 1, cosN * cosU + sine(cosN) * sinU);
        shines = shines & (cosReceived >= F32x4(-1e-5F));
        factor = factor * max(cosReceived, F32x4(1e-3F));
    }
    factor = select(isOutside, select(shines, factor, 0), 1);
    // How near a light inside the sphere may be: a tenth made the least variance among many lights (all from 1 to 0.03 tried).
    const F32x4 nearest = max(max(distance2, radius2 * 0.1F), F32x4(1e-30F));
    LightEstimates e;
    min(F32x4::load(node.intensity) * factor / nearest, F32x4(std::numeric_limits<float>::max())).store(e.parts);
    e.sum = double{e.parts[0]} + double{e.parts[1]} + double{e.parts[2]} + double{e.parts[3]};
    return e;
}

LightEstimates LightTree::estimate(const LightReceiver& receiver) const {
    return nodes_.empty() ? LightEstimates{} : estimate(nodes_[0], receiver);
}

bool LightTree::sample(const LightReceiver& receiver, const LightEstimates& all, double u, uint32_t& light, float& probability) const {
    LightEstimates e = all;
    double p = 1;
    for (uint32_t index = 0; e.sum > 0;) {
        u *= e.sum;
        int chosen = 0;
        double below = 0, sum = 0;
        for (int i = 0; i < 4; ++i) {
            // The last one that may shine also takes what rounding leaves.
            if (!(e.parts[i] > 0)) continue;
            chosen = i;
            below = sum;
            sum += double{e.parts[i]};
            if (u < sum) break;
        }
        const double part = double{e.parts[chosen]};
        u = std::min((u - below) / part, 1 - 0x1p-53);
        p *= part / e.sum;
        const uint32_t link = nodes_[index].link[chosen];
        if ((link & kLeaf) != 0) {
            light = link & ~kLeaf;
            probability = static_cast<float>(p);
            return probability > 0;
        }
        index = link;
        e = estimate(nodes_[index], receiver);
    }
    return false;
}

float LightTree::probability(const LightReceiver& receiver, const LightEstimates& all, uint32_t light) const {
    if (light >= trails_.size()) return 0;
    LightEstimates e = all;
    uint32_t index = 0;
    double p = 1;
    for (uint64_t trail = trails_[light]; e.sum > 0; trail >>= 2) {
        p *= double{e.parts[trail & 3]} / e.sum;
        const uint32_t link = nodes_[index].link[trail & 3];
        if ((link & kLeaf) != 0) return static_cast<float>(p);
        index = link;
        e = estimate(nodes_[index], receiver);
    }
    return 0;
}

size_t LightTree::memoryBytes() const { return nodes_.capacity() * sizeof(Node) + trails_.capacity() * sizeof(uint64_t); }

}  // namespace raypool
