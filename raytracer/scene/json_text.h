#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "raytracer/core/vec.h"

namespace raypool {

/// A float as the double of its shortest decimal, so that 0.3F is written as 0.3.
double plain(float value);
nlohmann::ordered_json numberJson(double value, bool isWhole, bool isSingle);
/// Three numbers, or one if they are equal and one may stand for three.
nlohmann::ordered_json tripleJson(dvec3 v, bool isSingle, bool mayBeOne);

/// Indented text, short arrays and objects in one line, numbers as short as can be. Ends with a newline.
std::string prettyText(const nlohmann::ordered_json& value);

}  // namespace raypool
