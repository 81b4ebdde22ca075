#include "raytracer/scene/relocate.h"

#include <algorithm>
#include <string>
#include <utility>

namespace raypool {

JsonId findPointer(const JsonDocument& document, std::string_view pointer) {
    if (!pointer.empty() && pointer[0] != '/') return kNoJson;
    JsonId id = 0;
    while (!pointer.empty() && id != kNoJson) {
        pointer.remove_prefix(1);
        const size_t end = std::min(pointer.find('/'), pointer.size());
        std::string part;
        for (size_t i = 0; i < end; ++i) {
            const bool escaped = pointer[i] == '~' && i + 1 < end;
            part += escaped ? (pointer[++i] == '0' ? '~' : '/') : pointer[i];
        }
        pointer.remove_prefix(end);
        const JsonDocument::Node& node = document[id];
        if (node.type == JsonType::kObject) {
            id = document.member(id, part);
        } else {
            JsonId child = node.type == JsonType::kArray && !node.isPacked ? node.firstChild : kNoJson;
            while (child != kNoJson && std::to_string(document[child].indexInParent) != part) child = document[child].nextSibling;
            id = child;
        }
    }
    return id;
}

Diagnostics relocated(Diagnostics diagnostics, std::string_view text) {
    if (diagnostics.empty()) return diagnostics;
    const auto document = JsonDocument::parse(text);
    if (!document) return diagnostics;
    for (auto& d : diagnostics) {
        const JsonId node = findPointer(*document, d.pointer);
        if (node == kNoJson) continue;
        const Severity severity = d.severity;
        d = document->at(node, std::move(d.message), std::move(d.hint));
        d.severity = severity;
    }
    return diagnostics;
}

}  // namespace raypool
