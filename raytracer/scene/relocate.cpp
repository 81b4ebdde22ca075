#include "raytracer/scene/relocate.h"

#include <utility>

#include "raytracer/scene/json_document.h"

namespace raypool {

Diagnostics relocated(Diagnostics diagnostics, std::string_view text) {
    if (diagnostics.empty()) return diagnostics;
    const auto document = JsonDocument::parse(text);
    if (!document) return diagnostics;
    for (auto& d : diagnostics) {
        const JsonId node = document->find(d.pointer);
        if (node == kNoJson) continue;
        const Severity severity = d.severity;
        d = document->at(node, std::move(d.message), std::move(d.hint));
        d.severity = severity;
    }
    return diagnostics;
}

}  // namespace raypool
