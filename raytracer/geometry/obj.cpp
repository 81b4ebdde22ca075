// Vertices and triangles of OBJ files. Own code, because what Debian has serves less well: tinyobjloader takes 11 s to
// compile, does not round numbers correctly, and leaves to its user what is most of the work: to unify vertices of
// three indices each, faces without normals, checks; fastobj is not in Debian 12.
#include "raytracer/geometry/obj.h"

#include <algorithm>
#include <cmath>

#include "raytracer/image/srgb.h"
#include "raytracer/geometry/mesh_text.h"
#include "raytracer/geometry/obj_parser.h"
#include "raytracer/geometry/triangulate.h"

namespace raypool {
namespace {

/// Vertices may follow the faces that use them, so indices are checked at the end.
Result<void> checkIndices(std::string_view text, const ObjStatements& parsed) {
    const std::array<size_t, 3> counts = {parsed.positions.size(), parsed.uvs.size(), parsed.normals.size()};
    constexpr std::array<const char*, 3> names = {"vertex", "texture coordinate", "normal"};
    for (size_t f = 0; f + 1 < parsed.faces.size(); ++f) {
        for (uint32_t c = parsed.faces[f].firstCorner; c < parsed.faces[f + 1].firstCorner; ++c) {
            for (size_t i = 0; i < 3; ++i) {
                const uint32_t index = parsed.corners[c][i];
                if (index < counts[i] || (i > 0 && index == kObjAbsent)) continue;
                return failureAt(text, parsed.faces[f].offset,
                                 std::string("there is no ") + names[i] + " " + std::to_string(uint64_t{index} + 1) +
                                     ": the file has " + std::to_string(counts[i]));
            }
        }
    }
    return {};
}

/// Corners without a normal get that of their face, in files that have normals elsewhere.
void addMissingNormals(ObjStatements& parsed) {
    std::vector<uint32_t> polygon;
    for (size_t f = 0; f + 1 < parsed.faces.size(); ++f) {
        const auto first = parsed.corners.begin() + parsed.faces[f].firstCorner;
        const auto last = parsed.corners.begin() + parsed.faces[f + 1].firstCorner;
        uint32_t added = kObjAbsent;
        for (auto corner = first; corner != last; ++corner) {
            const uint32_t index = (*corner)[2];
            if (index != kObjAbsent && parsed.normals[index] != vec3(0)) continue;
            if (added == kObjAbsent) {
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

/// What counts as full light in the colours.
float colorRange(const ObjStatements& parsed) {
    for (const vec3& c : parsed.colors) {
        if (std::max({c.x, c.y, c.z}) > 1) return 255;
    }
    return 1;
}
/// White where there is none.
glm::vec4 linearColor(vec3 color, float full) {
    if (color.x < 0) return glm::vec4(1);
    return {srgbToLinear(color.x / full), srgbToLinear(color.y / full), srgbToLinear(color.z / full), 1};
}

/// Makes one vertex of the corners that agree in all three indices, ordered by these; a corner's first index is its
/// vertex's then. Buckets by position, which are small, and sorted each: there is no input for which that is slow.
void unifyVertices(ObjStatements& parsed, bool hasUvs, bool hasNormals, Mesh& mesh) {
    const float fullColor = colorRange(parsed);
    std::vector<uint32_t> starts(parsed.positions.size() + 1);
    for (const ObjCorner& corner : parsed.corners) ++starts[corner[0] + 1];
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
        ObjCorner previous{kObjAbsent, kObjAbsent, kObjAbsent};   // unlike every corner: those have a position
        for (; bucket != bucketEnd; ++bucket) {
            ObjCorner& corner = parsed.corners[*bucket];
            if (corner != previous) {
                previous = corner;
                mesh.positions.push_back(parsed.positions[position]);
                if (!parsed.colors.empty()) mesh.colors.push_back(linearColor(parsed.colors[position], fullColor));
                if (hasUvs) mesh.uvs.push_back(corner[1] == kObjAbsent ? vec2(0) : parsed.uvs[corner[1]]);
                if (hasNormals) mesh.normals.push_back(parsed.normals[corner[2]]);
            }
            corner[0] = static_cast<uint32_t>(mesh.positions.size() - 1);
        }
    }
}

/// False: too intricate.
bool makeTriangles(const ObjStatements& parsed, Mesh& mesh) {
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

/// Leaves the faces of one part, so that vertices and materials of others leave no trace. False: there is no such part.
bool keepPart(ObjStatements& parsed, std::string_view part) {
    const auto found = std::find(parsed.parts.begin(), parsed.parts.end(), part);
    if (found == parsed.parts.end()) return false;
    const auto number = static_cast<uint32_t>(found - parsed.parts.begin());
    std::vector<uint32_t> newMaterial(parsed.materials.size(), kObjAbsent);
    std::vector<std::string> materials;
    std::vector<ObjCorner> corners;
    std::vector<ObjFace> faces;
    for (size_t f = 0; f + 1 < parsed.faces.size(); ++f) {
        ObjFace face = parsed.faces[f];
        if (face.part != number) continue;
        uint32_t& material = newMaterial[face.material];
        if (material == kObjAbsent) {
            material = static_cast<uint32_t>(materials.size());
            materials.push_back(std::move(parsed.materials[face.material]));
        }
        face.material = material;
        const auto first = static_cast<uint32_t>(corners.size());
        corners.insert(corners.end(), parsed.corners.begin() + face.firstCorner, parsed.corners.begin() + parsed.faces[f + 1].firstCorner);
        face.firstCorner = first;
        faces.push_back(face);
    }
    faces.push_back({.firstCorner = static_cast<uint32_t>(corners.size())});
    parsed.corners = std::move(corners);
    parsed.faces = std::move(faces);
    parsed.materials = std::move(materials);
    return true;
}

Result<MeshFile> noSuchPart(const ObjStatements& parsed, std::string_view part) {
    std::string known;
    for (size_t i = 0; i < parsed.parts.size() && i < 12; ++i) known += (i == 0 ? "\"" : ", \"") + parsed.parts[i] + "\"";
    return failure("the file has no part called \"" + std::string(part) + "\"", "it has " + known + (parsed.parts.size() > 12 ? " and others" : ""));
}

}  // namespace

Result<MeshFile> decodeObj(std::string_view text, std::string_view part) {
    // Offsets and counts fit 32 bits then.
    if (text.size() >= kObjAbsent) return failure("the OBJ file is larger than 4 GiB");
    auto result = parseObj(text);
    if (!result) return std::unexpected(std::move(result).error());
    ObjStatements& parsed = *result;
    if (parsed.corners.empty()) return failure("the OBJ file has no faces", "lines \"f v v v\"");
    if (const auto sound = checkIndices(text, parsed); !sound) return std::unexpected(sound.error());
    if (!part.empty() && !keepPart(parsed, part)) return noSuchPart(parsed, part);

    bool hasUvs = false, hasNormals = false;
    for (const ObjCorner& corner : parsed.corners) {
        hasUvs |= corner[1] != kObjAbsent;
        hasNormals |= corner[2] != kObjAbsent;
    }
    MeshFile file;
    if (hasNormals) addMissingNormals(parsed);
    if (hasUvs || hasNormals) {
        unifyVertices(parsed, hasUvs, hasNormals, file.mesh);
    } else {
        file.mesh.positions = std::move(parsed.positions);
        const float full = colorRange(parsed);
        file.mesh.colors.reserve(parsed.colors.size());
        for (const vec3& color : parsed.colors) file.mesh.colors.push_back(linearColor(color, full));
    }
    if (!makeTriangles(parsed, file.mesh)) {
        return failure("the OBJ file's concave polygons have too many corners", "split them into triangles");
    }
    if (parsed.materials.size() > 1 || !parsed.materials[0].empty()) file.materialNames = std::move(parsed.materials);
    file.materialLibraries = std::move(parsed.libraries);
    return file;
}

}  // namespace raypool
