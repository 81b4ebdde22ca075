#include "raytracer/loaders/gltf/gltf_animation.h"

#include <algorithm>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/loaders/gltf/gltf_accessor.h"

namespace raypool {
namespace {

enum class Interpolation : uint8_t { kLinear, kStep, kCubicSpline };

struct Keys {
    std::vector<float> times, values;
    Interpolation interpolation = Interpolation::kLinear;
    size_t width = 1;   // numbers of one value
};

void normalizeQuaternion(std::vector<double>& q) {
    const double length = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    if (length > 0) {
        for (double& v : q) v /= length;
    } else {
        q = {0, 0, 0, 1};
    }
}

/// Specification, appendix C.
std::vector<double> valueAt(const Keys& keys, double time, bool isRotation) {
    const size_t width = keys.width, count = keys.times.size();
    const bool isCubic = keys.interpolation == Interpolation::kCubicSpline;
    // Of a cubic spline: in-tangent, value, out-tangent.
    const auto at = [&](size_t key, size_t part) {
        const float* p = keys.values.data() + (isCubic ? 3 * key + part : key) * width;
        return std::vector<double>(p, p + width);
    };
    const auto next = static_cast<size_t>(std::ranges::upper_bound(keys.times, time) - keys.times.begin());
    std::vector<double> out;
    if (next == 0 || next == count || keys.interpolation == Interpolation::kStep) {
        out = at(next == 0 ? 0 : next - 1, 1);
    } else {
        const size_t key = next - 1;
        const double step = double{keys.times[next]} - double{keys.times[key]}, t = (time - double{keys.times[key]}) / step;
        out = at(key, 1);
        const auto end = at(next, 1);
        if (isCubic) {
            const auto leaving = at(key, 2), arriving = at(next, 0);
            const double t2 = t * t, t3 = t2 * t;
            for (size_t i = 0; i < width; ++i) {
                out[i] = (2 * t3 - 3 * t2 + 1) * out[i] + step * (t3 - 2 * t2 + t) * leaving[i] + (3 * t2 - 2 * t3) * end[i] +
                         step * (t3 - t2) * arriving[i];
            }
        } else if (isRotation) {
            std::vector<double> a = out, b = end;
            normalizeQuaternion(a);
            normalizeQuaternion(b);
            const auto turned = gltfSlerp({a[0], a[1], a[2], a[3]}, {b[0], b[1], b[2], b[3]}, t);
            out.assign(turned.begin(), turned.end());
        } else {
            for (size_t i = 0; i < width; ++i) out[i] += t * (end[i] - out[i]);
        }
    }
    if (isRotation) normalizeQuaternion(out);
    return out;
}

std::optional<Keys> readKeys(GltfReading& reading, JsonId sampler, uint32_t accessorWidth, size_t width) {
    const auto input = reading.index(sampler, "input", GltfList::kAccessors), output = reading.index(sampler, "output", GltfList::kAccessors);
    if (!input || !output) {
        reading.reader.error(sampler, "an animation's sampler needs \"input\" and \"output\"");
        return {};
    }
    Keys keys;
    keys.width = width;
    const std::string how = reading.text(sampler, "interpolation");
    if (how == "STEP") keys.interpolation = Interpolation::kStep;
    else if (how == "CUBICSPLINE") keys.interpolation = Interpolation::kCubicSpline;
    else if (!how.empty() && how != "LINEAR") {
        reading.reader.error(reading.member(sampler, "interpolation"), "the interpolation \"" + how + "\" is unknown", "LINEAR, STEP or CUBICSPLINE");
        return {};
    }
    auto times = readGltfFloats(reading, *input, 1, "an animation's times");
    auto values = readGltfFloats(reading, *output, accessorWidth, "an animation's values");
    if (!times || !values) return {};
    keys.times = std::move(*times);
    keys.values = std::move(*values);
    const auto isSound = [](const std::vector<float>& list) { return std::ranges::all_of(list, [](float v) { return std::isfinite(v); }); };
    if (!isSound(keys.times) || !isSound(keys.values)) {
        reading.reader.error(sampler, "the keys hold numbers that are not finite");
        return {};
    }
    for (size_t i = 1; i < keys.times.size(); ++i) {
        // Two keys at one time are a jump, which the specification has not, and exporters write.
        if (keys.times[i] < keys.times[i - 1]) {
            reading.reader.error(sampler, "the times of an animation must ascend; key " + std::to_string(i) + " comes before the one before");
            return {};
        }
    }
    const size_t parts = keys.interpolation == Interpolation::kCubicSpline ? 3 : 1;
    if (keys.times.empty() || keys.values.size() != keys.times.size() * parts * width) {
        reading.reader.error(sampler, "the sampler has " + std::to_string(keys.times.size()) + " times and " + std::to_string(keys.values.size()) +
                                          " numbers of values",
                             std::to_string(parts * width) + " numbers a time");
        return {};
    }
    return keys;
}

size_t targetCount(GltfReading& reading, uint32_t mesh) {
    const auto primitives = reading.objects(reading.items(GltfList::kMeshes)[mesh], "primitives");
    return primitives.empty() ? 0 : reading.objects(primitives[0], "targets").size();
}

JsonId chooseAnimation(GltfReading& reading) {
    const auto animations = reading.items(GltfList::kAnimations);
    if (reading.options.animation.empty()) return animations.empty() ? kNoJson : animations[0];
    std::string names;
    for (const JsonId id : animations) {
        const std::string name = reading.text(id, "name");
        if (name == reading.options.animation) return id;
        names += (names.empty() ? "\"" : ", \"") + name + "\"";
    }
    reading.reader.error(0, "the file has no animation named \"" + reading.options.animation + "\"",
                         names.empty() ? "it has no animations at all" : "it has " + names);
    return kNoJson;
}

}  // namespace

std::array<double, 4> gltfSlerp(const std::array<double, 4>& a, std::array<double, 4> b, double t) {
    double cosine = 0;
    for (size_t i = 0; i < 4; ++i) cosine += a[i] * b[i];
    if (cosine < 0) {
        for (double& v : b) v = -v;
        cosine = -cosine;
    }
    double wa = 1 - t, wb = t;
    if (cosine < 0.9995) {   // beyond that, a straight line is as good and does not divide by nearly 0
        const float angle = acos(static_cast<float>(cosine));
        wa = sin(static_cast<float>(1 - t) * angle);
        wb = sin(static_cast<float>(t) * angle);
    }
    std::array<double, 4> out{};
    double norm = 0;
    for (size_t i = 0; i < 4; ++i) {
        out[i] = wa * a[i] + wb * b[i];
        norm += out[i] * out[i];
    }
    if (norm > 0) {
        for (double& v : out) v /= std::sqrt(norm);
    }
    return out;
}

void poseGltfNodes(GltfReading& reading, std::vector<GltfNode>& nodes) {
    const JsonId animation = chooseAnimation(reading);
    if (animation == kNoJson) return;
    const auto samplers = reading.objects(animation, "samplers");
    for (const JsonId channel : reading.objects(animation, "channels")) {
        const JsonId target = reading.member(channel, "target");
        const auto node = reading.index(target, "node", GltfList::kNodes);
        const std::string path = reading.text(target, "path");
        if (path == "pointer") {
            reading.reader.warn(channel, "animations of other things than nodes (KHR_animation_pointer) are left out");
            continue;
        }
        if (!node) continue;   // as the specification asks for
        GltfNode& n = nodes[*node];
        const uint64_t which = reading.whole(channel, "sampler", samplers.size());
        if (which >= samplers.size()) {
            reading.reader.error(channel, "\"sampler\" is missing, or no index of the animation's samplers");
            continue;
        }
        const JsonId sampler = samplers[static_cast<size_t>(which)];
        const bool isRotation = path == "rotation", isWeights = path == "weights";
        if (!isRotation && !isWeights && path != "translation" && path != "scale") {
            reading.reader.warn(target, "the animation of \"" + path + "\" is left out: it is unknown");
            continue;
        }
        size_t width = isRotation ? 4 : 3;
        if (isWeights) {
            width = n.mesh ? targetCount(reading, *n.mesh) : 0;
            if (width == 0) {
                reading.reader.warn(target, "the animation of weights is left out: the node has no morph targets");
                continue;
            }
        }
        const auto keys = readKeys(reading, sampler, isWeights ? 1 : static_cast<uint32_t>(width), width);
        if (!keys) continue;
        const auto value = valueAt(*keys, reading.options.time, isRotation);
        if (isWeights) {
            n.weights = value;
            continue;
        }
        if (n.matrix && n.matrix->determinant() != 0) {   // which the specification forbids: the matrix is split, so that the rest of it stays
            const Decomposed parts = Decomposed::from(*n.matrix);
            n.translation = parts.translation;
            n.rotation = parts.rotation;
            n.scale = {parts.stretch.x.x, parts.stretch.y.y, parts.stretch.z.z};
            n.matrix.reset();
        }
        if (isRotation) std::ranges::copy(value, n.rotation.begin());
        else (path == "scale" ? n.scale : n.translation) = {value[0], value[1], value[2]};
    }
}

}  // namespace raypool
