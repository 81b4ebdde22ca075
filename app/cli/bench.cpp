#include "app/cli/bench.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench_mesh.h"
#include "app/cli/bench_workload.h"
#include "app/cli/commands.h"
#include "app/cli/files.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/em_js.h>
// Emscripten's clock() is the wall's.
EM_JS(double, processCpuSeconds, (void), {
    const used = process.cpuUsage();
    return (used.user + used.system) * 1e-6;
});
#endif

namespace raypool::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr float kMiss = 1e30F;

struct BenchOptions {
    std::string mesh, rays, workload, expect, view = "room", build = "default", writeRays, writeTri;
    bool anyHit = false, json = false;
    uint32_t threads = 1, passes = 5, subdivisions = 0;
};

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }
/// Of the whole process: unlike the clock on the wall it does not run while others have the machine.
double cpuSeconds() {
#ifdef __EMSCRIPTEN__
    return processCpuSeconds();
#else
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#endif
}

double median(std::vector<double> list) {
    std::sort(list.begin(), list.end());
    return list[list.size() / 2];
}

std::expected<std::vector<Ray>, std::string> readRays(const std::string& path) {
    auto bytes = readFile(path);
    if (!bytes) return std::unexpected(bytes.error());
    uint32_t count = 0;
    if (bytes->size() >= 32) std::memcpy(&count, bytes->data(), 4);
    if (bytes->size() != 32 + size_t{32} * count || count == 0) return std::unexpected(path + " does not have the size that it says");
    std::vector<Ray> out(count);
    for (size_t i = 0; i < count; ++i) {
        float f[8];
        std::memcpy(f, bytes->data() + 32 + 32 * i, 32);
        out[i] = {.o = {f[0], f[1], f[2]}, .tMin = f[3], .d = {f[4], f[5], f[6]}, .tMax = f[7]};
    }
    return out;
}

std::string saveRays(const std::string& path, const std::vector<Ray>& rays) {
    std::vector<uint8_t> bytes(32 + 32 * rays.size());
    const auto count = static_cast<uint32_t>(rays.size());
    std::memcpy(bytes.data(), &count, 4);
    for (size_t i = 0; i < rays.size(); ++i) {
        const Ray& r = rays[i];
        const float f[8] = {r.o.x, r.o.y, r.o.z, r.tMin, r.d.x, r.d.y, r.d.z, std::min(r.tMax, kMiss)};
        std::memcpy(bytes.data() + 32 + 32 * i, f, 32);
    }
    return writeFile(path, bytes);
}

BenchView viewNamed(const std::string& name) {
    if (name == "apartment") return {{7.2F, 7, -3.4F}, {-0.0257F, -0.8992F, -0.4368F}, 66, {3.5F, 12, -8.8F}, {9.5F, 12, -2.8F}};
    if (name == "sponza") return {{-8, 6, 0}, {0.9969F, -0.0767F, 0.0153F}, 65, {-3, 20, -3}, {3, 20, 3}};
    return {};
}

int fail(const std::string& message) {
    std::fprintf(stderr, "raypool: %s\n", message.c_str());
    return kBadInput;
}

int benchRays(const BenchOptions& options) {
    auto mesh = readBareMesh(options.mesh);
    if (!mesh) return fail(mesh.error());
    for (uint32_t i = 0; i < options.subdivisions; ++i) *mesh = subdivide(*mesh);
    if (options.rays.empty() && options.view == "room") *mesh = inRoom(*mesh);
    if (!options.writeTri.empty()) {
        const std::string wrong = writeTri(options.writeTri, *mesh);
        if (!wrong.empty()) return fail(wrong);
    }
    Geometry geometry;
    geometry.meshes.push_back(std::move(*mesh));
    geometry.transforms.resize(1);
    geometry.objects = {{.shape = ShapeKind::kMesh, .mesh = 0}};

    ThreadPool pool;
    pool.resize(options.threads - 1);   // the caller works, too
    const BuildConfig config = options.build == "high" ? BuildConfig::highQuality() : BuildConfig{};
    std::vector<double> builds, buildsCpu;
    SceneAccel accel;
    for (uint32_t i = 0; i < std::min(options.passes, 3U); ++i) {
        accel = SceneAccel();
        const auto start = Clock::now();
        const double cpu = cpuSeconds();
        accel = SceneAccel::build(geometry, &pool, config);
        builds.push_back(secondsSince(start) * 1e3);
        buildsCpu.push_back((cpuSeconds() - cpu) * 1e3);
    }

    std::vector<Ray> rays;
    bool anyHit = options.anyHit;
    if (!options.rays.empty()) {
        auto read = readRays(options.rays);
        if (!read) return fail(read.error());
        rays = std::move(*read);
    } else {
        const Workload workload = options.workload == "primary"   ? Workload::kPrimary
                                  : options.workload == "diffuse" ? Workload::kDiffuse
                                                                  : Workload::kShadow;
        rays = makeRays(workload, viewNamed(options.view), geometry, accel);
        anyHit = anyHit || workload == Workload::kShadow;
        if (rays.empty()) return fail("the camera sees nothing of " + options.mesh);
    }
    if (!options.writeRays.empty()) {
        const std::string wrong = saveRays(options.writeRays, rays);
        if (!wrong.empty()) return fail(wrong);
    }

    std::vector<float> found(rays.size());
    constexpr uint32_t kPiece = 4096;
    const auto pieces = static_cast<uint32_t>((rays.size() + kPiece - 1) / kPiece);
    std::vector<double> rates, ratesCpu;
    for (uint32_t pass = 0; pass < options.passes; ++pass) {
        const auto start = Clock::now();
        const double cpu = cpuSeconds();
        parallelFor(&pool, pieces, [&](uint32_t piece) {
            const size_t end = std::min(rays.size(), size_t{piece + 1} * kPiece);
            for (size_t i = size_t{piece} * kPiece; i < end; ++i) {
                if (anyHit) {
                    found[i] = accel.occluded(rays[i], kAllRays) ? 1.0F : 0.0F;
                } else {
                    Hit hit;
                    found[i] = accel.intersect(rays[i], kAllRays, hit) ? hit.t : kMiss;
                }
            }
        });
        rates.push_back(static_cast<double>(rays.size()) / secondsSince(start) * 1e-6);
        ratesCpu.push_back(static_cast<double>(rays.size()) / (cpuSeconds() - cpu) * 1e-6);
    }

    size_t hits = 0, disagreements = 0;
    for (const float f : found) hits += anyHit ? f != 0 : f < kMiss;
    nlohmann::json out = {{"mesh", options.mesh},
                          {"triangles", geometry.meshes[0].triangleCount()},
                          {"rays", rays.size()},
                          {"anyHit", anyHit},
                          {"threads", options.threads},
                          {"passes", options.passes},
                          {"build", options.build},
                          {"buildMs", median(builds)},
                          {"memoryBytes", accel.memoryBytes() + geometry.meshes[0].memoryBytes()},
                          {"mraysPerSecond", median(rates)},
                          {"hits", hits}};
    if (std::isfinite(median(ratesCpu))) {
        out["buildCpuMs"] = median(buildsCpu);
        out["mraysPerCpuSecond"] = median(ratesCpu);
    }
    if (!options.expect.empty()) {
        const auto bytes = readFile(options.expect);
        if (!bytes) return fail(bytes.error());
        if (bytes->size() != rays.size() * 4) return fail(options.expect + " is not of as many rays");
        for (size_t i = 0; i < rays.size(); ++i) {
            float expected = 0;
            std::memcpy(&expected, bytes->data() + 4 * i, 4);
            // Two kernels round differently.
            disagreements += anyHit ? (expected != 0) != (found[i] != 0)
                                    : !(std::fabs(found[i] - expected) <= 1e-4F * std::max(1e-3F, std::min(std::fabs(expected), found[i])));
        }
        out["disagreements"] = disagreements;
    }
    if (options.json) {
        std::printf("%s\n", out.dump(2).c_str());
    } else {
        std::printf("%s: %u triangles, built in %.1f ms, %.1f MB\n%zu rays, %u thread%s: %.2f million a second, %zu hits\n",
                    options.mesh.c_str(), geometry.meshes[0].triangleCount(), median(builds),
                    static_cast<double>(accel.memoryBytes() + geometry.meshes[0].memoryBytes()) * 1e-6, rays.size(),
                    options.threads, options.threads == 1 ? "" : "s", median(rates), hits);
        if (!options.expect.empty()) std::printf("%zu disagreements\n", disagreements);
    }
    return kDone;
}

}  // namespace

void addBenchCommand(CLI::App& app, int& result) {
    auto* bench = app.add_subcommand("bench", "Measure");
    bench->require_subcommand(1);
    auto* rays = bench->add_subcommand("rays", "How many rays a second meet a mesh");
    const auto options = std::make_shared<BenchOptions>();
    rays->add_option("--mesh", options->mesh, "A .tri, .obj, .ply, .glb or .gltf")->required();
    auto* file = rays->add_option("--rays", options->rays, "Rays from a .rays file");
    auto* workload = rays->add_option("--workload", options->workload, "Or rays of the standard workload: primary, diffuse or shadow")
                         ->check(CLI::IsMember({"primary", "diffuse", "shadow"}));
    file->excludes(workload);
    rays->add_option("--view", options->view, "Where the workload's camera and light are; room puts the mesh into a room")
        ->check(CLI::IsMember({"room", "apartment", "sponza"}))
        ->needs(workload);
    rays->add_option("--subdivide", options->subdivisions, "Subdivide the mesh so many times first (Loop)")->check(CLI::Range(0U, 4U));
    rays->add_option("--build", options->build, "How trees are built: as for rendering without --bvh-build, or with --bvh-build high")
        ->check(CLI::IsMember({"default", "high"}));
    rays->add_flag("--any-hit", options->anyHit, "Ask whether there is a hit, not for the closest one");
    rays->add_option("--expect", options->expect, "A .ref file to compare with: a float32 a ray, distance (1e30: none), or 1 or 0");
    rays->add_option("--threads", options->threads, "Threads")->check(CLI::Range(1U, ThreadPool::kMaxThreads));
    rays->add_option("--passes", options->passes, "The median of so many is printed")->check(CLI::Range(1U, 1000U));
    rays->add_option("--write-rays", options->writeRays, "Write the rays to this file");
    rays->add_option("--write-tri", options->writeTri, "Write the mesh, as measured, to this .tri file");
    rays->add_flag("--json", options->json, "Print JSON");
    rays->callback([options, &result] {
        if (options->rays.empty() && options->workload.empty()) throw CLI::RequiredError("--rays or --workload");
        result = benchRays(*options);
    });
}

}  // namespace raypool::cli
