#include "raytracer/render/film.h"

#include "raytracer/core/math.h"

namespace raypool {
namespace {

bool isRadiance(Rgb c) { return isFinite(c) && c.r >= 0 && c.g >= 0 && c.b >= 0; }

double luminanceOf(double r, double g, double b) { return 0.2126 * r + 0.7152 * g + 0.0722 * b; }

Rgb divided(double r, double g, double b, uint32_t count) {
    return {static_cast<float>(r / count), static_cast<float>(g / count), static_cast<float>(b / count)};
}

}  // namespace

bool Film::reset(size_t pixels, FilmNeeds needs) {
    needs_ = {};
    invalid_.store(0, std::memory_order_relaxed);
    if (!counts_.resize(pixels) || !sums_.resize(needs.sums ? pixels : 0) ||
        !features_.resize(needs.features ? pixels : 0)) {
        counts_.resize(0);
        sums_.resize(0);
        features_.resize(0);
        return false;
    }
    needs_ = needs;
    counts_.fill(0);
    return true;
}

void Film::add(size_t pixel, uint32_t index, const PathResult& sample) {
    Rgb value = sample.radiance;
    bool invalid = sample.wasInvalid;
    if (!isRadiance(value) || !isFinite(value * sample.weight)) {
        value = {};
        invalid = true;
    } else {
        value *= sample.weight;
    }
    if (invalid) invalid_.fetch_add(1, std::memory_order_relaxed);

    const uint32_t count = counts_[pixel];
    Sums& sums = sums_[pixel];
    if (count == 0) sums = {};
    const double r = value.r, g = value.g, b = value.b, y = luminanceOf(r, g, b);
    sums.r += r;
    sums.g += g;
    sums.b += b;
    sums.luminanceSquares += y * y;
    if (index % 2 == 0) {
        sums.even += value;
        ++sums.evenCount;
    }
    if (needs_.features) {
        Features& features = features_[pixel];
        if (count == 0) {
            const bool isNumber = sample.depth >= 0 && sample.depth < kInfinity;
            features = {{}, vec3(0), isNumber ? sample.depth : 0, sample.objectId, sample.materialId, {}, vec3(0)};
        }
        const Rgb albedo = isRadiance(sample.albedo) ? sample.albedo : Rgb{};
        const vec3 normal = length2(sample.normal) < 2 ? sample.normal : vec3(0);
        features.albedo += albedo;
        features.normal += normal;
        if (index % 2 == 0) {
            features.evenAlbedo += albedo;
            features.evenNormal += normal;
        }
    }
    counts_[pixel] = count + 1;
}

Rgb Film::mean(size_t pixel) const {
    const uint32_t count = counts_[pixel];
    if (count == 0) return {};
    const Sums& sums = sums_[pixel];
    return divided(sums.r, sums.g, sums.b, count);
}

uint32_t Film::halfCount(size_t pixel, uint32_t parity) const {
    if (counts_[pixel] == 0) return 0;
    const uint32_t even = sums_[pixel].evenCount;
    return parity == 0 ? even : counts_[pixel] - even;
}

Rgb Film::halfMean(size_t pixel, uint32_t parity) const {
    const uint32_t count = halfCount(pixel, parity);
    if (count == 0) return {};
    const Sums& sums = sums_[pixel];
    const double r = sums.even.r, g = sums.even.g, b = sums.even.b;
    return parity == 0 ? divided(r, g, b, count) : divided(sums.r - r, sums.g - g, sums.b - b, count);
}

double Film::luminanceVariance(size_t pixel) const {
    const uint32_t count = counts_[pixel];
    if (count < 2) return 0;
    const Sums& sums = sums_[pixel];
    const double mean = luminanceOf(sums.r, sums.g, sums.b) / count;
    const double spread = sums.luminanceSquares / count - mean * mean;
    return spread > 0 ? spread / (count - 1) : 0;
}

Rgb Film::albedo(size_t pixel) const {
    const uint32_t count = counts_[pixel];
    return count == 0 ? Rgb{} : features_[pixel].albedo / static_cast<float>(count);
}

Rgb Film::halfAlbedo(size_t pixel, uint32_t parity) const {
    const uint32_t count = halfCount(pixel, parity);
    if (count == 0) return {};
    const Features& f = features_[pixel];
    return (parity == 0 ? f.evenAlbedo : f.albedo - f.evenAlbedo) / static_cast<float>(count);
}

vec3 Film::halfNormal(size_t pixel, uint32_t parity) const {
    const uint32_t count = halfCount(pixel, parity);
    if (count == 0) return vec3(0);
    const Features& f = features_[pixel];
    return (parity == 0 ? f.evenNormal : f.normal - f.evenNormal) / static_cast<float>(count);
}

vec3 Film::normal(size_t pixel) const {
    const uint32_t count = counts_[pixel];
    return count == 0 ? vec3(0) : features_[pixel].normal / static_cast<float>(count);
}

}  // namespace raypool
