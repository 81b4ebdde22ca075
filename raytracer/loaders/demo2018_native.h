#pragma once
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// A scene of the 2018 demo as a native one, for the path integrator and for conversion. What is the same: camera,
/// shapes, which sides of planes are seen, diffuse surfaces, and lights (a spherical light of intensity I shines
/// I / (4 pi d^2) on a surface that faces it, so it is a point light of I / (4 pi) W/sr; a directional light's
/// intensity is its irradiance). What is better: glass has Fresnel's reflection at the real angle, and light reaches
/// surfaces by way of others. What is lost, with a warning: textures, as long as materials have none; values that make
/// no physical sense are clamped.
/// A scene with a native description already comes back with that.
Result<SceneDesc> toNative(const SceneDesc& scene);

}  // namespace raypool
