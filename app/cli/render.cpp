#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/picture.h"
#include "app/cli/scene.h"
#include "app/stats_json.h"

namespace raypool::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

/// "1:02:03", "12:34" or "5.6 s".
std::string duration(double seconds) {
    char text[32];
    const auto whole = static_cast<int64_t>(seconds);
    if (whole >= 3600) {
        std::snprintf(text, sizeof text, "%d:%02d:%02d", static_cast<int>(whole / 3600),
                      static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    } else if (whole >= 60) {
        std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(whole / 60), static_cast<int>(whole % 60));
    } else {
        std::snprintf(text, sizeof text, "%.1f s", seconds);
    }
    return text;
}

void showProgress(const Renderer& renderer) {
    const RenderProgress progress = renderer.progress();
    const RenderStats stats = renderer.stats();
    std::fprintf(stderr, "\r\033[K%5.1f %%  %u of %u samples  %.2f Mrays/s", progress.fraction * 100, stats.samplesDone,
                 stats.samplesTarget, stats.raysPerSecond() / 1e6);
    if (stats.errorEstimate > 0) std::fprintf(stderr, "  error %.2f %%", double{stats.errorEstimate} * 100);
    if (progress.fraction > 0.01) {
        std::fprintf(stderr, "  %s left", duration(stats.seconds * (1 / progress.fraction - 1)).c_str());
    }
    std::fflush(stderr);
}

const char* whyItEnded(RenderEnd end) {
    if (end == RenderEnd::kTime) return "; the time was up before it was complete";
    return end == RenderEnd::kNoise ? "; the noise target is reached" : "";
}

/// What the options change of the scene's settings. False: they make no sense with this scene; it was said why.
bool apply(const RenderOptions& options, RenderScene& scene) {
    RenderSettings& settings = scene.settings;
    if (options.timeLimit > 0) settings.timeLimit = options.timeLimit;
    if (options.noiseTarget) settings.noiseTarget = *options.noiseTarget;
    if (options.samples) settings.samples = *options.samples;
    if (options.sampleRange) {
        settings.sampleBegin = options.sampleRange->first;
        settings.samples = options.sampleRange->second - options.sampleRange->first;
    }
    if (options.exposure) settings.display.exposure = *options.exposure;
    if (options.toneMap) settings.display.toneMap = *options.toneMap;
    settings.features = needsFeatures(options.aovs) || options.denoise ||
                        settings.display.view != View::kBeauty;  // others show features
    if (options.crop) {
        const auto& [x, y, width, height] = *options.crop;
        settings.crop = {x, y, x + width, y + height};  // the parser has seen to it that nothing overflows
        if (settings.crop.x1 > scene.width || settings.crop.y1 > scene.height) {
            std::fprintf(stderr, "raypool: --crop reaches out of the picture, which is %u x %u\n", scene.width,
                         scene.height);
            return false;
        }
    }
    if (scene.integrator == IntegratorKind::kClassic &&
        (options.noiseTarget || options.sampleRange || options.denoise || !options.aovs.empty())) {
        std::fprintf(stderr,
                     "raypool: the classic integrator has one exact sample a pixel: "
                     "--noise-target, --sample-range, --denoise and --aov mean nothing\n");
        return false;
    }
    return true;
}

/// One sample by itself, and what became of it.
int replay(const RenderOptions& options, const RenderScene& scene) {
    const auto [x, y] = *options.pixel;
    if (x >= scene.width || y >= scene.height) {
        std::fprintf(stderr, "raypool: --pixel %u,%u is not in the picture, which is %u x %u\n", x, y, scene.width,
                     scene.height);
        return kWrongUsage;
    }
    const SampleFunction sample = sampleFunction(scene);
    if (!sample) {
        std::fprintf(stderr, "raypool: the classic integrator has no samples to replay\n");
        return kWrongUsage;
    }
    const PathResult r = sample(scene, {x, y}, options.sample);
    const auto triple = [](const char* what, float a, float b, float c) {
        std::printf("%-12s%.9g %.9g %.9g\n", what, double{a}, double{b}, double{c});
    };
    std::printf("pixel       %u,%u\nsample      %u\nseed        %llu\n", x, y, options.sample,
                static_cast<unsigned long long>(scene.settings.seed));
    triple("radiance", r.radiance.r, r.radiance.g, r.radiance.b);
    std::printf("weight      %.9g\n", double{r.weight});
    triple("albedo", r.albedo.r, r.albedo.g, r.albedo.b);
    triple("normal", r.normal.x, r.normal.y, r.normal.z);
    std::printf("depth       %.9g\nobject      %d\nmaterial    %d\nbounces     %u\nrays        %u\n", double{r.depth},
                static_cast<int>(r.objectId) - 1, static_cast<int>(r.materialId) - 1, r.bounces, r.rays);
    if (r.wasInvalid) std::printf("invalid     the radiance was no number, infinite or negative\n");
    return kDone;
}

}  // namespace

int render(const RenderOptions& options) {
    SceneOverrides overrides = options.overrides;
    overrides.samples = options.samples.value_or(0);
    auto loaded = loadForRender(options.scene, overrides);
    if (!loaded) return kBadInput;
    if (!apply(options, *loaded->scene)) return kWrongUsage;
    const std::shared_ptr<const RenderScene> scene = loaded->scene;
    if (options.pixel) return replay(options, *scene);

    Renderer renderer(options.threads, {});
    if (const auto started = renderer.start(scene); !started) {
        printDiagnostics(started.error(), options.scene);
        return kFailed;
    }
    std::signal(SIGINT, [](int) { interrupted = 1; });
    const bool talk = !options.quiet && isatty(STDERR_FILENO);
    while (renderer.waitFor(std::chrono::milliseconds(100)) == RenderState::kRendering) {
        if (talk) showProgress(renderer);
        if (interrupted) renderer.cancel();
    }
    if (talk) std::fprintf(stderr, "\r\033[K");
    if (interrupted) {
        std::fprintf(stderr, "raypool: interrupted, nothing is written\n");
        return kFailed;
    }
    const RenderStats stats = renderer.stats();
    if (!options.quiet) {
        const PixelRect area = renderer.area();
        std::fprintf(stderr, "%s: %u x %u, %.4g sample%s a pixel, %.3f s on %u thread%s, %.1f million rays",
                     options.out.c_str(), area.x1 - area.x0, area.y1 - area.y0, stats.samplesMean,
                     stats.samplesMean == 1 ? "" : "s", stats.seconds, stats.threads, stats.threads == 1 ? "" : "s",
                     static_cast<double>(stats.rays) / 1e6);
        if (stats.errorEstimate > 0) std::fprintf(stderr, ", error %.2f %%", double{stats.errorEstimate} * 100);
        std::fprintf(stderr, "%s\n", whyItEnded(stats.end));
        if (stats.invalidSamples > 0) {
            std::fprintf(stderr,
                         "raypool: warning: %llu samples were no number, infinite or negative, and count as black\n",
                         static_cast<unsigned long long>(stats.invalidSamples));
        }
    }
    std::vector<Rgb> smooth;
    if (options.denoise) {
        const auto begin = std::chrono::steady_clock::now();
        smooth = denoise(denoiseInput(renderer.frame(), renderer.area()), *options.denoise, renderer.lendPool());
        renderer.returnPool();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        if (!options.quiet) std::fprintf(stderr, "denoised in %.3f s\n", seconds);
    }
    if (!writeOutputs(options, scene->settings, renderer, smooth)) return kFailed;
    if (!options.stats.empty()) {
        const std::string text = statsJson(stats, scene->compileMs).dump(2) + "\n";
        if (!writeOrSay(options.stats, {reinterpret_cast<const uint8_t*>(text.data()), text.size()})) return kFailed;
    }
    return kDone;
}

}  // namespace raypool::cli
