#pragma once
#include <optional>

#include "raytracer/scene/native_desc.h"

namespace raypool {

/// What is wrong with how materials, objects and prototypes refer to each other: circles, more than kMaxNesting levels,
/// more than kMaxInstances objects. All indices must be in range.
std::optional<Diagnostic> checkReferences(const NativeDesc& scene);

}  // namespace raypool
