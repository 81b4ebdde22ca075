#include "raytracer/loaders/gltf/gltf_deform.h"

#include <cmath>

#include "raytracer/loaders/gltf/gltf_accessor.h"

namespace raypool {
namespace {

template <class V, class D>
void addWeighted(std::vector<V>& base, const std::vector<D>& delta, float weight) {
    for (size_t i = 0; i < delta.size(); ++i) {
        if constexpr (std::is_same_v<V, glm::vec4> && std::is_same_v<D, vec3>) {
            base[i] += glm::vec4(delta[i] * weight, 0);   // a tangent's handedness stays
        } else {
            base[i] += delta[i] * weight;
        }
    }
}

/// A normal through a matrix: its cofactors, which are the inverse transpose but for a factor, and exist always.
dvec3 throughCofactors(const Affine64& m, dvec3 n) {
    const double sign = m.determinant() < 0 ? -1 : 1;
    return (glm::cross(m.y, m.z) * n.x + glm::cross(m.z, m.x) * n.y + glm::cross(m.x, m.y) * n.z) * sign;
}

/// To unit length; what is no direction stays what it was.
vec3 directed(dvec3 v, vec3 otherwise) {
    const double length = glm::length(v);
    return length > 0 && std::isfinite(length) ? vec3(v / length) : otherwise;
}

}  // namespace

std::vector<Affine64> gltfSkinMatrices(GltfReading& reading, uint32_t skin, const std::vector<GltfNode>& nodes) {
    const JsonId id = reading.items(GltfList::kSkins)[skin];
    const auto joints = reading.indexList(id, "joints", GltfList::kNodes);
    if (joints.empty()) {
        reading.reader.error(id, "a skin needs \"joints\"");
        return {};
    }
    std::vector<Affine64> out;
    out.reserve(joints.size());
    for (const uint32_t joint : joints) out.push_back(nodes[joint].world);
    if (reading.member(id, "inverseBindMatrices") == kNoJson) return out;
    const auto index = reading.index(id, "inverseBindMatrices", GltfList::kAccessors);
    const auto values = index ? readGltfFloats(reading, *index, 16, "inverse bind matrices") : std::nullopt;
    if (!values) return {};
    if (values->size() < 16 * joints.size()) {
        reading.reader.error(id, "the skin has " + std::to_string(joints.size()) + " joints and " + std::to_string(values->size() / 16) +
                                     " inverse bind matrices");
        return {};
    }
    for (size_t i = 0; i < joints.size(); ++i) {
        const float* m = values->data() + 16 * i;
        out[i] = out[i] * Affine64{{m[0], m[1], m[2]}, {m[4], m[5], m[6]}, {m[8], m[9], m[10]}, {m[12], m[13], m[14]}};
    }
    return out;
}

void morphGltfPrimitive(GltfReading& reading, GltfPrimitive& p, const std::vector<double>& weights) {
    bool isMoved = false;
    for (size_t i = 0; i < p.targets.size() && i < weights.size(); ++i) {
        const auto w = static_cast<float>(weights[i]);
        if (w == 0 || !std::isfinite(w)) continue;
        const GltfMorphTarget& t = p.targets[i];
        addWeighted(p.mesh.positions, t.positions, w);
        addWeighted(p.mesh.normals, t.normals, w);
        addWeighted(p.mesh.tangents, t.tangents, w);
        addWeighted(p.mesh.uvs, t.uvs, w);
        addWeighted(p.mesh.uvs2, t.uvs2, w);
        addWeighted(p.mesh.colors, t.colors, w);
        isMoved = true;
    }
    p.targets.clear();
    if (!isMoved) return;
    for (const vec3 v : p.mesh.positions) {
        if (std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z)) continue;
        reading.reader.error(p.id, "the morph targets take a vertex too far away");
        return;
    }
    mendNormals(p.mesh);
    mendTangents(p.mesh);
}

void skinGltfPrimitive(GltfReading& reading, GltfPrimitive& p, const std::vector<Affine64>& joints) {
    MeshShape& mesh = p.mesh;
    if (p.influences == 0) {
        reading.reader.warn(p.id, "the node has a skin, but this primitive no JOINTS_0 and WEIGHTS_0: it stays as it is");
        return;
    }
    for (size_t v = 0; v < mesh.positions.size(); ++v) {
        Affine64 blend{dvec3(0), dvec3(0), dvec3(0), dvec3(0)};
        double sum = 0;
        for (size_t k = v * p.influences; k < (v + 1) * p.influences; ++k) {
            const double w = p.weights[k];
            if (w == 0) continue;
            if (p.joints[k] >= joints.size()) {
                reading.reader.error(p.id, "a vertex belongs to joint " + std::to_string(p.joints[k]) + "; the skin has " + std::to_string(joints.size()));
                return;
            }
            const Affine64& m = joints[p.joints[k]];
            blend.x += m.x * w, blend.y += m.y * w, blend.z += m.z * w, blend.t += m.t * w;
            sum += w;
        }
        if (sum > 0) {
            blend.x /= sum, blend.y /= sum, blend.z /= sum, blend.t /= sum;
        } else {
            blend = joints[0];   // held by none: it moves with the first
        }
        const vec3 moved(blend.point(dvec3(mesh.positions[v])));
        if (!std::isfinite(moved.x) || !std::isfinite(moved.y) || !std::isfinite(moved.z)) {
            reading.reader.error(p.id, "the skin takes a vertex too far away");
            return;
        }
        mesh.positions[v] = moved;
        if (!mesh.normals.empty()) mesh.normals[v] = directed(throughCofactors(blend, dvec3(mesh.normals[v])), mesh.normals[v]);
        if (!mesh.tangents.empty()) {
            const vec3 old(mesh.tangents[v]);
            mesh.tangents[v] = glm::vec4(directed(blend.vector(dvec3(old)), old), mesh.tangents[v].w);
        }
    }
}

}  // namespace raypool
