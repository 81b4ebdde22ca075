#include "raytracer/render/render_tile.h"

#include <algorithm>

#include "raytracer/integrators/bvh_cost.h"
#include "raytracer/render/pick.h"
#include "raytracer/render/sample_tile.h"

namespace raypool {
namespace {

/// A tile of hard pixels shows its finished rows after so many rays, about every tenth of a second.
constexpr uint64_t kRaysBetweenShows = uint64_t{1} << 21;

PixelRect intersection(PixelRect a, PixelRect b) {
    return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

PixelRect rectOf(const Tile& tile) { return {tile.x0, tile.y0, tile.x1, tile.y1}; }

void publish(Frame& frame, uint32_t tile, PixelRect area, Pass pass, PublishHook hook) {
    frame.beginTile(tile);
    for (uint32_t y = area.y0; y < area.y1; y += pass.stride) {
        for (uint32_t x = area.x0; x < area.x1; x += pass.stride) {
            if (!frame.isDone(x, y)) continue;
            const uint32_t rgba = frame.developer().pixel(frame.samples(), frame.index(x, y), frame.radiance(x, y), x, y);
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

bool renderTileClassic(const RenderScene& scene, Frame& frame, uint32_t tile, PixelRect area, Pass pass,
                       RenderScratch& scratch, Interrupt& interrupt, PublishHook hook) {
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

}  // namespace

FilmNeeds filmNeeds(const RenderScene& scene, SampleFunction source) {
    return {.sums = source != nullptr, .features = source != nullptr && scene.settings.features};
}

PixelRect renderedArea(const RenderScene& scene) {
    const PixelRect all{0, 0, scene.width, scene.height};
    return scene.settings.crop.isEmpty() ? all : intersection(scene.settings.crop, all);
}

bool renderTile(const RenderScene& scene, Frame& frame, uint32_t tile, Pass pass, RenderScratch& scratch,
                Interrupt& interrupt, PublishHook hook) {
    const PixelRect area = intersection(rectOf(frame.grid()[tile]), renderedArea(scene));
    if (area.isEmpty()) return true;
    if (scratch.sample) return sampleTile(scene, scratch.sample, frame, tile, area, pass, interrupt, hook);
    return renderTileClassic(scene, frame, tile, area, pass, scratch, interrupt, hook);
}

void developTile(const RenderScene& scene, Frame& frame, PixelRect rendered, uint32_t tile) {
    const PixelRect area = intersection(rectOf(frame.grid()[tile]), rendered);
    if (area.isEmpty()) return;
    const bool showsCost = frame.developer().settings().view == View::kBvhCost;
    const auto shown = [&](uint32_t x, uint32_t y) -> uint32_t {
        // Its own samples, or those of the block of the finest pass so far. Blocks begin where the area does.
        for (uint32_t stride = 1; stride <= 8; stride *= 2) {
            const uint32_t sx = x - (x - area.x0) % stride, sy = y - (y - area.y0) % stride;
            if (!frame.isDone(sx, sy)) continue;
            if (showsCost) {
                const vec2 middle{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
                return toDisplay(bvhCostColour(bvhCostAt(scene, middle)), x, y);
            }
            return frame.developer().pixel(frame.samples(), frame.index(sx, sy), frame.shown(sx, sy), x, y);
        }
        return 0;
    };
    frame.beginTile(tile);
    for (uint32_t y = area.y0; y < area.y1; ++y) {
        for (uint32_t x = area.x0; x < area.x1; ++x) frame.setDisplay(x, y, shown(x, y));
    }
    frame.endTile(tile);
}

}  // namespace raypool
