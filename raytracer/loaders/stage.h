// Where a bare model or a picture of light is shown: a small native scene, written as a text for people to go on with.
#pragma once
#include <string>

#include "raytracer/loaders/model.h"
#include "raytracer/loaders/scene_bounds.h"

namespace raypool {

/// A model on a stage: what a product photographer would build. A seamless neutral ground just below it, soft light from
/// all around with a large lamp from the upper left, a long lens that looks from slightly above at three quarters and
/// takes all of it in. All sizes follow the model's, so millimetres and kilometres look the same. The model's first camera
/// is used if it has one; if it has lights there is no lamp, and less light from around. box: the model's (boundsOf).
std::string stageText(const std::string& file, const Model& model, SceneBounds box);

/// Three balls, chalk, mirror and glass, lit by a picture of light around them.
std::string environmentText(const std::string& file);

}  // namespace raypool
