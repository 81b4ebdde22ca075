#pragma once
#include <cstdint>

#include "raytracer/geometry/object.h"

namespace raypool {

/// What a surface is, beyond its shape: the meeting point of objects, materials and media.
struct Surface {
    uint32_t material = 0;
    uint32_t medium = kNone;    // that fills the body, where the material lets light in
    uint32_t body = 0;          // bodies are told apart by this: one per object of the scene, shared by its surfaces
    int32_t priority = 0;       // of the body among nested ones
    uint32_t objectId = 0;      // index of the object in the scene's text, for the id picture
    bool isOneSided = false;    // seen from the back it is not there
    bool isBoundary = false;    // light may enter the body: it counts in the medium stack
};

}  // namespace raypool
