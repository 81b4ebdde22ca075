// Reflection by a thin film as the textbook has it, wavelength by wavelength: what ours is compared with.
#pragma once
#include <algorithm>
#include <cmath>
#include <complex>

#include "raytracer/core/rgb.h"

namespace raypool::testing {

using Complexd = std::complex<double>;

/// Reflectance at one wavelength (micrometres) from the transfer matrices of the textbook (Born and Wolf 1999, section
/// 1.6.4): n0 above, one layer, substrate below.
inline double reflectanceAt(double wavelength, double cosine, double n0, double n1, double thickness, Complexd n2) {
    const double sine = n0 * std::sqrt(1 - cosine * cosine);
    const auto cosineIn = [&](Complexd n) { return std::sqrt(1.0 - (sine / n) * (sine / n)); };
    const Complexd c1 = cosineIn(n1), c2 = cosineIn(n2);
    const Complexd beta = 2 * 3.14159265358979 / wavelength * n1 * thickness * c1;
    double sum = 0;
    for (const bool s : {true, false}) {
        const auto admittance = [&](Complexd n, Complexd c) { return s ? n * c : n / c; };
        const Complexd p0 = admittance(n0, cosine), p1 = admittance(n1, c1), p2 = admittance(n2, c2);
        const Complexd i(0, -1);
        const Complexd b = std::cos(beta) + i * std::sin(beta) / p1 * p2, c = i * p1 * std::sin(beta) + std::cos(beta) * p2;
        sum += std::norm((p0 * b - c) / (p0 * b + c)) / 2;
    }
    return sum;
}

inline double bell(double l, double mean, double below, double above) {
    const double t = (l - mean) * (l < mean ? below : above);
    return std::exp(-0.5 * t * t);
}

/// A film on a substrate, integrated over the spectrum under light of equal energy, nanometre by nanometre (Wyman et al. 2013), in linear Rec. 709.
inline Rgb spectralFilm(double cosine, double n0, double n1, double thickness, Complexd n2) {
    double xyz[3] = {}, white[3] = {};
    for (int l = 380; l <= 780; l += 2) {
        const double observer[3] = {0.362 * bell(l, 442.0, 0.0624, 0.0374) + 1.056 * bell(l, 599.8, 0.0264, 0.0323) - 0.065 * bell(l, 501.1, 0.0490, 0.0382),
                                    0.821 * bell(l, 568.8, 0.0213, 0.0247) + 0.286 * bell(l, 530.9, 0.0613, 0.0322),
                                    1.217 * bell(l, 437.0, 0.0845, 0.0278) + 0.681 * bell(l, 459.0, 0.0385, 0.0725)};
        const double r = reflectanceAt(l * 1e-3, cosine, n0, n1, thickness, n2);
        for (int i = 0; i < 3; ++i) {
            xyz[i] += observer[i] * r;
            white[i] += observer[i];
        }
    }
    constexpr double matrix[3][3] = {{3.2404542, -1.5371385, -0.4985314}, {-0.9692660, 1.8760108, 0.0415560}, {0.0556434, -0.2040259, 1.0572252}};
    float rgb[3];
    for (int i = 0; i < 3; ++i) {
        double sum = 0, all = 0;
        for (int j = 0; j < 3; ++j) {
            sum += matrix[i][j] * xyz[j] / white[j];
            all += matrix[i][j];
        }
        rgb[i] = static_cast<float>(std::clamp(sum / all, 0.0, 1.0));
    }
    return {rgb[0], rgb[1], rgb[2]};
}

}  // namespace raypool::testing
