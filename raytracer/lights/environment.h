// Light from all around, held as an equirectangular picture, with importance sampling that matches its bilinear lookup.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "raytracer/core/rgb.h"
#include "raytracer/core/vec.h"
#include "raytracer/image/image.h"
#include "raytracer/lights/light_desc.h"

namespace raypool {

class Environment {
public:
    Environment() = default;   // black
    /// What is negative or no number in an image counts as 0; more than 1e30 as that.
    explicit Environment(const EnvironmentLightDesc& desc);

    bool isBlack() const { return !(total_ > 0); }
    /// Incident radiance from the unit direction wi (world).
    Rgb radiance(vec3 wi) const;
    struct Sample {
        vec3 wi{0, 1, 0};
        float pdf = 0;   // per solid angle
    };
    /// Density proportional to the radiance's average over the channels, but for the change of latitude within a pixel: uniform
    /// for a constant environment, 0 only where the radiance is 0 (or with MIS compensation below the mean). False where
    /// nothing is to be found.
    bool sample(vec2 u, Sample& sample) const;
    float pdf(vec3 wi) const;
    /// radiance() and pdf() at once, for half of the work.
    struct Value {
        Rgb radiance;
        float pdf = 0;
    };
    Value valueAt(vec3 wi) const;

    /// Integral of the radiance over all directions, W / m^2; its average over the channels; of that, the part that sample()
    /// goes by: all of it, or with MIS compensation less, perhaps nothing.
    Rgb integral() const { return integral_; }
    float total() const { return total_; }
    float sampledTotal() const { return mass_; }
    /// Of a sky's sun on a surface that faces it; its disk is not part of the picture.
    Rgb sunIrradiance() const { return sun_; }
    /// In [0, 1): where a world direction lies in the picture.
    vec2 uvOf(vec3 wi) const;
    size_t memoryBytes() const;

private:
    struct Place;   // of a direction among the pixels' centres
    Place placeOf(vec3 wi) const;
    Rgb radianceAt(const Place& p) const;
    float pdfAt(const Place& p) const;
    bool isOneColour() const { return image_->width == 1 && image_->height == 1; }
    Rgb texel(uint32_t x, uint32_t y) const;
    float weight(uint32_t x, uint32_t y) const;
    void makeDistribution();

    Rgb sun_{};
    std::shared_ptr<const ImageF> image_;
    Rgb scale_{1, 1, 1};
    vec3 x_{1, 0, 0}, y_{0, 1, 0}, z_{0, 0, 1};
    // Strip k lies between the centres of rows k - 1 and k; the first and the last reach to the poles.
    std::vector<double> heights_;      // y of the strips' borders, from 1 to -1: one more than strips
    std::vector<float> stripCdf_;      // strips + 1 values, 0 to 1
    std::vector<float> cellCdf_;       // a row of width + 1 values for each strip, likewise
    Rgb integral_{};
    float total_ = 0, mass_ = 0;
    float unsampled_ = 0;              // radiance that is left to scattered rays
};

}  // namespace raypool
