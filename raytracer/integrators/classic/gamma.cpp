#include "raytracer/integrators/classic/gamma.h"

#include <array>
#include <bit>
#include <cmath>

namespace raypool {
namespace {

/// The formula itself. Double precision before the one rounding: no library's powf is more exact, and all agree.
uint32_t byFormula(float c) {
    const auto power = static_cast<float>(std::pow(double{c}, double{1.0F / 2.2F}));
    return static_cast<uint32_t>(power * 255.0F);
}

/// Positive floats order like their bits, so a table over the upper bits leaves at most a step or two to the thresholds.
struct Table {
    static constexpr int kShift = 16;                       // 7 bits of mantissa
    static constexpr uint32_t kFirst = 0x36000000U >> kShift;   // 2^-19: below the first threshold, 5.07e-6
    static constexpr uint32_t kLast = 0x3F800000U >> kShift;    // 1

    std::array<float, 257> threshold{};   // [b]: least c that gives b; [256]: never reached
    std::array<uint8_t, kLast - kFirst + 1> start{};

    Table() {
        for (uint32_t b = 1; b < 256; ++b) {
            uint32_t low = 0, high = 0x3F800000U;   // byFormula(low) < b <= byFormula(high)
            while (high - low > 1) {
                const uint32_t middle = (low + high) / 2;
                (byFormula(std::bit_cast<float>(middle)) >= b ? high : low) = middle;
            }
            threshold[b] = std::bit_cast<float>(high);
        }
        threshold[256] = INFINITY;
        for (uint32_t i = 0; i < start.size(); ++i) {
            start[i] = static_cast<uint8_t>(byFormula(std::bit_cast<float>((kFirst + i) << kShift)));
        }
    }
};

const Table kTable;

}  // namespace

uint8_t classicByte(float c) {
    if (!(c > 0)) return 0;
    if (c >= 1) return 255;
    const uint32_t cell = std::bit_cast<uint32_t>(c) >> Table::kShift;
    if (cell < Table::kFirst) return 0;
    uint32_t b = kTable.start[cell - Table::kFirst];
    while (c >= kTable.threshold[b + 1]) ++b;
    return static_cast<uint8_t>(b);
}

}  // namespace raypool
