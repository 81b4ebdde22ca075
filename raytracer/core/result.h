// Errors are values: everything that can go wrong with what a user gave is a Diagnostic that names its place.
#pragma once
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace raypool {

enum class Severity : uint8_t { kWarning, kError };

/// One problem, and where it is. Lines and columns count from 1 (columns in code points); 0: no place in a text.
struct Diagnostic {
    Severity severity = Severity::kError;
    std::string message{};       // what is wrong
    std::string hint{};          // what would be right; may be empty
    std::string pointer{};       // JSON pointer (RFC 6901) of the value; empty: the whole text
    int line = 0, column = 0;
    size_t from = 0, to = 0;   // half-open range in the text, in UTF-16 code units, as editors count
};

using Diagnostics = std::vector<Diagnostic>;

template <class T>
using Result = std::expected<T, Diagnostics>;

inline std::unexpected<Diagnostics> failure(std::string message, std::string hint = {}) {
    return std::unexpected(Diagnostics{{.message = std::move(message), .hint = std::move(hint)}});
}

/// `file:line:column: error: message (hint) [pointer]`, one line, for terminals and logs.
std::string toString(const Diagnostic& diagnostic, std::string_view file = {});

}  // namespace raypool
