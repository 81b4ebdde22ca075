#pragma once
#include <cstdint>
#include <glm/vec4.hpp>
#include <vector>

#include "raytracer/core/bounds.h"
#include "raytracer/core/result.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// An indexed triangle mesh. Whoever makes one lets validate() check it.
struct Mesh {
    std::vector<vec3> positions;
    std::vector<uint32_t> indices;            // three a triangle
    std::vector<vec3> normals;                // per vertex, unit; empty: flat
    std::vector<vec2> uvs;                    // per vertex; empty: none
    std::vector<vec2> uvs2;                   // a second set; per vertex; empty: none
    std::vector<glm::vec4> colors;            // per vertex, linear, with alpha; empty: white
    std::vector<glm::vec4> tangents;          // per vertex, w: sign of the bitangent (glTF 2.0, 3.7.2.1); empty: from uv
    std::vector<uint32_t> surfaceOfTriangle;  // added to Object::surface; empty: 0

    uint32_t triangleCount() const { return static_cast<uint32_t>(indices.size() / 3); }
    size_t memoryBytes() const;
};

/// What is wrong with a mesh: indices out of range, numbers that are not finite, lists of different lengths; empty:
/// nothing. Triangles without area are no fault; rays never hit them.
Diagnostics validate(const Mesh& mesh);
/// Of the positions that triangles use; empty without triangles.
Bounds3 meshBounds(const Mesh& mesh);

}  // namespace raypool
