#include "raytracer/lights/environment.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "raytracer/core/elementary.h"
#include "raytracer/core/math.h"
#include "raytracer/lights/sky.h"
#include "raytracer/sampling/distribution.h"

namespace raypool {

namespace {

float usable(float x) { return x > 0 ? std::min(x, 1e30F) : 0; }   // NaN fails the comparison
Rgb usable(Rgb c) { return {usable(c.r), usable(c.g), usable(c.b)}; }

bool isUsable(const ImageF& image) {
    return std::all_of(image.data.begin(), image.data.end(), [](float x) { return usable(x) == x; });
}

/// x in [0, 1] with a density that goes linearly from a to b, both >= 0.
double sampleLinear(double u, double a, double b) {
    if (!(a + b > 0)) return u;
    return std::min(u * (a + b) / (a + std::sqrt((1 - u) * a * a + u * b * b)), 1.0);
}

/// Index of the interval of a CDF with `count` intervals where u lies; u becomes its place in there.
uint32_t findInterval(const float* cdf, uint32_t count, double& u) {
    const float key = static_cast<float>(u);
    const auto i = static_cast<uint32_t>(findStep(cdf, count, key));
    u = std::clamp((u - double{cdf[i]}) / (double{cdf[i + 1]} - double{cdf[i]}), 0.0, 1.0);
    return i;
}

/// Rows enough that the horizon is sharp to a fifth of a degree.
std::shared_ptr<const ImageF> gradient(const EnvironmentLightDesc& desc) {
    constexpr uint32_t kRows = 1024;
    auto image = std::make_shared<ImageF>(ImageF{1, kRows, 3, {}});
    for (uint32_t i = 0; i < kRows; ++i) {
        const float height = 1 - 2 * (static_cast<float>(i) + 0.5F) / kRows;   // elevation over 90 degrees
        const Rgb c = usable(height < 0 ? desc.ground : lerp(height, desc.horizon, desc.zenith));
        image->data.insert(image->data.end(), {c.r, c.g, c.b});
    }
    return image;
}

std::shared_ptr<const ImageF> pictureOf(const EnvironmentLightDesc& desc, Rgb& sun) {
    switch (desc.kind) {
        case EnvironmentKind::kBlack: return nullptr;
        case EnvironmentKind::kConstant: return std::make_shared<ImageF>(ImageF{1, 1, 1, {1}});
        case EnvironmentKind::kGradient: return gradient(desc);
        case EnvironmentKind::kSky: {
            Sky sky = computeSky(desc);
            sun = sky.sunIrradiance;
            return std::make_shared<ImageF>(std::move(sky.image));
        }
        case EnvironmentKind::kImage: {
            if (!desc.image || desc.image->data.empty()) return nullptr;
            if (isUsable(*desc.image)) return desc.image;
            auto repaired = std::make_shared<ImageF>(*desc.image);
            for (float& x : repaired->data) x = usable(x);
            return repaired;
        }
    }
    return nullptr;
}

}  // namespace

/// Between which pixels' centres a direction lies: s is its place between the rows by height on the sphere, ty by latitude.
struct Environment::Place {
    uint32_t x0 = 0, x1 = 0, y0 = 0, y1 = 0;
    float tx = 0, ty = 0, s = 0;
};

Environment::Environment(const EnvironmentLightDesc& desc)
    : image_(pictureOf(desc, sun_)), scale_(usable(desc.radiance)), x_(desc.rotationX), y_(desc.rotationY), z_(desc.rotationZ) {
    if (!image_) return;
    sun_ = sun_ * scale_;
    if (desc.kind == EnvironmentKind::kSky) {
        // The sky's picture has the sun at azimuth 0.
        const SinCos turn = sinCos(atan2(desc.sunDirection.z, desc.sunDirection.x));
        x_ = desc.rotationX * turn.cos + desc.rotationZ * turn.sin;
        z_ = desc.rotationZ * turn.cos - desc.rotationX * turn.sin;
    }
    makeDistribution();
    total_ = mass_;
    if (!desc.misCompensation || isBlack()) return;
    unsampled_ = total_ * kInvFourPi;
    makeDistribution();
    // What rounding leaves of a constant one is no distribution.
    if (mass_ < 1e-4F * total_) mass_ = 0;
}

void Environment::makeDistribution() {
    const uint32_t width = image_->width, height = image_->height, strips = height + 1;
    // 1 - cos as 2 sin^2 keeps the precision at the poles.
    heights_.resize(strips + 1);
    for (uint32_t k = 0; k <= strips; ++k) {
        const bool isUpper = 2 * k <= strips;
        const uint32_t fromPole = isUpper ? k : strips - k;
        const float angle = fromPole == 0 ? 0 : kPi * (static_cast<float>(fromPole) - 0.5F) / static_cast<float>(height);
        const double h = 1 - 2 * sqr(double{sin(angle * 0.5F)});
        heights_[k] = isUpper ? h : -h;
    }
    stripCdf_.resize(strips + 1);
    cellCdf_.resize(size_t{strips} * (width + 1));
    std::vector<double> masses(strips), running(width + 1);
    double sum[3] = {}, total = 0;
    for (uint32_t k = 0; k < strips; ++k) {
        const uint32_t y0 = k == 0 ? 0 : k - 1, y1 = std::min(k, height - 1);
        const double cell = (heights_[k] - heights_[k + 1]) * 6.28318530717958647693 / width;
        double colours[3] = {};
        // Each column's sum counts for the cells on both of its sides.
        const auto column = [&](uint32_t x) { return double{weight(x, y0)} + double{weight(x, y1)}; };
        const double first = column(0);
        double left = first;
        for (uint32_t x = 0; x < width; ++x) {
            const Rgb above = texel(x, y0), below = texel(x, y1);
            colours[0] += double{above.r} + double{below.r};
            colours[1] += double{above.g} + double{below.g};
            colours[2] += double{above.b} + double{below.b};
            const double right = x + 1 == width ? first : column(x + 1);
            running[x + 1] = running[x] + left + right;
            left = right;
        }
        for (int i = 0; i < 3; ++i) sum[i] += colours[i] * 0.5 * cell;
        masses[k] = running[width] * 0.25 * cell;
        total += masses[k];
        float* cdf = &cellCdf_[size_t{k} * (width + 1)];
        for (uint32_t x = 1; x <= width; ++x) cdf[x] = running[width] > 0 ? static_cast<float>(running[x] / running[width]) : 0;
    }
    double below = 0;
    for (uint32_t k = 0; k < strips; ++k) {
        below += masses[k];
        stripCdf_[k + 1] = total > 0 ? static_cast<float>(below / total) : 0;
    }
    stripCdf_[strips] = 1;
    integral_ = {static_cast<float>(sum[0]), static_cast<float>(sum[1]), static_cast<float>(sum[2])};
    mass_ = static_cast<float>(total);
}

float Environment::weight(uint32_t x, uint32_t y) const { return std::max(average(texel(x, y)) - unsampled_, 0.0F); }

Rgb Environment::texel(uint32_t x, uint32_t y) const {
    const float* p = image_->at(x, y);
    return image_->channels < 3 ? scale_ * p[0] : scale_ * Rgb{p[0], p[1], p[2]};
}

vec2 Environment::uvOf(vec3 wi) const {
    const vec3 d(dot(wi, x_), dot(wi, y_), dot(wi, z_));
    return {std::min(0.5F + atan2(d.z, d.x) * kInvTwoPi, kOneMinusEpsilon),
            std::min(atan2(std::sqrt(d.x * d.x + d.z * d.z), d.y) * kInvPi, kOneMinusEpsilon)};
}

Environment::Place Environment::placeOf(vec3 wi) const {
    const uint32_t width = image_->width, height = image_->height;
    const vec2 uv = uvOf(wi);
    Place place;
    const float x = uv.x * static_cast<float>(width) - 0.5F, y = uv.y * static_cast<float>(height) - 0.5F;
    const float left = std::floor(x), above = std::floor(y);
    place.tx = x - left;
    place.ty = y - above;
    place.x0 = left < 0 ? width - 1 : std::min(static_cast<uint32_t>(left), width - 1);
    place.x1 = place.x0 + 1 == width ? 0 : place.x0 + 1;
    const uint32_t strip = above < 0 ? 0 : std::min(static_cast<uint32_t>(above) + 1, height);
    place.y0 = strip == 0 ? 0 : strip - 1;
    place.y1 = std::min(strip, height - 1);
    // The distance of the height from the nearer pole, without cancellation.
    const vec3 d(dot(wi, x_), dot(wi, y_), dot(wi, z_));
    const double r2 = double{d.x} * double{d.x} + double{d.z} * double{d.z}, l2 = r2 + double{d.y} * double{d.y};
    const double fromPole = r2 / l2 / (1 + std::sqrt(double{d.y} * double{d.y} / l2));
    const double top = heights_[strip], bottom = heights_[strip + 1];
    const double below = d.y >= 0 ? (top - 1) + fromPole : (top + 1) - fromPole;
    place.s = static_cast<float>(std::clamp(below / (top - bottom), 0.0, 1.0));
    return place;
}

Rgb Environment::radiance(vec3 wi) const {
    if (!image_) return {};
    if (isOneColour()) return texel(0, 0);
    return radianceAt(placeOf(wi));
}
Rgb Environment::radianceAt(const Place& p) const {
    return lerp(p.ty, lerp(p.tx, texel(p.x0, p.y0), texel(p.x1, p.y0)), lerp(p.tx, texel(p.x0, p.y1), texel(p.x1, p.y1)));
}

bool Environment::sample(vec2 u, Sample& sample) const {
    if (!(mass_ > 0)) return false;
    const uint32_t width = image_->width, height = image_->height;
    double ux = double{u.x}, uy = double{u.y};
    const uint32_t strip = findInterval(stripCdf_.data(), height + 1, uy);
    const uint32_t x0 = findInterval(&cellCdf_[size_t{strip} * (width + 1)], width, ux);
    const uint32_t x1 = x0 + 1 == width ? 0 : x0 + 1;
    const uint32_t y0 = strip == 0 ? 0 : strip - 1, y1 = std::min(strip, height - 1);
    const double f00 = double{weight(x0, y0)}, f10 = double{weight(x1, y0)}, f01 = double{weight(x0, y1)}, f11 = double{weight(x1, y1)};
    const double s = sampleLinear(uy, f00 + f10, f01 + f11);
    const double f0 = f00 + (f01 - f00) * s, f1 = f10 + (f11 - f10) * s;
    const double tx = sampleLinear(ux, f0, f1);
    const double y = heights_[strip] + (heights_[strip + 1] - heights_[strip]) * s;
    const auto r = static_cast<float>(std::sqrt((1 - y) * (1 + y)));
    const SinCos a = sinCos(kTwoPi * static_cast<float>((x0 + 0.5 + tx) / width - 0.5));
    sample.wi = x_ * (r * a.cos) + y_ * static_cast<float>(y) + z_ * (r * a.sin);
    sample.pdf = static_cast<float>((f0 + (f1 - f0) * tx) / double{mass_});
    return sample.pdf > 0;
}

float Environment::pdf(vec3 wi) const {
    if (!(mass_ > 0)) return 0;
    if (isOneColour()) return kInvFourPi;
    return pdfAt(placeOf(wi));
}
float Environment::pdfAt(const Place& p) const {
    return lerp(p.s, lerp(p.tx, weight(p.x0, p.y0), weight(p.x1, p.y0)), lerp(p.tx, weight(p.x0, p.y1), weight(p.x1, p.y1))) / mass_;
}

Environment::Value Environment::valueAt(vec3 wi) const {
    if (!image_ || isOneColour()) return {radiance(wi), pdf(wi)};
    const Place p = placeOf(wi);
    return {radianceAt(p), mass_ > 0 ? pdfAt(p) : 0};
}

size_t Environment::memoryBytes() const {
    return (image_ ? image_->data.capacity() * sizeof(float) : 0) + heights_.capacity() * sizeof(double) +
           (stripCdf_.capacity() + cellCdf_.capacity()) * sizeof(float);
}

}  // namespace raypool
