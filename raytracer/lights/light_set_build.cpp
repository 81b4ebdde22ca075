// Building a LightSet: which lights there are, where they are and how strong.
#include <algorithm>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/core/math.h"
#include "raytracer/geometry/geometry.h"
#include "raytracer/lights/light_set.h"

namespace raypool {

namespace {

float finite(float x) { return x > 0 && x < kInfinity ? x : 0; }
Rgb finite(Rgb c) { return {finite(c.r), finite(c.g), finite(c.b)}; }

/// Moving lights are looked at this often; the steps between widen what was seen.
constexpr int kMoments = 33;

/// Smaller disks in the sky are one direction: floats do not tell directions within them apart.
constexpr float kLeastDiameter = 2e-4F;

Bounds3 boundsOfScene(const Geometry& geometry) {
    Bounds3 bounds;
    for (const Object& object : geometry.objects) {
        if (object.shape == ShapeKind::kPlane) continue;
        const Bounds3 b = worldBounds(geometry, object);
        if (!b.isEmpty() && length2(b.size()) < kInfinity) bounds.add(b);
    }
    return bounds;
}

}  // namespace

LightSet::LightSet(const LightSetDesc& desc, const Geometry& geometry)
    : environment_(desc.environment), objectBase_(geometry.objects.size(), kNone) {
    addAreas(desc, geometry);
    Bounds3 scene = boundsOfScene(geometry);
    if (desc.environment.kind == EnvironmentKind::kSky && desc.environment.sunDisk) {
        const EnvironmentLightDesc& sky = desc.environment;
        const vec3 sun = sky.rotationX * sky.sunDirection.x + sky.rotationY * sky.sunDirection.y +
                         sky.rotationZ * sky.sunDirection.z;
        addDistant(sun, sky.sunAngularDiameter, environment_.sunIrradiance());
    }
    for (const PunctualDesc& light : desc.punctuals) {
        const Rgb intensity = finite(light.intensity);
        if (light.kind == PunctualKind::kDirectional) {
            addDistant(-light.direction, light.angularDiameter, intensity);
            continue;
        }
        if (isBlack(intensity)) continue;
        Punctual lamp;
        lamp.p = light.position;
        lamp.intensity = intensity;
        lamp.isSpot = light.kind == PunctualKind::kSpot;
        if (lamp.isSpot) {
            lamp.axis = normalize(light.direction);
            lamp.cosOuter = cos(light.outerAngle);
            lamp.cosInner = cos(light.innerAngle);
            lamp.scale = 1 / std::max(1e-3F, lamp.cosInner - lamp.cosOuter);
        }
        scene.add(lamp.p);
        punctuals_.push_back(lamp);
    }
    choose(desc.selection, scene);
}

void LightSet::addAreas(const LightSetDesc& desc, const Geometry& geometry) {
    for (const AreaLightDesc& light : desc.areas) {
        const Object& object = geometry.objects[light.object];
        Source source;
        source.radiance = finite(light.radiance);
        if (isBlack(source.radiance)) continue;
        source.twoSided = light.twoSided;
        source.object = object;
        source.id = light.object;
        if (object.motion != kNone) {
            source.object.motion = static_cast<uint32_t>(motions_.size());
            motions_.push_back(geometry.motions[object.motion]);
        }
        const Transform transform = transformAt(geometry, object, 0);
        source.flips = transform.flipsHandedness;
        const auto sourceIndex = static_cast<uint32_t>(sources_.size());
        const uint32_t count = samplablePrimitives(geometry, light.object);
        uint32_t& base = objectBase_[light.object];
        if (base == kNone) {
            base = static_cast<uint32_t>(lightOfPrimitive_.size());
            lightOfPrimitive_.resize(lightOfPrimitive_.size() + std::max(count, 1U), kNone);
        }
        if (object.shape == ShapeKind::kPlane) lightOfPrimitive_[base] = kEmitsOnly | sourceIndex;
        for (uint32_t i = 0; i < count; ++i) {
            AreaLight area{.source = sourceIndex, .primitive = i};
            if (i < light.shares.size()) area.share = finite(light.shares[i]);
            if (!(area.share > 0)) continue;
            vec3 own[3];
            if (object.shape == ShapeKind::kMesh) {
                const Mesh& mesh = geometry.meshes[object.mesh];
                if (light.surface != kNone &&
                    light.surface != (mesh.surfaceOfTriangle.empty() ? 0 : mesh.surfaceOfTriangle[i]))
                    continue;
                for (uint32_t k = 0; k < 3; ++k) own[k] = mesh.positions[mesh.indices[size_t{i} * 3 + k]];
            }
            const PlacedShape placed = placeShape(object, transform, i, own);
            if (!(placed.area() > 0)) continue;
            if (object.shape == ShapeKind::kMesh) {
                area.vertices = static_cast<uint32_t>(vertices_.size());
                const bool moves = object.motion != kNone;
                vertices_.insert(vertices_.end(), {moves ? own[0] : placed.frame.t, moves ? own[1] : placed.frame.x,
                                                   moves ? own[2] : placed.frame.y});
                source.error = glm::max(source.error, placed.error);
            } else if (object.motion == kNone) {
                area.placed = static_cast<uint32_t>(placed_.size());
                placed_.push_back(placed);
            }
            lightOfPrimitive_[base + i] = static_cast<uint32_t>(areas_.size());
            areas_.push_back(area);
        }
        sources_.push_back(source);
    }
}

void LightSet::addDistant(vec3 towards, float angularDiameter, Rgb irradiance) {
    Distant light;
    light.irradiance = finite(irradiance);
    if (isBlack(light.irradiance)) return;
    light.w = normalize(towards);
    if (angularDiameter >= kLeastDiameter) {
        const float half = std::min(angularDiameter, kPi) * 0.5F;
        light.sinHalf = sin(half);
        light.oneMinusCos = 2 * sqr(sin(half * 0.5F));
        // A disk of constant radiance L gives L pi sin^2 on a surface that faces it.
        light.radiance = light.irradiance / (kPi * sqr(light.sinHalf));
    }
    distants_.push_back(light);
}

LightBounds LightSet::boundsOf(uint32_t index) const {
    LightBounds b;
    if (index >= areas_.size()) {
        const Punctual& lamp = punctuals_[index - areas_.size()];
        b.bounds.add(lamp.p);
        b.intensity = average(lamp.intensity);
        b.normals = {lamp.axis, lamp.isSpot ? lamp.cosInner : -1};
        if (lamp.isSpot) b.cosEmission = cos(acos(lamp.cosOuter) - acos(lamp.cosInner));
        return b;
    }
    const AreaLight& light = areas_[index];
    const Source& source = sources_[light.source];
    const bool moves = source.object.motion != kNone;
    PlacedShape own, shape = place(light, 0, own);
    double area = shape.area();
    b.twoSided = source.twoSided;
    b.bounds = shape.bounds();
    const bool isFlat = shape.kind != PlacedKind::kEllipsoid && shape.kind != PlacedKind::kTube;
    b.normals = {vec3(0, 0, 1), -1};
    if (isFlat) b.normals = {shape.normal(), 1};
    // Normals of a tube are perpendicular to its axis.
    if (shape.kind == PlacedKind::kTube && !moves) b.normals = {normalize(shape.frame.z), 0};
    if (moves) {
        Bounds3 last = b.bounds;
        vec3 lastNormal = shape.normal(), widest(0);
        float lastTurn = 0;
        for (int i = 1; i < kMoments; ++i) {
            shape = place(light, static_cast<float>(i) / (kMoments - 1), own);
            if (isFlat) area = std::max(area, shape.area());
            const Bounds3 now = shape.bounds();
            widest = glm::max(widest, glm::max(abs(now.low - last.low), abs(now.high - last.high)));
            b.bounds.add(now);
            last = now;
            if (!isFlat) continue;
            const vec3 n = shape.normal();
            lastTurn = std::max(lastTurn, atan2(length(cross(n, lastNormal)), dot(n, lastNormal)));
            lastNormal = n;
            b.normals = unite(b.normals, {n, 1});
        }
        b.bounds.low -= widest;
        b.bounds.high += widest;
        if (isFlat && b.normals.cosAngle > -1) {
            const float angle = acos(b.normals.cosAngle) + lastTurn;
            b.normals.cosAngle = angle < kPi ? cos(angle) : -1;
        }
    }
    // Seen from the side: Cauchy's mean for a convex body; the diameter's part of a tube's circumference.
    const double part = isFlat ? 1 : (shape.kind == PlacedKind::kEllipsoid ? 0.25 : double{kInvPi});
    b.intensity =
        std::max(static_cast<float>(double{average(source.radiance)} * double{light.share} * area * part), std::numeric_limits<float>::min());
    return b;
}

void LightSet::choose(LightSelection selection, const Bounds3& scene) {
    selection_ = selection;
    const float radius2 = scene.isEmpty() ? 1 : std::max(length2(scene.size()) * 0.25F, 1e-20F);
    powers_.reserve(lightCount());
    for (const AreaLight& light : areas_) {
        const Source& source = sources_[light.source];
        PlacedShape own;
        powers_.push_back(static_cast<float>(place(light, 0, own).area()) * average(source.radiance) * light.share *
                          (source.twoSided ? kTwoPi : kPi));
    }
    for (const Punctual& lamp : punctuals_) {
        // Integral of the falloff: the full part, and a square's mean of the part between the two cones.
        const float solidAngle =
            lamp.isSpot ? kTwoPi * ((1 - lamp.cosInner) + (lamp.cosInner - lamp.cosOuter) / 3) : 4 * kPi;
        powers_.push_back(average(lamp.intensity) * solidAngle);
    }
    if (!environment_.isBlack()) powers_.push_back(environment_.total() * kPi * radius2);
    for (const Distant& light : distants_) powers_.push_back(average(light.irradiance) * kPi * radius2);
    if (selection == LightSelection::kTree) {
        std::vector<LightBounds> bounds;
        bounds.reserve(finiteCount());
        for (uint32_t i = 0; i < finiteCount(); ++i) bounds.push_back(boundsOf(i));
        tree_ = LightTree(bounds);
        return;
    }
    if (powers_.empty()) return;
    cdf_.push_back(0);
    for (const float power : powers_) {
        cdf_.push_back(cdf_.back() + (selection == LightSelection::kUniform ? 1 : std::max(double{power}, 1e-300)));
    }
    for (double& c : cdf_) c /= cdf_.back();
}

}  // namespace raypool
