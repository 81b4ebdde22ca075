// Wavefront OBJ ("Advanced Visualizer Manual", appendix B1). Own code, because what Debian has serves less well:
// tinyobjloader takes 11 s to compile, does not round numbers correctly, and leaves the work to its user that is most of
// this file: vertices of three indices each, faces without normals, checks; fastobj is not in Debian 12.
#include "raytracer/geometry/obj.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "raytracer/geometry/mesh_text.h"
#include "raytracer/geometry/triangulate.h"

namespace raypool {
namespace {

constexpr uint32_t kAbsent = ~0U;

/// Indices from 0, of a position, a texture coordinate, a normal; they sort in this order.
using Corner = std::array<uint32_t, 3>;

struct Face {
    uint32_t firstCorner = 0, material = 0, offset = 0;   // offset: of the text
};

/// What stands in the file, before vertices are made of it.
struct Parsed {
    std::vector<vec3> positions, normals;   // unit, or 0 where the file has no direction there
    std::vector<vec2> uvs;
    std::vector<Corner> corners;
    std::vector<Face> faces;                // and one that ends the last
    std::vector<std::string> materials, libraries;
};

bool isBlank(char c) { return c == ' ' || c == '\t'; }
bool isLineEnd(char c) { return c == '\n' || c == '\r'; }
bool isBehindWord(char c) { return isBlank(c) || isLineEnd(c) || c == '\\' || c == '#'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text), at_(text.data()), end_(text.data() + text.size()) {}

    Result<Parsed> parse() {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ += 3;
        while (at_ != end_) {
            if (!statement()) return failureAt(text_, static_cast<size_t>(at_ - text_.data()), std::move(problem_));
            skipLine();
        }
        parsed_.faces.push_back({.firstCorner = static_cast<uint32_t>(parsed_.corners.size())});
        for (const std::string_view name : materials_) parsed_.materials.push_back(asUtf8(name));
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
        const bool isComment = at_ != end_ && *at_ == '#';
        while (at_ != end_ && !isLineEnd(*at_)) {
            if (*at_ == '\\' && !isComment) atContinuation();
            ++at_;
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
                if (keyword("usemtl")) materialName_ = restOfLine();
                return true;
            case 'm':
                if (keyword("mtllib")) libraries(restOfLine());
                return true;
            default: return true;
        }
    }

    bool number(float& value) {
        skipBlanks();
        const char* behind = at_ == end_ ? nullptr : parseFloat(at_, end_, value);
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
            parsed_.uvs.push_back(uv);
        }
        return true;   // vp and the like
    }

    /// One index of a corner; `count`: of such elements so far.
    bool index(const char* what, size_t count, uint32_t& out) {
        const char* start = at_;
        const bool isNegative = at_ != end_ && *at_ == '-';
        if (at_ != end_ && (*at_ == '-' || *at_ == '+')) ++at_;
        uint64_t value = 0;
        const char* digits = at_;
        for (; at_ != end_ && isDigit(*at_); ++at_) {
            value = std::min<uint64_t>(value * 10 + static_cast<uint64_t>(*at_ - '0'), kAbsent);
        }
        if (at_ == digits) {
            at_ = start;
            return fail(std::string("expected the index of a ") + what + ", found " + word());
        }
        if (value == 0 || value == kAbsent || (isNegative && value > count)) {
            at_ = start;
            return fail(std::string("there is no ") + what + " " + word() + (value == 0 ? ": they count from 1" : ""));
        }
        out = static_cast<uint32_t>(isNegative ? count - value : value - 1);
        return true;
    }

    bool face() {
        const Face face{static_cast<uint32_t>(parsed_.corners.size()), currentMaterial_,
                        static_cast<uint32_t>(at_ - text_.data())};
        for (skipBlanks(); !atEnd(); skipBlanks()) {
            Corner corner{kAbsent, kAbsent, kAbsent};
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
        if (parsed_.corners.size() - face.firstCorner < 3) {
            parsed_.corners.resize(face.firstCorner);
            return true;
        }
        parsed_.faces.push_back(face);
        parsed_.faces.back().material = material();
        return true;
    }

    /// Number of the material in use.
    uint32_t material() {
        if (materialName_ != namedMaterial_ || materials_.empty()) {
            const auto number = static_cast<uint32_t>(materials_.size());
            const auto [place, isNew] = numberOfMaterial_.try_emplace(materialName_, number);
            if (isNew) materials_.push_back(materialName_);
            namedMaterial_ = materialName_;
            currentMaterial_ = place->second;
        }
        return currentMaterial_;
    }

    std::string_view restOfLine() {
        while (at_ != end_ && isBlank(*at_)) ++at_;
        const char* start = at_;
        while (at_ != end_ && !isLineEnd(*at_)) ++at_;
        const char* last = at_;
        while (last != start && isBlank(last[-1])) --last;
        return {start, static_cast<size_t>(last - start)};
    }

    /// Names stand between blanks, and have blanks in them; so one ends at ".mtl" before a blank.
    void libraries(std::string_view names) {
        while (!names.empty()) {
            size_t size = 0;
            while (size < names.size() && !(isBlank(names[size]) && names.substr(0, size).ends_with(".mtl"))) ++size;
            parsed_.libraries.push_back(asUtf8(names.substr(0, size)));
            names.remove_prefix(size);
            while (!names.empty() && isBlank(names[0])) names.remove_prefix(1);
        }
    }

    std::string_view text_;
    const char* at_;
    const char* end_;
    std::string problem_;
    Parsed parsed_;
    std::vector<std::string_view> materials_;
    std::map<std::string_view, uint32_t> numberOfMaterial_;
    std::string_view materialName_, namedMaterial_;
    uint32_t currentMaterial_ = 0;
};

/// Vertices may follow the faces that use them, so indices are checked at the end.
Result<void> checkIndices(std::string_view text, const Parsed& parsed) {
    const std::array<size_t, 3> counts = {parsed.positions.size(), parsed.uvs.size(), parsed.normals.size()};
    constexpr std::array<const char*, 3> names = {"vertex", "texture coordinate", "normal"};
    for (size_t f = 0; f + 1 < parsed.faces.size(); ++f) {
        for (uint32_t c = parsed.faces[f].firstCorner; c < parsed.faces[f + 1].firstCorner; ++c) {
            for (size_t i = 0; i < 3; ++i) {
                const uint32_t index = parsed.corners[c][i];
                if (index < counts[i] || (i > 0 && index == kAbsent)) continue;
                return failureAt(text, parsed.faces[f].offset,
                                 std::string("there is no ") + names[i] + " " + std::to_string(uint64_t{index} + 1) +
                                     ": the file has " + std::to_string(counts[i]));
            }
        }
    }
    return {};
}

/// Corners without a normal get that of their face, in files that have normals elsewhere.
void addMissingNormals(Parsed& parsed) {
    std::vector<uint32_t> polygon;
    for (size_t f = 0; f + 1 < parsed.faces.size(); ++f) {
        const auto first = parsed.corners.begin() + parsed.faces[f].firstCorner;
        const auto last = parsed.corners.begin() + parsed.faces[f + 1].firstCorner;
        uint32_t added = kAbsent;
        for (auto corner = first; corner != last; ++corner) {
            const uint32_t index = (*corner)[2];
            if (index != kAbsent && parsed.normals[index] != vec3(0)) continue;
            if (added == kAbsent) {
                polygon.clear();
                for (auto each = first; each != last; ++each) polygon.push_back((*each)[0]);
                const dvec3 normal = newellNormal(polygon, parsed.positions);
                const double size = std::sqrt(dot(normal, normal));
                added = static_cast<uint32_t>(parsed.normals.size());
                // A face without area is not seen, whatever its normal.
                parsed.normals.push_back(size > 0 ? vec3(normal / size) : vec3(0, 0, 1));
            }
            (*corner)[2] = added;
        }
    }
}

/// Makes one vertex of the corners that agree in all three indices, ordered by these; a corner's first index is its
/// vertex's then. Buckets by position, which are small, and sorted each: there is no input for which that is slow.
void unifyVertices(Parsed& parsed, bool hasUvs, bool hasNormals, Mesh& mesh) {
    std::vector<uint32_t> starts(parsed.positions.size() + 1);
    for (const Corner& corner : parsed.corners) ++starts[corner[0] + 1];
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    std::vector<uint32_t> order(parsed.corners.size());
    // Moves each start to the end of its bucket, which is the start of the next.
    for (uint32_t c = 0; c < parsed.corners.size(); ++c) order[starts[parsed.corners[c][0]]++] = c;
    mesh.positions.reserve(parsed.positions.size());
    auto bucket = order.begin();
    for (size_t position = 0; position < parsed.positions.size(); ++position) {
        const auto bucketEnd = order.begin() + starts[position];
        std::sort(bucket, bucketEnd,
                  [&](uint32_t a, uint32_t b) { return parsed.corners[a] < parsed.corners[b]; });
        Corner previous{kAbsent, kAbsent, kAbsent};   // unlike every corner: those have a position
        for (; bucket != bucketEnd; ++bucket) {
            Corner& corner = parsed.corners[*bucket];
            if (corner != previous) {
                previous = corner;
                mesh.positions.push_back(parsed.positions[position]);
                if (hasUvs) mesh.uvs.push_back(corner[1] == kAbsent ? vec2(0) : parsed.uvs[corner[1]]);
                if (hasNormals) mesh.normals.push_back(parsed.normals[corner[2]]);
            }
            corner[0] = static_cast<uint32_t>(mesh.positions.size() - 1);
        }
    }
}

/// False: too intricate.
bool makeTriangles(const Parsed& parsed, Mesh& mesh) {
    mesh.indices.reserve((parsed.corners.size() - 2 * (parsed.faces.size() - 1)) * 3);
    const bool hasSurfaces = parsed.materials.size() > 1;
    if (hasSurfaces) mesh.surfaceOfTriangle.reserve(mesh.indices.capacity() / 3);
    Triangulator triangulator;
    std::vector<uint32_t> polygon;
    for (size_t f = 0; f + 1 < parsed.faces.size(); ++f) {
        polygon.clear();
        for (uint32_t c = parsed.faces[f].firstCorner; c < parsed.faces[f + 1].firstCorner; ++c) {
            polygon.push_back(parsed.corners[c][0]);
        }
        if (!triangulator.add(polygon, mesh.positions, mesh.indices)) return false;
        if (hasSurfaces) mesh.surfaceOfTriangle.resize(mesh.indices.size() / 3, parsed.faces[f].material);
    }
    return true;
}

}  // namespace

Result<MeshFile> decodeObj(std::string_view text) {
    // Offsets and counts fit 32 bits then.
    if (text.size() >= kAbsent) return failure("the OBJ file is larger than 4 GiB");
    auto result = Parser(text).parse();
    if (!result) return std::unexpected(std::move(result).error());
    Parsed& parsed = *result;
    if (parsed.corners.empty()) return failure("the OBJ file has no faces", "lines \"f v v v\"");
    if (const auto sound = checkIndices(text, parsed); !sound) return std::unexpected(sound.error());

    bool hasUvs = false, hasNormals = false;
    for (const Corner& corner : parsed.corners) {
        hasUvs |= corner[1] != kAbsent;
        hasNormals |= corner[2] != kAbsent;
    }
    MeshFile file;
    if (hasNormals) addMissingNormals(parsed);
    if (hasUvs || hasNormals) {
        unifyVertices(parsed, hasUvs, hasNormals, file.mesh);
    } else {
        file.mesh.positions = std::move(parsed.positions);
    }
    if (!makeTriangles(parsed, file.mesh)) {
        return failure("the OBJ file's concave polygons have too many corners", "split them into triangles");
    }
    if (parsed.materials.size() > 1 || !parsed.materials[0].empty()) file.materialNames = std::move(parsed.materials);
    file.materialLibraries = std::move(parsed.libraries);
    return file;
}

}  // namespace raypool
