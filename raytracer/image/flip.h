#pragma once
#include "raytracer/image/image.h"

namespace raypool {

/// 0.7 m before a screen of 3840 pixels on 0.7 m.
constexpr float kFlipPixelsPerDegree = 67.02064F;

/// FLIP, the difference that an observer perceives who flips between two pictures: per pixel, in [0, 1], one channel.
/// Linear RGB; clamped to [0, 1] first (the LDR variant). Of the same size. Independent of the pictures' order.
/// Andersson, Nilsson, Akenine-Moeller, Oskarsson, Aastroem, Fairchild, "FLIP: A Difference Evaluator for Alternating
/// Images", Proc. ACM CGIT (HPG) 2020; written from the paper.
ImageF flipMap(const ImageF& a, const ImageF& b, float pixelsPerDegree = kFlipPixelsPerDegree);

/// The mean of the map: one number for a pair of pictures.
double meanFlip(const ImageF& map);

}  // namespace raypool
