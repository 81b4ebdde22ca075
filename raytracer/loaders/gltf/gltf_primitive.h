// A primitive of a mesh: triangles and all that stands at their vertices.
#pragma once
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

struct GltfPrimitive {
    JsonId id = kNoJson;
    MeshShape mesh;
    std::vector<GltfMorphTarget> targets;
    uint32_t influences = 0;          // joints a vertex: 0, 4, 8, ...
    std::vector<uint32_t> joints;     // influences a vertex
    std::vector<float> weights;
};

/// An index into GltfReading::materialUse: the variant's that the options name, the primitive's own or the default one.
uint32_t materialOfGltfPrimitive(GltfReading& reading, JsonId primitive);
bool gltfPrimitiveHasColors(const GltfReading& reading, JsonId primitive);

/// Triangles alone: lines and points are left out, with a warning. Nothing if there is nothing to draw, or (with an error)
/// it can't be read. Only the vertices that triangles use are there.
std::optional<GltfPrimitive> readGltfPrimitive(GltfReading& reading, JsonId primitive, bool withMorphs, bool withJoints);

/// Replaces normals that are no directions by those of the faces around; true if there were any.
bool mendNormals(MeshShape& mesh);
/// Leaves tangents out where one of them is no direction; their fourth numbers become 1 or -1.
void mendTangents(MeshShape& mesh);

}  // namespace raypool
