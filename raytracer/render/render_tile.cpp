#include "raytracer/render/render_tile.h"

#include <algorithm>

#include "raytracer/render/develop.h"

namespace raypool {
namespace {

/// A tile of hard pixels shows its finished rows after so many rays, about every tenth of a second.
constexpr uint64_t kRaysBetweenShows = uint64_t{1} << 21;

void publish(Frame& frame, uint32_t tile, const Tile& area, Pass pass, PublishHook hook) {
    frame.beginTile(tile);
    for (uint32_t y = area.y0; y < area.y1; y += pass.stride) {
        for (uint32_t x = area.x0; x < area.x1; x += pass.stride) {
            if (!frame.isDone(x, y)) continue;
            const uint32_t rgba = developClassic(frame.radiance(x, y));
            const uint32_t x1 = std::min(x + pass.stride, area.x1), y1 = std::min(y + pass.stride, area.y1);
            for (uint32_t by = y; by < y1; ++by) {
                for (uint32_t bx = x; bx < x1; ++bx) {
                    // A block must not cover what a finer pass has shown already.
                    if ((bx == x && by == y) || !frame.isDone(bx, by)) frame.setDisplay(bx, by, rgba);
                }
            }
        }
    }
    frame.endTile(tile);
    if (hook.published) hook.published(hook.context);
}

/// Renders the pixel, and its right neighbour with it where that one is to be rendered as well.
bool renderPixels(const RenderScene& scene, Frame& frame, uint32_t x, uint32_t y, bool pair, RenderScratch& scratch,
                  Interrupt& interrupt) {
    if (!pair || frame.isDone(x, y) || frame.isDone(x + 1, y)) {
        for (uint32_t px = x; px <= x + (pair ? 1 : 0); ++px) {
            if (frame.isDone(px, y)) continue;
            Rgb radiance;
            if (!traceClassic(scene.classic, px, y, scratch.classic, interrupt, radiance)) return false;
            frame.finishPixel(px, y, radiance);
        }
        return true;
    }
    Rgb radiance[2];
    if (!traceClassicPair(scene.classic, x, y, scratch.classic, interrupt, radiance)) return false;
    frame.finishPixel(x, y, radiance[0]);
    frame.finishPixel(x + 1, y, radiance[1]);
    return true;
}

}  // namespace

bool renderTile(const RenderScene& scene, Frame& frame, uint32_t tile, Pass pass, RenderScratch& scratch,
                Interrupt& interrupt, PublishHook hook) {
    const Tile area = frame.grid()[tile];
    uint64_t shown = interrupt.rays();
    const uint32_t step = pass.stride == 1 ? 2 : pass.stride;   // neighbours go in pairs
    for (uint32_t y = area.y0; y < area.y1; y += pass.stride) {
        for (uint32_t x = area.x0; x < area.x1; x += step) {
            const bool pair = pass.stride == 1 && x + 1 < area.x1;
            if (!renderPixels(scene, frame, x, y, pair, scratch, interrupt)) return false;
        }
        if (interrupt.rays() - shown > kRaysBetweenShows && y + pass.stride < area.y1) {
            publish(frame, tile, {area.x0, area.y0, area.x1, y + pass.stride}, pass, hook);
            shown = interrupt.rays();
        }
    }
    publish(frame, tile, area, pass, hook);
    return true;
}

}  // namespace raypool
