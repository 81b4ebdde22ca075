// tray_rust's animation: B-splines over seconds, of keyframes split into translation, rotation and scale.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "raytracer/core/transform.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// The part of the animation that a picture shows, in seconds.
struct TrayFrame {
    uint32_t index = 0;
    double start = 0, end = 0;   // of the frame
    double open = 0, close = 0;  // of the shutter, which opens at the frame's start
    double middle() const { return (start + end) / 2; }
    double exposed() const { return (open + close) / 2; }
};

inline double trayMix(double a, double b, double t) { return a + (b - a) * t; }
inline Decomposed trayMix(const Decomposed& a, const Decomposed& b, double t) { return interpolate(a, b, t); }

/// knots ascend; as many as points + degree + 1; more points than degree.
template <class T>
struct TraySpline {
    std::vector<T> points;
    std::vector<double> knots;
    size_t degree = 3;

    /// De Boor's algorithm (de Boor 1972, "On calculating with B-splines"); clamped to the knots where the curve is defined.
    T at(double time) const {
        const size_t last = knots.size() - 1 - degree;   // of the curve's domain
        time = std::clamp(time, knots[degree], knots[last]);
        // The span that time is in: knots[span] <= time < knots[span + 1]; at the very end the last one that is not empty.
        size_t span = static_cast<size_t>(std::upper_bound(knots.begin(), knots.end(), time) - knots.begin()) - 1;
        span = std::clamp(span, degree, last - 1);
        while (span > degree && knots[span] == knots[span + 1]) --span;
        std::vector<T> d(points.begin() + static_cast<std::ptrdiff_t>(span - degree), points.begin() + static_cast<std::ptrdiff_t>(span + 1));
        for (size_t level = 1; level <= degree; ++level) {
            for (size_t i = degree; i >= level; --i) {
                const double from = knots[span - degree + i], to = knots[span + 1 + i - level];
                d[i] = trayMix(d[i - 1], d[i], to > from ? (time - from) / (to - from) : 0.0);
            }
        }
        return d[degree];
    }
};

/// As native keyframes over the time that the shutter is open: at both its ends, at 15 moments between, and at the knots.
/// One key, at time 0, if nothing moves.
std::vector<TransformKey> shutterKeys(const TraySpline<Decomposed>& spline, const TrayFrame& frame);

}  // namespace raypool
