// Numbers and places in the texts of mesh files.
#pragma once
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

#include "raytracer/core/result.h"

namespace raypool {

/// Reads a decimal number as the nearest float; a leading + is fine, "nan" and "inf" are numbers. What is too large
/// becomes infinite, what is too small 0. Returns the end of the number, nullptr if there is none at `first`.
inline const char* parseFloat(const char* first, const char* last, float& value) {
    if (first != last && *first == '+' && first + 1 != last && first[1] != '-') ++first;
    const auto [end, error] = std::from_chars(first, last, value);
    if (error == std::errc()) return end;
    if (error != std::errc::result_out_of_range) return nullptr;
    // from_chars does not say which of the two it is. In double there is room for all but absurd numbers.
    double wide = 0;
    if (std::from_chars(first, last, wide).ec == std::errc()) {
        value = static_cast<float>(wide);
    } else {
        const std::string_view digits(first, static_cast<size_t>(end - first));
        const size_t exponent = digits.find_first_of("eE");
        const size_t leading = digits[0] == '-' ? 1 : 0;
        const bool isTiny = exponent == digits.npos ? digits[leading] == '0' || digits[leading] == '.'
                                                    : digits[exponent + 1] == '-';
        value = std::copysign(isTiny ? 0.0F : HUGE_VALF, digits[0] == '-' ? -1.0F : 1.0F);
    }
    return end;
}

/// A problem at a byte of a text, with its line and column. Lines end with \n, \r\n or \r.
std::unexpected<Diagnostics> failureAt(std::string_view text, size_t offset, std::string message,
                                       std::string hint = {});

/// What stands at a byte of a text up to the next blank, for messages: quoted, cut, without control characters.
std::string quotedWord(std::string_view text, size_t offset);

/// The text itself if it is UTF-8, otherwise what it is in ISO 8859-1, which old exporters write.
std::string asUtf8(std::string_view text);

}  // namespace raypool
