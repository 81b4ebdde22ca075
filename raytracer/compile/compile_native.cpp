#include "raytracer/compile/compile_native.h"

#include <chrono>

#include "raytracer/compile/compile_scene.h"

namespace raypool {
namespace {

LightSampling lightSamplingOf(SamplingMode mode) {
    switch (mode) {
        case SamplingMode::kMis: return LightSampling::kMis;
        case SamplingMode::kLight: return LightSampling::kLight;
        case SamplingMode::kBsdf: return LightSampling::kBsdf;
    }
    return LightSampling::kMis;
}

ToneMap toneMapOf(ToneMapping mapping) {
    switch (mapping) {
        case ToneMapping::kAgx: return ToneMap::kAgx;
        case ToneMapping::kNeutral: return ToneMap::kNeutral;
        case ToneMapping::kAces: return ToneMap::kAces;
        case ToneMapping::kLinear: return ToneMap::kLinear;
    }
    return ToneMap::kAgx;
}

FilterKind filterKindOf(FilterShape shape) {
    switch (shape) {
        case FilterShape::kBox: return FilterKind::kBox;
        case FilterShape::kTent: return FilterKind::kTent;
        case FilterShape::kGaussian: return FilterKind::kGaussian;
        case FilterShape::kMitchell: return FilterKind::kMitchell;
        case FilterShape::kBlackmanHarris: return FilterKind::kBlackmanHarris;
    }
    return FilterKind::kBlackmanHarris;
}

void compileSettings(const SceneDesc& desc, SceneView& out) {
    const RenderDesc& render = desc.native.render;
    RenderSettings& settings = out.settings;
    settings.samples = render.samples;
    settings.seed = render.seed;
    settings.sampler = render.sampler == SamplerChoice::kIndependent ? SamplerKind::kIndependent : SamplerKind::kSobol;
    settings.maxDepth = desc.integrator == IntegratorKind::kDirect ? std::min(render.maxDepth, 1U) : render.maxDepth;
    settings.rrDepth = render.rrDepth;
    settings.lightSampling = lightSamplingOf(render.sampling);
    settings.clamp = render.clamp;
    settings.noiseTarget = render.noiseTarget;
    settings.minSamples = std::max(render.minSamples, 2U);
    settings.timeLimit = double{render.timeLimit};
    const DisplayDesc& display = desc.native.display;
    settings.display.exposure = display.exposure;
    settings.display.whitePoint = display.whitePoint;
    settings.display.toneMap = toneMapOf(display.toneMapping);
    // Values that are no light are shown as they are.
    switch (desc.integrator) {
        case IntegratorKind::kAlbedo: settings.display.view = View::kAlbedo; break;
        case IntegratorKind::kNormal: settings.display.view = View::kNormal; break;
        case IntegratorKind::kDepth: settings.display.view = View::kDepth; break;
        case IntegratorKind::kBvhCost: settings.display = {.toneMap = ToneMap::kLinear}; break;
        default: break;
    }
    PixelFilterDesc filter = defaultFilter(filterKindOf(render.filter.type));
    filter.radius = filterRadius(render.filter);
    out.filter = PixelFilter(filter);
}

}  // namespace

SceneView compileView(const SceneDesc& desc, const RenderScene& content) {
    SceneView out;
    out.width = desc.width;
    out.height = desc.height;
    out.integrator = desc.integrator;
    compileSettings(desc, out);
    compileCamera(desc.native, content, out);
    return out;
}

Diagnostics compileNative(const SceneDesc& desc, AssetSource& assets, ThreadPool* pool, const CompiledBefore& before,
                          Diagnostics& warnings, RenderScene& out) {
    NativeCompiler compiler{.desc = desc, .assets = assets, .warnings = warnings, .pool = pool, .before = before, .out = out};
    compileMaterials(compiler);
    compileObjects(compiler);
    if (compiler.problems.empty()) {
        const auto begin = std::chrono::steady_clock::now();
        const BuildConfig config = desc.native.render.bvhBuild == BvhBuild::kHigh ? BuildConfig::highQuality() : BuildConfig{};
        SceneAccel::Before trees{};
        if (before.scene != nullptr) trees = {&before.scene->geometry, &before.scene->accel};
        out.accel = SceneAccel::build(out.geometry, pool, config, trees);
        out.bvhMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    }
    compileLights(compiler);
    out.pointers = ScenePointers(desc.native);
    if (compiler.problems.empty()) static_cast<SceneView&>(out) = compileView(desc, out);
    return std::move(compiler.problems);
}

}  // namespace raypool
