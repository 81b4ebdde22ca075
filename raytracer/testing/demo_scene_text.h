#pragma once
#include <string>
#include <string_view>

namespace raypool::testing {

/// A scene of the 2018 demo's format with one of everything.
std::string demoSceneText();

/// `text` with its first `from` replaced; a failed check where there is none.
std::string replaced(std::string text, std::string_view from, std::string_view to);

inline std::string demoSceneWith(std::string_view from, std::string_view to) { return replaced(demoSceneText(), from, to); }

}  // namespace raypool::testing
