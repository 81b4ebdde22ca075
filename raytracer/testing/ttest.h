// Is a mean what it should be? Statistics of samples and the probability of deviating as much by chance.
#pragma once
#include <cmath>
#include <cstdint>

namespace raypool::testing {

/// Mean and variance in one pass (Welford 1962).
class RunningStats {
public:
    void add(double x) {
        ++count_;
        const double d = x - mean_;
        mean_ += d / static_cast<double>(count_);
        squares_ += d * (x - mean_);
    }
    uint64_t count() const { return count_; }
    double mean() const { return mean_; }
    /// Of one sample, unbiased.
    double variance() const { return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : 0; }
    /// Of the mean.
    double standardError() const { return count_ > 0 ? std::sqrt(variance() / static_cast<double>(count_)) : 0; }

private:
    uint64_t count_ = 0;
    double mean_ = 0, squares_ = 0;
};

/// Probability that a standard normal number is farther from 0 than z.
double normalTwoSided(double z);
/// The same for Student's t with `freedom` > 0 degrees.
double studentTwoSided(double t, double freedom);
/// Probability that a chi-square number with `freedom` > 0 degrees is above x.
double chiSquareAbove(double x, double freedom);

/// p-value of "the samples' mean is `value`" (t-test). Without any variance: 1 if it is, up to a relative 1e-6, else 0.
double pMeanEquals(const RunningStats& s, double value);
/// p-value of "both have the same mean" (Welch's t-test).
double pMeansEqual(const RunningStats& a, const RunningStats& b);
/// p-value where the standard error of the difference is known (z-test).
double pDifferenceIsZero(double difference, double standardError);

/// The p-value below which one of `count` tests fails, so that all together fail by chance with probability alpha (Sidak
/// 1967).
double sidakLimit(double alpha, double count);
/// The limit for single tests here: even a thousand of them fail by chance with probability 1e-4 only.
inline double testLimit() { return sidakLimit(1e-4, 1000); }

}  // namespace raypool::testing
