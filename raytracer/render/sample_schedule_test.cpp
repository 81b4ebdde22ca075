#include "raytracer/render/sample_schedule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/hash.h"

namespace raypool {
namespace {

RenderSettings settingsOf(uint32_t samples, float noiseTarget = 0, uint32_t minSamples = 16) {
    RenderSettings out;
    out.samples = samples;
    out.noiseTarget = noiseTarget;
    out.minSamples = minSamples;
    return out;
}

/// A picture whose noise is known: pixels of block b have the variance noise(b) / samples, and luminance 0.18.
struct Picture {
    uint32_t width, height;
    PixelRect area;
    SampleSchedule schedule;
    std::vector<uint32_t> counts;   // per pixel
    uint64_t total = 0;

    Picture(uint32_t w, uint32_t h, const RenderSettings& settings, PixelRect rendered = {})
        : width(w), height(h), area(rendered.isEmpty() ? PixelRect{0, 0, w, h} : rendered), counts(size_t{w} * h) {
        schedule.start(w, h, area, settings);
    }
    /// Renders the wave in hand; returns the samples that it took.
    template <class Noise>
    uint64_t wave(Noise noise) {
        uint64_t added = 0;
        for (uint32_t y = area.y0; y < area.y1; ++y) {
            for (uint32_t x = area.x0; x < area.x1; ++x) {
                const uint32_t block = schedule.grid().at(x, y), target = schedule.target(block);
                uint32_t& count = counts[size_t{y} * width + x];
                EXPECT_GE(target, count);
                added += target - count;
                count = target;
                schedule.report(block, {0.18F, noise(block) / static_cast<float>(count), 16});
            }
        }
        total += added;
        return added;
    }
};

const auto kSilent = [](uint32_t) { return 0.0F; };
const auto kLoud = [](uint32_t) { return 1.0F; };

TEST(SampleSchedule, WavesDoubleUpTo64) {
    Picture picture(9, 7, settingsOf(300));
    std::vector<uint32_t> waves;
    do {
        waves.push_back(picture.schedule.target(0) - picture.counts[0]);
        picture.wave(kLoud);
    } while (picture.schedule.advance());
    EXPECT_EQ(waves, (std::vector<uint32_t>{1, 1, 2, 4, 8, 16, 32, 64, 64, 64, 44}));
    EXPECT_EQ(picture.schedule.end(), SampleEnd::kSamples);
    EXPECT_EQ(picture.schedule.samplesDone(), 300U);
    EXPECT_EQ(picture.total, 300U * 63);
    EXPECT_FALSE(picture.schedule.advance());
}

TEST(SampleSchedule, WaveCountIsTheNumberOfWaves) {
    for (uint32_t samples = 1; samples < 600; samples += samples < 20 ? 1 : 37) {
        Picture picture(4, 4, settingsOf(samples));
        do picture.wave(kLoud);
        while (picture.schedule.advance());
        EXPECT_EQ(picture.schedule.waves(), waveCount(samples)) << samples;
        EXPECT_EQ(picture.counts[0], samples);
    }
}

TEST(SampleSchedule, TheBudgetIsWhatIsTaken) {
    // Random noise, random crop, random numbers: the samples of a wave are those it says, and their sum is the total.
    Pcg32 random(31);
    for (int round = 0; round < 20; ++round) {
        const uint32_t width = 20 + random.next() % 60, height = 20 + random.next() % 60;
        const PixelRect area{random.next() % 10, random.next() % 10, width - random.next() % 10, height - random.next() % 10};
        Picture picture(width, height, settingsOf(1 + random.next() % 400, 0.05F, 2 + random.next() % 30), area);
        const uint32_t seed = random.next();
        const auto noise = [&](uint32_t block) { return 4 * toUnitFloat(static_cast<uint32_t>(hash(seed, block) >> 32)); };
        const auto pixels = uint64_t{area.x1 - area.x0} * (area.y1 - area.y0);
        EXPECT_EQ(picture.schedule.pixels(), pixels);
        uint64_t told = 0;
        do {
            const uint64_t expected = picture.schedule.totalOfWave();
            EXPECT_GT(expected, 0U);
            EXPECT_EQ(picture.schedule.totalDone(), told);
            EXPECT_EQ(picture.wave(noise), expected);
            told += expected;
        } while (picture.schedule.advance());
        EXPECT_EQ(picture.total, told);
        EXPECT_LE(picture.total, pixels * picture.schedule.samples());
    }
}

TEST(SampleSchedule, StopsWhenTheNoiseIsLowEnoughButNotBeforeTheFewestSamples) {
    Picture silent(40, 40, settingsOf(1000, 0.02F));
    do silent.wave(kSilent);
    while (silent.schedule.advance());
    EXPECT_EQ(silent.counts[0], 16U);
    EXPECT_EQ(silent.schedule.end(), SampleEnd::kNoise);
    EXPECT_EQ(silent.schedule.errorEstimate(), 0);

    // Standard deviation 0.5 / sqrt n against sqrt 0.18 = 0.424: below 0.05 from 556 samples on.
    Picture even(40, 40, settingsOf(10000, 0.05F));
    do even.wave([](uint32_t) { return 0.25F; });
    while (even.schedule.advance());
    EXPECT_EQ(even.schedule.end(), SampleEnd::kNoise);
    EXPECT_EQ(even.counts[0], 576U);   // the first wave that ends after that
    EXPECT_NEAR(even.schedule.errorEstimate(), 0.5 / std::sqrt(576.0) / std::sqrt(0.18), 1e-5);

    Picture loud(40, 40, settingsOf(100, 0.001F));
    do loud.wave(kLoud);
    while (loud.schedule.advance());
    EXPECT_EQ(loud.schedule.end(), SampleEnd::kSamples);
    EXPECT_EQ(loud.counts[0], 100U);
}

TEST(SampleSchedule, GoesOnOnlyWithNoisyBlocksAndTheirNeighbours) {
    // 10 x 10 blocks, of which the last two columns are noisy: the column beside them goes on, too.
    Picture picture(40, 40, settingsOf(64, 0.05F));
    do picture.wave([](uint32_t block) { return block % 10 >= 8 ? 1.0F : 0.0F; });
    while (picture.schedule.advance());
    for (uint32_t x = 0; x < 40; ++x) EXPECT_EQ(picture.counts[40 * 20 + x], x / 4 >= 7 ? 64U : 16U) << x;
    EXPECT_EQ(picture.schedule.samplesDone(), 64U);
}

TEST(SampleSchedule, TwentiethOfTheBlocksMayStayNoisy) {
    Picture picture(40, 40, settingsOf(640, 0.05F));
    do picture.wave([](uint32_t block) { return block < 5 ? 100.0F : 0.0F; });   // 5 of 100
    while (picture.schedule.advance());
    EXPECT_EQ(picture.schedule.end(), SampleEnd::kNoise);
    EXPECT_EQ(picture.counts[0], 16U);
    Picture more(40, 40, settingsOf(640, 0.05F));
    do more.wave([](uint32_t block) { return block < 6 ? 100.0F : 0.0F; });
    while (more.schedule.advance());
    EXPECT_EQ(more.schedule.end(), SampleEnd::kSamples);
    EXPECT_EQ(more.counts[0], 640U);
}

TEST(SampleSchedule, AskedForLittleByLittleOrAtOnce) {
    Pcg32 random(32);
    for (int round = 0; round < 20; ++round) {
        const uint32_t seed = random.next(), samples = 50 + random.next() % 500;
        const auto noise = [&](uint32_t block) { return 3 * toUnitFloat(static_cast<uint32_t>(hash(seed, block) >> 32)); };
        Picture whole(60, 44, settingsOf(samples, 0.06F)), parts(60, 44, settingsOf(1, 0.06F));
        do whole.wave(noise);
        while (whole.schedule.advance());
        for (uint32_t asked = 1; asked < samples;) {
            do parts.wave(noise);
            while (parts.schedule.advance());
            asked = std::min(samples, asked + 1 + random.next() % 90);
            if (!parts.schedule.extend(asked)) break;
        }
        do parts.wave(noise);
        while (parts.schedule.advance());
        EXPECT_EQ(parts.counts, whole.counts);
        EXPECT_EQ(parts.schedule.end(), whole.schedule.end());
        EXPECT_EQ(parts.schedule.errorEstimate(), whole.schedule.errorEstimate());
    }
}

}  // namespace
}  // namespace raypool
