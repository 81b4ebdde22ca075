#include "raytracer/render/sample_tile.h"

#include <algorithm>

namespace raypool {
namespace {

/// A tile of hard pixels shows what it has after so many rays, about every tenth of a second.
constexpr uint64_t kRaysBetweenParts = uint64_t{1} << 18;

class TileSampler {
public:
    TileSampler(const RenderScene& scene, SampleFunction source, Frame& frame, uint32_t tile, PixelRect area,
                Interrupt& interrupt, PublishHook hook)
        : scene_(scene), source_(source), frame_(frame), tile_(tile), area_(area), interrupt_(interrupt), hook_(hook),
          shown_(interrupt.rays()) {}

    /// Adds samples to a pixel until it has `target`. False: interrupted.
    bool fill(uint32_t x, uint32_t y, uint32_t target) {
        Film& film = frame_.samples();
        const size_t pixel = frame_.index(x, y);
        for (uint32_t count = film.count(pixel); count < target; ++count) {
            const uint32_t index = scene_.settings.sampleBegin + count;
            const PathResult sample = source_(scene_, {x, y}, index);
            film.add(pixel, index, sample);
            isChanged_ = true;
            if (interrupt_.tick(std::max(1U, sample.rays))) return false;
        }
        return true;
    }
    void showIfDue() {
        if (isChanged_ && interrupt_.rays() - shown_ > kRaysBetweenParts) show();
    }
    /// Publishes what has been added.
    void show() {
        if (!isChanged_) return;
        for (uint32_t y = area_.y0; y < area_.y1; ++y) {
            for (uint32_t x = area_.x0; x < area_.x1; ++x) {
                if (frame_.isDone(x, y)) frame_.updateRadiance(x, y);
            }
        }
        developTile(scene_, frame_, area_, tile_);
        if (hook_.published) hook_.published(hook_.context);
        shown_ = interrupt_.rays();
        isChanged_ = false;
    }

private:
    const RenderScene& scene_;
    SampleFunction source_;
    Frame& frame_;
    uint32_t tile_;
    PixelRect area_;
    Interrupt& interrupt_;
    PublishHook hook_;
    uint64_t shown_;
    bool isChanged_ = false;
};

/// Calls f with each block of the area, until it returns false.
template <class F>
bool eachBlock(PixelRect area, F f) {
    constexpr uint32_t size = BlockGrid::kSize;
    for (uint32_t y = area.y0; y < area.y1; y = (y / size + 1) * size) {
        for (uint32_t x = area.x0; x < area.x1; x = (x / size + 1) * size) {
            if (!f(PixelRect{x, y, std::min((x / size + 1) * size, area.x1), std::min((y / size + 1) * size, area.y1)})) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

bool sampleTile(const RenderScene& scene, SampleFunction source, Frame& frame, uint32_t tile, PixelRect area, Pass pass,
                Interrupt& interrupt, PublishHook hook) {
    TileSampler sampler(scene, source, frame, tile, area, interrupt, hook);
    const auto fillBlock = [&](PixelRect block) {
        const uint32_t target = pass.schedule ? pass.schedule->target(pass.schedule->grid().at(block.x0, block.y0)) : pass.samples;
        for (uint32_t y = block.y0; y < block.y1; ++y) {
            for (uint32_t x = block.x0; x < block.x1; ++x) {
                if (!sampler.fill(x, y, target)) return false;
            }
        }
        sampler.showIfDue();
        return true;
    };
    bool isWhole = true;
    if (pass.stride == 1) {
        isWhole = eachBlock(area, fillBlock);
    } else {
        for (uint32_t y = area.y0; y < area.y1 && isWhole; y += pass.stride) {
            for (uint32_t x = area.x0; x < area.x1 && isWhole; x += pass.stride) isWhole = sampler.fill(x, y, pass.samples);
        }
    }
    sampler.show();
    if (!isWhole) return false;
    if (pass.schedule) {
        eachBlock(area, [&](PixelRect block) {
            const uint32_t index = pass.schedule->grid().at(block.x0, block.y0);
            pass.schedule->report(index, blockStatistics(frame.samples(), frame.width(), block));
            return true;
        });
    }
    return true;
}

}  // namespace raypool
