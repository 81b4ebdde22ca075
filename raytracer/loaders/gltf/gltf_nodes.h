// The node hierarchy: where everything stands at a given time.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "raytracer/core/transform.h"
#include "raytracer/loaders/gltf/gltf_document.h"

namespace raypool {

struct GltfNode {
    JsonId id = kNoJson;
    std::string name;
    std::vector<uint32_t> children;
    int32_t parent = -1;
    std::optional<Affine64> matrix;                 // instead of the three
    dvec3 translation{0}, scale{1};
    std::array<double, 4> rotation{0, 0, 0, 1};     // x, y, z, w
    std::vector<double> weights;                    // of its mesh's morph targets; empty: the mesh's own
    std::optional<uint32_t> mesh, skin, camera, light;
    bool isVisible = true;                          // KHR_node_visibility
    Affine64 world;

    Affine64 local() const;
};

/// Of any length but 0; 0 gives identity.
Affine64 gltfRotation(const std::array<double, 4>& quaternion);

/// All nodes, without their `world`. Errors: cycles, nodes with two parents, matrices that are not affine.
std::vector<GltfNode> readGltfNodes(GltfReading& reading);
/// Fills in `world`. Nodes must have been read without an error.
void placeGltfNodes(GltfReading& reading, std::vector<GltfNode>& nodes);
/// Those of the file's scene that are visible, each behind its parent.
std::vector<uint32_t> nodesOfGltfScene(GltfReading& reading, const std::vector<GltfNode>& nodes);

}  // namespace raypool
