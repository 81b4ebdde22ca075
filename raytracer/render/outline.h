// Where objects end in the picture, as lines that can be drawn over it.
#pragma once
#include <string>
#include <vector>

#include "raytracer/compile/render_scene.h"
#include "raytracer/parallel/thread_pool.h"

namespace raypool {

/// Cells of a grid, row by row.
struct Mask {
    uint32_t width = 0, height = 0;
    std::vector<uint8_t> cells;   // 0 or 1
};

/// Where the camera sees one of the objects (by objectId), without lens and motion: one ray through the middle of each cell
/// of a grid over the picture, of at most `maxCells` cells. Empty for the classic integrator's scenes.
Mask visibleMask(const RenderScene& scene, const std::vector<bool>& objects, uint32_t maxCells, ThreadPool* pool = nullptr);

/// The borders of the mask as an SVG path of closed loops along the cells' edges, the mask on their right; in units of
/// `scaleX` and `scaleY` per cell. Empty for an empty mask.
std::string outlinePath(const Mask& mask, double scaleX, double scaleY);

}  // namespace raypool
