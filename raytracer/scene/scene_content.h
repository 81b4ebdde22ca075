#pragma once
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// Do the two scenes differ in nothing but how they are looked at: camera, render and display settings, size, integrator,
/// title and the like? What was compiled from one serves the other, then (see compileView). Native descriptions only. The
/// shutter's times count as content, since moving objects depend on them; so does how lights are chosen and trees built.
/// Nothing is changed in the end.
bool haveSameContent(SceneDesc& a, SceneDesc& b);

}  // namespace raypool
