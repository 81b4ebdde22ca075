#include "raytracer/testing/chi2.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <sstream>
#include <vector>

#include "raytracer/core/frame.h"
#include "raytracer/testing/ttest.h"

namespace raypool::testing {

namespace {

struct Cell {
    double a0, a1, b0, b1;
};
using Density = std::function<double(double a, double b)>;

struct Estimate {
    double value = 0, low = 0, high = 0;   // integral; smallest and largest density seen
};

/// Gauss-Legendre with 4 x 4 points (Abramowitz and Stegun, table 25.4).
Estimate gauss(const Density& f, const Cell& c) {
    constexpr std::array<double, 4> x{-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526};
    constexpr std::array<double, 4> w{0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538};
    const double ca = (c.a0 + c.a1) / 2, ha = (c.a1 - c.a0) / 2, cb = (c.b0 + c.b1) / 2, hb = (c.b1 - c.b0) / 2;
    Estimate out{0, HUGE_VAL, 0};
    for (size_t i = 0; i < 4; ++i) {
        for (size_t j = 0; j < 4; ++j) {
            const double d = f(ca + ha * x[i], cb + hb * x[j]);
            out.value += w[i] * w[j] * d;
            out.low = std::min(out.low, d);
            out.high = std::max(out.high, d);
        }
    }
    out.value *= ha * hb;
    return out;
}

struct Point {
    double a, b;
};

/// The integral of f over cells, finer where it changes, and where more or fewer points lie than f lets expect: there may
/// be a peak or an edge between the places looked at.
struct Integrator {
    const Density& f;
    double samples;   // drawn in all
    double error;     // wanted, in standard deviations of a cell's count

    double operator()(const Cell& c, std::span<Point> points) const { return refine(c, gauss(f, c), points, 0); }

private:
    static constexpr int kDeepest = 40, kDeepestSmooth = 16, kEdgeDepth = 6;

    double refine(const Cell& c, const Estimate& whole, std::span<Point> points, int depth) const {
        const double a = (c.a0 + c.a1) / 2, b = (c.b0 + c.b1) / 2;
        const std::array<Cell, 4> halves{Cell{c.a0, a, c.b0, c.b1}, Cell{a, c.a1, c.b0, c.b1},
                                         Cell{c.a0, c.a1, c.b0, b}, Cell{c.a0, c.a1, b, c.b1}};
        std::array<Estimate, 4> values{};
        for (size_t i = 0; i < 4; ++i) values[i] = gauss(f, halves[i]);
        const double byA = values[0].value + values[1].value, byB = values[2].value + values[3].value;
        const double expected = samples * (byA + byB) / 2, counted = static_cast<double>(points.size());
        const double tolerance = error * std::sqrt(std::max(expected, 1.0)) / samples;
        const double changeA = std::fabs(byA - whole.value), changeB = std::fabs(byB - whole.value);
        // An edge of the density may lie so that the places looked at do not show how far it reaches.
        const double area = (c.a1 - c.a0) * (c.b1 - c.b0);
        const bool hasEdge = whole.low < 0.5 * whole.high && whole.high * area > tolerance && depth < kEdgeDepth;
        const bool isSmooth = depth >= kDeepestSmooth || (!hasEdge && std::max(changeA, changeB) <= tolerance);
        const bool isPlausible = std::fabs(counted - expected) <= 3 * std::sqrt(std::max(expected, 1.0));
        if (depth == kDeepest || (isSmooth && isPlausible)) return (byA + byB) / 2;
        // Across, where the density changes, or where the points keep to one side.
        const auto imbalance = [&](auto isLower) {
            return std::abs(2 * std::ranges::count_if(points, isLower) - std::ssize(points));
        };
        const auto lowerA = [&](const Point& p) { return p.a < a; };
        const auto lowerB = [&](const Point& p) { return p.b < b; };
        const bool splitA = isPlausible ? changeA >= changeB : imbalance(lowerA) >= imbalance(lowerB);
        const auto middle = splitA ? std::partition(points.begin(), points.end(), lowerA)
                                   : std::partition(points.begin(), points.end(), lowerB);
        const size_t first = splitA ? 0 : 2;
        return refine(halves[first], values[first], std::span(points.begin(), middle), depth + 1)
               + refine(halves[first + 1], values[first + 1], std::span(middle, points.end()), depth + 1);
    }
};

Chi2Result testGrid(const Cell& domain, const std::function<bool(Pcg32&, double&, double&)>& sample, const Density& density,
                    const Chi2Config& config) {
    const size_t na = config.cellsA, nb = config.cellsB;
    std::vector<double> observed(na * nb + 1), expected(na * nb + 1);
    std::vector<std::vector<Point>> points(na * nb);
    Pcg32 random(config.seed);
    const double sizeA = domain.a1 - domain.a0, sizeB = domain.b1 - domain.b0;
    uint64_t outside = 0, invalid = 0;
    for (uint32_t i = 0; i < config.samples; ++i) {
        double a = 0, b = 0;
        if (!sample(random, a, b)) {
            ++observed[na * nb];
            continue;
        }
        if (!std::isfinite(a) || !std::isfinite(b)) {
            ++invalid;
            continue;
        }
        const double fa = (a - domain.a0) / sizeA, fb = (b - domain.b0) / sizeB;
        if (fa < -1e-6 || fa > 1 + 1e-6 || fb < -1e-6 || fb > 1 + 1e-6) ++outside;
        const auto index = [](double f, size_t n) {
            return static_cast<size_t>(std::clamp(f * static_cast<double>(n), 0.0, static_cast<double>(n - 1)));
        };
        const size_t cell = index(fa, na) * nb + index(fb, nb);
        ++observed[cell];
        points[cell].push_back({a, b});
    }
    bool valid = true;
    const Density checked = [&](double a, double b) {
        const double d = density(a, b);
        if (!(d >= 0) || !std::isfinite(d)) valid = false;
        return valid ? d : 0;
    };
    const double n = config.samples;
    const Integrator integrate{checked, n, config.integrationError};
    for (size_t i = 0; i < na; ++i) {
        for (size_t j = 0; j < nb && valid; ++j) {
            const double da = sizeA / static_cast<double>(na), db = sizeB / static_cast<double>(nb);
            const Cell cell{domain.a0 + da * static_cast<double>(i), domain.a0 + da * static_cast<double>(i + 1),
                            domain.b0 + db * static_cast<double>(j), domain.b0 + db * static_cast<double>(j + 1)};
            expected[i * nb + j] = n * integrate(cell, points[i * nb + j]);
        }
    }
    const double integral = std::accumulate(expected.begin(), expected.end(), 0.0) / n;
    expected[na * nb] = std::max(0.0, n * (1 - integral));
    Chi2Result result = chi2Counts(observed, expected, config.alpha, config.tests);
    result.integral = integral;
    result.sampledShare = 1 - observed[na * nb] / n;
    std::ostringstream message;
    message << result.message << "; the density's integral is " << integral << ", " << result.sampledShare
            << " of the draws gave a point";
    const auto fail = [&](const std::string& why) {
        result.passed = false;
        message << "; " << why;
    };
    if (!valid) fail("the density is negative or not finite somewhere");
    if (invalid > 0) fail(std::to_string(invalid) + " samples are not finite");
    if (outside > 0) fail(std::to_string(outside) + " samples lie outside of the domain");
    if (integral > 1 + 1e-3) fail("the density's integral is above 1");
    result.message = message.str();
    return result;
}

}  // namespace

Chi2Result chi2Counts(std::span<const double> observed, std::span<const double> expected, double alpha, double tests) {
    std::vector<size_t> order(expected.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t x, size_t y) { return expected[x] < expected[y]; });
    struct Pool {
        double observed = 0, expected = 0;
    };
    const double limit = sidakLimit(alpha, tests), total = std::accumulate(observed.begin(), observed.end(), 0.0);
    std::vector<Pool> pools;
    Pool open;
    double rare = 1;
    for (const size_t i : order) {
        if (open.expected < 5 && expected[i] >= 5) {
            // What can't be pooled to 5 is judged as a Poisson count, or many points where none may be would hide in the
            // next cell. Points that rounding takes over an edge are forgiven: one in 100000.
            const double mean = open.expected + 1e-5 * total;
            if (open.observed > mean) rare = 1 - chiSquareAbove(2 * mean, 2 * open.observed);
        }
        open.observed += observed[i];
        open.expected += expected[i];
        if (open.expected >= 5) {
            pools.push_back(open);
            open = {};
        }
    }
    if (pools.empty()) {
        pools.push_back(open);
    } else {
        pools.back().observed += open.observed;
        pools.back().expected += open.expected;
    }
    Chi2Result result;
    Pool worst;
    double worstPart = -1;
    for (const Pool& p : pools) {
        const double d = p.observed - p.expected;
        const double part = d == 0 ? 0 : d * d / p.expected;
        result.statistic += part;
        if (part > worstPart) {
            worstPart = part;
            worst = p;
        }
    }
    result.freedom = static_cast<uint32_t>(pools.size() - 1);
    std::ostringstream message;
    if (result.freedom == 0) {
        // All in one cell: nothing to compare but the whole.
        const Pool& p = pools.front();
        result.pValue = std::fabs(p.observed - p.expected) <= 1e-3 * std::max(p.observed, p.expected) ? 1 : 0;
        message << "one cell: " << p.observed << " points, " << p.expected << " expected";
    } else {
        result.pValue = chiSquareAbove(result.statistic, result.freedom);
        message << "chi-square " << result.statistic << " with " << result.freedom << " degrees of freedom, p = "
                << result.pValue << " (limit " << limit << "); worst cell: " << worst.observed << " points, "
                << worst.expected << " expected";
    }
    if (rare < result.pValue) {
        result.pValue = rare;
        message << "; points where hardly any are expected, p = " << rare;
    }
    result.passed = result.pValue >= limit;
    result.message = message.str();
    return result;
}

Chi2Result chi2Rectangle(vec2 low, vec2 high, const PointSampler& sample, const std::function<double(vec2)>& pdf,
                         const Chi2Config& config) {
    const auto draw = [&](Pcg32& random, double& a, double& b) {
        vec2 p{0};
        if (!sample(random, p)) return false;
        a = double{p.x};
        b = double{p.y};
        return true;
    };
    const auto density = [&](double a, double b) { return pdf({static_cast<float>(a), static_cast<float>(b)}); };
    return testGrid({double{low.x}, double{high.x}, double{low.y}, double{high.y}}, draw, density, config);
}

Chi2Result chi2Square(const PointSampler& sample, const std::function<double(vec2)>& pdf, const Chi2Config& config) {
    return chi2Rectangle({0, 0}, {1, 1}, sample, pdf, config);
}

Chi2Result chi2Sphere(const DirectionSampler& sample, const std::function<double(vec3)>& pdf, const Chi2Config& config) {
    constexpr double turn = 6.283185307179586;
    const Frame3 frame = Frame3::fromZ(config.pole);
    // Equal steps in the cosine and around: the measure of both together is the solid angle.
    const auto draw = [&](Pcg32& random, double& a, double& b) {
        vec3 w{0};
        if (!sample(random, w)) return false;
        const float l = length(w);
        if (!(std::fabs(l - 1) < 1e-3F)) {
            a = std::nan("");
            return true;
        }
        const vec3 v = frame.toLocal(w) / l;
        a = double{v.z};
        b = std::atan2(double{v.y}, double{v.x});
        if (b < 0) b += turn;
        return true;
    };
    const auto density = [&](double z, double phi) {
        const double r = std::sqrt(std::max(0.0, (1 - z) * (1 + z)));
        return pdf(frame.toWorld(vec3(r * std::cos(phi), r * std::sin(phi), z)));
    };
    return testGrid({-1, 1, 0, turn}, draw, density, config);
}

}  // namespace raypool::testing
