#pragma once
#include <string_view>

#include "raytracer/core/result.h"

namespace raypool {

/// Diagnostics with the places that their JSON pointers have in `text`, for what was found in a text of the same content.
/// Those whose pointer leads nowhere stay as they are.
Diagnostics relocated(Diagnostics diagnostics, std::string_view text);

}  // namespace raypool
