#include "raytracer/geometry/mesh_text.h"

namespace raypool {

std::unexpected<Diagnostics> failureAt(std::string_view text, size_t offset, std::string message, std::string hint) {
    Diagnostic problem{.message = std::move(message), .hint = std::move(hint), .line = 1, .column = 1};
    for (size_t i = 0; i < offset && i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n' || (c == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n'))) {
            ++problem.line;
            problem.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
            ++problem.column;
        }
    }
    return std::unexpected(Diagnostics{std::move(problem)});
}

std::string quotedWord(std::string_view text, size_t offset) {
    constexpr size_t kLongest = 24;
    std::string word = "'";
    size_t i = offset;
    for (; i < text.size() && static_cast<unsigned char>(text[i]) > ' ' && i - offset < kLongest; ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        word += c < 0x7F ? text[i] : '?';
    }
    if (i == offset) return "the end of the line";
    if (i - offset == kLongest) word += "...";
    return word + "'";
}

namespace {

/// Well-formed as in the Unicode Standard, table 3-7.
bool isUtf8(std::string_view text) {
    for (size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i++]);
        if ((first >= 0x80 && first < 0xC2) || first >= 0xF5) return false;
        const int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        for (int k = 0; k < more; ++k, ++i) {
            if (i == text.size()) return false;
            const auto next = static_cast<unsigned char>(text[i]);
            const unsigned low = k > 0 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            const unsigned high = k > 0 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (next < low || next > high) return false;
        }
    }
    return true;
}

}  // namespace

std::string asUtf8(std::string_view text) {
    if (isUtf8(text)) return std::string(text);
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}

}  // namespace raypool
