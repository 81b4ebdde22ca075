// Wavefront OBJ ("Advanced Visualizer Manual", appendix B1).
#include "raytracer/geometry/obj_parser.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

#include "raytracer/geometry/mesh_text.h"

namespace raypool {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t'; }
bool isLineEnd(char c) { return c == '\n' || c == '\r'; }
bool isBehindWord(char c) { return isBlank(c) || isLineEnd(c) || c == '\\' || c == '#'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text), at_(text.data()), end_(text.data() + text.size()) {}

    Result<ObjStatements> parse() {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ += 3;
        while (at_ != end_) {
            if (!statement()) return failureAt(text_, static_cast<size_t>(at_ - text_.data()), std::move(problem_));
            skipLine();
        }
        parsed_.faces.push_back({.firstCorner = static_cast<uint32_t>(parsed_.corners.size())});
        for (const std::string_view name : materials_.names) parsed_.materials.push_back(asUtf8(name));
        for (const std::string_view name : parts_.names) parsed_.parts.push_back(asUtf8(name));
        if (!parsed_.colors.empty()) parsed_.colors.resize(parsed_.positions.size(), vec3(-1));
        return std::move(parsed_);
    }

private:
    bool fail(std::string message) {
        problem_ = std::move(message);
        return false;
    }
    std::string word() const { return quotedWord(text_, static_cast<size_t>(at_ - text_.data())); }

    /// Blanks, and line ends after a backslash.
    void skipBlanks() {
        while (at_ != end_ && (isBlank(*at_) || (*at_ == '\\' && atContinuation()))) ++at_;
    }
    /// Is the backslash here the last of its line? Then goes to the last character of the line end.
    bool atContinuation() {
        if (at_ + 1 == end_ || !isLineEnd(at_[1])) return false;
        ++at_;
        if (*at_ == '\r' && at_ + 1 != end_ && at_[1] == '\n') ++at_;
        return true;
    }
    /// At the end of a statement, or at a comment behind it.
    bool atEnd() const { return at_ == end_ || isLineEnd(*at_) || *at_ == '#'; }

    void skipLine() {
        bool isComment = false;   // in which a backslash continues nothing
        for (; at_ != end_ && !isLineEnd(*at_); ++at_) {
            isComment |= *at_ == '#';
            if (*at_ == '\\' && !isComment) atContinuation();
        }
        while (at_ != end_ && isLineEnd(*at_)) ++at_;
    }

    bool keyword(std::string_view name) {
        if (static_cast<size_t>(end_ - at_) <= name.size() || std::string_view(at_, name.size()) != name) return false;
        const char behind = at_[name.size()];
        if (!isBlank(behind) && !isLineEnd(behind) && behind != '\\') return false;
        at_ += name.size();
        return true;
    }

    bool statement() {
        skipBlanks();
        if (atEnd()) return true;
        switch (*at_) {
            case 'v': return vertex();
            case 'f': return !keyword("f") || face();
            case 'u':
                if (keyword("usemtl")) materials_.name = restOfLine();
                return true;
            case 'o':
                if (keyword("o")) startPart();
                return true;
            case 'g':
                if (keyword("g")) startPart();
                return true;
            case 'm':
                if (keyword("mtllib")) std::ranges::move(objLibraryNames(restOfLine()), std::back_inserter(parsed_.libraries));
                return true;
            default: return true;
        }
    }

    /// Microsoft's libraries write "-1.#IND" and "-nan(ind)" for what is no number, "1.#INF" for infinity.
    const char* notANumber(const char* behind, float& value) const {
        for (const std::string_view ending : {"#IND", "#QNAN", "#SNAN", "(ind)", "(snan)", "#INF"}) {
            if (!std::string_view(behind, static_cast<size_t>(end_ - behind)).starts_with(ending)) continue;
            value = ending == "#INF" ? kInfinity : std::numeric_limits<float>::quiet_NaN();
            behind += ending.size();
            while (behind != end_ && isDigit(*behind)) ++behind;   // "1.#IND00"
            break;
        }
        return behind;
    }

    bool number(float& value) {
        skipBlanks();
        const char* behind = at_ == end_ ? nullptr : parseFloat(at_, end_, value);
        if (behind) behind = notANumber(behind, value);
        // Not "1,5" or "3px".
        if (!behind || (behind != end_ && !isBehindWord(*behind))) return fail("expected a number, found " + word());
        at_ = behind;
        return true;
    }

    /// Finite numbers; on failure the place is that of the bad one.
    template <class Vector>
    bool numbers(int count, Vector& out) {
        for (int i = 0; i < count; ++i) {
            skipBlanks();
            const char* start = at_;
            if (!number(out[i])) return false;
            if (!std::isfinite(out[i])) {
                at_ = start;
                return fail("the number " + word() + " is not finite");
            }
        }
        return true;
    }

    bool vertex() {
        if (keyword("v")) {
            vec3 p;
            if (!numbers(3, p)) return false;
            parsed_.positions.push_back(p);
            skipBlanks();
            if (!atEnd()) color();
        } else if (keyword("vn")) {
            vec3 n;
            for (int i = 0; i < 3; ++i) {
                if (!number(n[i])) return false;
            }
            // Exporters write 0 or nan for normals of vertices without area around them.
            const dvec3 wide(n);
            const double size = std::sqrt(dot(wide, wide));
            parsed_.normals.push_back(size > 0 && std::isfinite(size) ? vec3(wide / size) : vec3(0));
        } else if (keyword("vt")) {
            vec2 uv(0);
            if (!numbers(1, uv)) return false;
            skipBlanks();
            if (!atEnd() && !number(uv.y)) return false;
            if (!std::isfinite(uv.y)) return fail("the texture coordinate is not finite");
            uv.y = 1 - uv.y;
            parsed_.uvs.push_back(uv);
        }
        return true;   // vp and the like
    }

    /// What follows a vertex: r g b up to 1 or 255, as many programs write it; or w, or anything else, which is skipped.
    void color() {
        vec3 c(0);
        for (int i = 0; i < 3; ++i) {
            skipBlanks();
            const char* behind = at_ == end_ ? nullptr : parseFloat(at_, end_, c[i]);
            if (!behind || (behind != end_ && !isBehindWord(*behind)) || !(c[i] >= 0 && c[i] <= 255)) return;
            at_ = behind;
        }
        parsed_.colors.resize(parsed_.positions.size() - 1, vec3(-1));
        parsed_.colors.push_back(c);
    }

    /// One index of a corner; `count`: of such elements so far.
    bool index(const char* what, size_t count, uint32_t& out) {
        const char* start = at_;
        const bool isNegative = at_ != end_ && *at_ == '-';
        if (at_ != end_ && (*at_ == '-' || *at_ == '+')) ++at_;
        uint64_t value = 0;
        const char* digits = at_;
        for (; at_ != end_ && isDigit(*at_); ++at_) {
            value = std::min<uint64_t>(value * 10 + static_cast<uint64_t>(*at_ - '0'), kObjAbsent);
        }
        if (at_ == digits) {
            at_ = start;
            return fail(std::string("expected the index of a ") + what + ", found " + word());
        }
        if (value == 0 || value == kObjAbsent || (isNegative && value > count)) {
            at_ = start;
            return fail(std::string("there is no ") + what + " " + word() + (value == 0 ? ": they count from 1" : ""));
        }
        out = static_cast<uint32_t>(isNegative ? count - value : value - 1);
        return true;
    }

    bool face() {
        const auto first = static_cast<uint32_t>(parsed_.corners.size());
        const auto offset = static_cast<uint32_t>(at_ - text_.data());
        for (skipBlanks(); !atEnd(); skipBlanks()) {
            ObjCorner corner{kObjAbsent, kObjAbsent, kObjAbsent};
            if (!index("vertex", parsed_.positions.size(), corner[0])) return false;
            if (at_ != end_ && *at_ == '/') {
                ++at_;
                // "1/" and "1//" occur.
                const bool hasUv = at_ != end_ && (isDigit(*at_) || *at_ == '-' || *at_ == '+');
                if (hasUv && !index("texture coordinate", parsed_.uvs.size(), corner[1])) return false;
                if (at_ != end_ && *at_ == '/') {
                    ++at_;
                    const bool hasNormal = at_ != end_ && (isDigit(*at_) || *at_ == '-' || *at_ == '+');
                    if (hasNormal && !index("normal", parsed_.normals.size(), corner[2])) return false;
                }
            }
            if (at_ != end_ && !isBehindWord(*at_)) {
                return fail("expected v, v/vt, v//vn or v/vt/vn, found " + word());
            }
            parsed_.corners.push_back(corner);
        }
        if (parsed_.corners.size() - first < 3) {
            parsed_.corners.resize(first);
        } else {
            parsed_.faces.push_back({first, materials_.number(), offset, parts_.number()});
        }
        return true;
    }

    /// Names that faces stand under, numbered as they are used.
    struct Names {
        std::vector<std::string_view> names;
        std::map<std::string_view, uint32_t> numbers;
        std::string_view name, numbered;
        uint32_t current = 0;

        uint32_t number() {
            if (name != numbered || names.empty()) {
                const auto [place, isNew] = numbers.try_emplace(name, static_cast<uint32_t>(names.size()));
                if (isNew) names.push_back(name);
                numbered = name;
                current = place->second;
            }
            return current;
        }
    };

    /// Groups may have more names, on more lines; the first line's are one name here, as exporters mean it.
    void startPart() {
        const char* const start = at_;
        parts_.name = restOfLine();
        at_ = start;
    }

    std::string_view restOfLine() {
        while (at_ != end_ && isBlank(*at_)) ++at_;
        const char* start = at_;
        while (at_ != end_ && !isLineEnd(*at_)) ++at_;
        const char* last = at_;
        while (last != start && isBlank(last[-1])) --last;
        return {start, static_cast<size_t>(last - start)};
    }

    std::string_view text_;
    const char* at_;
    const char* end_;
    std::string problem_;
    ObjStatements parsed_;
    Names materials_, parts_;
};

}  // namespace

std::vector<std::string> objLibraryNames(std::string_view line) {
    std::vector<std::string> out;
    const auto trim = [&] {
        while (!line.empty() && isBlank(line.front())) line.remove_prefix(1);
        while (!line.empty() && isBlank(line.back())) line.remove_suffix(1);
    };
    for (trim(); !line.empty(); trim()) {
        if (line.front() == '#' && !out.empty()) break;   // a comment
        if (const size_t close = line.find('"', 1); line.front() == '"' && close != line.npos) {
            out.push_back(asUtf8(line.substr(1, close - 1)));
            line.remove_prefix(close + 1);
            continue;
        }
        size_t size = 0;
        while (size < line.size() && !(isBlank(line[size]) && (line.substr(0, size).ends_with(".mtl") || line.substr(0, size).ends_with(".MTL")))) ++size;
        out.push_back(asUtf8(line.substr(0, size)));
        line.remove_prefix(size);
    }
    return out;
}

Result<ObjStatements> parseObj(std::string_view text) { return Parser(text).parse(); }

}  // namespace raypool
