#pragma once
#include <array>
#include <bit>
#include <cstdint>

namespace raypool {

/// A function of the positive floats in [2^kLow, 2^kHigh], tabulated at 64 places of each octave and linear between them:
/// for smooth functions of log x as exact as a display needs, without a logarithm.
template <int kLow, int kHigh>
class OctaveTable {
public:
    /// `f`: double to double.
    template <class Function>
    explicit OctaveTable(Function f) {
        for (size_t i = 0; i < values_.size(); ++i) {
            values_[i] = static_cast<float>(f(double{std::bit_cast<float>(kFirst + (static_cast<uint32_t>(i) << kShift))}));
        }
    }

    /// Outside of the range: the value at its end; for NaN that of the upper one.
    float operator()(float x) const {
        if (!(x > kMin)) return x <= kMin ? values_.front() : values_.back();
        if (x >= kMax) return values_.back();
        const uint32_t offset = std::bit_cast<uint32_t>(x) - kFirst, i = offset >> kShift;
        const float t = static_cast<float>(offset & ((1U << kShift) - 1)) * (1.0F / (1U << kShift));
        return values_[i] + t * (values_[i + 1] - values_[i]);
    }

private:
    static constexpr int kShift = 23 - 6;
    static constexpr uint32_t kFirst = static_cast<uint32_t>(kLow + 127) << 23;
    static constexpr float kMin = std::bit_cast<float>(kFirst);
    static constexpr float kMax = std::bit_cast<float>(static_cast<uint32_t>(kHigh + 127) << 23);
    std::array<float, (kHigh - kLow) * 64 + 1> values_;
};

}  // namespace raypool
