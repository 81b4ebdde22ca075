// Reflectance measured on real surfaces: the MERL BRDF database (Matusik, Pfister, Brand and McMillan 2003, "A Data-Driven
// Reflectance Model", ACM Transactions on Graphics 22(3)). Isotropic, by Rusinkiewicz's angles: theta_h between the half
// vector and the normal, theta_d and phi_d between it and the light.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/core/rgb.h"
#include "raytracer/core/vec.h"

namespace raypool {

class MeasuredBrdf {
public:
    /// Steps of theta_h (denser near 0: its square root is even), theta_d and phi_d (0 to pi: the rest is the same by
    /// reciprocity).
    static constexpr uint32_t kThetaH = 90, kThetaD = 90, kPhiD = 180, kEntries = kThetaH * kThetaD * kPhiD;
    static constexpr uint32_t kAlbedoSteps = 32;

    /// Reads a .binary file of the database: three little-endian 32-bit counts, 90, 90 and 180, then red, green and blue as
    /// doubles, to be scaled by 1, 1.15 and 1.66 over 1500. Entries that are negative or not finite, which the database has
    /// where nothing could be measured, get the value of the next steeper theta_d that has one, or 0.
    /// Errors: another size, other counts, nothing but such entries.
    static Result<MeasuredBrdf> decode(std::span<const uint8_t> bytes);

    /// f, per steradian, between the entries' middles linearly; no direction below the surface. What it throws back in all is
    /// at most 1: see limit().
    Rgb value(vec3 wo, vec3 wi) const;
    /// Value times cosine, and sampling's density.
    float pdf(vec3 wo, vec3 wi) const;
    /// uChoice in [0, 1), u in [0, 1)^2. False: below the surface.
    bool sample(vec3 wo, float uChoice, vec2 u, vec3& wi) const;
    /// Share of white light from everywhere that goes to a direction with this cosine.
    Rgb albedo(float cosine) const;
    /// Of a GGX highlight with as much of its half vectors near the normal.
    float roughness() const { return roughness_; }
    size_t memoryBytes() const { return table_.size() * sizeof(Rgb); }

private:
    Rgb lookUp(vec3 wo, vec3 wi) const;
    /// Measurements near grazing angles may throw back more light than comes in. Each direction's factor, 1 or what takes its
    /// albedo to 1, is known by its cosine; a pair of directions has the smaller one, so that the whole stays reciprocal.
    float limit(float cosine) const;
    float halfVectorDensity(vec3 h) const;
    void tabulateHalfVectors();
    void tabulateAlbedo();

    std::vector<Rgb> table_;   // phi_d fastest, then theta_d
    // The half vectors: probability of each ring of theta_h, cumulative, and density per solid angle in it; 1 - cos at its edge.
    std::array<float, kThetaH + 1> cumulative_{}, edge_{};
    std::array<float, kThetaH> density_{};
    std::array<Rgb, kAlbedoSteps + 1> albedo_{};
    std::array<float, kAlbedoSteps + 1> limit_{};
    float diffuseShare_ = 0.5F;   // of the samples, drawn by the cosine
    float roughness_ = 1;
};

}  // namespace raypool
