#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/files.h"
#include "app/cli/picture.h"
#include "app/cli/scene.h"
#include "app/stats_json.h"

namespace raypool::cli {
namespace {

using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t interrupted = 0;


Bytes encode(const std::string& kind, const Frame& frame) {
    if (kind == "png") return encodePng(frame.width(), frame.height(), frame.display());
    if (kind == "hdr") return encodeHdr(frame.width(), frame.height(), frame.film());
    return encodePfm(frame.width(), frame.height(), frame.film());
}

void showProgress(const Renderer& renderer) {
    const RenderProgress progress = renderer.progress();
    const RenderStats stats = renderer.stats();
    const double left = progress.fraction > 0.01 ? stats.seconds * (1 / progress.fraction - 1) : NAN;
    std::fprintf(stderr, "\r%5.1f %%  %7.2f Mrays/s  ", progress.fraction * 100, stats.raysPerSecond() / 1e6);
    if (std::isnan(left)) {
        std::fprintf(stderr, "            ");
    } else {
        std::fprintf(stderr, "%6.1f s left", left);
    }
    std::fflush(stderr);
}

}  // namespace

int render(const RenderOptions& options) {
    const std::string kind = extension(options.out);
    if (kind != "png" && kind != "hdr" && kind != "pfm") {
        std::fprintf(stderr, "raypool: -o %s: the picture must be a .png, .hdr or .pfm\n", options.out.c_str());
        return kWrongUsage;
    }
    const auto loaded = loadForRender(options.scene, options.size, options.integrator);
    if (!loaded) return kBadInput;

    Renderer renderer(options.threads, {});
    if (const auto started = renderer.start(loaded->scene); !started) {
        printDiagnostics(started.error(), options.scene);
        return kFailed;
    }
    std::signal(SIGINT, [](int) { interrupted = 1; });
    const bool talk = !options.quiet && isatty(STDERR_FILENO);
    const auto begin = Clock::now();
    bool timeIsUp = false;
    while (renderer.waitFor(std::chrono::milliseconds(100)) == RenderState::kRendering) {
        if (talk) showProgress(renderer);
        timeIsUp = options.timeLimit > 0 && std::chrono::duration<double>(Clock::now() - begin).count() > options.timeLimit;
        if (interrupted || timeIsUp) renderer.cancel();
    }
    if (talk) std::fprintf(stderr, "\r\033[K");
    if (interrupted) {
        std::fprintf(stderr, "raypool: interrupted, nothing is written\n");
        return kFailed;
    }
    const RenderStats stats = renderer.stats();
    if (!options.quiet) {
        std::fprintf(stderr, "%s: %u x %u, %.3f s on %u thread%s, %.1f million rays%s\n", options.out.c_str(),
                     renderer.frame().width(), renderer.frame().height(), stats.seconds, stats.threads,
                     stats.threads == 1 ? "" : "s", static_cast<double>(stats.rays) / 1e6,
                     timeIsUp ? "; the time was up before it was complete" : "");
    }
    if (const auto error = writeFile(options.out, encode(kind, renderer.frame())); !error.empty()) {
        std::fprintf(stderr, "raypool: %s can't be written: %s\n", options.out.c_str(), error.c_str());
        return kFailed;
    }
    if (!options.stats.empty()) {
        const std::string text = statsJson(stats, loaded->scene->compileMs).dump(2) + "\n";
        const auto error = writeFile(options.stats, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
        if (!error.empty()) {
            std::fprintf(stderr, "raypool: %s can't be written: %s\n", options.stats.c_str(), error.c_str());
            return kFailed;
        }
    }
    return kDone;
}

}  // namespace raypool::cli
