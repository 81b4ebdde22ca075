#include "raytracer/core/result.h"

namespace raypool {
namespace {

/// Names and values of files that are not to be trusted may hold what a terminal would obey.
void escapeControls(std::string& text) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) {
            out += c;
        } else {
            out += "\\x";
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    text = std::move(out);
}

}  // namespace

std::string toString(const Diagnostic& d, std::string_view file) {
    std::string out(file);
    if (d.line > 0) {
        if (!out.empty()) out += ':';
        out += std::to_string(d.line) + ':' + std::to_string(d.column);
    }
    if (!out.empty()) out += ": ";
    out += d.severity == Severity::kError ? "error: " : "warning: ";
    out += d.message;
    if (!d.hint.empty()) out += " (" + d.hint + ")";
    if (!d.pointer.empty()) out += " [" + d.pointer + "]";
    escapeControls(out);
    return out;
}

}  // namespace raypool
