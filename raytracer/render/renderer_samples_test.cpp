// The renderer with made-up samples: what it does with them must not depend on threads, pauses, or how they are asked for.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <thread>

#include "raytracer/render/renderer.h"

namespace raypool {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLong(60000);

/// Noise that differs from place to place: none at the left, much at the right. A pure function, as a path is.
PathResult uneven(const RenderScene& scene, uvec2 pixel, uint32_t sample) {
    const uint64_t bits = hash(scene.settings.seed, uint64_t{pixel.x} << 32 | pixel.y, sample);
    const float u = toUnitFloat(static_cast<uint32_t>(bits)), v = toUnitFloat(static_cast<uint32_t>(bits >> 32));
    const float spread = static_cast<float>(pixel.x) / static_cast<float>(scene.width);
    PathResult out;
    out.radiance = {0.5F + spread * (u - 0.5F), 0.5F + spread * (v - 0.5F), 0.25F};
    out.albedo = {u, 0.5F, 0.5F};
    out.normal = {0, 0, 1};
    out.depth = 1 + u;
    out.objectId = 1 + pixel.x / 10;
    out.materialId = 1 + pixel.y / 10;
    out.rays = 1 + static_cast<uint32_t>(bits % 7);
    return out;
}

PathResult slow(const RenderScene& scene, uvec2 pixel, uint32_t sample) {
    PathResult out = uneven(scene, pixel, sample);
    out.rays = 2048;   // the flags are looked at after each
    float x = out.radiance.r;
    for (int i = 0; i < 300; ++i) x = std::sqrt(x + 0.1F);
    out.radiance.g = x;
    return out;
}

std::shared_ptr<RenderScene> sceneWith(RenderSettings settings, uint32_t width = 101, uint32_t height = 75) {
    auto scene = std::make_shared<RenderScene>();
    scene->width = width;
    scene->height = height;
    scene->integrator = IntegratorKind::kPath;
    scene->settings = settings;
    return scene;
}

/// All that a render leaves behind, as bits.
struct Outcome {
    std::vector<uint8_t> display;
    std::vector<float> film, halves, features;
    std::vector<double> variances;
    std::vector<uint32_t> counts;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome outcomeOf(const Renderer& renderer) {
    const Frame& frame = renderer.frame();
    const Film& film = frame.samples();
    Outcome out{{frame.display().begin(), frame.display().end()}, {frame.film().begin(), frame.film().end()}, {}, {}, {}, {}};
    for (size_t i = 0; i < size_t{frame.width()} * frame.height(); ++i) {
        const Rgb odd = film.halfMean(i, 1), albedo = film.albedo(i);
        out.halves.insert(out.halves.end(), {odd.r, odd.g, odd.b});
        out.features.insert(out.features.end(), {albedo.r, film.depth(i), static_cast<float>(film.objectId(i))});
        out.variances.push_back(film.luminanceVariance(i));
        out.counts.push_back(film.count(i));
    }
    return out;
}

Outcome rendered(const std::shared_ptr<const RenderScene>& scene, uint32_t threads = 1, SampleFunction source = uneven) {
    Renderer renderer(threads, {});
    EXPECT_TRUE(renderer.start(scene, source).has_value());
    EXPECT_EQ(renderer.waitFor(kLong), RenderState::kDone);
    return outcomeOf(renderer);
}

RenderSettings adaptiveSettings() { return {.samples = 200, .noiseTarget = 0.05F}; }

TEST(RendererSamples, TheSameFilmForAnyNumberOfThreads) {
    for (const RenderSettings& settings : {RenderSettings{.samples = 12}, adaptiveSettings()}) {
        const auto scene = sceneWith(settings);
        const Outcome one = rendered(scene);
        for (const uint32_t threads : {2U, 3U, 8U}) EXPECT_TRUE(rendered(scene, threads) == one) << threads;
    }
}

TEST(RendererSamples, EveryPixelHasTheMeanOfItsSamples) {
    const auto scene = sceneWith({.samples = 12, .sampleBegin = 5, .seed = 3});
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(scene, uneven).has_value());
    ASSERT_EQ(renderer.waitFor(kLong), RenderState::kDone);
    const Frame& frame = renderer.frame();
    for (uint32_t y = 0; y < 75; ++y) {
        for (uint32_t x = 0; x < 101; ++x) {
            long double sum = 0;
            for (uint32_t i = 5; i < 17; ++i) sum += uneven(*scene, {x, y}, i).radiance.r;
            ASSERT_NEAR(frame.film()[frame.index(x, y) * 3], static_cast<double>(sum / 12), 1e-7);
            ASSERT_EQ(frame.samples().count(frame.index(x, y)), 12U);
        }
    }
    const RenderStats stats = renderer.stats();
    EXPECT_EQ(stats.samplesDone, 12U);
    EXPECT_EQ(stats.samplesTarget, 12U);
    EXPECT_DOUBLE_EQ(stats.samplesMean, 12);
    EXPECT_EQ(stats.end, RenderEnd::kSamples);
    EXPECT_GT(stats.errorEstimate, 0);
    EXPECT_DOUBLE_EQ(renderer.progress().fraction, 1);
}

TEST(RendererSamples, TheSameFilmWithPausesAndOtherNumbersOfThreads) {
    const auto scene = sceneWith({.samples = 100, .noiseTarget = 0.04F}, 70, 60);
    const Outcome expected = rendered(scene, 1, slow);
    std::mt19937 random(21);
    Renderer renderer(3, {});
    ASSERT_TRUE(renderer.start(scene, slow).has_value());
    int pauses = 0;
    double fraction = 0;
    const auto end = std::chrono::steady_clock::now() + kLong;
    while (renderer.state() != RenderState::kDone && std::chrono::steady_clock::now() < end) {
        renderer.waitFor(milliseconds(random() % 4));
        EXPECT_GE(renderer.progress().fraction, fraction);
        fraction = renderer.progress().fraction;
        renderer.resize(1 + static_cast<uint32_t>(random() % 4));
        renderer.pause();
        pauses += renderer.state() == RenderState::kPaused;
        renderer.resume();
    }
    EXPECT_GT(pauses, 3);
    EXPECT_TRUE(outcomeOf(renderer) == expected);
}

TEST(RendererSamples, AskedForLittleByLittleOrAtOnce) {
    for (const float noiseTarget : {0.0F, 0.045F}) {
        const auto settings = [&](uint32_t samples) { return RenderSettings{.samples = samples, .noiseTarget = noiseTarget}; };
        const Outcome expected = rendered(sceneWith(settings(256)), 2);
        for (const std::vector<uint32_t>& steps : {std::vector<uint32_t>{64, 256}, {1, 2, 3, 100, 101, 192, 256}, {17, 256}}) {
            Renderer renderer(2, {});
            ASSERT_TRUE(renderer.start(sceneWith(settings(steps[0])), uneven).has_value());
            for (const uint32_t samples : steps) {
                renderer.more(samples);
                ASSERT_EQ(renderer.waitFor(kLong), RenderState::kDone);
                if (noiseTarget == 0) {
                    EXPECT_EQ(renderer.stats().samplesDone, samples);
                    EXPECT_DOUBLE_EQ(renderer.stats().samplesMean, samples);
                }
            }
            EXPECT_TRUE(outcomeOf(renderer) == expected) << steps[0];
        }
    }
}

TEST(RendererSamples, GoesOnAfterACancel) {
    const auto scene = sceneWith({.samples = 40, .noiseTarget = 0.06F}, 70, 60);
    const Outcome expected = rendered(scene, 1, slow);
    std::mt19937 random(22);
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(scene, slow).has_value());
    int cancels = 0;
    for (int i = 0; i < 1000 && renderer.waitFor(milliseconds(random() % 8)) != RenderState::kDone; ++i) {
        renderer.cancel();
        cancels += renderer.state() == RenderState::kCancelled;
        // Also while it is not complete, the picture is that of its samples.
        const Frame& frame = renderer.frame();
        for (size_t p = 0; p < 70 * 60; ++p) ASSERT_EQ(frame.film()[p * 3], frame.samples().mean(p).r);
        renderer.more(40);
    }
    EXPECT_GT(cancels, 2);
    ASSERT_EQ(renderer.state(), RenderState::kDone);
    EXPECT_TRUE(outcomeOf(renderer) == expected);
}

TEST(RendererSamples, TheDisplayChangesWithoutTheFilm) {
    RenderSettings settings{.samples = 30};
    const Outcome before = rendered(sceneWith(settings));
    for (const View view : {View::kBeauty, View::kAlbedo, View::kNormal, View::kDepth, View::kObjectId, View::kMaterialId,
                            View::kSampleCount, View::kError, View::kBvhCost}) {
        DisplaySettings display{.exposure = 0.5F, .toneMap = ToneMap::kNeutral, .view = view};
        // While it renders, after it, and from the beginning.
        Renderer during(3, {}), after(2, {});
        ASSERT_TRUE(during.start(sceneWith(settings), uneven).has_value());
        during.setDisplay({.view = View::kNormal});
        during.setDisplay(display);
        ASSERT_TRUE(after.start(sceneWith(settings), uneven).has_value());
        ASSERT_EQ(during.waitFor(kLong), RenderState::kDone);
        ASSERT_EQ(after.waitFor(kLong), RenderState::kDone);
        EXPECT_TRUE(outcomeOf(after) == before);
        after.setDisplay(display);
        settings.display = display;
        const Outcome fromTheBeginning = rendered(sceneWith(settings));
        settings.display = {};
        EXPECT_TRUE(outcomeOf(during) == fromTheBeginning) << int(view);
        EXPECT_TRUE(outcomeOf(after) == fromTheBeginning) << int(view);
        EXPECT_EQ(fromTheBeginning.film, before.film);
        EXPECT_NE(fromTheBeginning.display, before.display) << int(view);
        after.setDisplay({});
        EXPECT_TRUE(outcomeOf(after) == before);
    }
}

TEST(RendererSamples, OnlyTheCropIsRendered) {
    const PixelRect crop{37, 11, 71, 40};
    const Outcome whole = rendered(sceneWith({.samples = 6})), part = rendered(sceneWith({.samples = 6, .crop = crop}), 2);
    for (uint32_t y = 0; y < 75; ++y) {
        for (uint32_t x = 0; x < 101; ++x) {
            const bool inside = x >= crop.x0 && x < crop.x1 && y >= crop.y0 && y < crop.y1;
            const size_t i = size_t{y} * 101 + x;
            ASSERT_EQ(part.counts[i], inside ? 6U : 0U);
            for (size_t c = 0; c < 4; ++c) ASSERT_EQ(part.display[i * 4 + c], inside ? whole.display[i * 4 + c] : 0);
            for (size_t c = 0; c < 3; ++c) ASSERT_EQ(part.film[i * 3 + c], inside ? whole.film[i * 3 + c] : 0);
        }
    }
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(sceneWith({.samples = 6, .crop = {200, 0, 300, 50}}), uneven).has_value());
    EXPECT_EQ(renderer.waitFor(kLong), RenderState::kDone);   // nothing to do
}

TEST(RendererSamples, PartsAddUpToTheWhole) {
    const Outcome a = rendered(sceneWith({.samples = 10})), b = rendered(sceneWith({.samples = 30, .sampleBegin = 10}));
    const Outcome whole = rendered(sceneWith({.samples = 40}));
    for (size_t i = 0; i < whole.film.size(); ++i) ASSERT_NEAR(whole.film[i], (a.film[i] * 10 + b.film[i] * 30) / 40, 2e-7);
}

TEST(RendererSamples, ATimeLimitEndsIt) {
    const auto scene = sceneWith({.samples = 1U << 30, .timeLimit = 0.05});
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(scene, slow).has_value());
    ASSERT_EQ(renderer.waitFor(kLong), RenderState::kDone);
    const RenderStats stats = renderer.stats();
    EXPECT_EQ(stats.end, RenderEnd::kTime);
    EXPECT_GE(stats.seconds, 0.05);
    EXPECT_LT(stats.seconds, 5);
    EXPECT_LT(stats.samplesDone, stats.samplesTarget);
    EXPECT_DOUBLE_EQ(renderer.progress().fraction, 1);
}

TEST(RendererSamples, TheNoiseTargetSavesSamplesWhereThereIsNoNoise) {
    const auto scene = sceneWith({.samples = 5000, .noiseTarget = 0.02F});
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(scene, uneven).has_value());
    ASSERT_EQ(renderer.waitFor(kLong), RenderState::kDone);
    const RenderStats stats = renderer.stats();
    EXPECT_EQ(stats.end, RenderEnd::kNoise);
    EXPECT_LE(stats.errorEstimate, 0.02F);
    EXPECT_GT(stats.samplesDone, 16U);
    EXPECT_LT(stats.samplesDone, 5000U);
    EXPECT_LT(stats.samplesMean, stats.samplesDone);
    const Film& film = renderer.frame().samples();
    uint64_t total = 0;
    for (size_t i = 0; i < 101 * 75; ++i) total += film.count(i);
    EXPECT_DOUBLE_EQ(stats.samplesMean, static_cast<double>(total) / (101 * 75));
    EXPECT_EQ(film.count(0), 16U);                      // no noise there
    EXPECT_EQ(film.count(100), stats.samplesDone);      // the most
}

TEST(RendererSamples, WhatIsNoNumberIsCountedAndLeftOut) {
    const auto broken = [](const RenderScene& scene, uvec2 pixel, uint32_t sample) {
        PathResult out = uneven(scene, pixel, sample);
        if (sample == 1 && pixel.x == 3) out.radiance.g = std::nanf("");
        if (sample == 1 && pixel.x == 4) out.radiance.r = INFINITY;
        if (sample == 1 && pixel.x == 5) out.radiance.b = -1;
        if (sample == 1 && pixel.x == 6) {
            out.radiance = {};
            out.wasInvalid = true;
        }
        return out;
    };
    const auto scene = sceneWith({.samples = 4});
    Renderer renderer(3, {});
    ASSERT_TRUE(renderer.start(scene, broken).has_value());
    ASSERT_EQ(renderer.waitFor(kLong), RenderState::kDone);
    EXPECT_EQ(renderer.stats().invalidSamples, 4U * 75);
    const Frame& frame = renderer.frame();
    for (const float v : frame.film()) ASSERT_TRUE(std::isfinite(v) && v >= 0);
    double others = 0;
    for (const uint32_t i : {0U, 2U, 3U}) others += uneven(*scene, {3, 7}, i).radiance.r;
    EXPECT_NEAR(frame.film()[frame.index(3, 7) * 3], others / 4, 1e-7);   // black, but counted
}

}  // namespace
}  // namespace raypool
