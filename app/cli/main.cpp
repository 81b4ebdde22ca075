#include <CLI/CLI.hpp>

#include "app/cli/bench.h"
#include "app/cli/commands.h"
#include "app/cli/render_options.h"

using namespace raypool;
using namespace raypool::cli;

int main(int argc, char** argv) {
    CLI::App app{"Raypool, a ray tracer. Exit codes: 0 done, 1 bad input, 2 wrong usage, 3 failed while rendering."};
    app.name("raypool");
    app.require_subcommand(1);
    int result = kDone;

    RenderOptions options;
    auto* render = addRender(app, options);
    render->callback([&] { result = cli::render(options); });

    std::string scene;
    SceneOverrides overrides;
    const auto addFrame = [&](CLI::App& command) { command.add_option("--frame", overrides.frame, "Of an animation; the first without it"); };
    auto* check = app.add_subcommand("check", "Read a scene and say what is wrong with it");
    check->add_option("scene", scene, "A scene's JSON file, a model (.glb, .gltf, .obj, .ply) or a picture of light (.hdr, .exr, .pfm)")->required();
    addFrame(*check);
    check->callback([&] { result = cli::check(scene, overrides); });

    auto* info = app.add_subcommand("info", "Say what is in a scene");
    info->add_option("scene", scene, "A scene's JSON file, a model (.glb, .gltf, .obj, .ply) or a picture of light (.hdr, .exr, .pfm)")->required();
    addFrame(*info);
    info->callback([&] { result = cli::info(scene, overrides); });

    auto* schema = app.add_subcommand("schema", "Print the JSON Schema of the scene format");
    schema->callback([&] { result = cli::schema(); });

    ConvertOptions conversion;
    auto* convert = app.add_subcommand("convert", "Write a scene or a model in Raypool's own format, with all files that it needs");
    convert->add_option("scene", conversion.scene, "A scene of any format, a model, or a picture of light")->required();
    convert
        ->add_option("-o,--out", conversion.out,
                     "The new scene, NAME.json. Beside it, in NAME-assets/: meshes as binary PLY files (small ones stand in the "
                     "text), copies of pictures")
        ->required()
        ->check(endsIn({"json"}));
    convert->add_flag("--embed", conversion.embed, "Put these files into the text, as data: URIs");
    addFrame(*convert);
    convert->callback([&] {
        conversion.overrides = overrides;
        result = cli::convert(conversion);
    });

    CompareOptions comparison;
    auto* compare =
        app.add_subcommand("compare", "Compare two pictures of the same size; exit code 1 if they differ too much");
    compare->add_option("a", comparison.a, "A picture: PNG, JPEG, BMP, TGA, PPM, HDR, PFM or EXR")->required();
    compare->add_option("b", comparison.b, "Another one, the reference")->required();
    compare
        ->add_option("-o,--out", comparison.difference,
                     "Write |a - b|: to a .png 16 times as bright, or to an .exr, .pfm or .hdr")
        ->check(endsIn({"png", "exr", "pfm", "hdr"}));
    compare
        ->add_option("--flip", comparison.flip,
                     "Write FLIP's map to this .png: white where the eye sees the difference")
        ->check(endsIn({"png"}));
    compare->add_option("--metric", comparison.metric, "What --threshold is for: mse, relmse or flip")
        ->check(CLI::IsMember({"mse", "relmse", "flip"}));
    compare->add_option("--threshold", comparison.threshold, "Exit with 1 if the metric is above this")
        ->check(CLI::NonNegativeNumber);
    compare->add_option("--exposure", comparison.exposure, "Stops; of linear pictures, before they are compared");
    compare->add_flag("--blocks", comparison.blocks, "Also bias and 8 x 8 blocks; exit with 1 if they disagree");
    compare->add_option("--stderr", comparison.referenceError,
                        "The reference's standard error per pixel: its z-scores, as --blocks");
    compare->add_option("--own-stderr", comparison.ownError,
                        "The standard error of picture a: a picture, or an .exr with channels \"stderr\"");
    compare
        ->add_option("--tolerance", comparison.tolerance,
                     "Relative bias of the whole picture that still agrees; 0.01 without it")
        ->check(CLI::PositiveNumber);
    compare
        ->add_option("--block-tolerance", comparison.blockTolerance,
                     "Relative difference of a block that still agrees, whatever the noise; 0.03 without it")
        ->check(CLI::PositiveNumber);
    compare->callback([&] { result = cli::compare(comparison); });

    MergeOptions merging;
    auto* merge = app.add_subcommand("merge", "Make one picture of parts: crops, ranges of samples, other seeds");
    merge
        ->add_option("parts", merging.parts,
                     "EXR files of raypool render; other EXR, PFM or HDR files count as --samples says")
        ->required();
    merge->add_option("-o,--out", merging.out, "The picture: .exr, .pfm or .hdr")->required();
    merge
        ->add_option("--samples", merging.samples,
                     "Samples a pixel, one number for each part, comma between; 1 without it")
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
