// PLY (Turk, "The PLY Polygon File Format", 1994). Own code: Debian 12 has no library for it.
#include "raytracer/geometry/ply.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "raytracer/image/srgb.h"
#include "raytracer/geometry/mesh_normals.h"
#include "raytracer/geometry/ply_source.h"
#include "raytracer/geometry/triangulate.h"

namespace raypool {
namespace {

constexpr uint32_t kRestart = ~0U;   // of a triangle strip: -1 in the file

/// What a property of a vertex is.
enum Role : uint8_t {
    kX, kY, kZ, kNormalX, kNormalY, kNormalZ, kU, kV, kTopU, kTopV, kU2, kV2, kTangentX, kTangentY, kTangentZ, kTangentW,
    kRed, kGreen, kBlue, kAlpha, kRoles, kOther = kRoles
};
constexpr std::string_view kRoleNames[] = {"x", "y", "z", "nx", "ny", "nz", "u", "v", "texcoord_u", "texcoord_v", "texcoord2_u", "texcoord2_v",
                                           "tangent_x", "tangent_y", "tangent_z", "tangent_w", "red", "green", "blue", "alpha"};
static_assert(std::size(kRoleNames) == kRoles);

Role roleOf(const PlyProperty& property) {
    if (property.isList) return kOther;
    std::string_view name = property.name;
    if (name.starts_with("diffuse_")) name.remove_prefix(8);
    for (uint8_t i = 0; i < kRoles; ++i) {
        if (name == kRoleNames[i]) return static_cast<Role>(i);
    }
    if (name == "s" || name == "texture_u" || name == "texture_s") return kU;
    if (name == "t" || name == "texture_v" || name == "texture_t") return kV;
    if (name == "r") return kRed;
    if (name == "g") return kGreen;
    if (name == "b") return kBlue;
    if (name == "a") return kAlpha;
    return kOther;
}

/// From a colour's number in the file to linear light; alpha is linear already.
float colorOf(PlyType type, float value, bool isAlpha) {
    const float full = type == PlyType::kUint8 ? 255.0F : type == PlyType::kUint16 ? 65535.0F : 1.0F;
    const float share = value / full;
    if (!std::isfinite(share)) return 0;
    return isAlpha || !isInteger(type) ? std::max(share, 0.0F) : srgbToLinear(share);
}

template <class Source>
class Reader {
public:
    Reader(const PlyHeader& header, Source source) : header_(header), source_(source) {}

    Result<MeshFile> read() {
        if (Result<void> sound = findVertices(); !sound) return std::unexpected(std::move(sound).error());
        for (const PlyElement& element : header_.elements) {
            Result<void> done = checkCount(element);
            if (done && &element == vertices_) {
                done = readVertices(element);
            } else if (done && element.name == "face") {
                done = readLists(element, false);
            } else if (done && element.name == "tristrips") {
                done = readLists(element, true);
            } else if (done) {
                done = skipElement(element);
            }
            if (!done) return std::unexpected(std::move(done).error());
        }
        return finish();
    }

private:
    Result<void> findVertices() {
        for (const PlyElement& element : header_.elements) {
            if (element.name != "vertex") continue;
            if (vertices_) return failure("the PLY file has the element \"vertex\" twice");
            vertices_ = &element;
        }
        if (!vertices_) return failure("the PLY file has no element \"vertex\"");
        if (vertices_->count >= kRestart) return failure("the PLY file declares more than 4294967294 vertices");
        std::array<bool, kRoles + 1> found{};
        for (const PlyProperty& property : vertices_->properties) found[roleOf(property)] = true;
        if (!found[kX] || !found[kY] || !found[kZ]) return failure("the vertices of the PLY file lack x, y or z");
        hasNormals_ = found[kNormalX] && found[kNormalY] && found[kNormalZ];
        isFromTop_ = found[kTopU] && found[kTopV];
        hasUvs_ = isFromTop_ || (found[kU] && found[kV]);
        hasUvs2_ = found[kU2] && found[kV2];
        hasTangents_ = found[kTangentX] && found[kTangentY] && found[kTangentZ] && found[kTangentW];
        hasColors_ = found[kRed] && found[kGreen] && found[kBlue];
        return {};
    }

    /// Refuses counts for which the file is too short, before memory is asked for.
    Result<void> checkCount(const PlyElement& element) {
        uint64_t bytes = 0;
        for (const PlyProperty& property : element.properties) {
            bytes += Source::minimumBytes(property.isList ? property.countType : property.type);
        }
        if (bytes == 0 || element.count <= source_.left() / bytes) return {};
        return source_.fail("the header declares " + std::to_string(element.count) + " of " +
                            quotedWord(element.name, 0) + ", for which the file is too short");
    }

    Result<void> readVertices(const PlyElement& element) {
        const auto count = static_cast<size_t>(element.count);
        file_.mesh.positions.reserve(count);
        if (hasNormals_) file_.mesh.normals.reserve(count);
        if (hasUvs_) file_.mesh.uvs.reserve(count);
        if (hasUvs2_) file_.mesh.uvs2.reserve(count);
        if (hasTangents_) file_.mesh.tangents.reserve(count);
        if (hasColors_) file_.mesh.colors.reserve(count);
        std::vector<Role> roles;
        for (const PlyProperty& property : element.properties) roles.push_back(roleOf(property));
        for (size_t i = 0; i < count; ++i) {
            std::array<float, kRoles> values{};
            values[kAlpha] = 1;
            for (size_t k = 0; k < roles.size(); ++k) {
                const PlyProperty& property = element.properties[k];
                const Role role = roles[k];
                const bool ok = role == kOther ? skipProperty(property) : source_.number(property.type, values[role]);
                if (role >= kRed && role <= kAlpha) values[role] = colorOf(property.type, values[role], role == kAlpha);
                if (!ok) return source_.failToRead("a number, " + property.name + " of vertex " + std::to_string(i));
            }
            const vec3 p(values[kX], values[kY], values[kZ]);
            if (!isFinite(p)) return source_.fail("vertex " + std::to_string(i) + " is not finite");
            file_.mesh.positions.push_back(p);
            if (hasNormals_) {
                const dvec3 n(values[kNormalX], values[kNormalY], values[kNormalZ]);
                const double size = std::sqrt(dot(n, n));
                const bool isDirection = size > 0 && std::isfinite(size);
                file_.mesh.normals.push_back(isDirection ? vec3(n / size) : vec3(0));
                lacksNormals_ |= !isDirection;
            }
            if (hasUvs_) file_.mesh.uvs.push_back(isFromTop_ ? vec2(values[kTopU], values[kTopV]) : vec2(values[kU], 1 - values[kV]));
            if (hasUvs2_) file_.mesh.uvs2.emplace_back(values[kU2], values[kV2]);
            if ((hasUvs_ && !isFinite(file_.mesh.uvs.back())) || (hasUvs2_ && !isFinite(file_.mesh.uvs2.back()))) {
                return source_.fail("the texture coordinates of vertex " + std::to_string(i) + " are not finite");
            }
            if (hasTangents_) {
                const glm::vec4 tangent(values[kTangentX], values[kTangentY], values[kTangentZ], values[kTangentW] < 0 ? -1 : 1);
                if (!isFinite(vec3(tangent))) return source_.fail("the tangent of vertex " + std::to_string(i) + " is not finite");
                file_.mesh.tangents.push_back(tangent);
            }
            if (hasColors_) file_.mesh.colors.emplace_back(values[kRed], values[kGreen], values[kBlue], values[kAlpha]);
        }
        return {};
    }

    /// Polygons, or triangle strips.
    Result<void> readLists(const PlyElement& element, bool areStrips) {
        for (uint64_t i = 0; i < element.count && !element.properties.empty(); ++i) {
            for (const PlyProperty& property : element.properties) {
                if (!property.isList || (property.name != "vertex_indices" && property.name != "vertex_index")) {
                    if (!skipProperty(property)) return source_.failToRead(nameOf(property, element, i));
                    continue;
                }
                if (!isInteger(property.type)) return source_.fail("the vertex indices are not of an integer type");
                if (auto read = readIndices(property, element, i, areStrips); !read) return read;
                if (areStrips) {
                    addStrips();
                } else {
                    addPolygon();
                }
            }
        }
        return {};
    }

    Result<void> readIndices(const PlyProperty& property, const PlyElement& element, uint64_t row, bool areStrips) {
        int64_t length = 0;
        if (!source_.integer(property.countType, length)) return source_.failToRead(nameOf(property, element, row));
        if (length < 0) return source_.fail(nameOf(property, element, row) + " have a negative length");
        list_.clear();
        for (int64_t k = 0; k < length; ++k) {
            int64_t index = 0;
            if (!source_.integer(property.type, index)) return source_.failToRead(nameOf(property, element, row));
            const bool isRestart = areStrips && index == -1;
            if (!isRestart && (index < 0 || static_cast<uint64_t>(index) >= vertices_->count)) {
                return source_.fail(element.name + " " + std::to_string(row) + " uses vertex " + std::to_string(index) +
                                    " of " + std::to_string(vertices_->count) + " (they count from 0)");
            }
            list_.push_back(isRestart ? kRestart : static_cast<uint32_t>(index));
        }
        return {};
    }

    void addPolygon() {
        if (list_.size() < 3) return;
        if (list_.size() > 3 && polygonEnds_.empty()) {
            // So far there were triangles only, which need no ends.
            for (size_t end = 3; end <= corners_.size(); end += 3) polygonEnds_.push_back(end);
        }
        corners_.insert(corners_.end(), list_.begin(), list_.end());
        if (list_.size() > 3 || !polygonEnds_.empty()) polygonEnds_.push_back(corners_.size());
    }

    /// Every index makes a triangle with the two before it; every other one turns the other way around.
    void addStrips() {
        const std::vector<uint32_t> strip = std::move(list_);
        for (size_t start = 0, i = 0; i < strip.size(); ++i) {
            if (strip[i] == kRestart) start = i + 1;
            if (i < start + 2) continue;
            const bool isOdd = (i - start) % 2 == 1;
            list_ = {strip[i - 2], strip[isOdd ? i : i - 1], strip[isOdd ? i - 1 : i]};
            addPolygon();
        }
    }

    bool skipProperty(const PlyProperty& property) {
        if (!property.isList) return source_.skip(property.type, 1);
        int64_t length = 0;
        return source_.integer(property.countType, length) && length >= 0 &&
               source_.skip(property.type, static_cast<uint64_t>(length));
    }

    Result<void> skipElement(const PlyElement& element) {
        for (uint64_t i = 0; i < element.count && !element.properties.empty(); ++i) {
            for (const PlyProperty& property : element.properties) {
                if (!skipProperty(property)) return source_.failToRead(nameOf(property, element, i));
            }
        }
        return {};
    }

    static std::string nameOf(const PlyProperty& property, const PlyElement& element, uint64_t row) {
        return property.name + " of " + element.name + " " + std::to_string(row);
    }
    static bool isFinite(vec2 v) { return std::isfinite(v.x) && std::isfinite(v.y); }
    static bool isFinite(vec3 v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

    Result<MeshFile> finish() {
        Mesh& mesh = file_.mesh;
        if (corners_.empty()) return failure("the PLY file has no faces");
        if (polygonEnds_.empty()) {
            mesh.indices = std::move(corners_);
        } else {
            mesh.indices.reserve((corners_.size() - 2 * polygonEnds_.size()) * 3);
            Triangulator triangulator;
            size_t start = 0;
            for (const size_t end : polygonEnds_) {
                const auto polygon = std::span(corners_).subspan(start, end - start);
                if (!triangulator.add(polygon, mesh.positions, mesh.indices)) {
                    return failure("the PLY file's concave polygons have too many corners",
                                   "split them into triangles");
                }
                start = end;
            }
        }
        if (lacksNormals_) {
            const std::vector<vec3> smooth = smoothNormals(mesh);
            for (size_t i = 0; i < mesh.normals.size(); ++i) {
                if (mesh.normals[i] == vec3(0)) mesh.normals[i] = smooth[i];
            }
        }
        return std::move(file_);
    }

    const PlyHeader& header_;
    Source source_;
    const PlyElement* vertices_ = nullptr;
    bool hasNormals_ = false, hasUvs_ = false, hasUvs2_ = false, hasTangents_ = false, hasColors_ = false;
    bool isFromTop_ = false, lacksNormals_ = false;
    MeshFile file_;
    std::vector<uint32_t> list_;         // of the face that is read
    std::vector<uint32_t> corners_;      // of all faces
    std::vector<size_t> polygonEnds_;    // in corners_; empty if all are triangles
};

}  // namespace

bool isPly(std::span<const uint8_t> bytes) {
    return bytes.size() >= 4 && bytes[0] == 'p' && bytes[1] == 'l' && bytes[2] == 'y' && bytes[3] <= ' ';
}

Result<MeshFile> decodePly(std::span<const uint8_t> bytes) {
    const std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    // A binary face takes a byte a corner; their number fits 32 bits then.
    if (bytes.size() >= kRestart) return failure("the PLY file is larger than 4 GiB");
    const auto header = readPlyHeader(file);
    if (!header) return std::unexpected(header.error());
    switch (header->format) {
        case PlyFormat::kAscii: return Reader(*header, PlyText(file, header->size)).read();
        case PlyFormat::kLittleEndian:
            return Reader(*header, PlyBinary<std::endian::little>(file, header->size)).read();
        default: return Reader(*header, PlyBinary<std::endian::big>(file, header->size)).read();
    }
}

}  // namespace raypool
