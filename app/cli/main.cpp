#include <CLI/CLI.hpp>
#include <thread>
#include <vector>

#include "app/cli/bench.h"
#include "app/cli/commands.h"
#include "app/cli/picture.h"

using namespace raypool;
using namespace raypool::cli;

namespace {

/// A file name with one of these endings.
CLI::Validator endsIn(std::vector<std::string> endings) {
    return CLI::Validator(
        [endings = std::move(endings)](std::string& path) {
            std::string known;
            for (const auto& ending : endings) {
                if (extension(path) == ending) return std::string();
                known += (known.empty() ? "." : ", .") + ending;
            }
            return path + ": the file's name must end in one of " + known;
        },
        "FILE");
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Raypool, a ray tracer. Exit codes: 0 done, 1 bad input, 2 wrong usage, 3 failed while rendering."};
    app.name("raypool");
    app.require_subcommand(1);
    int result = kDone;

    RenderOptions options;
    options.threads = std::max(1U, std::thread::hardware_concurrency());
    auto* render = app.add_subcommand("render", "Render a scene to a picture");
    render->add_option("scene", options.scene, "The scene's JSON file")->required();
    render->add_option("-o,--out", options.out, "The picture: .png (display), .hdr or .pfm (linear)")->required();
    render->add_option("--width", options.size.width, "Pixels, instead of the scene's")->check(CLI::Range(1U, kMaxSide));
    render->add_option("--height", options.size.height, "Pixels, instead of the scene's")->check(CLI::Range(1U, kMaxSide));
    render->add_option("--threads", options.threads, "Threads; all cores without it")
        ->check(CLI::Range(1U, ThreadPool::kMaxThreads));
    render->add_option("--integrator", options.integrator, "classic")->check(CLI::IsMember({"classic"}));
    render->add_option("--time-limit", options.timeLimit, "Seconds, after which the picture is written as it is")
        ->check(CLI::PositiveNumber);
    render->add_option("--stats", options.stats, "Write the statistics as JSON to this file");
    render->add_flag("--quiet", options.quiet, "Say nothing but errors");
    render->callback([&] { result = cli::render(options); });

    std::string scene;
    auto* check = app.add_subcommand("check", "Read a scene and say what is wrong with it");
    check->add_option("scene", scene, "The scene's JSON file")->required();
    check->callback([&] { result = cli::check(scene); });

    auto* info = app.add_subcommand("info", "Say what is in a scene");
    info->add_option("scene", scene, "The scene's JSON file")->required();
    info->callback([&] { result = cli::info(scene); });

    CompareOptions comparison;
    auto* compare = app.add_subcommand("compare", "Compare two pictures of the same size; exit code 1 if they differ too much");
    compare->add_option("a", comparison.a, "A picture: PNG, JPEG, BMP, TGA, PPM, HDR, PFM or EXR")->required();
    compare->add_option("b", comparison.b, "Another one, the reference")->required();
    compare->add_option("-o,--out", comparison.difference, "Write |a - b|: to a .png 16 times as bright, or to an .exr, .pfm or .hdr")
        ->check(endsIn({"png", "exr", "pfm", "hdr"}));
    compare->add_option("--flip", comparison.flip, "Write FLIP's map to this .png: white where the eye sees the difference")
        ->check(endsIn({"png"}));
    compare->add_option("--metric", comparison.metric, "What --threshold is for: mse, relmse or flip")
        ->check(CLI::IsMember({"mse", "relmse", "flip"}));
    compare->add_option("--threshold", comparison.threshold, "Exit with 1 if the metric is above this")->check(CLI::NonNegativeNumber);
    compare->add_option("--exposure", comparison.exposure, "Stops; of linear pictures, before they are compared");
    compare->add_flag("--blocks", comparison.blocks, "Also bias and 8 x 8 blocks; exit with 1 if they disagree");
    compare->add_option("--stderr", comparison.referenceError, "The reference's standard error per pixel: its z-scores, as --blocks");
    compare->add_option("--own-stderr", comparison.ownError,
                        "The standard error of picture a: a picture, or an .exr with channels \"stderr\"");
    compare->add_option("--tolerance", comparison.tolerance, "Relative bias of the whole picture that still agrees; 0.01 without it")
        ->check(CLI::PositiveNumber);
    compare->callback([&] { result = cli::compare(comparison); });

    MergeOptions merging;
    auto* merge = app.add_subcommand("merge", "Make one picture of parts: crops, ranges of samples, other seeds");
    merge->add_option("parts", merging.parts, "EXR files of raypool render; other EXR, PFM or HDR files count as --samples says")->required();
    merge->add_option("-o,--out", merging.out, "The picture: .exr, .pfm or .hdr")->required();
    merge->add_option("--samples", merging.samples, "Samples a pixel, one number for each part, comma between; 1 without it")
        ->delimiter(',')
        ->check(CLI::PositiveNumber);
    merge->add_flag("--quiet", merging.quiet, "Say nothing but errors");
    merge->callback([&] { result = cli::merge(merging); });

    addBenchCommand(app, result);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kWrongUsage;
    }
    return result;
}
