#include "raytracer/image/flip.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "raytracer/core/elementary.h"
#include "raytracer/core/rgb.h"

// Section and equation numbers are the paper's.
namespace raypool {
namespace {

constexpr double kPi = std::numbers::pi;

/// Three planes of one picture; what a plane holds depends on the step.
struct Planes {
    uint32_t width = 0, height = 0;
    std::vector<double> p[3];

    Planes(uint32_t w, uint32_t h) : width(w), height(h) {
        for (auto& plane : p) plane.resize(size_t{w} * h);
    }
    size_t size() const { return p[0].size(); }
};

struct Triple {
    double x = 0, y = 0, z = 0;
};

// Linear Rec. 709 to CIE XYZ and back; white is (1, 1, 1) under D65.
Triple xyzOf(Triple c) {
    return {(10135552 * c.x + 8788810 * c.y + 4435075 * c.z) / 24577794,
            (2613072 * c.x + 8788810 * c.y + 887015 * c.z) / 12288897,
            (1425312 * c.x + 8788810 * c.y + 70074185 * c.z) / 73733382};
}
Triple rgbOf(Triple c) {
    return {3.241003275 * c.x - 1.537398934 * c.y - 0.498615861 * c.z,
            -0.969224334 * c.x + 1.875930071 * c.y + 0.041554224 * c.z,
            0.055639423 * c.x - 0.204011202 * c.y + 1.057148933 * c.z};
}
const Triple kWhite = xyzOf({1, 1, 1});

// The linear opponent space Y Cx Cz that filtering takes place in (section 4.1.1).
Triple opponentOf(Triple xyz) {
    const double x = xyz.x / kWhite.x, y = xyz.y / kWhite.y, z = xyz.z / kWhite.z;
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}
Triple xyzOfOpponent(Triple c) {
    const double y = (c.x + 16) / 116;
    return {(y + c.y / 500) * kWhite.x, y * kWhite.y, (y - c.z / 200) * kWhite.z};
}

/// CIE L*a*b*, with a* and b* scaled by 0.01 L*: colours look less saturated in the dark (Hunt effect, section 4.1.2).
Triple huntLab(Triple rgb) {
    const Triple xyz = xyzOf(rgb);
    const auto f = [](double t) {
        constexpr double kDelta = 6.0 / 29;
        return t > kDelta * kDelta * kDelta ? std::cbrt(t) : t / (3 * kDelta * kDelta) + 4.0 / 29;
    };
    const double x = f(xyz.x / kWhite.x), y = f(xyz.y / kWhite.y), z = f(xyz.z / kWhite.z);
    const double l = 116 * y - 16;
    return {l, 0.01 * l * 500 * (x - y), 0.01 * l * 200 * (y - z)};
}

/// The HyAB distance (section 4.1.3): city block in lightness, Euclidean in chroma.
double hyab(Triple a, Triple b) { return std::abs(a.x - b.x) + std::hypot(a.y - b.y, a.z - b.z); }

double power(double x, double y) { return x <= 0 ? 0 : exp(y * log(x)); }

/// A filter whose taps are horizontal[i] * vertical[j], i and j from -radius to radius.
struct Kernel {
    std::vector<double> horizontal, vertical;
    int radius() const { return static_cast<int>(horizontal.size() / 2); }
};

/// Edges are continued.
std::vector<double> convolve(const std::vector<double>& plane, uint32_t width, uint32_t height, const Kernel& kernel) {
    const int w = static_cast<int>(width), h = static_cast<int>(height), radius = kernel.radius();
    const auto at = [&](int x, int y) { return static_cast<size_t>(y) * width + static_cast<size_t>(x); };
    std::vector<double> rows(plane.size()), out(plane.size());
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            double sum = 0;
            for (int i = -radius; i <= radius; ++i) {
                sum += kernel.horizontal[static_cast<size_t>(i + radius)] * plane[at(std::clamp(x + i, 0, w - 1), y)];
            }
            rows[at(x, y)] = sum;
        }
    }
    for (int y = 0; y < h; ++y) {
        for (int i = -radius; i <= radius; ++i) {
            const double weight = kernel.vertical[static_cast<size_t>(i + radius)];
            const size_t source = at(0, std::clamp(y + i, 0, h - 1)), target = at(0, y);
            for (size_t x = 0; x < width; ++x) out[target + x] += weight * rows[source + x];
        }
    }
    return out;
}

// --- Colour (section 4.1) ---

/// Contrast sensitivity as sums of Gaussians a sqrt(pi / b) exp(-pi^2 d^2 / b), d in degrees (table 1).
struct Sensitivity {
    double a1, b1, a2, b2;
};
constexpr Sensitivity kSensitivity[3] = {{1, 0.0047, 0, 1e-5},        // achromatic
                                         {1, 0.0053, 0, 1e-5},        // red-green
                                         {34.1, 0.04, 13.5, 0.025}};  // blue-yellow

std::vector<double> gaussian(double b, double pixelsPerDegree, int radius) {
    std::vector<double> out;
    for (int i = -radius; i <= radius; ++i) {
        const double d = i / pixelsPerDegree;
        out.push_back(exp(-kPi * kPi * d * d / b));
    }
    return out;
}

double sum(const std::vector<double>& values) {
    double total = 0;
    for (const double value : values) total += value;
    return total;
}

/// Removes what the eye does not resolve. In: Y Cx Cz.
void filterBySensitivity(Planes& image, double pixelsPerDegree) {
    const int radius = static_cast<int>(std::ceil(3 * std::sqrt(0.04 / (2 * kPi * kPi)) * pixelsPerDegree));
    for (size_t c = 0; c < 3; ++c) {
        const Sensitivity& s = kSensitivity[c];
        const std::pair<double, double> terms[] = {{s.a1, s.b1}, {s.a2, s.b2}};
        std::vector<double> filtered(image.size());
        double total = 0;
        for (const auto& [a, b] : terms) {
            if (a == 0) continue;
            const auto line = gaussian(b, pixelsPerDegree, radius);
            const double weight = a * std::sqrt(kPi / b);
            total += weight * sum(line) * sum(line);
            const auto part = convolve(image.p[c], image.width, image.height, {line, line});
            for (size_t i = 0; i < part.size(); ++i) filtered[i] += weight * part[i];
        }
        for (size_t i = 0; i < filtered.size(); ++i) image.p[c][i] = filtered[i] / total;
    }
}

/// In: Y Cx Cz, out: L* a* b* as perceived.
void toPerceived(Planes& image) {
    for (size_t i = 0; i < image.size(); ++i) {
        const Triple rgb = rgbOf(xyzOfOpponent({image.p[0][i], image.p[1][i], image.p[2][i]}));
        const Triple lab =
            huntLab({std::clamp(rgb.x, 0.0, 1.0), std::clamp(rgb.y, 0.0, 1.0), std::clamp(rgb.z, 0.0, 1.0)});
        image.p[0][i] = lab.x;
        image.p[1][i] = lab.y;
        image.p[2][i] = lab.z;
    }
}

/// Compresses large differences (section 4.1.4): what lies below 0.4 of the largest takes 0.95 of the range.
double colorError(double distance) {
    constexpr double kExponent = 0.7, kKnee = 0.4, kKneeValue = 0.95;
    static const double kMax = power(hyab(huntLab({0, 1, 0}), huntLab({0, 0, 1})), kExponent);
    const double error = power(distance, kExponent), knee = kKnee * kMax;
    if (error < knee) return kKneeValue / knee * error;
    return kKneeValue + (error - knee) / (kMax - knee) * (1 - kKneeValue);
}

// --- Features (section 4.2) ---

/// Positive taps are scaled to sum to 1, negative ones to -1.
void balance(std::vector<double>& taps) {
    double positive = 0, negative = 0;
    for (const double tap : taps) (tap > 0 ? positive : negative) += tap;
    for (double& tap : taps) tap /= tap > 0 ? positive : -negative;
}

/// First (edges) or second (points) derivatives of a Gaussian: their magnitude over both directions.
std::vector<double> featureMagnitude(const std::vector<double>& luminance, uint32_t width, uint32_t height,
                                     double pixelsPerDegree, bool points) {
    const double deviation = 0.5 * 0.082 * pixelsPerDegree;  // features of 0.082 degrees
    const int radius = static_cast<int>(std::ceil(3 * deviation));
    std::vector<double> smooth, derivative;
    for (int i = -radius; i <= radius; ++i) {
        const double g = exp(-i * i / (2 * deviation * deviation));
        smooth.push_back(g);
        derivative.push_back(points ? (i * i / (deviation * deviation) - 1) * g : -i * g);
    }
    balance(derivative);
    const double total = sum(smooth);
    for (double& tap : smooth) tap /= total;
    const auto x = convolve(luminance, width, height, {derivative, smooth});
    const auto y = convolve(luminance, width, height, {smooth, derivative});
    std::vector<double> out(x.size());
    for (size_t i = 0; i < out.size(); ++i) out[i] = std::hypot(x[i], y[i]);
    return out;
}

struct Prepared {
    Planes perceived;
    std::vector<double> edges, points;
};

Prepared prepare(const ImageF& image, double pixelsPerDegree) {
    Planes planes(image.width, image.height);
    std::vector<double> luminance(planes.size());
    for (size_t i = 0; i < planes.size(); ++i) {
        const float* pixel = &image.data[i * 3];
        const Rgb c = saturate({pixel[0], pixel[1], pixel[2]});
        const Triple opponent = opponentOf(xyzOf({double{c.r}, double{c.g}, double{c.b}}));
        planes.p[0][i] = opponent.x;
        planes.p[1][i] = opponent.y;
        planes.p[2][i] = opponent.z;
        luminance[i] = (opponent.x + 16) / 116;
    }
    auto edges = featureMagnitude(luminance, image.width, image.height, pixelsPerDegree, false);
    auto points = featureMagnitude(luminance, image.width, image.height, pixelsPerDegree, true);
    filterBySensitivity(planes, pixelsPerDegree);
    toPerceived(planes);
    return {std::move(planes), std::move(edges), std::move(points)};
}

}  // namespace

ImageF flipMap(const ImageF& a, const ImageF& b, float pixelsPerDegree) {
    const Prepared x = prepare(a, double{pixelsPerDegree}), y = prepare(b, double{pixelsPerDegree});
    ImageF out{a.width, a.height, 1, std::vector<float>(size_t{a.width} * a.height)};
    for (size_t i = 0; i < out.data.size(); ++i) {
        const auto lab = [i](const Planes& planes) { return Triple{planes.p[0][i], planes.p[1][i], planes.p[2][i]}; };
        const double color = colorError(hyab(lab(x.perceived), lab(y.perceived)));
        const double feature = std::max(std::abs(x.edges[i] - y.edges[i]), std::abs(x.points[i] - y.points[i]));
        const double featureError = std::sqrt(feature / std::numbers::sqrt2);
        out.data[i] = static_cast<float>(power(color, 1 - std::min(1.0, featureError)));  // section 4.3
    }
    return out;
}

double meanFlip(const ImageF& map) {
    double total = 0;
    for (const float value : map.data) total += double{value};
    return map.data.empty() ? 0 : total / static_cast<double>(map.data.size());
}

}  // namespace raypool
