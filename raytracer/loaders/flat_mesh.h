#pragma once
#include "raytracer/geometry/mesh.h"
#include "raytracer/scene/native_desc.h"

namespace raypool {

/// All triangles that meshes in a scene's description have, as one mesh in the scene's space, instances written out;
/// positions and indices alone. Transforms over time count as their first key. Other shapes are left out.
Mesh flatMesh(const NativeDesc& scene);

}  // namespace raypool
