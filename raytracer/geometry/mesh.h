#pragma once
#include <cstdint>
#include <glm/vec4.hpp>
#include <vector>

#include "raytracer/core/vec.h"

namespace raypool {

/// An indexed triangle mesh. Checked when it is made (see validate in mesh.cpp's users): indices in range, numbers finite.
struct Mesh {
    std::vector<vec3> positions;
    std::vector<uint32_t> indices;            // three a triangle
    std::vector<vec3> normals;                // per vertex, unit; empty: flat
    std::vector<vec2> uvs;                    // per vertex; empty: none
    std::vector<glm::vec4> tangents;          // per vertex, w: sign of the bitangent (glTF 2.0, 3.7.2.1); empty: from uv
    std::vector<uint32_t> surfaceOfTriangle;  // added to Object::surface; empty: 0

    uint32_t triangleCount() const { return static_cast<uint32_t>(indices.size() / 3); }
    size_t memoryBytes() const;
};

}  // namespace raypool
