// Groups and instances unfolded into one flat list of objects, each with its mesh, transform, surface and light.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "raytracer/compile/compile_native.h"
#include "raytracer/core/elementary.h"
#include "raytracer/geometry/mesh_file.h"
#include "raytracer/geometry/mesh_tangents.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {
namespace {

using Keys = std::vector<TransformKey>;   // empty: identity; one: it stands still

Affine64 at(const Keys& keys, const MotionTransform& motion, float time) {
    if (keys.empty()) return {};
    return keys.size() == 1 ? keys.front().transform : motion.matrixAt(time);
}

MotionTransform motionOf(const Keys& keys) {
    std::vector<std::pair<float, Affine64>> pairs;
    if (keys.size() > 1) {
        for (const auto& key : keys) pairs.emplace_back(key.time, key.transform);
    }
    return MotionTransform(pairs);
}

/// Whether a fixed transform keeps motions what they are, so that their keys are enough: those before it (it stands outside)
/// if it is a similarity, those after it (it stands inside) if it also keeps the origin.
bool keepsMotion(const Affine64& m, bool isInside) {
    const double xx = glm::dot(m.x, m.x), small = 1e-9 * xx;
    const bool isSimilarity = std::fabs(glm::dot(m.y, m.y) - xx) < small && std::fabs(glm::dot(m.z, m.z) - xx) < small &&
                              std::fabs(glm::dot(m.x, m.y)) < small && std::fabs(glm::dot(m.y, m.z)) < small &&
                              std::fabs(glm::dot(m.z, m.x)) < small;
    return isSimilarity && (!isInside || m.t == dvec3(0));
}

bool onlyTranslates(const Keys& keys) {
    const Affine64& first = keys.front().transform;
    return std::all_of(keys.begin(), keys.end(), [&](const TransformKey& key) {
        const Affine64& m = key.transform;
        return m.x == first.x && m.y == first.y && m.z == first.z;
    });
}

/// Into how many steps the time between two keys is cut: a point on the way leaves its arc by 1/6000 of the radius at most.
int stepsBetween(const Affine64& a, const Affine64& b) {
    const auto p = Decomposed::from(a).rotation, q = Decomposed::from(b).rotation;
    const double cosine = std::fabs(p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3]);
    const float angle = 2 * acos(static_cast<float>(std::min(cosine, 1.0)));
    return std::max(8, static_cast<int>(std::ceil(angle / radians(2.0F))));
}

/// `outer` after `inner`, over time. Where one of them turns, the product at the keys of both is not enough: what is turned
/// about a far point moves on an arc, and a turn of a turn is no single turn. So there are steps between.
Keys combine(const Keys& outer, const Keys& inner) {
    if (inner.empty()) return outer;
    if (outer.empty()) return inner;
    Keys out;
    const bool outerMoves = outer.size() > 1, innerMoves = inner.size() > 1;
    if (!(outerMoves && innerMoves)) {
        const Keys& moving = outerMoves ? outer : inner;
        if (onlyTranslates(moving) || keepsMotion((outerMoves ? inner : outer).front().transform, outerMoves)) {
            for (const auto& key : moving) {
                out.push_back({key.time, (outerMoves ? key.transform : outer.front().transform) *
                                             (innerMoves ? key.transform : inner.front().transform)});
            }
            return out;
        }
    }
    std::vector<float> times;
    for (const Keys* keys : {&outer, &inner}) {
        if (keys->size() < 2) continue;
        for (const auto& key : *keys) times.push_back(key.time);
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    const MotionTransform a = motionOf(outer), b = motionOf(inner);
    for (size_t i = 0; i < times.size(); ++i) {
        const float next = i + 1 < times.size() ? times[i + 1] : times[i];
        const int steps = i + 1 == times.size() ? 1
                                                : std::max(stepsBetween(at(outer, a, times[i]), at(outer, a, next)),
                                                           stepsBetween(at(inner, b, times[i]), at(inner, b, next)));
        for (int step = 0; step < steps; ++step) {
            const float time = lerp(static_cast<float>(step) / static_cast<float>(steps), times[i], next);
            out.push_back({time, at(outer, a, time) * at(inner, b, time)});
        }
    }
    return out;
}

/// Keys in the shutter's time: 0 when it opens, 1 when it closes. A shutter without duration stops everything.
Keys inShutterTime(const Keys& keys, float open, float close) {
    if (keys.size() < 2) return keys;
    const MotionTransform motion = motionOf(keys);
    if (!(close > open)) return {{0, at(keys, motion, open)}};
    Keys out;
    for (const auto& key : keys) out.push_back({(key.time - open) / (close - open), key.transform});
    // What moves before or after the shutter is open only, stands still.
    if (out.front().time >= 1) return {{0, keys.front().transform}};
    if (out.back().time <= 0) return {{0, keys.back().transform}};
    return out;
}

/// What groups and instances hand down.
struct Inherited {
    Keys keys;
    int32_t material = kInherit;
    uint8_t mask = kAllRays;
};

class Unfolding {
public:
    explicit Unfolding(NativeCompiler& compiler) : compiler_(compiler), out_(compiler.out) {}

    void add(uint32_t id, const Inherited& above) {
        if (full_) return;
        const ObjectDesc& desc = compiler_.native().objects[id];
        Inherited here = above;
        const CameraDesc& camera = compiler_.native().camera;
        here.keys = combine(above.keys, inShutterTime(desc.keys, camera.shutterOpen, camera.shutterClose));
        if (desc.material != kInherit) here.material = desc.material;
        if (!desc.visibleToCamera) here.mask &= static_cast<uint8_t>(~kCameraRays);
        if (!desc.visibleToIndirect) here.mask &= static_cast<uint8_t>(~kIndirectRays);
        if (!desc.visibleToShadow) here.mask &= static_cast<uint8_t>(~(kShadowRays | kTransparentShadowRays));
        if (const auto* group = std::get_if<GroupShape>(&desc.shape)) {
            for (const uint32_t member : group->objects) add(member, here);   // at most kMaxNesting deep
        } else if (const auto* instance = std::get_if<InstanceShape>(&desc.shape)) {
            add(compiler_.native().prototypes[instance->prototype].object, here);
        } else {
            addShape(id, desc, here);
        }
    }

private:
    void addShape(uint32_t id, const ObjectDesc& desc, const Inherited& here) {
        if (out_.geometry.objects.size() >= kMaxInstances) {
            full_ = true;
            compiler_.problems.push_back(desc.place.problem("the scene has too many objects once its instances are unfolded",
                                                            "at most " + std::to_string(kMaxInstances)));
            return;
        }
        Object object;
        object.mask = here.mask;
        if (!setShape(id, desc, here, object)) return;
        setTransform(combine(here.keys, {{0, placement(desc.shape)}}), object);

        const auto index = static_cast<uint32_t>(out_.geometry.objects.size());
        Surface surface;
        surface.material = here.material == kInherit ? static_cast<uint32_t>(out_.materials.size() - 1)
                                                     : static_cast<uint32_t>(here.material);
        const Material& material = out_.materials[surface.material];
        surface.body = index;
        surface.priority = desc.priority;
        surface.objectId = id;
        surface.isBoundary = (material.flags & (kMaterialIsInterface | kMaterialTransmits | kMaterialHasSubsurface)) != 0;
        if (here.material != kInherit) surface.isOneSided = !compiler_.native().materials[surface.material].twoSided;
        surface.medium = mediumInside(desc, surface, material);
        surface.subsurfaceMedium = subsurfaceInside(surface.material);
        surface.mediumVaries = desc.medium == kInherit && (material.flags & kMaterialTransmits) != 0 && variesInside(surface.material);
        surface.subsurfaceVaries = (material.flags & kMaterialHasSubsurface) != 0 && variesInside(surface.material);
        surface.hasEmissionMaps = variesInEmission(surface.material);

        const bool lightPasses = (material.flags & (kMaterialIsInterface | kMaterialHasOpacity)) != 0 || surface.isOneSided;
        if (lightPasses) {
            object.mask &= static_cast<uint8_t>(~kShadowRays);
            out_.hasTransparent |= (object.mask & kTransparentShadowRays) != 0;
        } else {
            object.mask &= static_cast<uint8_t>(~kTransparentShadowRays);
        }
        object.surface = static_cast<uint32_t>(out_.surfaces.size());
        out_.surfaces.push_back(surface);
        out_.geometry.objects.push_back(object);
        if (object.shape == ShapeKind::kMesh) {
            out_.triangles += out_.geometry.meshes[object.mesh].triangleCount();
        }
        addLight(index, surface);
    }

    bool setShape(uint32_t id, const ObjectDesc& desc, const Inherited& here, Object& object) {
        if (std::holds_alternative<SphereShape>(desc.shape)) {
            object.shape = ShapeKind::kSphere;
        } else if (std::holds_alternative<PlaneShape>(desc.shape)) {
            object.shape = ShapeKind::kPlane;
        } else if (std::holds_alternative<RectangleShape>(desc.shape)) {
            object.shape = ShapeKind::kRectangle;
        } else if (const auto* disk = std::get_if<DiskShape>(&desc.shape)) {
            object.shape = ShapeKind::kDisk;
            object.parameter = static_cast<float>(disk->innerRadius / disk->radius);
        } else if (std::holds_alternative<BoxShape>(desc.shape)) {
            object.shape = ShapeKind::kBox;
        } else if (const auto* cylinder = std::get_if<CylinderShape>(&desc.shape)) {
            object.shape = ShapeKind::kCylinder;
            object.parameter = cylinder->capped ? 1 : 0;
        } else {
            object.shape = ShapeKind::kMesh;
            const bool hasTangents = here.material != kInherit && needsTangents(static_cast<uint32_t>(here.material));
            const auto mesh = meshOf(id, desc, std::get<MeshShape>(desc.shape), hasTangents);
            if (!mesh) return false;
            object.mesh = *mesh;
        }
        return true;
    }

    /// The mesh of an object: shared by all instances of it, and by all objects that name the same file.
    std::optional<uint32_t> meshOf(uint32_t id, const ObjectDesc& desc, const MeshShape& shape, bool hasTangents) {
        const auto key = std::make_tuple(shape.file.empty() ? id : kNone, shape.file, shape.part, shape.flat, hasTangents);
        const auto [place, isNew] = meshes_.try_emplace(key);
        if (isNew) place->second = readMesh(desc, shape, hasTangents);
        return place->second;
    }

    std::optional<uint32_t> readMesh(const ObjectDesc& desc, const MeshShape& shape, bool hasTangents) {
        Mesh mesh;
        MeshSource source;
        if (shape.file.empty()) {
            mesh.positions = shape.positions;
            mesh.indices = shape.indices;
            mesh.normals = shape.normals;
            // As mesh files have them, to the bit: what is converted renders the same.
            for (vec3& n : mesh.normals) {
                const dvec3 wide(n);
                n = vec3(wide / std::sqrt(dot(wide, wide)));
            }
            mesh.uvs = shape.uvs;
            mesh.uvs2 = shape.uvs2;
            mesh.colors = shape.colors;
            mesh.tangents = shape.tangents;
        } else {
            const auto bytes = compiler_.assets.share(shape.file);
            if (!bytes) {
                compiler_.problems.push_back(desc.place.problem("the mesh \"" + shape.file + "\" can't be read: " + bytes.error()));
                return std::nullopt;
            }
            source = {*bytes, shape.file, shape.part, shape.flat, hasTangents};
            if (const Mesh* const same = meshBefore(source)) return addMesh(*same, std::move(source));
            ++out_.meshFilesRead;
            auto file = decodeMesh(shape.file, **bytes, shape.part);
            if (!file) {
                for (const auto& problem : file.error()) {
                    compiler_.problems.push_back(desc.place.problem("the mesh \"" + shape.file + "\" can't be used: " + problem.message, problem.hint));
                }
                return std::nullopt;
            }
            mesh = std::move(file->mesh);
            mesh.surfaceOfTriangle.clear();   // an object has one material
        }
        if (shape.flat) mesh.normals.clear();
        for (const auto& problem : validate(mesh)) {
            compiler_.problems.push_back(desc.place.problem(problem.message, problem.hint));
            return std::nullopt;
        }
        if (hasTangents) addTangents(mesh);
        return addMesh(std::move(mesh), std::move(source));
    }

    uint32_t addMesh(Mesh mesh, MeshSource source) {
        out_.geometry.meshes.push_back(std::move(mesh));
        out_.meshSources.push_back(std::move(source));
        return static_cast<uint32_t>(out_.geometry.meshes.size() - 1);
    }

    /// What the scene before made of the very same bytes, or null.
    const Mesh* meshBefore(const MeshSource& source) const {
        if (compiler_.before.scene == nullptr) return nullptr;
        const auto& known = compiler_.before.scene->meshSources;
        const auto at = std::find_if(known.begin(), known.end(), [&](const MeshSource& s) {
            return s.flat == source.flat && s.hasTangents == source.hasTangents && s.file == source.file && s.part == source.part &&
                   !s.bytes.expired() && s.bytes.lock() == source.bytes.lock();
        });
        return at == known.end() ? nullptr : &compiler_.before.scene->geometry.meshes[static_cast<size_t>(at - known.begin())];
    }

    /// Whether a material looks different where tangents jump between triangles.
    bool needsTangents(uint32_t id, int depth = 0) const {
        const Material& material = out_.materials[id];
        if (depth >= 64 || material.maps == kNone) return false;
        const MaterialMaps& maps = out_.materialMaps[material.maps];
        if (maps.normal != kNone || maps.coatNormal != kNone || maps.turnsTangent()) return true;
        if (material.kind != MaterialKind::kMix) return false;
        return needsTangents(material.mixFirst, depth + 1) || needsTangents(material.mixSecond, depth + 1);
    }

    void setTransform(const Keys& keys, Object& object) {
        if (keys.size() > 1) {
            object.motion = static_cast<uint32_t>(out_.geometry.motions.size());
            out_.geometry.motions.push_back(motionOf(keys));
            return;
        }
        object.transform = static_cast<uint32_t>(out_.geometry.transforms.size());
        out_.geometry.transforms.emplace_back(keys.empty() ? Affine64{} : keys.front().transform);
    }

    uint32_t mediumInside(const ObjectDesc& desc, const Surface& surface, const Material& material) {
        if (desc.medium != kInherit) {
            if (surface.isBoundary) return static_cast<uint32_t>(desc.medium);
            Diagnostic warning = desc.place.problem("the medium of this object is never seen, because its material lets no light in",
                                                    "a dielectric, a transmission_weight above 0, or an interface does");
            warning.severity = Severity::kWarning;
            compiler_.warnings.push_back(std::move(warning));
            return kNone;
        }
        const InteriorMedium interior = mediumOf(material);
        if (!interior.isSet) return kNone;
        const auto [place, isNew] = mediumOfMaterial_.try_emplace(surface.material, static_cast<uint32_t>(out_.media.size()));
        if (isNew) out_.media.push_back({interior.sigmaA, interior.sigmaS, interior.g});
        return place->second;
    }

    /// Whether bodies of the material are filled differently from point to point.
    bool variesInside(uint32_t id) const {
        const Material& material = out_.materials[id];
        return material.kind == MaterialKind::kMix || (material.maps != kNone && out_.materialMaps[material.maps].fillsBody);
    }

    /// Of a mix, where the point is not known: that of the first part that has one.
    uint32_t subsurfaceInside(uint32_t id, int depth = 0) {
        const Material& material = out_.materials[id];
        if (depth >= 64 || (material.flags & kMaterialHasSubsurface) == 0) return kNone;
        if (material.kind == MaterialKind::kMix) {
            const uint32_t first = subsurfaceInside(material.mixFirst, depth + 1);
            return first != kNone ? first : subsurfaceInside(material.mixSecond, depth + 1);
        }
        const InteriorMedium inside = subsurfaceMediumOf(material);
        const auto [place, isNew] = subsurfaceOfMaterial_.try_emplace(id, static_cast<uint32_t>(out_.media.size()));
        if (isNew) out_.media.push_back({inside.sigmaA, inside.sigmaS, inside.g});
        return place->second;
    }

    /// Sum over what a point may turn out to be made of: the radiance that light sampling expects.
    struct Emission {
        Rgb radiance;
        bool twoSided = true;
    };
    Emission emissionOf(uint32_t id, int depth = 0) const {
        const Material& material = out_.materials[id];
        if (material.kind == MaterialKind::kMix) {
            if (depth >= 64) return {};
            const Emission a = emissionOf(material.mixFirst, depth + 1), b = emissionOf(material.mixSecond, depth + 1);
            return {lerp(material.mixWeight, a.radiance, b.radiance), a.twoSided && b.twoSided};
        }
        if (isBlack(material.emission)) return {};
        return {material.emission * material.opacity, material.emissionTwoSided};
    }
    /// Whether the light that is to be expected from a point depends on textures.
    bool variesInEmission(uint32_t id, int depth = 0) const {
        const Material& material = out_.materials[id];
        if (depth >= 64 || material.maps == kNone || (material.flags & kMaterialIsEmissive) == 0) return false;
        const MaterialMaps& maps = out_.materialMaps[material.maps];
        if (maps.mapsEmission() || maps.opacity != kNone || maps.mixWeight != kNone) return true;
        if (material.kind != MaterialKind::kMix) return false;
        return variesInEmission(material.mixFirst, depth + 1) || variesInEmission(material.mixSecond, depth + 1);
    }
    /// An unlit model: it reflects nothing and shines no brighter than white paper, so it is there to be seen, not to light.
    bool isUnlit(uint32_t id, Rgb radiance) const {
        const Material& m = out_.materials[id];
        return m.kind == MaterialKind::kOpenPbr && m.baseWeight == 0 && m.specularWeight == 0 && m.coatWeight == 0 && m.fuzzWeight == 0 &&
               m.transmissionWeight == 0 && m.subsurfaceWeight == 0 && maxComponent(radiance) <= 1;
    }
    void addLight(uint32_t object, const Surface& surface) {
        const Emission emission = emissionOf(surface.material);
        if (isBlack(emission.radiance)) return;
        // Scans of millions of triangles come unlit. Rays that meet them by chance bring all of their light, with little noise.
        constexpr uint32_t kManyTriangles = 4096;
        const Object& owner = out_.geometry.objects[object];
        if (owner.shape == ShapeKind::kMesh && out_.geometry.meshes[owner.mesh].triangleCount() > kManyTriangles &&
            isUnlit(surface.material, emission.radiance)) {
            return;
        }
        AreaLightDesc light{.object = object,
                            .surface = kNone,
                            .radiance = emission.radiance,
                            .twoSided = emission.twoSided && !surface.isOneSided,
                            .shares = {}};
        if (surface.hasEmissionMaps && owner.shape == ShapeKind::kMesh) light.shares = emissionShares(owner.mesh, surface.material, emission.radiance);
        compiler_.areaLights.push_back(std::move(light));
    }
    /// How bright each triangle is, over `mean`: where a picture is dark, no light needs to be looked for.
    std::vector<float> emissionShares(uint32_t meshId, uint32_t material, Rgb mean) const {
        const Mesh& mesh = out_.geometry.meshes[meshId];
        const uint32_t uses = out_.materialMaps[out_.materials[material].maps].uses;
        const MaterialTables tables = out_.materialTables();
        std::vector<float> shares(mesh.triangleCount());
        constexpr uint32_t kAtOnce = 4096;
        parallelFor(compiler_.pool, (mesh.triangleCount() + kAtOnce - 1) / kAtOnce, [&](uint32_t block) {
            const uint32_t end = std::min((block + 1) * kAtOnce, mesh.triangleCount());
            for (uint32_t i = block * kAtOnce; i < end; ++i) {
                shares[i] = average(meanEmission(mesh, i, uses, tables, material)) / average(mean);
            }
        });
        return shares;
    }
    /// Over a triangle, by points each of which stands for a part of it.
    static Rgb meanEmission(const Mesh& mesh, uint32_t triangle, uint32_t uses, const MaterialTables& tables, uint32_t material) {
        constexpr int kSteps = 4;
        const uint32_t* i = mesh.indices.data() + size_t{triangle} * 3;
        const vec3 e1 = mesh.positions[i[1]] - mesh.positions[i[0]], e2 = mesh.positions[i[2]] - mesh.positions[i[0]];
        const float area = length(cross(e1, e2));
        Rgb sum;
        for (int k = 0; k < kSteps * kSteps; ++k) {
            // The middles of the small triangles that four cuts along each side make.
            const int row = static_cast<int>(std::sqrt(static_cast<float>(k) + 0.5F)), column = k - row * row;
            const bool isDown = column % 2 != 0;
            const float v = (static_cast<float>(column / 2) + (isDown ? 2.0F : 1.0F) / 3) / kSteps;
            const float w = (static_cast<float>(kSteps - 1 - row) + (isDown ? 2.0F : 1.0F) / 3) / kSteps, u = 1 - v - w;
            const auto between = [&](const auto& list) { return list[i[0]] * w + list[i[1]] * u + list[i[2]] * v; };
            TexturePoint at;
            at.footprint = std::sqrt(area) / kSteps;
            const auto setCoordinates = [&](const std::vector<vec2>& uvs, TexturePoint::Coordinates& out) {
                if (uvs.empty()) return;
                out.uv = between(uvs);
                const vec2 a = uvs[i[1]] - uvs[i[0]], b = uvs[i[2]] - uvs[i[0]];
                out.perMetre = area > 0 ? std::sqrt(std::fabs(differenceOfProducts(a.x, b.y, a.y, b.x)) / area) : 0;
            };
            setCoordinates(mesh.uvs, at.sets[0]);
            setCoordinates(mesh.uvs2, at.sets[1]);
            if ((uses & kUsesVertexColor) != 0 && !mesh.colors.empty()) at.color = between(mesh.colors);
            at.p = between(mesh.positions);
            sum += emissionAt(tables, material, at, true);
        }
        return sum / (kSteps * kSteps);
    }

    NativeCompiler& compiler_;
    RenderScene& out_;
    std::map<std::tuple<uint32_t, std::string, std::string, bool, bool>, std::optional<uint32_t>> meshes_;
    std::map<uint32_t, uint32_t> mediumOfMaterial_, subsurfaceOfMaterial_;
    bool full_ = false;
};

}  // namespace

void compileObjects(NativeCompiler& compiler) {
    Unfolding unfolding(compiler);
    for (const uint32_t root : compiler.native().roots) unfolding.add(root, {});
}

}  // namespace raypool
