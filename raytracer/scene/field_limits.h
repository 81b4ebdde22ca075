// Numbers that many fields share.
#pragma once
#include "raytracer/scene/fields.h"

namespace raypool {

constexpr Limits kShare{0, 1, ""};
constexpr Limits kPositiveLength{kSmallest, kLargest, "m"};
constexpr Limits kFactor{0, kLargest, ""};
constexpr double kWholeMax = 4294967295.0;

/// "transform" or "keyframes".
void describePoses(Fields& f, std::vector<TransformKey>& keys, std::string_view what);

}  // namespace raypool
