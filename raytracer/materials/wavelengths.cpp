#include "raytracer/materials/wavelengths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "raytracer/core/math.h"

namespace raypool {
namespace {

// The responses are linear between nodes: of 5 nm, within which no colour changes visibly.
constexpr int kSteps = 76;
constexpr double kStep = (0.76 - 0.38) / kSteps;

/// exp(-x) for x >= 0, at compile time.
constexpr double decay(double x) {
    if (x > 60) return 0;
    double power = 1, term = 1;
    for (int i = 1; i < 9; ++i) {
        term *= x / 1024 / i;
        power += term;
    }
    for (int i = 0; i < 10; ++i) power *= power;
    return 1 / power;
}
constexpr double bell(double nm, double middle, double below, double above) {
    const double t = (nm - middle) * (nm < middle ? below : above);
    return decay(t * t / 2);
}

struct Responses {
    std::array<std::array<float, kSteps + 1>, 3> value{};        // per micrometre
    std::array<std::array<float, kSteps + 1>, 3> cumulative{};   // from the first node on
};

constexpr Responses makeResponses() {
    constexpr double kFromXyz[3][3] = {{3.2404542, -1.5371385, -0.4985314}, {-0.9692660, 1.8760108, 0.0415560}, {0.0556434, -0.2040259, 1.0572252}};
    Responses out;
    double raw[3][kSteps + 1]{};
    for (int i = 0; i <= kSteps; ++i) {
        const double nm = 1000 * (0.38 + kStep * i);
        const double x = 0.362 * bell(nm, 442.0, 0.0624, 0.0374) + 1.056 * bell(nm, 599.8, 0.0264, 0.0323) - 0.065 * bell(nm, 501.1, 0.0490, 0.0382);
        const double y = 0.821 * bell(nm, 568.8, 0.0213, 0.0247) + 0.286 * bell(nm, 530.9, 0.0613, 0.0322);
        const double z = 1.217 * bell(nm, 437.0, 0.0845, 0.0278) + 0.681 * bell(nm, 459.0, 0.0385, 0.0725);
        for (int c = 0; c < 3; ++c) {
            const double v = kFromXyz[c][0] * x + kFromXyz[c][1] * y + kFromXyz[c][2] * z;
            // At both ends nothing is seen.
            raw[c][i] = v > 0 && i > 0 && i < kSteps ? v : 0;
        }
    }
    for (int c = 0; c < 3; ++c) {
        double sum = 0;
        for (int i = 0; i < kSteps; ++i) sum += (raw[c][i] + raw[c][i + 1]) / 2 * kStep;
        double below = 0;
        for (int i = 0; i <= kSteps; ++i) {
            if (i > 0) below += (raw[c][i - 1] + raw[c][i]) / 2 * kStep / sum;
            out.value[c][i] = static_cast<float>(raw[c][i] / sum);
            out.cumulative[c][i] = static_cast<float>(below);
        }
        out.cumulative[c][kSteps] = 1;
    }
    return out;
}

constexpr Responses kResponses = makeResponses();

float response(int channel, int node, float t) {
    const auto& row = kResponses.value[static_cast<size_t>(channel)];
    return row[static_cast<size_t>(node)] + t * (row[static_cast<size_t>(node) + 1] - row[static_cast<size_t>(node)]);
}

Rgb responses(int node, float t) { return {response(0, node, t), response(1, node, t), response(2, node, t)}; }

/// Where in a step the linear density from a to b has the share u below it.
float placeInStep(float a, float b, float u) {
    const float sum = a + b;
    if (!(sum > 0)) return u;
    u = std::max(u, 1e-6F);   // not where nothing is shown
    // The root of a t + (b - a) t^2 / 2 = u (a + b) / 2, in the form without cancellation.
    const float root = std::sqrt(a * a + u * (b * b - a * a));
    return std::min(u * sum / (a + root), 1.0F);
}

}  // namespace

Rgb channelResponse(float wavelength) {
    const float x = (wavelength - kFirstWavelength) / static_cast<float>(kStep);
    if (!(x >= 0 && x < kSteps)) return {};
    const int node = static_cast<int>(x);
    return responses(node, x - static_cast<float>(node));
}

float sampleWavelength(float u, Rgb& throughput) {
    const float sum = throughput.r + throughput.g + throughput.b;
    // The channel by what it carries, and of it the wavelength.
    float v = u * sum;
    const float carried[] = {throughput.r, throughput.g, throughput.b};
    int channel = 0;
    while (channel < 2 && !(v < carried[channel])) v -= carried[channel++];
    while (!(carried[channel] > 0)) --channel;   // rounding, past a last one that carries nothing
    v = clamp(v / carried[channel], 0, kOneMinusEpsilon);
    const auto& below = kResponses.cumulative[static_cast<size_t>(channel)];
    const auto above = std::upper_bound(below.begin() + 1, below.end() - 1, v);
    const auto node = static_cast<int>(above - below.begin()) - 1;
    const auto& row = kResponses.value[static_cast<size_t>(channel)];
    const auto i = static_cast<size_t>(node);
    const float width = below[i + 1] - below[i];
    const float t = placeInStep(row[i], row[i + 1], width > 0 ? clamp((v - below[i]) / width, 0, 1) : 0.5F);

    const Rgb shown = throughput * responses(node, t);
    const float all = shown.r + shown.g + shown.b;
    throughput = all > 0 ? shown * (sum / all) : Rgb{};
    return kFirstWavelength + (static_cast<float>(node) + t) * static_cast<float>(kStep);
}

}  // namespace raypool
