#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace raypool {

struct TextLocation {
    int line = 1, column = 1;   // from 1; columns in code points
    size_t utf16 = 0;           // UTF-16 code units from the start of the text
};

/// Turns byte offsets of a UTF-8 text into lines and columns. Building it costs one pass over the text; a look-up
/// costs a search among marks and a walk along one stretch of about 512 bytes.
class TextLocator {
public:
    explicit TextLocator(std::string_view text);
    TextLocation at(size_t byteOffset) const;

private:
    struct Mark {
        size_t byte;
        TextLocation location;
    };
    std::string_view text_;
    std::vector<Mark> marks_;   // ascending, one about every 512 bytes
};

}  // namespace raypool
