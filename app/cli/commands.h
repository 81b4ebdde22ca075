#pragma once
#include <optional>
#include <string>
#include <vector>

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

struct CompareOptions {
    std::string a, b;                        // b is the reference
    std::string difference, flip;            // pictures to write; empty: none
    std::string referenceError, ownError;    // standard errors of b and of a
    std::string metric = "mse";              // what the threshold is for
    std::optional<double> threshold;
    double tolerance = 0.01;                 // of the bias, relative
    float exposure = 0;                      // stops
    bool blocks = false;                     // statistics of 8 x 8 blocks, without a standard error, too
};
int compare(const CompareOptions& options);

struct MergeOptions {
    std::vector<std::string> parts;
    std::string out;
    std::vector<double> samples;   // per pixel, one a part, for parts that do not say it
    bool quiet = false;
};
int merge(const MergeOptions& options);

}  // namespace raypool::cli
