#include "raytracer/core/result.h"

namespace raypool {

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
    return out;
}

}  // namespace raypool
