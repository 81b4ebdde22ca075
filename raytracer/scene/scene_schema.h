#pragma once
#include <string>

namespace raypool {

/// JSON Schema (2020-12) of Raypool's own scene format, with descriptions, defaults and ranges, for editors and validators.
/// What a schema can't say (names that are not there, circles, transforms that flatten) is left to the reader.
std::string sceneSchema();

/// The reference of the format, as Markdown: docs/scene-format.md.
std::string sceneReference();

}  // namespace raypool
