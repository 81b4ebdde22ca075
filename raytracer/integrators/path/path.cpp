#include "raytracer/integrators/path/path.h"

#include <optional>

#include "raytracer/integrators/bvh_cost.h"
#include "raytracer/integrators/path/boundary.h"
#include "raytracer/integrators/path/mapped.h"
#include "raytracer/integrators/path/visibility.h"
#include "raytracer/materials/folded_bsdf.h"
#include "raytracer/materials/shading.h"
#include "raytracer/materials/wavelengths.h"
#include "raytracer/media/phase.h"
#include "raytracer/sampling/dimensions.h"

namespace raypool {
namespace {

/// Surfaces passed without scattering, and scatterings, on one path: an end for paths caught between interfaces.
constexpr uint32_t kMaxVertices = 1U << 16;

/// Mean free paths over the uncertainty of a place on a surface, below which light does not wander in a body.
constexpr float kShortestSteps = 32;

float longestMeanFreePath(const Material& m) { return m.subsurfaceRadius * maxComponent(m.subsurfaceRadiusScale); }

/// Power heuristic, exponent 2 (Veach 1997, 9.2.4).
float misWeight(float pdf, float other) {
    if (!(pdf < kInfinity)) return 1;
    const float ratio = other / pdf;
    return 1 / (1 + ratio * ratio);
}

/// Of the cone that a scattered ray stands for (Akenine-Moeller et al. 2021, "Improved Shader and Texture Level of Detail
/// Using Ray Cones"): its width grows by this over the root of the density, so that its solid angle is a 64th of 1 / pdf.
/// As wide as rays of one pixel lie apart, about: what textures average over adds no blur that is seen.
constexpr float kConeWidening = 0.141F;

/// What the path knows on its way.
struct Path {
    const RenderScene& scene;
    Sampler sampler;
    Ray ray{};
    Rgb throughput = grey(1);
    MediumStack stack;
    EnteredMedia entered{};
    uint32_t bounces = 0;
    float wavelength = 0;       // micrometres, once a dispersive body was met: one is left
    float enteredWith = 0;      // throughput when the path began to wander in a body
    // The last vertex that scattered, or the camera, for the density with which light sampling would have found what is hit now.
    vec3 lastP{0}, lastN{0};
    bool lastTransmits = true;
    float lastPdf = 0;       // per solid angle
    bool lastWasDelta = true;
    // The cone around the ray that it stands for: metres across, and metres more a metre.
    float coneWidth = 0, coneSpread = 0;
    bool featuresKnown = false;
    bool featuresOnly = false;   // the path may end when they are known
    Rgb featureWeight = grey(1);
    PathResult result{};

    uint8_t mask() const { return bounces == 0 ? kCameraRays : kIndirectRays; }

    void add(Rgb light) {
        const float limit = scene.settings.clamp;
        if (limit > 0 && bounces > 0) {
            const float most = maxComponent(light);
            if (most > limit) light *= limit / most;
        }
        result.radiance += light;
    }
    /// Share of light found by scattering, where light sampling could have found it with density pdfLight.
    float hitWeight(float pdfLight) const {
        switch (scene.settings.lightSampling) {
            case LightSampling::kBsdf: return 1;
            case LightSampling::kLight: return lastWasDelta || !(pdfLight > 0) ? 1.0F : 0.0F;
            case LightSampling::kMis: break;
        }
        return lastWasDelta ? 1 : misWeight(lastPdf, pdfLight);
    }
    float lightWeight(const LightSample& light, float pdfScatter) const {
        // Scattered rays can't find what they don't see.
        const bool isHidden = light.object != kNone && (scene.geometry.objects[light.object].mask & kIndirectRays) == 0;
        if (light.isDelta || isHidden) return 1;
        switch (scene.settings.lightSampling) {
            case LightSampling::kBsdf: return 0;
            case LightSampling::kLight: return 1;
            case LightSampling::kMis: break;
        }
        return misWeight(light.pdf, pdfScatter);
    }
    void scatteredAt(vec3 p, vec3 n, bool transmits, float pdf, bool isDelta) {
        lastP = p;
        lastN = n;
        lastTransmits = transmits;
        lastPdf = pdf;
        lastWasDelta = isDelta;
        if (!isDelta) coneSpread += kConeWidening / std::sqrt(std::max(pdf, 1e-3F));
        ++bounces;
    }
    /// False: the path ends here.
    bool survives(uint32_t dimension) {
        if (isBlack(throughput)) return false;
        if (bounces <= scene.settings.rrDepth) return true;
        const float chance = std::min(0.95F, maxComponent(throughput));
        sampler.setDimension(dimension + VertexDimension::kRussianRoulette);
        if (!(sampler.get1D() < chance)) return false;
        throughput *= 1 / chance;
        return true;
    }
    void setFeatures(Rgb albedo, vec3 normal) {
        if (featuresKnown) return;
        featuresKnown = true;
        result.albedo = saturate(featureWeight * albedo);
        result.normal = normal;
    }
};

/// Light from the environment; the end of the path.
void escape(Path& path) {
    const RenderScene& scene = path.scene;
    const vec3 wi = path.ray.d;
    const Environment::Value sky = path.lastWasDelta
                                       ? Environment::Value{scene.lights.environmentRadiance(wi)}
                                       : scene.lights.environmentAt(path.lastP, path.lastN, path.lastTransmits, wi);
    if (!path.featuresKnown) path.setFeatures(sky.radiance, vec3(0));
    if (isBlack(sky.radiance) || (path.bounces == 0 && !scene.environmentVisible)) return;
    path.add(path.throughput * sky.radiance * path.hitWeight(sky.pdf));
}

/// Light from the surface itself.
void addEmission(Path& path, const Material& material, const Hit& hit, const SurfacePoint& point, bool front, float exteriorIor) {
    Rgb radiance = emittedRadiance(material, front);
    if (isBlack(radiance)) return;
    radiance *= emissionThroughLayers(material, path.ray, point, front, exteriorIor);
    const float pdf = path.lastWasDelta ? 0
                                        : path.scene.lights.pdfHit(path.lastP, path.lastN, path.lastTransmits, path.ray.time,
                                                                   path.ray, hit, point);
    path.add(path.throughput * radiance * path.hitWeight(pdf));
}

/// Scatters in a medium at distance t. False: the path ends.
bool scatterInMedium(Path& path, const Medium& medium, float t, uint32_t dimension) {
    const RenderScene& scene = path.scene;
    const vec3 p = path.ray.at(t), wo = -path.ray.d;
    path.setFeatures(medium.scattering / std::max(maxComponent(medium.extinction()), 1e-30F), vec3(0));
    if (path.featuresOnly || path.bounces >= scene.settings.maxDepth) return false;

    // Light from a light.
    path.sampler.setDimension(dimension + VertexDimension::kLightSelect);
    const float uSelect = path.sampler.get1D();
    const vec2 uLight = path.sampler.get2D();
    LightSample light;
    const float ior = path.stack.ior();
    if (sampleLight(scene, {p, vec3(0), true, path.ray.time, ior, ior}, uSelect, uLight, light)) {
        const float phase = pdfHenyeyGreenstein(wo, light.wi, medium.anisotropy);
        const float weight = path.lightWeight(light, phase);
        if (phase > 0 && weight > 0) {
            const Rgb arrived = visibility(scene, {p, vec3(0), vec3(0), path.ray.time}, light, path.stack, path.entered,
                                           path.result.rays);
            path.add(path.throughput * light.radiance * arrived * (phase * weight / light.pdf));
        }
    }

    path.sampler.setDimension(dimension + VertexDimension::kDirection);
    const vec3 wi = sampleHenyeyGreenstein(wo, medium.anisotropy, path.sampler.get2D());
    path.scatteredAt(p, vec3(0), true, pdfHenyeyGreenstein(wo, wi, medium.anisotropy), false);
    path.ray.o = p;
    path.ray.d = wi;
    return path.survives(dimension);
}

/// A step of a path that wanders in a body. Lights are not sampled here: all but those in the body are hidden by its wall.
/// Steps don't count as bounces; a roulette of their own keeps the throughput what it was on entry. False: the path ends.
bool scatterInSubsurface(Path& path, const Medium& medium, float t, uint32_t dimension) {
    path.sampler.setDimension(dimension + VertexDimension::kDirection);
    path.ray.o = path.ray.at(t);
    path.ray.d = sampleHenyeyGreenstein(-path.ray.d, medium.anisotropy, path.sampler.get2D());
    path.lastP = path.ray.o;
    path.lastWasDelta = true;
    const float most = maxComponent(path.throughput);
    if (!(path.enteredWith > 0)) path.enteredWith = most;
    if (most >= path.enteredWith) return true;
    const float chance = most / path.enteredWith;
    path.sampler.setDimension(dimension + VertexDimension::kRussianRoulette);
    if (!(path.sampler.get1D() < chance)) return false;
    path.throughput *= 1 / chance;
    return true;
}

/// Leaves the path one wavelength, and the material its index for that.
void disperse(Path& path, Material& material, uint32_t dimension) {
    if (!(path.wavelength > 0)) {
        path.sampler.setDimension(dimension + VertexDimension::kWavelength);
        path.wavelength = sampleWavelength(path.sampler.get1D(), path.throughput);
    }
    material.specularIor = dispersedIor(material, path.wavelength);
}

/// The bodies on both sides of a surface.
struct Sides {
    const MediumStack& before;   // on the path's side
    const MediumStack& after;    // on the far side
    float exteriorIor = 1;
    bool leavesSubsurface = false;
    const Surface* surface = nullptr;   // of a boundary
};

/// Scatters at a surface. False: the path ends.
bool scatterAtSurface(Path& path, const Material& material, const Sides& sides, const SurfacePoint& point, bool front,
                      uint32_t dimension) {
    const RenderScene& scene = path.scene;
    const vec3 wo = -path.ray.d;
    const Frame3 frame = shadingFrame(wo, point.ns, point.ng, point.tangent);
    const vec3 woLocal = frame.toLocal(wo);
    if (!(woLocal.z > 0)) return false;
    const Bsdf bsdf = sides.leavesSubsurface ? subsurfaceExit() : makeBsdf(material, bsdfTables(), woLocal, front, sides.exteriorIor);
    const bool scatters = hasNonDelta(bsdf), transmits = hasTransmission(bsdf);
    if (!path.featuresKnown) {
        if (scatters || bsdf.lobeCount == 0 || hasSubsurface(bsdf)) path.setFeatures(albedo(bsdf, woLocal), frame.z);
    }

    if ((path.featuresOnly && path.featuresKnown) || path.bounces >= scene.settings.maxDepth) return false;
    const vec3 n = front ? point.ng : -point.ng;
    // Where a map has bent the normal, nothing of what microfacets scatter is lost.
    const bool isFolded = material.maps != kNone && scene.materialMaps[material.maps].bendsNormal() && !sides.leavesSubsurface;
    const vec3 nLocal = frame.toLocal(n);
    if (scatters) {
        // Light from a light.
        path.sampler.setDimension(dimension + VertexDimension::kLightSelect);
        const float uSelect = path.sampler.get1D();
        const vec2 uLight = path.sampler.get2D();
        LightSample light;
        const LightReceiverPoint receiver{point.p, n, transmits, path.ray.time, sides.before.ior(), sides.after.ior()};
        if (sampleLight(scene, receiver, uSelect, uLight, light)) {
            const vec3 wiLocal = frame.toLocal(light.wi);
            if (isFolded || agreeOnSide(wo, light.wi, point.ng, wiLocal.z)) {
                const BsdfEval scattered = isFolded ? evaluateFolded(bsdf, nLocal, woLocal, wiLocal) : evaluate(bsdf, woLocal, wiLocal);
                const float weight = path.lightWeight(light, scattered.pdf);
                if (!isBlack(scattered.value) && weight > 0) {
                    const Rgb arrived = visibility(scene, {point.p, point.pError, point.ng, path.ray.time}, light,
                                                   dot(light.wi, n) > 0 ? sides.before : sides.after, path.entered, path.result.rays);
                    path.add(path.throughput * scattered.value * light.radiance * arrived * (weight / light.pdf));
                }
            }
        }
    }

    path.sampler.setDimension(dimension + VertexDimension::kLobe);
    const float uLobe = path.sampler.get1D();
    const vec2 uDirection = path.sampler.get2D();
    BsdfSample next;
    if (!(isFolded ? sampleFolded(bsdf, nLocal, woLocal, uLobe, uDirection, next) : sample(bsdf, woLocal, uLobe, uDirection, next))) return false;
    const vec3 wi = normalize(frame.toWorld(next.wi));
    if (!isFolded && !agreeOnSide(wo, wi, point.ng, next.wi.z)) return false;
    path.throughput *= next.weight;
    if (!path.featuresKnown) path.featureWeight *= next.weight;
    if (next.entersSubsurface) {
        path.stack = withinBody(*sides.surface, material, sides.before);
        path.enteredWith = maxComponent(path.throughput);
        path.lastP = point.p;
        path.lastWasDelta = true;
        path.ray.o = offsetRayOrigin(point.p, point.pError, point.ng, wi);
        path.ray.d = wi;
        return true;   // to go in and come out are one bounce: it counts on the way out
    }
    const MediumStack& onwards = next.isTransmission ? sides.after : sides.before;
    if (&onwards != &path.stack) path.stack = onwards;
    path.scatteredAt(point.p, n, transmits, next.pdf, next.isDelta);
    path.ray.o = offsetRayOrigin(point.p, point.pError, point.ng, wi);
    path.ray.d = wi;
    return path.survives(dimension);
}

/// Goes straight on.
void pass(Path& path, const SurfacePoint& point) {
    path.ray.o = offsetRayOrigin(point.p, point.pError, point.ng, path.ray.d);
}

/// What the camera sees first.
void noteFirst(Path& path, const Surface& surface, uint32_t materialId, const SurfacePoint& point) {
    if (path.bounces > 0 || path.stack.top().isSubsurface) return;
    path.result.objectId = surface.objectId + 1;
    path.result.materialId = materialId + 1;
    path.result.depth = length(point.p - path.lastP);
}

/// The rest of the path, from the camera's ray on.
void walk(Path& path) {
    const RenderScene& scene = path.scene;
    for (uint32_t vertex = 0; vertex < kMaxVertices; ++vertex) {
        const uint32_t dimension = vertexDimension(vertex);
        Hit hit;
        path.ray.tMin = 0;
        path.ray.tMax = kInfinity;
        ++path.result.rays;
        const bool found = scene.accel.intersect(path.ray, path.mask(), hit);

        // What the medium does on the way there.
        const uint32_t mediumId = found ? path.stack.medium() : mediumToInfinity(scene, path.stack);
        if (mediumId != kNone) {
            const Medium& medium = mediumAt(scene, path.entered, mediumId);
            const float distance = found ? hit.t : kInfinity;
            if (medium.scatters()) {
                path.sampler.setDimension(dimension + VertexDimension::kMediumChannel);
                const float uChannel = path.sampler.get1D(), uDistance = path.sampler.get1D();
                const MediumSample flight = sampleFreeFlight(medium, path.throughput, distance, uChannel, uDistance);
                path.throughput *= flight.weight;
                if (isBlack(path.throughput)) return;
                if (flight.scattered) {
                    path.coneWidth += path.coneSpread * flight.distance;
                    const bool goesOn = path.stack.top().isSubsurface
                                            ? scatterInSubsurface(path, medium, flight.distance, dimension)
                                            : scatterInMedium(path, medium, flight.distance, dimension);
                    if (!goesOn) return;
                    continue;
                }
            } else {
                path.throughput *= transmittance(medium, distance);
                if (isBlack(path.throughput)) return;
            }
        }
        if (!found) return escape(path);

        SurfacePoint point = surfaceAt(scene.geometry, path.ray, hit);
        const Surface& surface = scene.surfaces[point.surface];
        const bool front = dot(path.ray.d, point.ng) < 0;
        path.coneWidth += path.coneSpread * hit.t;
        std::optional<TexturePoint> at;   // where there are textures
        if (hasMaps(scene, surface)) at.emplace(texturePointAt(scene, path.ray, hit, point, surface, path.coneWidth));

        // What is there: one of mixed materials, the part that a mask leaves, the wall of a body.
        uint32_t materialId = surface.material;
        if (scene.materials[materialId].kind == MaterialKind::kMix) {
            path.sampler.setDimension(dimension + VertexDimension::kMix);
            float u = path.sampler.get1D();
            materialId = at ? resolveMixAt(scene.materialTables(), materialId, u, *at) : resolveMix(scene.materials, materialId, u);
        }
        const Material& own = scene.materials[materialId];
        bool passes = surface.isOneSided && !front && !path.stack.wandersIn(surface.body);
        if (!passes && (own.flags & kMaterialHasOpacity) != 0) {
            path.sampler.setDimension(dimension + VertexDimension::kOpacity);
            passes = !(path.sampler.get1D() < (at ? opacityAt(scene.materialTables(), own, *at) : own.opacity));
        }
        if (passes) {
            if (surface.isBoundary) {
                const bool refracts = (own.flags & kMaterialTransmits) != 0 && (own.flags & kMaterialIsInterface) == 0;
                path.stack = bodiesBeyond(surface, scene.materials[surface.material], path.stack, front, refracts ? own.specularIor : 0);
            }
            pass(path, point);
            continue;
        }
        std::optional<Material> adapted;
        if (at && own.maps != kNone) {
            applyTextures(scene, *at, path.ray, hit, path.lastWasDelta ? path.coneWidth : 0, point, adapted.emplace(own));
        }
        if (isDispersive(own)) disperse(path, adapted ? *adapted : adapted.emplace(own), dimension);
        // Steps as short as the place is uncertain lead nowhere: what goes in comes out where it is.
        if ((own.flags & kMaterialHasSubsurface) != 0 && !path.stack.wandersIn(surface.body) &&
            !(longestMeanFreePath(adapted ? *adapted : own) > kShortestSteps * maxComponent(point.pError))) {
            if (!adapted) adapted.emplace(own);
            adapted->subsurfaceRadius = 0;
        }
        const Material& material = adapted ? *adapted : own;
        if (!surface.isBoundary) {
            noteFirst(path, surface, materialId, point);
            addEmission(path, material, hit, point, front, path.stack.ior());
            if (!scatterAtSurface(path, material, {path.stack, path.stack, path.stack.ior()}, point, front, dimension)) return;
            continue;
        }
        std::optional<Surface> filled;
        if ((surface.mediumVaries || surface.subsurfaceVaries) && !path.stack.contains(surface.body)) {
            filled.emplace(filledAt(surface, material, path.stack, path.entered));
        }
        const Surface& body = filled ? *filled : surface;
        const Boundary boundary = boundaryAt(body, material, path.stack, front);
        if (boundary.isNone) {
            // To shadow rays the wall of a body is there, inside of another one, too: nothing behind it is found by them.
            const bool isWall = (material.flags & kMaterialIsInterface) == 0;
            if (isWall && (scene.geometry.objects[hit.object].mask & (kShadowRays | kTransparentShadowRays)) != 0) path.lastWasDelta = true;
            path.stack = boundary.after;
            pass(path, point);
            continue;
        }
        noteFirst(path, surface, materialId, point);
        addEmission(path, material, hit, point, front, boundary.exteriorIor);
        const Sides sides{boundary.before, boundary.after, boundary.exteriorIor, boundary.leavesSubsurface, &body};
        if (!scatterAtSurface(path, material, sides, point, front, dimension)) return;
    }
}

/// What the scene's integrator makes of the camera's ray.
void integrate(Path& path) {
    PathResult& result = path.result;
    switch (path.scene.integrator) {
        case IntegratorKind::kClassic:   // has a tracer of its own
        case IntegratorKind::kPath:
        case IntegratorKind::kDirect: return walk(path);
        case IntegratorKind::kBvhCost: {
            result.radiance = bvhCostColour(path.scene.accel.traversalCost(path.ray));
            result.rays = 1;
            return;
        }
        case IntegratorKind::kAlbedo:
        case IntegratorKind::kNormal:
        case IntegratorKind::kDepth: break;
    }
    path.featuresOnly = true;
    walk(path);
    const vec3 n = result.normal * 0.5F + vec3(0.5F);
    switch (path.scene.integrator) {
        case IntegratorKind::kAlbedo: result.radiance = result.albedo; break;
        case IntegratorKind::kNormal: result.radiance = result.normal == vec3(0) ? Rgb{} : Rgb{n.x, n.y, n.z}; break;
        default: result.radiance = grey(result.depth); break;
    }
}

}  // namespace

PathResult tracePath(const RenderScene& scene, uvec2 pixel, uint32_t sample) {
    Path path{.scene = scene, .sampler = Sampler(scene.settings.sampler, scene.settings.seed, pixel, sample), .stack = scene.cameraStack};
    path.sampler.setDimension(CameraDimension::kFilter);
    const PixelFilter::Sample filter = scene.filter.sample(path.sampler.get2D());
    path.sampler.setDimension(CameraDimension::kLens);
    const vec2 lens = path.sampler.get2D();
    path.sampler.setDimension(CameraDimension::kTime);
    const float time = path.sampler.get1D();
    const vec2 film = (vec2(pixel) + vec2(0.5F) + filter.offset) / vec2(static_cast<float>(scene.width), static_cast<float>(scene.height));
    path.ray = cameraRay(scene.camera, film, lens, time);
    path.lastP = path.ray.o;
    const float pixelHeight = 2 * scene.camera.halfHeight / static_cast<float>(scene.height);
    if (scene.camera.kind == CameraKind::kOrthographic) {
        path.coneWidth = pixelHeight;
    } else {
        path.coneSpread = pixelHeight;
    }
    path.result.weight = filter.weight;
    integrate(path);

    PathResult& result = path.result;
    result.bounces = path.bounces;
    if (!isFinite(result.radiance) || result.radiance.r < 0 || result.radiance.g < 0 || result.radiance.b < 0) {
        result.radiance = {};
        result.wasInvalid = true;
    }
    return result;
}

}  // namespace raypool
