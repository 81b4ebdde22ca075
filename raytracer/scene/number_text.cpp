#include "raytracer/scene/number_text.h"

#include <array>
#include <charconv>

namespace raypool {
namespace {

template <class T>
std::string shortest(T value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    std::string out(buffer.data(), end);
    // 1e+09 is 1e9.
    if (const auto e = out.find('e'); e != std::string::npos) {
        const bool negative = out[e + 1] == '-';
        size_t digits = e + 2;
        while (digits + 1 < out.size() && out[digits] == '0') ++digits;
        out = out.substr(0, e + 1) + (negative ? "-" : "") + out.substr(digits);
    }
    return out;
}

}  // namespace

std::string numberText(double value) { return shortest(value); }

std::string numberText(float value) {
    std::string out = shortest(value);
    // It is read as a double and rounded again, which could end elsewhere.
    double read = 0;
    std::from_chars(out.data(), out.data() + out.size(), read);
    return static_cast<float>(read) == value ? out : shortest(static_cast<double>(value));
}

}  // namespace raypool
