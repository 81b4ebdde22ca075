// Rayleigh and Mie scattering and ozone's absorption in a spherical atmosphere. Constants and the treatment of light that
// scattered more than once: Hillaire 2020, "A Scalable and Production Ready Sky and Atmosphere Rendering Technique", sections
// 4 and 5.5; profiles: Bruneton and Neyret 2008, "Precomputed Atmospheric Scattering".
#include "raytracer/lights/sky.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "raytracer/core/elementary.h"
#include "raytracer/core/math.h"
#include "raytracer/core/vec.h"

namespace raypool {

namespace {

// Kilometres.
constexpr float kGround = 6360, kTop = 6460;
constexpr Rgb kRayleigh{5.802e-3F, 13.558e-3F, 33.1e-3F};   // scattering at sea level, 1 / km
// Smaller wavelengths are scattered more by haze, too: to the power -1.3 (Angstrom 1929), at 680, 550 and 440 nm.
constexpr Rgb kMieScattering = {3.033e-3F, 3.996e-3F, 5.343e-3F}, kMieExtinction = {3.370e-3F, 4.440e-3F, 5.937e-3F};
constexpr Rgb kOzone{0.650e-3F, 1.881e-3F, 0.085e-3F};      // absorption at its densest
constexpr float kRayleighHeight = 8, kMieHeight = 1.2F, kMieAsymmetry = 0.8F;

Rgb expOf(Rgb x) { return {exp(x.r), exp(x.g), exp(x.b)}; }

/// Distance along a ray from radius r with cosine mu to the zenith to the sphere around the earth's centre, from inside it.
float distanceToTop(float r, float mu) {
    const double b = double{r} * double{mu};
    return static_cast<float>(-b + std::sqrt(std::max(b * b + (double{kTop} - double{r}) * (double{kTop} + double{r}), 0.0)));
}
/// To the ground, or a negative number.
float distanceToGround(float r, float mu) {
    const double b = double{r} * double{mu}, inside = b * b - (double{r} - double{kGround}) * (double{r} + double{kGround});
    return mu < 0 && inside >= 0 ? static_cast<float>(-b - std::sqrt(inside)) : -1;
}
float radiusAt(float r, float mu, float t) {
    return static_cast<float>(std::sqrt(double{r} * double{r} + double{t} * double{t} + 2 * double{r} * double{mu} * double{t}));
}

class Atmosphere {
public:
    explicit Atmosphere(const EnvironmentLightDesc& desc) : albedo_(desc.groundAlbedo) {
        // Turbidity: all of the air's optical thickness over that of its molecules alone, here at green light, looking up.
        const float rayleigh = kRayleigh.g * kRayleighHeight, mie = kMieExtinction.g * kMieHeight;
        haze_ = (clamp(desc.turbidity, 1, 30) - 1) * rayleigh / mie;
        transmittance_.resize(kRadii * kCosines);
        for (int i = 0; i < kRadii; ++i) {
            for (int k = 0; k < kCosines; ++k) transmittance_[cell(i, k)] = march(radiusOf(i), cosineOf(k, radiusOf(i)));
        }
        multiple_.resize(kMultiple * kMultiple);
        for (int i = 0; i < kMultiple; ++i) {
            for (int k = 0; k < kMultiple; ++k) {
                const float height = static_cast<float>(i) / (kMultiple - 1);
                multiple_[multipleCell(i, k)] = multipleScattering(kGround + (kTop - kGround) * height * height,
                                                                   2 * static_cast<float>(k) / (kMultiple - 1) - 1);
            }
        }
    }

    /// To the sun, whose light comes from cosine mu; 0 in the earth's shadow.
    Rgb sunTransmittance(float r, float mu) const {
        const float lowest = horizon(r);
        if (mu < lowest) return {};
        const float x = std::sqrt(clamp((mu - lowest) / (1 - lowest), 0, 1)) * (kCosines - 1);
        const float y = std::sqrt(clamp((r - kGround) / (kTop - kGround), 0, 1)) * (kRadii - 1);
        const int k = std::min(static_cast<int>(x), kCosines - 2), i = std::min(static_cast<int>(y), kRadii - 2);
        const float tx = x - static_cast<float>(k), ty = y - static_cast<float>(i);
        return lerp(ty, lerp(tx, transmittance_[cell(i, k)], transmittance_[cell(i, k + 1)]),
                    lerp(tx, transmittance_[cell(i + 1, k)], transmittance_[cell(i + 1, k + 1)]));
    }

    /// Radiance for a sun of irradiance 1, seen from radius r along mu; cosSun: between the ray and the sun, muSun: of the sun
    /// to the zenith.
    Rgb radiance(float r, float mu, float muSun, float cosSun, int steps) const {
        const float c2 = cosSun * cosSun, g = kMieAsymmetry;
        const float rayleighPhase = 3 * kInvFourPi / 4 * (1 + c2);
        // Cornette and Shanks 1992.
        const float denominator = 1 + g * g - 2 * g * cosSun;
        const float miePhase = 1.5F * kInvFourPi * (1 - g * g) * (1 + c2) / ((2 + g * g) * denominator * std::sqrt(denominator));
        Rgb sum, through{1, 1, 1};
        integrate(r, mu, muSun, cosSun, steps, [&](const Air& air, float radius, float muThere, Rgb weight) {
            const Rgb once = air.rayleigh * rayleighPhase + air.mie * miePhase;
            sum += weight * (once * sunTransmittance(radius, muThere) + (air.rayleigh + air.mie) * multipleAt(radius, muThere));
        }, through);
        return sum;
    }

private:
    static constexpr int kRadii = 32, kCosines = 96, kMultiple = 16;

    /// Coefficients at one height, 1 / km.
    struct Air {
        Rgb rayleigh;
        Rgb mie;   // scattering
        Rgb extinction;
    };
    Air at(float r) const {
        const float h = std::max(r - kGround, 0.0F);
        const float mie = exp(h * (-1 / kMieHeight)) * haze_, ozone = std::max(0.0F, 1 - std::fabs(h - 25) * (1 / 15.0F));
        Air air;
        air.rayleigh = kRayleigh * exp(h * (-1 / kRayleighHeight));
        air.mie = kMieScattering * mie;
        air.extinction = air.rayleigh + kMieExtinction * mie + kOzone * ozone;
        return air;
    }

    static float horizon(float r) {
        const double s = double{kGround} / double{std::max(r, kGround)};
        return static_cast<float>(-std::sqrt(std::max(1 - s * s, 0.0)));
    }
    static float radiusOf(int i) { return kGround + (kTop - kGround) * sqr(static_cast<float>(i) / (kRadii - 1)); }
    static float cosineOf(int k, float r) {
        return horizon(r) + (1 - horizon(r)) * sqr(static_cast<float>(k) / (kCosines - 1));
    }
    static size_t cell(int i, int k) { return static_cast<size_t>(i) * kCosines + static_cast<size_t>(k); }
    static size_t multipleCell(int i, int k) { return static_cast<size_t>(i) * kMultiple + static_cast<size_t>(k); }

    /// Transmittance to the top, where the ground is not in the way.
    Rgb march(float r, float mu) const {
        constexpr int kSteps = 64;
        const float length = distanceToTop(r, mu);
        Rgb depth;
        for (int i = 0; i < kSteps; ++i) {
            // Denser where the ray starts, where the air is.
            const float a = static_cast<float>(i) / kSteps, b = static_cast<float>(i + 1) / kSteps;
            depth += at(radiusAt(r, mu, length * sqr((a + b) * 0.5F))).extinction * (length * (b * b - a * a));
        }
        return expOf(depth * -1);
    }

    /// Calls with the air's coefficients, the radius and the sun's cosine there, and the integral of the transmittance over
    /// the step, for each step to the top or the ground; `through`: what remains of the light behind.
    template <class Visit>
    void integrate(float r, float mu, float muSun, float cosSun, int steps, const Visit& visit, Rgb& through) const {
        const float ground = distanceToGround(r, mu), length = ground >= 0 ? ground : distanceToTop(r, mu);
        for (int i = 0; i < steps; ++i) {
            const float a = static_cast<float>(i) / static_cast<float>(steps), b = static_cast<float>(i + 1) / static_cast<float>(steps);
            const float t = length * sqr((a + b) * 0.5F), dt = length * (b * b - a * a);
            const float radius = radiusAt(r, mu, t);
            const Air air = at(radius);
            const Rgb passes = expOf(air.extinction * -dt);
            const Rgb gone = through * (Rgb{1, 1, 1} - passes);
            const Rgb weight{gone.r / air.extinction.r, gone.g / air.extinction.g, gone.b / air.extinction.b};
            visit(air, radius, clamp((r * muSun + t * cosSun) / radius, -1, 1), weight);
            through = through * passes;
        }
    }

    /// Light that scattered twice or more, per unit of scattering: isotropic, as from everywhere alike (Hillaire, equations 5 to
    /// 10).
    Rgb multipleScattering(float r, float muSun) const {
        constexpr int kHeights = 8, kAngles = 8, kSteps = 16;
        const float sinSun = safeSqrt(1 - muSun * muSun);
        Rgb second, factor;
        for (int i = 0; i < kHeights; ++i) {
            const float mu = (static_cast<float>(i) + 0.5F) / kHeights * 2 - 1, s = safeSqrt(1 - mu * mu);
            for (int k = 0; k < kAngles; ++k) {
                const float cosSun = mu * muSun + s * sinSun * cos(kTwoPi * (static_cast<float>(k) + 0.5F) / kAngles);
                Rgb through{1, 1, 1};
                integrate(r, mu, muSun, cosSun, kSteps, [&](const Air& air, float radius, float muThere, Rgb weight) {
                    const Rgb scattered = weight * (air.rayleigh + air.mie);
                    second += scattered * sunTransmittance(radius, muThere) * kInvFourPi;
                    factor += scattered;
                }, through);
                const float ground = distanceToGround(r, mu);
                if (ground >= 0) {
                    const float muThere = (r * muSun + ground * cosSun) / kGround;
                    second += through * albedo_ * sunTransmittance(kGround, muThere) * (std::max(muThere, 0.0F) * kInvPi);
                }
            }
        }
        constexpr float kEach = 1.0F / (kHeights * kAngles);
        second *= kEach;
        factor *= kEach;
        return {second.r / (1 - factor.r), second.g / (1 - factor.g), second.b / (1 - factor.b)};
    }
    Rgb multipleAt(float r, float muSun) const {
        const float y = std::sqrt(clamp((r - kGround) / (kTop - kGround), 0, 1)) * (kMultiple - 1);
        const float x = (clamp(muSun, -1, 1) + 1) * 0.5F * (kMultiple - 1);
        const int i = std::min(static_cast<int>(y), kMultiple - 2), k = std::min(static_cast<int>(x), kMultiple - 2);
        const float tx = x - static_cast<float>(k), ty = y - static_cast<float>(i);
        return lerp(ty, lerp(tx, multiple_[multipleCell(i, k)], multiple_[multipleCell(i, k + 1)]),
                    lerp(tx, multiple_[multipleCell(i + 1, k)], multiple_[multipleCell(i + 1, k + 1)]));
    }

    float haze_ = 1;
    Rgb albedo_;
    std::vector<Rgb> transmittance_, multiple_;
};

/// Where the viewer stands: high enough that the horizon is no exception.
constexpr float kEye = kGround + 0.01F;

}  // namespace

Sky computeSky(const EnvironmentLightDesc& desc) {
    constexpr uint32_t kWidth = 256, kHeight = 256, kUpper = kHeight / 2;
    constexpr int kSteps = 24;
    const Atmosphere air(desc);
    const float up = normalize(desc.sunDirection).y;
    const vec3 sun(safeSqrt(1 - up * up), up, 0);
    Sky sky;
    sky.sunIrradiance = air.sunTransmittance(kEye, up) * kSunIrradiance;
    sky.image = {kWidth, kHeight, 3, {}};
    std::vector<float>& data = sky.image.data;
    data.resize(size_t{kWidth} * kHeight * 3);
    const auto put = [&](uint32_t x, uint32_t y, Rgb c) {
        const size_t at = (size_t{y} * kWidth + x) * 3;
        data[at] = c.r;
        data[at + 1] = c.g;
        data[at + 2] = c.b;
    };
    Rgb onGround = sky.sunIrradiance * std::max(up, 0.0F);
    for (uint32_t y = 0; y < kUpper; ++y) {
        const SinCos polar = sinCos(kPi * (static_cast<float>(y) + 0.5F) / kHeight);
        // The same on both sides of the sun.
        for (uint32_t x = 0; x < kWidth / 2; ++x) {
            const float cosAround = cos(kTwoPi * ((static_cast<float>(x) + 0.5F) / kWidth));
            const float cosSun = clamp(polar.sin * cosAround * sun.x + polar.cos * sun.y, -1, 1);
            const Rgb c = air.radiance(kEye, polar.cos, up, cosSun, kSteps) * kSunIrradiance;
            put(kWidth / 2 + x, y, c);
            put(kWidth / 2 - 1 - x, y, c);
            onGround += c * (2 * polar.cos * polar.sin * (kPi / kHeight) * (kTwoPi / kWidth));
        }
    }
    const Rgb ground = onGround * desc.groundAlbedo * kInvPi;
    for (uint32_t y = kUpper; y < kHeight; ++y) {
        for (uint32_t x = 0; x < kWidth; ++x) put(x, y, ground);
    }
    return sky;
}

}  // namespace raypool
