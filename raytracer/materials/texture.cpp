#include "raytracer/materials/texture.h"

#include <algorithm>

#include "raytracer/core/math.h"

namespace raypool {
namespace {

using glm::vec4;

/// A picture is averaged over half of the footprint: pixels average over all of it anyway, and twice is once too often.
constexpr float kAveragedShare = 0.5F;

vec2 placeOf(const Texture& t, const TexturePoint& at) {
    const vec3 uv(at.sets[t.set].uv, 1);
    return {dot(t.rowU, uv), dot(t.rowV, uv)};
}

/// The width to average over in the units of the pattern, times its unit.
float widthOf(const Texture& t, const TexturePoint& at, float unit) {
    return at.footprint * kAveragedShare * at.sets[t.set].perMetre * t.stretch * unit;
}

vec4 mixed(float t, vec4 a, vec4 b) { return a * (1 - t) + b * t; }
vec4 opaque(Rgb c) { return {c.r, c.g, c.b, 1}; }

/// Equal channels stay exactly what they are.
float numberOf(vec4 v) { return v.r == v.g && v.g == v.b ? v.r : luminance({v.r, v.g, v.b}); }

vec4 inputValue(const TextureSet& set, const TextureInput& input, const TexturePoint& at) {
    return input.texture == kNone ? opaque(input.value) : textureValue(set, input.texture, at);
}

vec4 between(const TextureSet& set, const Texture& t, float share, const TexturePoint& at) {
    // What is not seen is not worked out.
    if (!(share > 0)) return inputValue(set, t.a, at);
    if (!(share < 1)) return inputValue(set, t.b, at);
    return mixed(share, inputValue(set, t.a, at), inputValue(set, t.b, at));
}

/// Its details have no end and no integral: over a width, the mean of points of a lattice (Korobov 1959) that has one in each
/// eighth of both sides.
vec4 mandelbrotValue(const TextureSet& set, const Texture& t, const TexturePoint& at) {
    const auto value = [&](vec2 place) {
        const float escape = mandelbrotAt(t.mandelbrot, place);
        return escape < 0 ? opaque(t.mandelbrot.inside) : between(set, t, escape, at);
    };
    const vec2 middle = placeOf(t, at);
    const float width = widthOf(t, at, 1);
    if (!(width > 0)) return value(middle);
    constexpr int kLatticePoints = 8, kGenerator = 3;
    vec4 sum(0);
    for (int k = 0; k < kLatticePoints; ++k) {
        const vec2 share((static_cast<float>(k) + 0.5F) / kLatticePoints, (static_cast<float>(k * kGenerator % kLatticePoints) + 0.5F) / kLatticePoints);
        sum += value(middle + (share - vec2(0.5F)) * width);
    }
    return sum * (1.0F / kLatticePoints);
}

vec4 patternValue(const TextureSet& set, const Texture& t, const TexturePoint& at) {
    switch (t.kind) {
        case TextureKind::kImage: {
            const TextureImage& image = *set.images[t.image];
            const float size = std::sqrt(static_cast<float>(image.width()) * static_cast<float>(image.height()));
            return image.at(placeOf(t, at), detailOf(widthOf(t, at, size)), t.sampling);
        }
        case TextureKind::kChecker: {
            const vec2 place = placeOf(t, at) * 2.0F;
            const float width = widthOf(t, at, 2);
            const float x = stripesAt(place.x, width), y = stripesAt(place.y, width);
            return between(set, t, x + y - 2 * x * y, at);   // one of both
        }
        case TextureKind::kGradient: return between(set, t, rampAt(placeOf(t, at).x, widthOf(t, at, 1)), at);
        case TextureKind::kRadialGradient: return between(set, t, rampAt(2 * glm::length(placeOf(t, at) - vec2(0.5F)), widthOf(t, at, 2)), at);
        case TextureKind::kNoise: return between(set, t, noiseAt(t.noise, at.p, at.footprint * kAveragedShare * at.objectPerMetre), at);
        case TextureKind::kMandelbrot: return mandelbrotValue(set, t, at);
        case TextureKind::kVertexColor: return at.color;
        case TextureKind::kProduct: return inputValue(set, t.a, at) * inputValue(set, t.b, at);
        case TextureKind::kBlend: return between(set, t, clamp(numberOf(inputValue(set, t.weight, at)), 0, 1), at);
    }
    return vec4(0, 0, 0, 1);
}

}  // namespace

size_t TextureSet::memoryBytes() const {
    size_t bytes = textures.capacity() * sizeof(Texture);
    for (const auto& image : images) bytes += sizeof(TextureImage) + image->memoryBytes();
    return bytes;
}

vec4 textureValue(const TextureSet& set, uint32_t id, const TexturePoint& at) {
    const Texture& t = set.textures[id];
    vec4 v;
    if (t.hasThreshold && at.footprint > 0) {
        TexturePoint sharp = at;
        sharp.footprint = 0;
        v = patternValue(set, t, sharp);
    } else {
        v = patternValue(set, t, at);
    }
    Rgb c{v.r, v.g, v.b};
    switch (t.part) {
        case TexturePart::kAll: break;
        case TexturePart::kRed: c = grey(v.r); break;
        case TexturePart::kGreen: c = grey(v.g); break;
        case TexturePart::kBlue: c = grey(v.b); break;
        case TexturePart::kAlpha: c = grey(v.a); break;
    }
    c = c * t.factor + t.bias;
    if (t.hasThreshold) {
        const auto reached = [&](float x) { return x >= t.threshold ? 1.0F : 0.0F; };
        c = {reached(c.r), reached(c.g), reached(c.b)};
    }
    return {c.r, c.g, c.b, v.a};
}

Rgb textureColor(const TextureSet& set, uint32_t id, const TexturePoint& at) {
    const vec4 v = textureValue(set, id, at);
    return {v.r, v.g, v.b};
}

float textureNumber(const TextureSet& set, uint32_t id, const TexturePoint& at) { return numberOf(textureValue(set, id, at)); }

float finestDetail(const TextureSet& set, uint32_t id, const TexturePoint& at) {
    const Texture& t = set.textures[id];
    const float perMetre = at.sets[t.set].perMetre * t.stretch;
    switch (t.kind) {
        case TextureKind::kImage: {
            const TextureImage& image = *set.images[t.image];
            const float texels = perMetre * std::sqrt(static_cast<float>(image.width()) * static_cast<float>(image.height()));
            return texels > 0 ? 1 / texels : 0;
        }
        case TextureKind::kChecker:
        case TextureKind::kGradient:
        case TextureKind::kRadialGradient:
        case TextureKind::kMandelbrot: return perMetre > 0 ? 1 / (256 * perMetre) : 0;
        case TextureKind::kNoise: return t.noise.finest / 8;
        case TextureKind::kVertexColor: return 0;
        case TextureKind::kProduct:
        case TextureKind::kBlend: break;
    }
    float finest = 0;
    for (const TextureInput* input : {&t.a, &t.b, &t.weight}) {
        if (input->texture == kNone) continue;
        const float detail = finestDetail(set, input->texture, at);
        if (detail > 0) finest = finest > 0 ? std::min(finest, detail) : detail;
    }
    return finest;
}

}  // namespace raypool
