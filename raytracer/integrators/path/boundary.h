// What happens to the media around a path where it meets a surface.
#pragma once
#include "raytracer/compile/render_scene.h"
#include "raytracer/media/entered_media.h"

namespace raypool {

/// A surface that is met, as the media see it.
struct Boundary {
    bool isNone = false;         // nothing is there: an interface, or the wall of a body inside one of higher priority
    MediumStack before, after;   // on this side; on the far side, for paths that go through
    float exteriorIor = 1;       // outside of the body
    bool leavesSubsurface = false;   // the path has wandered in the body up to here
};

/// The bodies beyond a surface that isBoundary and lets the path straight through: an interface, a hole in its mask, the back
/// of a surface with one side. `own`: the surface's material, mixes not resolved; ior: the body's, 0: none of its own.
inline MediumStack bodiesBeyond(const Surface& surface, const Material& own, const MediumStack& stack, bool front, float ior) {
    if (own.thinWalled) return stack;
    if (!front) return stack.left(surface.body);
    return stack.wandersIn(surface.body) ? stack : stack.entered(bodyEntry(surface, own, ior));
}

/// Of a surface that isBoundary. `material` is the one that counts at the point (mixes resolved); front: the path comes
/// from outside.
inline Boundary boundaryAt(const Surface& surface, const Material& material, const MediumStack& stack, bool front) {
    Boundary out;
    out.before = out.after = stack;
    const bool isInterface = (material.flags & kMaterialIsInterface) != 0;
    if (material.thinWalled || !(isInterface || (material.flags & (kMaterialTransmits | kMaterialHasSubsurface)) != 0)) {   // one of several in a mix
        out.isNone = isInterface;
        out.exteriorIor = stack.ior();
        return out;
    }
    const MediumStack::Entry body = bodyEntry(surface, material, isInterface ? 0 : material.specularIor);
    if (front && stack.wandersIn(surface.body)) {
        // A step rounded onto the wall's far side: it never left.
        out.isNone = true;
        return out;
    }
    if (front) {
        out.after = stack.entered(body);
        out.exteriorIor = out.before.ior();
    } else {
        // A surface that is open is left without having been entered.
        if (!stack.contains(surface.body)) out.before = stack.entered(body);
        out.leavesSubsurface = out.before.top().isSubsurface && out.before.top().body == surface.body &&
                               (material.flags & kMaterialHasSubsurface) != 0;
        out.after = out.before.left(surface.body);
        out.exteriorIor = out.after.ior();
    }
    out.isNone = isInterface || sameSurfaces(out.before, out.after);
    return out;
}

/// The same path below the surface, where it goes on to wander in the body.
inline MediumStack withinBody(const Surface& surface, const Material& material, const MediumStack& before) {
    return before.entered({surface.body, surface.subsurfaceMedium, material.specularIor, surface.priority, true});
}

inline const Medium& mediumAt(const RenderScene& scene, const EnteredMedia& entered, uint32_t id) {
    return EnteredMedia::has(id) ? entered[id] : scene.media[id];
}

/// The surface with what its material, as it is at this point, fills the body with, for a path that is not in the body.
inline Surface filledAt(const Surface& surface, const Material& material, const MediumStack& stack, EnteredMedia& entered) {
    Surface out = surface;
    const auto keep = [&](const InteriorMedium& inside, uint32_t mean, uint32_t alsoNeeded) {
        const uint32_t kept = entered.keep({inside.sigmaA, inside.sigmaS, inside.g}, stack, alsoNeeded);
        return kept == kNone ? mean : kept;
    };
    if (surface.mediumVaries && material.kind != MaterialKind::kInterface) {
        const InteriorMedium inside = mediumOf(material);
        out.medium = inside.isSet ? keep(inside, surface.medium, kNone) : kNone;
    }
    if (surface.subsurfaceVaries && hasSubsurfaceWalk(material)) {
        out.subsurfaceMedium = keep(subsurfaceMediumOf(material), surface.subsurfaceMedium, out.medium);
    }
    return out;
}

/// The medium on a way that meets nothing any more. No body but a plane's reaches that far: what else the path seems to be
/// inside of is open, or was left by a scattering's rounding onto its far side.
inline uint32_t mediumToInfinity(const RenderScene& scene, MediumStack stack) {
    while (stack.top().body != kNone && scene.geometry.objects[stack.top().body].shape != ShapeKind::kPlane) {
        stack = stack.left(stack.top().body);
    }
    return stack.medium();
}

}  // namespace raypool
