#pragma once
#include <nlohmann/json.hpp>

#include "raytracer/raytracer.h"

namespace raypool {

/// `stats` as the page's programming interface and `raypool render --stats` give them.
inline nlohmann::json statsJson(const RenderStats& stats, double compileMs) {
    return {{"threads", stats.threads},
            {"samplesDone", stats.samplesDone},
            {"samplesTarget", stats.samplesTarget},
            {"rays", stats.rays},
            {"raysPerSecond", stats.raysPerSecond()},
            {"seconds", stats.seconds},
            {"firstPixelMs", stats.firstPixelMs},
            {"compileMs", compileMs},
            {"bvhMs", stats.bvhMs},
            {"triangles", stats.triangles},
            {"memoryBytes", stats.memoryBytes},
            {"errorEstimate", stats.errorEstimate},
            {"samplesMean", stats.samplesMean},
            {"invalidSamples", stats.invalidSamples},
            {"end", name(stats.end)}};
}

}  // namespace raypool
