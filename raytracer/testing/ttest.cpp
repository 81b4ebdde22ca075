#include "raytracer/testing/ttest.h"

#include <algorithm>
#include <limits>

namespace raypool::testing {

namespace {

constexpr double kTiny = 1e-300;

/// Regularised incomplete beta function by Lentz's continued fraction (DLMF 8.17.22).
double betaFraction(double a, double b, double x) {
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::fabs(d) < kTiny ? kTiny : d);
    double f = d;
    for (int m = 1; m < 10000; ++m) {
        const double m2 = 2.0 * m;
        for (const double term : {m * (b - m) * x / ((a + m2 - 1) * (a + m2)),
                                  -(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1))}) {
            d = 1 + term * d;
            d = 1 / (std::fabs(d) < kTiny ? kTiny : d);
            c = 1 + term / c;
            c = std::fabs(c) < kTiny ? kTiny : c;
            f *= c * d;
        }
        if (std::fabs(c * d - 1) < 1e-15) break;
    }
    return f;
}
double incompleteBeta(double a, double b, double x) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double logBeta = std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
    const double front = std::exp(a * std::log(x) + b * std::log1p(-x) - logBeta);
    if (x < (a + 1) / (a + b + 2)) return front * betaFraction(a, b, x) / a;
    return 1 - front * betaFraction(b, a, 1 - x) / b;
}

}  // namespace

double normalTwoSided(double z) { return std::erfc(std::fabs(z) / std::sqrt(2.0)); }

double studentTwoSided(double t, double freedom) {
    if (std::isnan(t)) return 0;
    return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));
}

double chiSquareAbove(double x, double freedom) {
    if (std::isnan(x)) return 0;
    if (x <= 0) return 1;
    if (std::isinf(x)) return 0;
    // Regularised incomplete gamma functions (DLMF 8.11.4, 8.9.2).
    const double a = freedom / 2, y = x / 2, front = std::exp(a * std::log(y) - y - std::lgamma(a));
    if (y < a + 1) {
        double term = 1 / a, sum = term;
        for (int n = 1; n < 100000 && term > sum * 1e-16; ++n) {
            term *= y / (a + n);
            sum += term;
        }
        return std::max(0.0, 1 - front * sum);
    }
    double b = y + 1 - a, c = 1 / kTiny, d = 1 / b, h = d;
    for (int n = 1; n < 100000; ++n) {
        const double an = -n * (n - a);
        b += 2;
        d = an * d + b;
        d = 1 / (std::fabs(d) < kTiny ? kTiny : d);
        c = b + an / c;
        c = std::fabs(c) < kTiny ? kTiny : c;
        h *= d * c;
        if (std::fabs(d * c - 1) < 1e-15) break;
    }
    return front * h;
}

double pMeanEquals(const RunningStats& s, double value) {
    const double error = s.standardError(), difference = s.mean() - value;
    if (s.count() < 2 || !std::isfinite(difference)) return 0;
    if (error <= 1e-12 * std::fabs(value)) {
        return std::fabs(difference) <= 1e-6 * std::max(std::fabs(value), 1e-30) ? 1 : 0;
    }
    return studentTwoSided(difference / error, static_cast<double>(s.count() - 1));
}

double pMeansEqual(const RunningStats& a, const RunningStats& b) {
    if (a.count() < 2 || b.count() < 2) return 0;
    const double va = a.variance() / static_cast<double>(a.count()), vb = b.variance() / static_cast<double>(b.count());
    const double difference = a.mean() - b.mean(), scale = std::max(std::fabs(a.mean()), std::fabs(b.mean()));
    if (!std::isfinite(difference)) return 0;
    if (std::sqrt(va + vb) <= 1e-12 * scale) return std::fabs(difference) <= 1e-6 * scale ? 1 : 0;
    const double freedom = (va + vb) * (va + vb)
                           / (va * va / static_cast<double>(a.count() - 1) + vb * vb / static_cast<double>(b.count() - 1));
    return studentTwoSided(difference / std::sqrt(va + vb), freedom);
}

double pDifferenceIsZero(double difference, double standardError) {
    if (!std::isfinite(difference) || !std::isfinite(standardError)) return 0;
    if (standardError <= 0) return difference == 0 ? 1 : 0;
    return normalTwoSided(difference / standardError);
}

double sidakLimit(double alpha, double count) { return -std::expm1(std::log1p(-alpha) / count); }

}  // namespace raypool::testing
