#include "raytracer/scene/json_syntax_hints.h"

#include <utility>

namespace raypool {
namespace {

/// Without its exception id and position.
std::string plainMessage(std::string_view what) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing value - REASON"
    if (const auto dash = what.find(" - "); dash != what.npos) return std::string(what.substr(dash + 3));
    if (const auto bracket = what.find("] "); bracket != what.npos) return std::string(what.substr(bracket + 2));
    return std::string(what);
}

/// What to do about it, for those who have just lost a comma, where nlohmann's words allow a guess; else empty.
std::string_view syntaxHint(std::string_view message) {
    const auto expects = [&](std::string_view what) { return message.find("; expected " + std::string(what)) != std::string_view::npos; };
    const auto begins = [&](std::string_view with) { return message.starts_with(with); };
    const bool meetsValue = begins("unexpected '{'") || begins("unexpected '['") ||
                            (begins("unexpected ") && message.substr(0, message.find(';')).ends_with(" literal"));
    const bool meetsEnd = begins("unexpected '}'") || begins("unexpected ']'");
    if (meetsValue && (expects("'}'") || expects("']'"))) return "is a comma missing before it?";
    if (meetsEnd && (expects("string literal") || expects("'['"))) return "is there a comma too many before it, or is something missing?";
    if (begins("unexpected end of input")) return "a bracket is not closed";
    if (begins("invalid literal")) return "names and words stand in double quotes; a number begins with a digit";
    return {};
}

/// The same where the text itself tells, which begins with what is wrong: what comes along with texts from web pages and scripts.
std::string_view characterHint(std::string_view text) {
    constexpr std::string_view kInvisible = "an invisible character stands here, as web pages have them: take it out";
    constexpr std::string_view kQuotes = "texts and names stand in straight double quotes";
    constexpr std::pair<std::string_view, std::string_view> kHints[] = {
        {"//", "JSON has no comments: take it out"},
        {"/*", "JSON has no comments: take it out"},
        {"'", kQuotes},
        {"\u201C", kQuotes},
        {"\u201D", kQuotes},
        {"\u201E", kQuotes},
        {"\u2018", kQuotes},
        {"\u2019", kQuotes},
        {"\u00A0", "a no-break space stands here: make it a plain one"},
        {"\u200B", kInvisible},
        {"\u200E", kInvisible},
        {"\u200F", kInvisible},
        {"\u2060", kInvisible},
        {"\uFEFF", kInvisible},
    };
    for (const auto& [beginning, hint] : kHints) {
        if (text.starts_with(beginning)) return hint;
    }
    return {};
}

/// Without what was read, which may be lines of text, and is seen in the text.
std::string withoutLastRead(std::string message) {
    const auto from = message.find("; last read: '");
    if (from == std::string::npos) return message;
    const auto to = message.rfind("'; expected ");
    return to == std::string::npos || to < from ? message.substr(0, from) : message.erase(from, to + 1 - from);
}

}  // namespace

SyntaxProblem explainSyntaxError(std::string_view what, std::string_view text) {
    std::string message = plainMessage(what);
    const std::string_view character = characterHint(text);
    const std::string hint(!character.empty() ? character : syntaxHint(message));
    if (!hint.empty()) message = withoutLastRead(std::move(message));
    return {std::move(message), hint};
}

}  // namespace raypool
