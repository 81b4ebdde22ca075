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

}  // namespace raypool
