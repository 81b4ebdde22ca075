#pragma once
#include <string>

namespace raypool {

/// The shortest decimal that reads back as the same number.
std::string numberText(double value);
std::string numberText(float value);

}  // namespace raypool
