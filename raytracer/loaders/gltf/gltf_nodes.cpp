#include "raytracer/loaders/gltf/gltf_nodes.h"

#include <algorithm>
#include <cmath>

#include "raytracer/scene/cycles.h"

namespace raypool {
namespace {

bool isFinite(dvec3 v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

GltfNode readNode(GltfReading& reading, JsonId id) {
    GltfNode node;
    node.id = id;
    node.name = reading.text(id, "name");
    node.children = reading.indexList(id, "children", GltfList::kNodes);
    node.mesh = reading.index(id, "mesh", GltfList::kMeshes);
    node.skin = reading.index(id, "skin", GltfList::kSkins);
    node.camera = reading.index(id, "camera", GltfList::kCameras);
    node.light = reading.index(reading.extension(id, "KHR_lights_punctual"), "light", GltfList::kLights);
    node.weights = reading.numberList(id, "weights");
    node.isVisible = reading.boolean(reading.extension(id, "KHR_node_visibility"), "visible", true);
    std::array<double, 16> m{};
    if (reading.numbers(id, "matrix", m)) {
        // Products of floats come close to it.
        const auto isNear = [](double a, double b) { return std::fabs(a - b) <= 1e-5; };
        if (!isNear(m[3], 0) || !isNear(m[7], 0) || !isNear(m[11], 0) || !isNear(m[15], 1)) {
            reading.reader.error(reading.member(id, "matrix"), "the matrix is not affine", "its last row must be 0 0 0 1");
        }
        node.matrix = Affine64{{m[0], m[1], m[2]}, {m[4], m[5], m[6]}, {m[8], m[9], m[10]}, {m[12], m[13], m[14]}};
    }
    std::array<double, 3> v{};
    if (reading.numbers(id, "translation", v)) node.translation = {v[0], v[1], v[2]};
    if (reading.numbers(id, "scale", v)) node.scale = {v[0], v[1], v[2]};
    reading.numbers(id, "rotation", node.rotation);
    return node;
}

}  // namespace

Affine64 gltfRotation(const std::array<double, 4>& q) {
    const double norm = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
    if (!(norm > 0) || !std::isfinite(norm)) return {};
    const double s = 2 / norm;
    const double x = q[0], y = q[1], z = q[2], w = q[3];
    return {{1 - s * (y * y + z * z), s * (x * y + w * z), s * (x * z - w * y)},
            {s * (x * y - w * z), 1 - s * (x * x + z * z), s * (y * z + w * x)},
            {s * (x * z + w * y), s * (y * z - w * x), 1 - s * (x * x + y * y)},
            dvec3(0)};
}

Affine64 GltfNode::local() const {
    if (matrix) return *matrix;
    Affine64 out = gltfRotation(rotation);
    out.x *= scale.x;
    out.y *= scale.y;
    out.z *= scale.z;
    out.t = translation;
    return out;
}

std::vector<GltfNode> readGltfNodes(GltfReading& reading) {
    std::vector<GltfNode> nodes;
    nodes.reserve(reading.count(GltfList::kNodes));
    for (const JsonId id : reading.items(GltfList::kNodes)) nodes.push_back(readNode(reading, id));
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        for (const uint32_t child : nodes[i].children) {
            if (nodes[child].parent >= 0 || child == i) {
                reading.reader.error(reading.member(nodes[i].id, "children"),
                                     child == i ? "node " + std::to_string(i) + " is its own child"
                                                : "node " + std::to_string(child) + " is a child of node " + std::to_string(nodes[child].parent) +
                                                      " already: a node has one parent");
                return nodes;
            }
            nodes[child].parent = static_cast<int32_t>(i);
        }
    }
    Graph graph;
    graph.reserve(nodes.size());
    for (const auto& node : nodes) graph.push_back(node.children);
    if (const auto order = orderOf(graph); order.inCycle) {
        reading.reader.error(nodes[*order.inCycle].id, "node " + std::to_string(*order.inCycle) + " is among its own descendants");
    }
    return nodes;
}

void placeGltfNodes(GltfReading& reading, std::vector<GltfNode>& nodes) {
    std::vector<uint32_t> stack;
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].parent < 0) stack.push_back(i);
    }
    while (!stack.empty()) {
        GltfNode& node = nodes[stack.back()];
        stack.pop_back();
        node.world = node.parent < 0 ? node.local() : nodes[static_cast<size_t>(node.parent)].world * node.local();
        if (!isFinite(node.world.x) || !isFinite(node.world.y) || !isFinite(node.world.z) || !isFinite(node.world.t)) {
            reading.reader.error(node.id, "the node's place is too far away or too large for numbers");
            return;
        }
        stack.insert(stack.end(), node.children.begin(), node.children.end());
    }
}

std::vector<uint32_t> nodesOfGltfScene(GltfReading& reading, const std::vector<GltfNode>& nodes) {
    std::vector<uint32_t> roots;
    auto scene = reading.index(0, "scene", GltfList::kScenes);
    if (!scene && reading.count(GltfList::kScenes) > 0) scene = 0;
    if (scene) {
        const JsonId id = reading.items(GltfList::kScenes)[*scene];
        roots = reading.indexList(id, "nodes", GltfList::kNodes);
        std::vector<bool> isThere(nodes.size());
        for (const uint32_t root : roots) {
            if (nodes[root].parent >= 0 || isThere[root]) {
                reading.reader.error(reading.member(id, "nodes"), "node " + std::to_string(root) + (isThere[root] ? " stands twice in the scene" : " is another one's child"),
                                     "a scene names nodes without a parent, each once");
                return {};
            }
            isThere[root] = true;
        }
    } else {
        for (uint32_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i].parent < 0) roots.push_back(i);
        }
    }
    // In the order of the file, parents first.
    std::vector<uint32_t> out, stack(roots.rbegin(), roots.rend());
    while (!stack.empty()) {
        const uint32_t node = stack.back();
        stack.pop_back();
        if (!nodes[node].isVisible) continue;
        out.push_back(node);
        stack.insert(stack.end(), nodes[node].children.rbegin(), nodes[node].children.rend());
    }
    return out;
}

}  // namespace raypool
