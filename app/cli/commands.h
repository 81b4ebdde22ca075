#pragma once
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "raytracer/raytracer.h"

namespace raypool::cli {

/// What the program exits with.
enum ExitCode : int { kDone = 0, kBadInput = 1, kWrongUsage = 2, kFailed = 3 };

struct RenderOptions {
    std::string scene, out, stats;
    SceneOverrides overrides;
    std::optional<uint32_t> samples;                           // per pixel
    std::optional<std::pair<uint32_t, uint32_t>> sampleRange;  // indices, half-open
    std::optional<std::array<uint32_t, 4>> crop;               // x, y, width, height
    std::optional<std::pair<uint32_t, uint32_t>> pixel;        // to replay one sample of, instead of rendering
    uint32_t sample = 0;                                       // which
    std::vector<std::string> aovs;
    std::optional<DenoiseQuality> denoise;
    std::optional<ToneMap> toneMap;
    std::optional<float> exposure;     // stops
    std::optional<float> noiseTarget;  // relative error
    double timeLimit = 0;              // seconds; 0: none
    uint32_t threads = 1;
    bool quiet = false;
};

int render(const RenderOptions& options);
int check(const std::string& scene, const SceneOverrides& overrides);
int info(const std::string& scene, const SceneOverrides& overrides);
/// Prints the JSON Schema of the native format.
int schema();
/// A scene of another format in the native one.
struct ConvertOptions {
    std::string scene, out;
    SceneOverrides overrides;
    bool embed = false;        // files into the text
};
int convert(const ConvertOptions& options);

struct CompareOptions {
    std::string a, b;                      // b is the reference
    std::string difference, flip;          // pictures to write; empty: none
    std::string referenceError, ownError;  // standard errors of b and of a
    std::string metric = "mse";            // what the threshold is for
    std::optional<double> threshold;
    double tolerance = 0.01;  // of the bias, relative
    double blockTolerance = 0.03;  // of a block, relative
    float exposure = 0;       // stops
    bool blocks = false;      // statistics of 8 x 8 blocks, without a standard error, too
};
int compare(const CompareOptions& options);

struct MergeOptions {
    std::vector<std::string> parts;
    std::string out;
    std::vector<double> samples;  // per pixel, one a part, for parts that do not say it
    bool quiet = false;
};
int merge(const MergeOptions& options);

}  // namespace raypool::cli
