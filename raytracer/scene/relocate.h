#pragma once
#include <string_view>

#include "raytracer/core/result.h"
#include "raytracer/scene/json_document.h"

namespace raypool {

/// The node at an RFC 6901 pointer, or kNoJson. Items of packed arrays are no nodes.
JsonId findPointer(const JsonDocument& document, std::string_view pointer);

/// Diagnostics with the places that their JSON pointers have in `text`, for what was found in a text of the same content.
/// Those whose pointer leads nowhere stay as they are.
Diagnostics relocated(Diagnostics diagnostics, std::string_view text);

}  // namespace raypool
