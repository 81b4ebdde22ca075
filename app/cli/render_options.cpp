#include "app/cli/render_options.h"

#include <charconv>
#include <map>
#include <thread>

#include "app/cli/output.h"
#include "app/cli/picture.h"

namespace raypool::cli {
namespace {

/// "3,4" with N numbers below 2^31 and this between them; else nothing.
template <size_t N>
std::optional<std::array<uint32_t, N>> numbers(const std::string& text, char between) {
    std::array<uint32_t, N> out{};
    const char *at = text.data(), *end = at + text.size();
    for (size_t i = 0; i < N; ++i) {
        if (i > 0 && (at == end || *at++ != between)) return std::nullopt;
        const auto [next, error] = std::from_chars(at, end, out[i]);
        if (error != std::errc() || out[i] > INT32_MAX) return std::nullopt;
        at = next;
    }
    return at == end ? std::optional(out) : std::nullopt;
}

void fail(const std::string& option, const std::string& wanted) { throw CLI::ValidationError(option, wanted); }

void addArea(CLI::App& render, RenderOptions& options) {
    render.add_option_function<std::string>(
        "--crop",
        [&](const std::string& text) {
            options.crop = numbers<4>(text, ',');
            if (!options.crop || (*options.crop)[2] == 0 || (*options.crop)[3] == 0)
                fail("--crop", "x,y,width,height is expected, in pixels");
        },
        "Render x,y,width,height only; that is the picture, in an .exr with its place");
    render.add_option_function<std::string>(
        "--sample-range",
        [&](const std::string& text) {
            const auto range = numbers<2>(text, ':');
            if (!range || (*range)[0] >= (*range)[1]) fail("--sample-range", "first:end is expected, first < end");
            options.sampleRange = {(*range)[0], (*range)[1]};
        },
        "Take samples a to b - 1 of each pixel, a:b, to be merged with others");
    auto* pixel = render.add_option_function<std::string>(
        "--pixel",
        [&](const std::string& text) {
            const auto place = numbers<2>(text, ',');
            if (!place) fail("--pixel", "x,y is expected");
            options.pixel = {(*place)[0], (*place)[1]};
        },
        "Only print what one sample of the pixel x,y is, instead of rendering");
    render.add_option("--sample", options.sample, "Which sample; 0 without it")->needs(pixel);
}

}  // namespace

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

CLI::App* addRender(CLI::App& app, RenderOptions& options) {
    static const std::map<std::string, ToneMap> kToneMaps{{"agx", ToneMap::kAgx},
                                                          {"neutral", ToneMap::kNeutral},
                                                          {"aces", ToneMap::kAces},
                                                          {"linear", ToneMap::kLinear},
                                                          {"classic", ToneMap::kClassic}};
    options.threads = std::max(1U, std::thread::hardware_concurrency());
    auto* render = app.add_subcommand("render", "Render a scene to a picture");
    render->add_option("scene", options.scene, "The scene's JSON file")->required();
    auto* out = render->add_option("-o,--out", options.out, "The picture: .png (display), or linear: .exr, .hdr, .pfm")
                    ->check(endsIn({"png", "exr", "hdr", "pfm"}));
    render->add_option("--width", options.overrides.width, "Pixels, instead of the scene's")
        ->check(CLI::Range(1U, kMaxSide));
    render->add_option("--height", options.overrides.height, "Pixels, instead of the scene's")
        ->check(CLI::Range(1U, kMaxSide));
    render->add_option("--samples", options.samples, "Samples a pixel, instead of the scene's")
        ->check(CLI::Range(1U, 1U << 24));
    render
        ->add_option("--noise-target", options.noiseTarget,
                     "Relative error at which it is good enough, such as 0.02; 0: never")
        ->check(CLI::Range(0.0, 1.0));
    render->add_option("--time-limit", options.timeLimit, "Seconds, after which the picture is written as it is")
        ->check(CLI::PositiveNumber);
    render->add_option("--threads", options.threads, "Threads; all cores without it")
        ->check(CLI::Range(1U, ThreadPool::kMaxThreads));
    render->add_option("--frame", options.overrides.frame, "Of an animation; the first without it");
    render->add_option("--seed", options.overrides.seed, "Another seed, other noise");
    static const std::map<std::string, BvhBuild> kBvhBuilds{{"default", BvhBuild::kDefault}, {"high", BvhBuild::kHigh}};
    render
        ->add_option("--bvh-build", options.overrides.bvhBuild,
                     "How trees over meshes are built: default, or high, for long renders. The picture is the same")
        ->transform(CLI::CheckedTransformer(kBvhBuilds));
    std::vector<std::string> integrators;
    for (const auto kind : kIntegratorKinds) integrators.emplace_back(name(kind));
    render
        ->add_option_function<std::string>(
            "--integrator", [&](const std::string& text) { options.overrides.integrator = integratorNamed(text); },
            "What is computed, instead of what the scene says")
        ->check(CLI::IsMember(integrators));
    addArea(*render, options);
    render
        ->add_option("--aov", options.aovs,
                     "Also write these, comma between: as channels of an .exr, else OUT.albedo.pfm and so on")
        ->delimiter(',')
        ->check(CLI::IsMember(std::vector<std::string>(kAovs.begin(), kAovs.end())));
    static const std::map<std::string, DenoiseQuality> kDenoisers{{"final", DenoiseQuality::kFinal},
                                                                  {"preview", DenoiseQuality::kPreview}};
    render
        ->add_option("--denoise", options.denoise,
                     "Take noise away afterwards: final, or preview, which is coarse but quick. An .exr keeps the picture "
                     "as it was in noisy.R, noisy.G and noisy.B")
        ->transform(CLI::CheckedTransformer(kDenoisers));
    render->add_option("--tonemap", options.toneMap, "How a .png shows what is brighter than white")
        ->transform(CLI::CheckedTransformer(kToneMaps));
    render->add_option("--exposure", options.exposure, "Stops; each makes a .png twice as bright")
        ->check(CLI::Range(-32.0, 32.0));
    render->add_option("--stats", options.stats, "Write the statistics as JSON to this file");
    render->add_flag("--quiet", options.quiet, "Say nothing but errors");
    render->parse_complete_callback([&options, out] {
        if (out->empty() && !options.pixel) throw CLI::RequiredError("-o");
        if (options.samples && options.sampleRange) throw CLI::ExcludesError("--samples", "--sample-range");
    });
    return render;
}

}  // namespace raypool::cli
