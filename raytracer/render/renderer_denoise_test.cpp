// Denoised pictures on the display: when, of what, and that the film does not notice.
#include <gtest/gtest.h>

#include "raytracer/render/denoise_film.h"
#include "raytracer/render/renderer.h"

namespace raypool {
namespace {

using std::chrono::milliseconds;

/// Noise around two flat colours. A pure function, as a path is.
PathResult noisy(const RenderScene& scene, uvec2 pixel, uint32_t sample) {
    const uint64_t bits = hash(scene.settings.seed, uint64_t{pixel.x} << 32 | pixel.y, sample);
    const float base = pixel.x < scene.width / 2 ? 0.2F : 0.7F;
    PathResult out;
    out.radiance = grey(base * (0.5F + toUnitFloat(static_cast<uint32_t>(bits))));
    out.albedo = grey(base);
    out.normal = {0, 0, 1};
    out.depth = 1;
    out.rays = 1;
    return out;
}

std::shared_ptr<RenderScene> sceneWith(uint32_t samples, DenoiseShown denoise) {
    auto scene = std::make_shared<RenderScene>();
    scene->width = 60;
    scene->height = 40;
    scene->integrator = IntegratorKind::kPath;
    scene->settings.samples = samples;
    scene->settings.display.toneMap = ToneMap::kLinear;
    scene->settings.display.denoise = denoise;
    return scene;
}

void wait(Renderer& renderer) {
    while (renderer.state() == RenderState::kRendering) renderer.waitFor(milliseconds(50));
    do {
        renderer.poll();
    } while (renderer.isDenoising());
}

std::vector<uint8_t> displayOf(const Renderer& renderer) { return {renderer.frame().display().begin(), renderer.frame().display().end()}; }
std::vector<float> filmOf(const Renderer& renderer) { return {renderer.frame().film().begin(), renderer.frame().film().end()}; }

std::vector<uint8_t> developed(const Renderer& renderer, const std::vector<Rgb>& colors) {
    std::vector<uint8_t> out;
    for (uint32_t y = 0; y < renderer.frame().height(); ++y) {
        for (uint32_t x = 0; x < renderer.frame().width(); ++x) {
            const uint32_t rgba = renderer.frame().developer().beauty(colors[renderer.frame().index(x, y)], x, y);
            for (int c = 0; c < 4; ++c) out.push_back(static_cast<uint8_t>(rgba >> (8 * c)));
        }
    }
    return out;
}

TEST(RendererDenoise, ShowsWhatTheDenoiserMakesAndKeepsTheFilm) {
    Renderer plain(2, {});
    ASSERT_TRUE(plain.start(sceneWith(4, DenoiseShown::kOff), noisy));
    wait(plain);
    EXPECT_EQ(plain.denoised(), DenoiseShown::kOff);
    const auto noisyDisplay = displayOf(plain);
    for (const auto& [shown, quality] : {std::pair(DenoiseShown::kPreview, DenoiseQuality::kPreview),
                                        std::pair(DenoiseShown::kFinal, DenoiseQuality::kFinal)}) {
        for (const uint32_t threads : {1U, 3U}) {
            Renderer renderer(threads, {});
            ASSERT_TRUE(renderer.start(sceneWith(4, shown), noisy));
            wait(renderer);
            EXPECT_EQ(renderer.denoised(), shown);
            EXPECT_EQ(filmOf(renderer), filmOf(plain));
            const auto expected = denoise(denoiseInput(plain.frame(), plain.area()), quality, nullptr);
            EXPECT_EQ(displayOf(renderer), developed(plain, expected));
            EXPECT_NE(displayOf(renderer), noisyDisplay);
            // Off again, it is as if it had never been.
            DisplaySettings display = renderer.display();
            display.denoise = DenoiseShown::kOff;
            renderer.setDisplay(display);
            EXPECT_EQ(renderer.denoised(), DenoiseShown::kOff);
            EXPECT_EQ(displayOf(renderer), noisyDisplay);
        }
    }
}

TEST(RendererDenoise, MoreSamplesShowTheFilmUntilTheyAreThere) {
    Renderer plain(2, {}), renderer(2, {});
    ASSERT_TRUE(plain.start(sceneWith(16, DenoiseShown::kPreview), noisy));
    wait(plain);
    ASSERT_TRUE(renderer.start(sceneWith(2, DenoiseShown::kPreview), noisy));
    wait(renderer);
    renderer.more(16);
    EXPECT_EQ(renderer.denoised(), DenoiseShown::kOff);
    wait(renderer);
    EXPECT_EQ(renderer.denoised(), DenoiseShown::kPreview);
    EXPECT_EQ(filmOf(renderer), filmOf(plain));
    EXPECT_EQ(displayOf(renderer), displayOf(plain));
}

TEST(RendererDenoise, EndsAtOnceForWhateverElseIsWanted) {
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(sceneWith(2, DenoiseShown::kFinal), noisy));
    while (renderer.state() == RenderState::kRendering) renderer.waitFor(milliseconds(50));
    renderer.poll();
    EXPECT_TRUE(renderer.isDenoising() || renderer.denoised() == DenoiseShown::kFinal);
    renderer.lendPool();
    EXPECT_FALSE(renderer.isDenoising());
    renderer.returnPool();
    EXPECT_EQ(renderer.resize(3), 3U);
    wait(renderer);
    EXPECT_EQ(renderer.denoised(), DenoiseShown::kFinal);
    // A new scene has nothing of the old one's.
    ASSERT_TRUE(renderer.start(sceneWith(2, DenoiseShown::kOff), noisy));
    EXPECT_EQ(renderer.denoised(), DenoiseShown::kOff);
    wait(renderer);
    EXPECT_EQ(renderer.denoised(), DenoiseShown::kOff);
}

TEST(RendererDenoise, NotOfFilmsWithoutFeatures) {
    auto scene = sceneWith(2, DenoiseShown::kPreview);
    scene->settings.features = false;
    Renderer renderer(2, {});
    ASSERT_TRUE(renderer.start(scene, noisy));
    wait(renderer);
    EXPECT_EQ(renderer.denoised(), DenoiseShown::kOff);
}

}  // namespace
}  // namespace raypool
