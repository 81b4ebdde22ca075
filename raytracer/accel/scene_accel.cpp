#include "raytracer/accel/scene_accel.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "raytracer/accel/bvh_build.h"
#include "raytracer/accel/mesh_bvh.h"
#include "raytracer/core/hash.h"
#include "raytracer/geometry/intersect.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {

namespace {

/// An object as traversal wants it, in the order of the tree's leaves.
struct AccelObject {
    Affine toObject;
    const MeshBvh* mesh = nullptr;      // kMesh only
    uint32_t object = 0;
    uint32_t motion = kNone;
    float parameter = 0;
    ShapeKind shape = ShapeKind::kSphere;
    uint8_t mask = kAllRays;
    bool isInPlace = false;             // toObject changes nothing
};

struct NoVisit {
    void operator()() const {}
};

/// Whether trees over them are the same.
bool haveSameTriangles(const Mesh& a, const Mesh& b) {
    const auto same = [](const auto& x, const auto& y) {
        return x.size() == y.size() && (x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(x[0])) == 0);
    };
    return same(a.indices, b.indices) && same(a.positions, b.positions);
}

/// Of the sizes and some points: there may be thousands of meshes of one size, and each is compared with few.
uint64_t sketchOf(const Mesh& mesh) {
    constexpr size_t kPoints = 16;
    const size_t count = mesh.positions.size(), step = std::max<size_t>(count / kPoints, 1);
    uint64_t sum = hash(count, mesh.indices.size());
    for (size_t i = 0; i < count; i += step) {
        for (int a = 0; a < 3; ++a) sum = hash(sum, std::bit_cast<uint32_t>(mesh.positions[i][a]));
    }
    return sum;
}

}  // namespace

struct SceneAccel::Data {
    std::vector<std::shared_ptr<const MeshBvh>> meshes;   // one for each of the geometry's; null: no object has it
    uint32_t meshesBuilt = 0;
    BuildConfig config;
    std::vector<MotionTransform> motions;
    std::unique_ptr<Node4[]> nodes;
    uint32_t nodeCount = 0, root = child::kEmpty;
    std::vector<AccelObject> objects;   // leaves' items
    std::vector<AccelObject> planes;    // without end: in no tree
    Bounds3 bounds;
    const MeshBvh* only = nullptr;      // of a scene that is one mesh in place: it needs no upper level

    void takeOver(const Geometry& geometry, const std::vector<bool>& isUsed, const Before& before);

    template <bool kAnyHit, class Visit>
    bool hitObject(const AccelObject& object, const Ray& ray, const TriangleRay& triangleRay,
                   float& tMax, WalkMemory& memory, Hit& hit, Visit&& visit) const {
        const auto found = [&](const TriangleHit& h) {
            hit = {h.t, h.u, h.v, h.primitive, object.object};
            return true;
        };
        TriangleHit h{};
        if (object.isInPlace && object.mesh != nullptr) {
            return hitMesh<kAnyHit>(object.mesh->nodes.get(), object.mesh->blocks.get(), object.mesh->root, triangleRay,
                                    ray.tMin, tMax, memory, h, visit) &&
                   found(h);
        }
        Affine moved;
        if (object.motion != kNone) moved = motions[object.motion].at(ray.time).toObject;
        const Affine& toObject = object.motion != kNone ? moved : object.toObject;
        if (object.mesh != nullptr) {
            const vec3 o = toObject.point(ray.o), d = toObject.vector(ray.d);
            return hitMesh<kAnyHit>(object.mesh->nodes.get(), object.mesh->blocks.get(), object.mesh->root, TriangleRay(o, d),
                                    ray.tMin, tMax, memory, h, visit) &&
                   found(h);
        }
        ShapeHit s;
        visit();
        const bool isHit = intersectShape(object.shape, object.parameter, pointInDouble(toObject, dvec3(ray.o)),
                                          vectorInDouble(toObject, dvec3(ray.d)), ray.tMin, tMax, s);
        // Rounding may bring it to tMax, where it is none.
        if (!isHit || !(static_cast<float>(s.t) < tMax)) return false;
        tMax = static_cast<float>(s.t);
        return found({tMax, 0, 0, s.primitive});
    }

    template <bool kAnyHit, class Visit>
    bool trace(const Ray& ray, uint8_t mask, Hit& hit, Visit&& visit) const {
        float tMax = ray.tMax;
        const TriangleRay triangleRay(ray.o, ray.d);
        WalkMemory memory, upper;
        if (only != nullptr) {
            TriangleHit h{};
            if ((objects[0].mask & mask) == 0 || !hitMesh<kAnyHit>(only->nodes.get(), only->blocks.get(), only->root, triangleRay,
                                                                   ray.tMin, tMax, memory, h, visit)) {
                return false;
            }
            hit = {h.t, h.u, h.v, h.primitive, objects[0].object};
            return true;
        }
        bool found = false;
        for (const AccelObject& plane : planes) {
            if ((plane.mask & mask) == 0) continue;
            if (!hitObject<kAnyHit>(plane, ray, triangleRay, tMax, memory, hit, visit)) continue;
            if (kAnyHit) return true;
            found = true;
        }
        const auto leaf = [&](uint32_t first, uint32_t count, float& limit) {
            bool any = false;
            for (uint32_t i = first; i < first + count; ++i) {
                if ((objects[i].mask & mask) == 0) continue;
                if (!hitObject<kAnyHit>(objects[i], ray, triangleRay, limit, memory, hit, visit)) continue;
                if (kAnyHit) return true;
                any = true;
            }
            return any;
        };
        if (root == child::kEmpty) return found;
        // A single object, often a mesh, needs no walk to be found.
        const bool inTree = (root & child::kLeaf) != 0 ? leaf(child::first(root), child::count(root), tMax)
                                                       : walk<kAnyHit>(nodes.get(), root, triangleRay, ray.tMin, tMax, upper, leaf, visit);
        return found || inTree;
    }
};

SceneAccel::SceneAccel() : data_(std::make_unique<Data>()) {}
SceneAccel::~SceneAccel() = default;
SceneAccel::SceneAccel(SceneAccel&&) noexcept = default;
SceneAccel& SceneAccel::operator=(SceneAccel&&) noexcept = default;

/// Takes over the trees of `before` that fit.
void SceneAccel::Data::takeOver(const Geometry& geometry, const std::vector<bool>& isUsed, const Before& before) {
    const Data& old = *before.accel->data_;
    if (old.config != config) return;
    std::unordered_multimap<uint64_t, size_t> bySketch;
    for (size_t i = 0; i < old.meshes.size(); ++i) {
        if (old.meshes[i] != nullptr) bySketch.emplace(sketchOf(before.geometry->meshes[i]), i);
    }
    if (bySketch.empty()) return;
    for (size_t i = 0; i < meshes.size(); ++i) {
        if (!isUsed[i]) continue;
        const auto [first, last] = bySketch.equal_range(sketchOf(geometry.meshes[i]));
        for (auto at = first; at != last && meshes[i] == nullptr; ++at) {
            if (haveSameTriangles(geometry.meshes[i], before.geometry->meshes[at->second])) meshes[i] = old.meshes[at->second];
        }
    }
}

SceneAccel SceneAccel::build(const Geometry& geometry, ThreadPool* pool, const BuildConfig& config, Before before) {
    SceneAccel out;
    Data& data = *out.data_;
    data.config = config;
    data.motions = geometry.motions;

    std::vector<bool> isUsed(geometry.meshes.size());
    for (const Object& o : geometry.objects) {
        if (o.shape == ShapeKind::kMesh) isUsed[o.mesh] = true;
    }
    data.meshes.resize(geometry.meshes.size());
    const BvhOptions meshOptions{4, std::clamp(config.maxBlocks, 1U, child::kMaxItems), config.traversalCost, config.copies, config.overlap,
                                 config.reinsertions};
    if (before.accel != nullptr) data.takeOver(geometry, isUsed, before);
    std::vector<uint32_t> toBuild;
    for (uint32_t i = 0; i < data.meshes.size(); ++i) {
        if (isUsed[i] && data.meshes[i] == nullptr) toBuild.push_back(i);
    }
    data.meshesBuilt = static_cast<uint32_t>(toBuild.size());
    parallelFor(pool, data.meshesBuilt, [&](uint32_t i) {
        data.meshes[toBuild[i]] = std::make_shared<const MeshBvh>(buildMeshBvh(geometry.meshes[toBuild[i]], meshOptions, pool));
    });

    std::vector<AccelObject> objects;
    UnsetVector<BuildRef> refs;
    for (uint32_t i = 0; i < geometry.objects.size(); ++i) {
        const Object& o = geometry.objects[i];
        AccelObject object;
        object.object = i;
        object.shape = o.shape;
        object.mask = o.mask;
        object.parameter = o.parameter;
        object.motion = o.motion;
        if (o.motion == kNone) {
            object.toObject = geometry.transforms[o.transform].toObject;
            object.isInPlace = object.toObject == Affine{};
        }
        Bounds3 box;
        if (o.shape == ShapeKind::kPlane) {
            data.planes.push_back(object);
            continue;
        }
        if (o.shape == ShapeKind::kMesh) {
            object.mesh = data.meshes[o.mesh].get();
            if (object.mesh->root == child::kEmpty) continue;
            box = object.mesh->bounds;
            if (o.motion != kNone) {
                box = geometry.motions[o.motion].bounds(box, 0, 1);
            } else if (!object.isInPlace) {
                box = transformBounds(geometry.transforms[o.transform].toWorld, box);
            }
        } else {
            box = worldBounds(geometry, o);
        }
        data.bounds.add(box);
        refs.emplace_back(box, static_cast<uint32_t>(objects.size()));
        objects.push_back(object);
    }
    // What taking a ray into an object's space and back may do to it: some roundings of the distances there are.
    const float reach = objects.empty() ? 0 : maxComponent(glm::max(abs(data.bounds.low), abs(data.bounds.high)));
    const float margin = reach * gammaBound(8);
    for (BuildRef& r : refs) {
        for (int a = 0; a < 3; ++a) r.low[a] -= margin, r.high[a] += margin;
    }

    Bvh tree = buildBvh(refs, {}, pool);
    data.nodes = std::move(tree.nodes);
    data.nodeCount = tree.nodeCount;
    data.root = tree.root;
    data.objects.reserve(refs.size());
    for (const BvhBlock& block : tree.blocks) data.objects.push_back(objects[refs[block.begin].index()]);
    if (data.objects.size() == 1 && data.planes.empty() && data.objects[0].isInPlace) data.only = data.objects[0].mesh;
    return out;
}

bool SceneAccel::intersect(const Ray& ray, uint8_t mask, Hit& hit) const {
    return data_->trace<false>(ray, mask, hit, NoVisit{});
}

bool SceneAccel::occluded(const Ray& ray, uint8_t mask) const {
    Hit hit;
    return data_->trace<true>(ray, mask, hit, NoVisit{});
}

uint32_t SceneAccel::traversalCost(const Ray& ray) const {
    Hit hit;
    uint32_t count = 0;
    data_->trace<false>(ray, kAllRays, hit, [&count] { ++count; });
    return count;
}

const Bounds3& SceneAccel::bounds() const { return data_->bounds; }

size_t SceneAccel::memoryBytes() const {
    size_t sum = sizeof(Data) + data_->nodeCount * sizeof(Node4) +
                 (data_->objects.capacity() + data_->planes.capacity()) * sizeof(AccelObject);
    for (const auto& mesh : data_->meshes) sum += mesh != nullptr ? mesh->memoryBytes() : 0;
    return sum;
}

uint32_t SceneAccel::meshesBuilt() const { return data_->meshesBuilt; }

uint64_t SceneAccel::hash() const {
    uint64_t sum = data_->root;
    const auto add = [&](const Node4* nodes, uint32_t count) {
        for (uint32_t i = 0; i < count; ++i) {
            for (const auto& row : nodes[i].planes) {
                for (const float x : row) sum = raypool::hash(sum, std::bit_cast<uint32_t>(x));
            }
            for (const uint32_t c : nodes[i].child) sum = raypool::hash(sum, c);
            for (const uint8_t o : nodes[i].order) sum = raypool::hash(sum, o);
        }
    };
    add(data_->nodes.get(), data_->nodeCount);
    for (const AccelObject& o : data_->objects) sum = raypool::hash(sum, o.object);
    for (const auto& mesh : data_->meshes) {
        if (mesh == nullptr) continue;
        sum = raypool::hash(sum, mesh->root);
        add(mesh->nodes.get(), mesh->nodeCount);
        for (uint32_t i = 0; i < mesh->blockCount; ++i) {
            for (const uint32_t p : mesh->blocks[i].primitive) sum = raypool::hash(sum, p);
        }
    }
    return sum;
}

}  // namespace raypool
