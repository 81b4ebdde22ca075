// Normals and tangents from textures.
#include <algorithm>

#include "raytracer/materials/material_maps.h"
#include "raytracer/materials/shading.h"

namespace raypool {
namespace {

/// A normal has at least this height above the true surface, and a coat's above the base's.
constexpr float kLeastHeight = 0.01F;

/// Tangent and bitangent of unit length, perpendicular to n and each other.
struct TangentPlane {
    vec3 t, b;
};
TangentPlane tangentPlane(const SurfacePoint& point, vec3 n) {
    const vec3 t = point.tangent - n * dot(n, point.tangent);
    const float length2OfT = length2(t);
    if (!(length2OfT > 0) || !(length2OfT < kInfinity)) {
        const Frame3 any = Frame3::fromZ(n);
        return {any.x, any.y};
    }
    const vec3 unit = t / std::sqrt(length2OfT);
    return {unit, cross(n, unit) * (point.tangentSign < 0 ? -1.0F : 1.0F)};
}

/// n as far up as needed for `up` to see it from the front.
vec3 above(vec3 n, vec3 up) {
    const float height = dot(n, up);
    return height >= kLeastHeight ? n : normalize(n + up * (kLeastHeight - height));
}

/// A normal map's normal about n (glTF 2.0, 3.9.3: normalTexture). n where the map says nothing of use.
vec3 mappedNormal(const TextureSet& textures, uint32_t id, float scale, const TexturePoint& at, const SurfacePoint& point, vec3 n) {
    const Rgb c = textureColor(textures, id, at);
    // A filtered normal is shorter, not slower to turn: only its direction counts.
    const vec3 local{(2 * c.r - 1) * scale, (2 * c.g - 1) * scale, std::max(2 * c.b - 1, 0.0F)};
    const float l2 = length2(local);
    if (!(l2 > 1e-8F) || !(l2 < kInfinity)) return n;
    const TangentPlane plane = tangentPlane(point, n);
    return above(normalize(plane.t * local.x + plane.b * local.y + n * local.z), n);
}

/// Coordinates and their change over the surface.
struct Derivatives {
    SurfaceCoordinates sets[2];
    Affine toObject;
};
Derivatives derivativesAt(const MaterialMaps& maps, const Geometry& geometry, const Ray& ray, const Hit& hit, const SurfacePoint& point) {
    Derivatives out;
    out.sets[0] = {point.uv, point.dpdu, point.dpdv};
    if ((maps.uses & kUsesSecondSet) != 0) out.sets[1] = secondCoordinates(geometry, ray, hit);
    if ((maps.uses & kUsesObjectSpace) != 0) out.toObject = transformAt(geometry, geometry.objects[hit.object], ray.time).toObject;
    return out;
}

/// The normal of the surface raised by a texture's height: the slopes along two directions, by differences over the width
/// that is looked at (Mikkelsen 2010, "Bump Mapping Unparametrized Surfaces on the GPU": the surface gradient).
vec3 bumpedNormal(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at, const Derivatives& derivatives, vec3 n) {
    const float step = 0.5F * std::max(at.footprint, finestDetail(textures, maps.bump, at));
    if (!(step > 0)) return n;
    const Frame3 frame = Frame3::fromZ(n);
    const auto slope = [&](vec3 along) {
        const auto height = [&](float way) {
            TexturePoint there = at;
            for (int i = 0; i < 2; ++i) {
                there.sets[i].uv += coordinatesAlong(derivatives.sets[i].dpdu, derivatives.sets[i].dpdv, along) * way;
            }
            there.p += derivatives.toObject.vector(along) * way;
            return textureNumber(textures, maps.bump, there);
        };
        return (height(step) - height(-step)) * maps.bumpHeight / (2 * step);
    };
    const vec3 bent = n - frame.x * slope(frame.x) - frame.y * slope(frame.y);
    const float l2 = length2(bent);
    return l2 < kInfinity ? above(bent / std::sqrt(l2), n) : n;
}

void turnTangent(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at, SurfacePoint& point) {
    const TangentPlane plane = tangentPlane(point, point.ns);
    vec2 way(1, 0);
    if (maps.tangent != kNone) {
        const Rgb c = textureColor(textures, maps.tangent, at);
        const vec2 mapped(2 * c.r - 1, 2 * c.g - 1);
        if (dot(mapped, mapped) > 1e-8F) way = mapped;
    }
    way = {maps.tangentCos * way.x - maps.tangentSin * way.y, maps.tangentSin * way.x + maps.tangentCos * way.y};
    point.tangent = plane.t * way.x + plane.b * way.y;
}

}  // namespace

void applyNormalMaps(const MaterialMaps& maps, const TextureSet& textures, const TexturePoint& at, const Geometry& geometry,
                     const Ray& ray, const Hit& hit, SurfacePoint& point, Material& material) {
    const vec3 smooth = point.ns;
    vec3 coat = smooth;
    if (maps.coatNormal != kNone) coat = mappedNormal(textures, maps.coatNormal, maps.coatNormalScale, at, point, smooth);
    vec3 n = smooth;
    if (maps.normal != kNone) n = mappedNormal(textures, maps.normal, maps.normalScale, at, point, smooth);
    if (maps.bump != kNone) n = bumpedNormal(maps, textures, at, derivativesAt(maps, geometry, ray, hit, point), n);
    if (maps.turnsTangent()) turnTangent(maps, textures, at, point);
    point.ns = maps.bendsNormal() ? above(n, point.ng) : smooth;
    if (!maps.hasCoat || (!maps.bendsNormal() && maps.coatNormal == kNone)) return;
    const vec3 wo = -ray.d;
    const bool front = dot(wo, point.ng) > 0;
    const Frame3 frame = shadingFrame(wo, point.ns, point.ng, point.tangent);
    const vec3 bent = bentNormal(wo, front ? coat : -coat, front ? point.ng : -point.ng);
    material.coatNormal = above(normalize(frame.toLocal(bent)), vec3(0, 0, 1));
}

}  // namespace raypool
