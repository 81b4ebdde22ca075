// Does sample() follow pdf()? Pearson's chi-square test of drawn points against the integrated density, as pbrt and
// Mitsuba do it: a grid of cells, those with few expected points pooled, Sidak's correction for the number of tests.
//
//     const Chi2Result r = chi2Sphere(
//         [&](Pcg32& random, vec3& w) { w = sampleCosineHemisphere(draw2(random)); return true; },
//         [&](vec3 w) { return pdfCosineHemisphere(w.z); });
//     EXPECT_TRUE(r.passed) << r.message;
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "raytracer/core/hash.h"
#include "raytracer/core/vec.h"

namespace raypool::testing {

struct Chi2Config {
    uint32_t samples = 200000;
    uint32_t cellsA = 40, cellsB = 80;   // sphere: in z and around; square: in x and y
    uint64_t seed = 1;
    /// All tests of the suite together fail by chance with this probability, if there are `tests` of them.
    double alpha = 1e-4;
    double tests = 1000;
    /// A density's integral over a cell is refined until the expected count changes by less than this many standard
    /// deviations, and where the points found differ from it by more than three.
    double integrationError = 0.1;
    /// Where the grid's pole is (unit).
    vec3 pole{0, 0, 1};
};

struct Chi2Result {
    bool passed = false;
    double pValue = 0;
    double statistic = 0;
    uint32_t freedom = 0;
    double integral = 0;      // of the density
    double sampledShare = 0;  // of the draws that gave a point
    std::string message;      // what was found, for the failed test's output
};

/// Draws one direction (unit) or point; false: no sample, which has to happen with the probability that is missing in the
/// density's integral.
using DirectionSampler = std::function<bool(Pcg32& random, vec3& w)>;
using PointSampler = std::function<bool(Pcg32& random, vec2& p)>;

/// Directions of the sphere; the density is per solid angle, without delta parts,
/// which sample must answer with false.
Chi2Result chi2Sphere(const DirectionSampler& sample, const std::function<double(vec3)>& pdf, const Chi2Config& config = {});
/// Points of the unit square; the density is per area.
Chi2Result chi2Square(const PointSampler& sample, const std::function<double(vec2)>& pdf, const Chi2Config& config = {});
/// Points of the rectangle from low to high; one-dimensional things take any second coordinate.
Chi2Result chi2Rectangle(vec2 low, vec2 high, const PointSampler& sample, const std::function<double(vec2)>& pdf,
                         const Chi2Config& config = {});
/// Counts per cell against expected counts. Cells below 5 expected are pooled.
Chi2Result chi2Counts(std::span<const double> observed, std::span<const double> expected, double alpha = 1e-4,
                      double tests = 1000);

}  // namespace raypool::testing
