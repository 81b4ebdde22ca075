#pragma once
#include <cstdint>

#include "raytracer/geometry/object.h"
#include "raytracer/materials/material.h"
#include "raytracer/media/medium_stack.h"

namespace raypool {

/// What a surface is, beyond its shape: the meeting point of objects, materials and media.
struct Surface {
    uint32_t material = 0;
    uint32_t medium = kNone;    // that fills the body, where the material lets light in
    uint32_t subsurfaceMedium = kNone;   // that light wanders in, where the material lets it
    uint32_t body = 0;          // bodies are told apart by this: one per object of the scene, shared by its surfaces
    int32_t priority = 0;       // of the body among nested ones
    uint32_t objectId = 0;      // index of the object in the scene's text, for the id picture
    bool isOneSided = false;    // seen from the back it is not there
    bool hasEmissionMaps = false;   // what light it gives off, differs from point to point
    bool mediumVaries = false, subsurfaceVaries = false;   // each differs from point to point: the index stands for its mean
    bool isBoundary = false;    // light may enter the body: it counts in the medium stack
};

/// The body as a path sees it that gets into it otherwise than by scattering: clear, or, where nothing refracts, as what light
/// wanders in. ior: 0: none of its own.
inline MediumStack::Entry bodyEntry(const Surface& surface, const Material& material, float ior) {
    const bool wanders = (material.flags & (kMaterialHasSubsurface | kMaterialTransmits)) == kMaterialHasSubsurface;
    return {surface.body, wanders ? surface.subsurfaceMedium : surface.medium, ior, surface.priority, wanders};
}

}  // namespace raypool
