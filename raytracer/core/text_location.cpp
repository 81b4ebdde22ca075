#include "raytracer/core/text_location.h"

#include <algorithm>

namespace raypool {
namespace {

constexpr size_t kStretch = 512;

void step(TextLocation& at, unsigned char byte) {
    if (byte == '\n') {
        ++at.line;
        at.column = 1;
        ++at.utf16;
    } else if ((byte & 0xC0) != 0x80) {   // not a continuation byte: a code point begins
        ++at.column;
        at.utf16 += byte >= 0xF0 && byte < 0xF8 ? 2 : 1;   // 0xF8 and above begin nothing: U+FFFD
    }
}

}  // namespace

TextLocator::TextLocator(std::string_view text) : text_(text) {
    TextLocation at;
    marks_.push_back({0, at});
    for (size_t i = 0; i < text.size(); ++i) {
        step(at, static_cast<unsigned char>(text[i]));
        // A mark in the middle of a code point would count it on neither side right, so wait for its end.
        const bool boundary = i + 1 == text.size() || (static_cast<unsigned char>(text[i + 1]) & 0xC0) != 0x80;
        if (boundary && i + 1 - marks_.back().byte >= kStretch) marks_.push_back({i + 1, at});
    }
}

TextLocation TextLocator::at(size_t byteOffset) const {
    byteOffset = std::min(byteOffset, text_.size());
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), byteOffset,
                                        [](size_t offset, const Mark& mark) { return offset < mark.byte; });
    const Mark& mark = *(after - 1);
    TextLocation at = mark.location;
    for (size_t i = mark.byte; i < byteOffset; ++i) step(at, static_cast<unsigned char>(text_[i]));
    return at;
}

}  // namespace raypool
