#include "raytracer/integrators/classic/classic.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

#include "raytracer/integrators/classic/gamma.h"
#include "raytracer/integrators/classic/walk.h"

namespace raypool {

struct ClassicFrames {
    std::vector<ClassicFrame<F64x1>> single;   // maxDepth of them
    std::vector<ClassicFrame<F64x2>> pair;
};

namespace {

/// Could what was left out show in the picture's eight bits? Rounded sums and products by what is not negative are
/// monotone, so the full result is not below `c`; it is not above `c` plus what is missing, but for some rounding.
bool isSettled(const Rgb& c, float missing) {
    if (missing == 0) return true;
    for (const float channel : {c.r, c.g, c.b}) {
        if (classicByte(channel) != classicByte((channel + missing) * (1 + 4e-6F))) return false;
    }
    return true;
}

/// Least weight of a branch that is followed at first. Smaller ones seldom reach the eight bits, and where they might,
/// the pixel is traced again with a smaller one. The last cutoff leaves out only branches of no weight at all; where
/// radiance is unbounded, not even those, nor negative ones.
constexpr float kFirstCutoff = 3e-5F;
constexpr float kSmallestCutoff = 1e-9F;
constexpr float kLastCutoff = FLT_MIN;

float firstCutoff(const ClassicScene& scene) { return scene.bounded ? kFirstCutoff : -INFINITY; }
float nextCutoff(float cutoff) { return cutoff > kSmallestCutoff ? cutoff / 32 : kLastCutoff; }

template <class F>
ClassicWalk<F> startWalk(const ClassicScene& scene, F x, double y) {
    const double width = scene.width, height = scene.height;
    const F sx = ((x + F(0.5)) / F(width) * F(2) - F(1)) * F(width / height) * F(scene.tanHalfFov);
    const double sy = (1 - ((y + 0.5) / height) * 2) * scene.tanHalfFov;
    ClassicWalk<F> walk;
    walk.origin = {F(0), F(0), F(0)};
    walk.direction = normalized(Vec3<F>{sx, F(sy), F(-1)});
    return walk;
}

/// Goes on with a single ray, at smaller and smaller cutoffs if need be.
bool finishPixel(const ClassicScene& scene, double x, double y, ClassicScratch& scratch, Interrupt& interrupt, float cutoff,
                 Rgb& out) {
    while (true) {
        auto walk = startWalk<F64x1>(scene, x, y);
        if (followClassic(scene, walk, scratch.frames().single.data(), cutoff, interrupt) == WalkEnd::kInterrupted) {
            return false;
        }
        out = walk.value[0];
        if (cutoff <= kLastCutoff || isSettled(out, walk.missing)) return true;
        cutoff = nextCutoff(cutoff);
    }
}

}  // namespace

ClassicScratch::ClassicScratch(const ClassicScene& scene) : frames_(std::make_unique<ClassicFrames>()) {
    frames_->single.resize(scene.maxDepth);
    frames_->pair.resize(scene.maxDepth);
}

ClassicScratch::~ClassicScratch() = default;

bool traceClassic(const ClassicScene& scene, uint32_t x, uint32_t y, ClassicScratch& scratch, Interrupt& interrupt,
                  Rgb& out) {
    return finishPixel(scene, x, y, scratch, interrupt, firstCutoff(scene), out);
}

bool traceClassicPair(const ClassicScene& scene, uint32_t x, uint32_t y, ClassicScratch& scratch, Interrupt& interrupt,
                      Rgb out[2]) {
    const float cutoff = firstCutoff(scene);
    auto& frames = scratch.frames();
    auto pair = startWalk<F64x2>(scene, F64x2(x, x + 1.0), y);
    const WalkEnd end = followClassic(scene, pair, frames.pair.data(), cutoff, interrupt);
    if (end == WalkEnd::kInterrupted) return false;
    for (int lane = 0; lane < 2; ++lane) {
        float missing = pair.missing;
        out[lane] = pair.value[lane];
        if (end == WalkEnd::kParted) {
            ClassicWalk<F64x1> walk = laneOf(pair, frames.pair.data(), lane, frames.single.data());
            if (followClassic(scene, walk, frames.single.data(), cutoff, interrupt) == WalkEnd::kInterrupted) return false;
            out[lane] = walk.value[0];
            missing = walk.missing;
        }
        if (cutoff <= kLastCutoff || isSettled(out[lane], missing)) continue;
        if (!finishPixel(scene, x + static_cast<uint32_t>(lane), y, scratch, interrupt, nextCutoff(cutoff), out[lane])) return false;
    }
    return true;
}

}  // namespace raypool
