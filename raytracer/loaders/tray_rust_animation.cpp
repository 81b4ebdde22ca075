#include "raytracer/loaders/tray_rust_animation.h"

namespace raypool {
namespace {

// A spline of degree 3 bends little within a shutter's time; what is between two of so many steps is as good as straight.
constexpr int kSteps = 16;
// A knot that stands very often in a text makes no more keys than this.
constexpr size_t kMostKnots = 256;

}  // namespace

std::vector<TransformKey> shutterKeys(const TraySpline<Decomposed>& spline, const TrayFrame& frame) {
    std::vector<double> times{frame.open};
    if (frame.close > frame.open) {
        for (int i = 1; i <= kSteps; ++i) times.push_back(trayMix(frame.open, frame.close, i / double{kSteps}));
        size_t count = 0;
        for (const double knot : spline.knots) {   // where a spline of degree 1 has its corners
            if (knot > frame.open && knot < frame.close && count++ < kMostKnots) times.push_back(knot);
        }
        std::sort(times.begin(), times.end());
    }
    std::vector<TransformKey> keys;
    for (const double time : times) {
        const auto single = static_cast<float>(time);
        if (!keys.empty() && single <= keys.back().time) continue;
        keys.push_back({single, spline.at(time).compose()});
    }
    const bool moves = std::any_of(keys.begin(), keys.end(), [&](const TransformKey& key) { return key.transform != keys.front().transform; });
    if (!moves) return {{0, keys.front().transform}};
    return keys;
}

}  // namespace raypool
