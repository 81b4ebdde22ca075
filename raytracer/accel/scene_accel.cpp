#include "raytracer/accel/scene_accel.h"

#include <algorithm>
#include <bit>
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

}  // namespace

struct SceneAccel::Data {
    std::vector<std::unique_ptr<const MeshBvh>> meshes;
    std::vector<MotionTransform> motions;
    std::unique_ptr<Node4[]> nodes;
    uint32_t nodeCount = 0, root = child::kEmpty;
    std::vector<AccelObject> objects;   // leaves' items
    std::vector<AccelObject> planes;    // without end: in no tree
    Bounds3 bounds;

    template <bool kAnyHit, class Visit>
    bool hitObject(const AccelObject& object, const Ray& ray, const BoxRay& boxRay, const TriangleRay& triangleRay,
                   float& tMax, Hit& hit, Visit&& visit) const {
        const auto found = [&](const TriangleHit& h) {
            hit = {h.t, h.u, h.v, h.primitive, object.object};
            return true;
        };
        TriangleHit h{};
        if (object.isInPlace && object.mesh != nullptr) {
            return hitMesh<kAnyHit>(object.mesh->nodes.get(), object.mesh->blocks.get(), object.mesh->root, boxRay, triangleRay,
                                    ray.tMin, tMax, h, visit) &&
                   found(h);
        }
        Affine moved;
        if (object.motion != kNone) moved = motions[object.motion].at(ray.time).toObject;
        const Affine& toObject = object.motion != kNone ? moved : object.toObject;
        if (object.mesh != nullptr) {
            const vec3 o = toObject.point(ray.o), d = toObject.vector(ray.d);
            return hitMesh<kAnyHit>(object.mesh->nodes.get(), object.mesh->blocks.get(), object.mesh->root, BoxRay(o, d),
                                    TriangleRay(o, d), ray.tMin, tMax, h, visit) &&
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
        const BoxRay boxRay(ray.o, ray.d);
        const TriangleRay triangleRay(ray.o, ray.d);
        bool found = false;
        for (const AccelObject& plane : planes) {
            if ((plane.mask & mask) == 0) continue;
            if (!hitObject<kAnyHit>(plane, ray, boxRay, triangleRay, tMax, hit, visit)) continue;
            if (kAnyHit) return true;
            found = true;
        }
        const auto leaf = [&](uint32_t first, uint32_t count, float& limit) {
            bool any = false;
            for (uint32_t i = first; i < first + count; ++i) {
                if ((objects[i].mask & mask) == 0) continue;
                if (!hitObject<kAnyHit>(objects[i], ray, boxRay, triangleRay, limit, hit, visit)) continue;
                if (kAnyHit) return true;
                any = true;
            }
            return any;
        };
        const bool inTree = walk<kAnyHit>(nodes.get(), root, boxRay, ray.tMin, tMax, leaf, visit);
        return found || inTree;
    }
};

SceneAccel::SceneAccel() : data_(std::make_unique<Data>()) {}
SceneAccel::~SceneAccel() = default;
SceneAccel::SceneAccel(SceneAccel&&) noexcept = default;
SceneAccel& SceneAccel::operator=(SceneAccel&&) noexcept = default;

SceneAccel SceneAccel::build(const Geometry& geometry, ThreadPool* pool, const BuildConfig& config) {
    SceneAccel out;
    Data& data = *out.data_;
    data.motions = geometry.motions;

    std::vector<bool> isUsed(geometry.meshes.size());
    for (const Object& o : geometry.objects) {
        if (o.shape == ShapeKind::kMesh) isUsed[o.mesh] = true;
    }
    data.meshes.resize(geometry.meshes.size());
    const BvhOptions meshOptions{4, std::clamp(config.maxBlocks, 1U, child::kMaxItems), config.traversalCost};
    parallelFor(pool, static_cast<uint32_t>(geometry.meshes.size()), [&](uint32_t i) {
        if (isUsed[i]) data.meshes[i] = std::make_unique<const MeshBvh>(buildMeshBvh(geometry.meshes[i], meshOptions, pool));
    });

    std::vector<AccelObject> objects;
    std::vector<BuildRef> refs;
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

    Bvh tree = buildBvh(refs, {1, 1, 1}, pool);
    data.nodes = std::move(tree.nodes);
    data.nodeCount = tree.nodeCount;
    data.root = tree.root;
    data.objects.reserve(refs.size());
    for (const BvhBlock& block : tree.blocks) data.objects.push_back(objects[refs[block.begin].index()]);
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
