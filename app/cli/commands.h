#pragma once
#include <string>

#include "raytracer/raytracer.h"

namespace raypool::cli {

/// What the program exits with.
enum ExitCode : int { kDone = 0, kBadInput = 1, kWrongUsage = 2, kFailed = 3 };

struct RenderOptions {
    std::string scene, out, stats, integrator;
    SceneOverrides size;
    uint32_t threads = 1;
    double timeLimit = 0;   // seconds; 0: none
    bool quiet = false;
};

int render(const RenderOptions& options);
int check(const std::string& scene);
int info(const std::string& scene);
int compare(const std::string& a, const std::string& b, const std::string& difference);

}  // namespace raypool::cli
