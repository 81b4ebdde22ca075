#pragma once
#include "raytracer/geometry/mesh.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// A mesh as a part of a scene's description. Surface numbers are left aside.
inline MeshShape shapeOf(Mesh&& mesh) {
    MeshShape out;
    out.positions = std::move(mesh.positions);
    out.indices = std::move(mesh.indices);
    out.normals = std::move(mesh.normals);
    out.uvs = std::move(mesh.uvs);
    out.uvs2 = std::move(mesh.uvs2);
    out.colors = std::move(mesh.colors);
    out.tangents = std::move(mesh.tangents);
    return out;
}

}  // namespace raypool
