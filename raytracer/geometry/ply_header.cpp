// The header of PLY files (Turk, "The PLY Polygon File Format", 1994).
#include "raytracer/geometry/ply_header.h"

#include <charconv>

#include "raytracer/geometry/mesh_text.h"

namespace raypool {
namespace {

bool readType(std::string_view name, PlyType& type) {
    constexpr std::string_view kNames[][2] = {{"char", "int8"},   {"uchar", "uint8"},   {"short", "int16"},
                                              {"ushort", "uint16"}, {"int", "int32"},     {"uint", "uint32"},
                                              {"float", "float32"}, {"double", "float64"}};
    for (size_t i = 0; i < std::size(kNames); ++i) {
        if (name != kNames[i][0] && name != kNames[i][1]) continue;
        type = static_cast<PlyType>(i);
        return true;
    }
    return false;
}

/// Words of one line after the other.
class Lines {
public:
    explicit Lines(std::string_view file) : file_(file) {
        // What ends the first line ends all; after end_header the next byte may be data that looks like a line end.
        const size_t end = file.find_first_of("\r\n");
        if (end == file.npos) return;
        ending_ = file[end] == '\n' ? "\n" : (file.substr(end).starts_with("\r\n") ? "\r\n" : "\r");
    }
    bool next() {
        const size_t end = ending_.empty() ? file_.npos : file_.find(ending_, next_);
        if (end == file_.npos) return false;
        at_ = next_;
        rest_ = file_.substr(next_, end - next_);
        next_ = end + ending_.size();
        return true;
    }
    std::string_view word() {
        const size_t start = std::min(rest_.find_first_not_of(" \t"), rest_.size());
        const size_t end = std::min(rest_.find_first_of(" \t", start), rest_.size());
        const std::string_view found = rest_.substr(start, end - start);
        rest_.remove_prefix(end);
        return found;
    }
    std::unexpected<Diagnostics> fail(std::string message, std::string hint = {}) const {
        return failureAt(file_, at_, std::move(message), std::move(hint));
    }
    size_t nextLine() const { return next_; }

private:
    std::string_view file_, ending_, rest_;
    size_t at_ = 0, next_ = 0;
};

std::string quoted(std::string_view word) { return quotedWord(word, 0); }

}  // namespace

Result<PlyHeader> readPlyHeader(std::string_view file) {
    PlyHeader header;
    Lines lines(file);
    if (!lines.next() || lines.word() != "ply") return lines.fail("not a PLY file: its first line is not \"ply\"");
    bool hasFormat = false;
    constexpr const char* kFormats = "ascii, binary_little_endian or binary_big_endian";
    constexpr const char* kTypes = "char, uchar, short, ushort, int, uint, float or double";
    while (lines.next()) {
        const std::string_view keyword = lines.word();
        if (keyword == "format") {
            const std::string_view format = lines.word();
            if (format == "ascii") header.format = PlyFormat::kAscii;
            else if (format == "binary_little_endian") header.format = PlyFormat::kLittleEndian;
            else if (format == "binary_big_endian") header.format = PlyFormat::kBigEndian;
            else return lines.fail("unknown format " + quoted(format), kFormats);
            hasFormat = true;
        } else if (keyword == "element") {
            PlyElement& element = header.elements.emplace_back();
            element.name = lines.word();
            const std::string_view count = lines.word();
            const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), element.count);
            if (error != std::errc() || end != count.data() + count.size()) {
                return lines.fail("the count " + quoted(count) + " of " + quoted(element.name) +
                                  " is not a whole number");
            }
        } else if (keyword == "property") {
            if (header.elements.empty()) return lines.fail("a property before the first element");
            PlyProperty property;
            std::string_view type = lines.word();
            property.isList = type == "list";
            if (property.isList) {
                type = lines.word();
                if (!readType(type, property.countType) || !isInteger(property.countType)) {
                    return lines.fail(quoted(type) + " is no type for a list's length", "for example uchar");
                }
                type = lines.word();
            }
            if (!readType(type, property.type)) return lines.fail("unknown type " + quoted(type), kTypes);
            property.name = lines.word();
            if (property.name.empty()) return lines.fail("a property without a name");
            header.elements.back().properties.push_back(std::move(property));
        } else if (keyword == "end_header") {
            if (!hasFormat) return lines.fail("the header has no format line", "for example \"format ascii 1.0\"");
            header.size = lines.nextLine();
            return header;
        } else if (keyword != "comment" && keyword != "obj_info" && !keyword.empty()) {
            return lines.fail("unknown header line " + quoted(keyword));
        }
    }
    return failureAt(file, lines.nextLine(), "the PLY header has no end_header line");
}

}  // namespace raypool
