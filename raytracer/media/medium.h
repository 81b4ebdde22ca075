// Homogeneous media: absorption and scattering per metre and channel.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/core/rgb.h"

namespace raypool {

struct Medium {
    Rgb absorption, scattering;   // sigma_a, sigma_s, per unit of length
    float anisotropy = 0;         // Henyey-Greenstein's g

    Rgb extinction() const { return absorption + scattering; }
    bool scatters() const { return !isBlack(scattering); }
};

/// exp(-sigma_t d), Beer and Lambert; d may be infinite.
inline Rgb transmittance(const Medium& medium, float distance) {
    const Rgb s = medium.extinction();
    const auto through = [&](float sigma) { return sigma > 0 ? exp(-sigma * distance) : 1.0F; };
    return {through(s.r), through(s.g), through(s.b)};
}

struct MediumSample {
    bool scattered = false;
    float distance = 0;   // to the scattering, if any
    Rgb weight{1, 1, 1};  // of the throughput: sigma_s T / pdf where it scattered, T / P(no scattering) where it did not
};

/// Free flight up to tMax (may be infinite) in a medium that scatters. One channel is drawn in proportion to
/// `throughput`, and all three are weighed with the balance heuristic, so that coloured media do not flicker
/// (one-sample MIS, Veach 1997, 9.2.4).
inline MediumSample sampleFreeFlight(const Medium& medium, Rgb throughput, float tMax, float uChannel, float uDistance) {
    const Rgb sigma = medium.extinction();
    const float sum = throughput.r + throughput.g + throughput.b;
    const Rgb chance = sum > 0 && std::isfinite(sum) ? throughput / sum : grey(1.0F / 3);
    const float picked = uChannel < chance.r ? sigma.r : (uChannel < chance.r + chance.g ? sigma.g : sigma.b);
    const float distance = picked > 0 ? -log(1 - uDistance) / picked : kInfinity;
    MediumSample out;
    if (distance < tMax) {
        const Rgb t = transmittance(medium, distance);
        const Rgb density = chance * sigma * t;
        const float pdf = density.r + density.g + density.b;
        if (!(pdf > 0)) return {true, distance, {}};
        return {true, distance, medium.scattering * t / pdf};
    }
    const Rgb t = transmittance(medium, tMax);
    const Rgb passed = chance * t;
    const float probability = passed.r + passed.g + passed.b;
    out.weight = probability > 0 ? t / probability : Rgb{};
    return out;
}

}  // namespace raypool
