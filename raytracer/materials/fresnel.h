// Share of light that a smooth boundary reflects. Cosines lie in [0, 1]; index ratios are far side over near side.
#pragma once
#include "raytracer/core/elementary.h"
#include "raytracer/core/rgb.h"

namespace raypool {

struct DielectricFresnelResult {
    float reflectance = 1;
    float cosTransmitted = 0;   // 0 under total internal reflection
};

/// Unpolarised, exact (Fresnel 1823; Born and Wolf 1999, section 1.5.2). eta > 0.
inline DielectricFresnelResult fresnelDielectric(float cosine, float eta) {
    const float sin2 = (1 - cosine) * (1 + cosine) / (eta * eta);
    if (sin2 >= 1) return {eta == 1 ? 0.0F : 1.0F, 0};
    const float t = std::sqrt(1 - sin2);
    const float s = (cosine - eta * t) / (cosine + eta * t), p = (eta * cosine - t) / (eta * cosine + t);
    return {0.5F * (s * s + p * p), t};
}

/// At normal incidence.
inline float normalReflectance(float eta) { return sqr((eta - 1) / (eta + 1)); }

/// The index ratio whose reflectance at normal incidence is weight times that of eta, on the same side of 1 (OpenPBR 1.1,
/// specular_weight). weight >= 0; the reflectance stays below 1.
inline float scaledEta(float eta, float weight) {
    if (weight == 1) return eta;
    const float r = clamp(std::sqrt(weight) * std::fabs((eta - 1) / (eta + 1)), 0, 0.9999F);
    return eta >= 1 ? (1 + r) / (1 - r) : (1 - r) / (1 + r);
}

/// Mean over the hemisphere, weighted by the cosine: the share of diffuse light that is reflected (Walsh 1926 for eta > 1;
/// from the denser side by reciprocity, 1 - F(1 / n) = (1 - F(n)) / n^2, Judd 1942).
inline float averageFresnelDielectric(float eta) {
    if (std::fabs(eta - 1) < 1e-3F) return 0;
    const double n = eta > 1 ? double{eta} : 1 / double{eta};
    const double n2 = n * n, n4 = n2 * n2;
    const double f = 0.5 + (n - 1) * (3 * n + 1) / (6 * sqr(n + 1)) +
                     n2 * sqr(n2 - 1) / (sqr(n2 + 1) * (n2 + 1)) * log((n - 1) / (n + 1)) -
                     2 * n2 * n * (n2 + 2 * n - 1) / ((n2 + 1) * (n4 - 1)) +
                     8 * n4 * (n4 + 1) / ((n2 + 1) * sqr(n4 - 1)) * log(n);
    return static_cast<float>(eta > 1 ? f : 1 - (1 - f) / n2);
}

/// A metal of complex index n + ik relative to the outside, unpolarised (Born and Wolf 1999, section 14.2).
inline float fresnelConductor(float cosine, float n, float k) {
    const float c2 = cosine * cosine, s2 = (1 - cosine) * (1 + cosine);
    const float t = (n - k) * (n + k) - s2;
    const float length = std::sqrt(t * t + sqr(2 * n * k));   // |(n + ik)^2 - sin^2|
    // Real part of the root of that; whichever half does not cancel.
    const float a = t >= 0 ? std::sqrt(0.5F * (length + t)) : n * k / std::sqrt(0.5F * (length - t));
    const float u = length + c2, v = 2 * cosine * a;
    const float s = (u - v) / (u + v);
    const float x = c2 * length + s2 * s2, y = v * s2;
    return 0.5F * s * (1 + (x - y) / (x + y));
}
inline Rgb fresnelConductor(float cosine, Rgb n, Rgb k) {
    return {fresnelConductor(cosine, n.r, k.r), fresnelConductor(cosine, n.g, k.g), fresnelConductor(cosine, n.b, k.b)};
}
/// Cosine-weighted mean by Gauss-Legendre quadrature in the squared cosine; within 3e-3.
inline Rgb averageFresnelConductor(Rgb n, Rgb k) {
    // Nodes sqrt((1 +- x) / 2) of the rule with four points; d(cos^2) = 2 cos d(cos).
    return (fresnelConductor(0.263499230F, n, k) + fresnelConductor(0.964662080F, n, k)) * 0.173927423F +
           (fresnelConductor(0.574464362F, n, k) + fresnelConductor(0.818529545F, n, k)) * 0.326072577F;
}

/// F82-tint (Kutz et al. 2021, "Novel aspects of the Adobe Standard Material"): Schlick's curve from f0, less
/// dip * cos * (1 - cos)^6, which pulls it down around 82 degrees (cos = 1/7) and leaves both ends where they are.
inline Rgb fresnelF82(float cosine, Rgb f0, Rgb dip) {
    const float m = 1 - cosine, m2 = m * m, m5 = m2 * m2 * m;
    const Rgb f = f0 + (grey(1) - f0) * m5 - dip * (cosine * m5 * m);
    // A strong tint of a dark metal overshoots below 0 beside the 82 degrees.
    return {f.r > 0 ? f.r : 0, f.g > 0 ? f.g : 0, f.b > 0 ? f.b : 0};
}
/// The dip with which the reflectance at cos = 1/7 is tint times Schlick's.
inline Rgb f82Dip(Rgb f0, Rgb tint) {
    constexpr float m = 6.0F / 7, m5 = m * m * m * m * m, whole = 1 / (m5 * m * (1.0F / 7));
    return (f0 + (grey(1) - f0) * m5) * (grey(1) - tint) * whole;
}
/// Cosine-weighted mean: 2 B(2, 6) = 1/21 and 2 B(3, 7) = 1/126.
inline Rgb averageFresnelF82(Rgb f0, Rgb dip) {
    const Rgb f = f0 + (grey(1) - f0) * (1.0F / 21) - dip * (1.0F / 126);
    return {f.r > 0 ? f.r : 0, f.g > 0 ? f.g : 0, f.b > 0 ? f.b : 0};
}

}  // namespace raypool
