// A primitive of a mesh: triangles, lines or points, and all that stands at their vertices.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "raytracer/loaders/gltf/gltf_document.h"

namespace raypool {

/// What a morph target adds at a weight of 1; each as long as the mesh's own, or empty.
struct GltfMorphTarget {
    std::vector<vec3> positions, normals, tangents;
    std::vector<vec2> uvs, uvs2;
    std::vector<glm::vec4> colors;
};

enum class GltfForm : uint8_t { kTriangles, kLines, kPoints };

struct GltfPrimitive {
    JsonId id = kNoJson;
    GltfForm form = GltfForm::kTriangles;
    MeshShape mesh;                   // indices: three a triangle, two a line, one a point
    std::vector<GltfMorphTarget> targets;
    uint32_t influences = 0;          // joints a vertex: 0, 4, 8, ...
    std::vector<uint32_t> joints;     // influences a vertex
    std::vector<float> weights;
};

/// An index into GltfReading::materialUse: the variant's that the options name, the primitive's own or the default one.
uint32_t materialOfGltfPrimitive(GltfReading& reading, JsonId primitive);
/// How it looks beside its material: vertex colours; lines and points without normals are not lit (specification, "Point and
/// Line Materials").
GltfLook lookOfGltfPrimitive(GltfReading& reading, JsonId primitive);

/// Which sets of texture coordinates become a mesh's first and second one.
using GltfTexcoordSets = std::array<uint32_t, 2>;

/// Nothing if there is nothing to draw, or (with an error) it can't be read. Only the vertices that are used are there. Lines
/// and points are still to be given a width (gltf_thin.h), and have no normals: those of their solids count.
std::optional<GltfPrimitive> readGltfPrimitive(GltfReading& reading, JsonId primitive, const GltfTexcoordSets& sets, bool withMorphs,
                                               bool withJoints);

/// Replaces normals that are no directions by those of the faces around; true if there were any.
bool mendNormals(MeshShape& mesh);
/// Leaves tangents out where one of them is no direction; their fourth numbers become 1 or -1.
void mendTangents(MeshShape& mesh);

}  // namespace raypool
