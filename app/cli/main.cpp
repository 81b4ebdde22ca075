#include <CLI/CLI.hpp>
#include <thread>

#include "app/cli/commands.h"

using namespace raypool;
using namespace raypool::cli;

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

    std::string a, b, difference;
    auto* compare = app.add_subcommand("compare", "Compare two pictures of the same size, pixel by pixel");
    compare->add_option("a", a, "A PNG, JPEG, BMP, TGA or PPM")->required();
    compare->add_option("b", b, "Another one")->required();
    compare->add_option("-o,--out", difference, "Write the difference, 16 times as bright, to this PNG");
    compare->callback([&] { result = cli::compare(a, b, difference); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kWrongUsage;
    }
    return result;
}
