// What to tell somebody whose text is no JSON.
#pragma once
#include <string>
#include <string_view>

namespace raypool {

struct SyntaxProblem {
    std::string message;
    std::string hint;   // what would be right; empty where nobody can tell
};

/// From the words of nlohmann's exception, and from the text, which begins with what is wrong.
SyntaxProblem explainSyntaxError(std::string_view what, std::string_view text);

}  // namespace raypool
