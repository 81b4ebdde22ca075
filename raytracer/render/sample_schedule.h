// Which pixels get how many samples, wave by wave.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "raytracer/core/render_settings.h"
#include "raytracer/render/adaptive.h"

namespace raypool {

/// Samples of a wave, for pixels that have `done`: 1, 1, 2, 4, 8, ..., doubling what is there, at most 64, so that the
/// picture changes in steps that are seen, and errors are looked at often enough.
constexpr uint32_t waveSize(uint32_t done) { return done == 0 ? 1 : done < 64 ? done : 64; }

/// Why there is no wave left.
enum class SampleEnd : uint8_t { kNotYet, kSamples, kNoise };

/// A wave gives each pixel of some blocks so many samples more. Which ones is decided between waves from the film alone;
/// waves do not depend on how many samples are asked for, but for the last one, which is cut short. So it is the same
/// whether samples are asked for at once or little by little.
class SampleSchedule {
public:
    /// Begins anew; the first wave is in hand. `area`: what is rendered.
    void start(uint32_t width, uint32_t height, PixelRect area, const RenderSettings& settings);

    /// Samples that each pixel of the block should have when the wave in hand is over. Any thread.
    uint32_t target(uint32_t block) const { return before_[block] + (active_[block] ? waveSamples() : 0); }
    const BlockGrid& grid() const { return grid_; }
    /// A block's pixels have reached their target: what they look like now. Any thread, one a block.
    void report(uint32_t block, const BlockStatistics& statistics) { statistics_[block] = statistics; }

    /// All pixels have reached their target. True: another wave is in hand.
    bool advance();
    /// Asks for so many samples per pixel in all; fewer than before change nothing. True: a wave is in hand again, or
    /// still, whose targets may have grown.
    bool extend(uint32_t samples);

    SampleEnd end() const { return end_; }
    uint32_t samples() const { return samples_; }
    /// Samples of each pixel that has not been left alone, in waves that are over.
    uint32_t samplesDone() const { return cutAt_ > done_ ? cutAt_ : done_; }
    /// Samples of all pixels: in waves that are over, and in the one in hand.
    uint64_t totalDone() const { return totalDone_; }
    uint64_t totalOfWave() const { return activePixels_ * waveSamples(); }
    uint64_t pixels() const { return pixels_; }
    /// 95th percentile of the blocks' errors (adaptive.h) after the last wave; 0 before there are two samples.
    float errorEstimate() const { return errorEstimate_; }
    uint32_t waves() const { return waves_; }   // begun
    size_t memoryBytes() const;

private:
    uint32_t waveSamples() const { return wave_ <= samples_ - done_ ? wave_ : samples_ - done_; }
    bool nextWave();
    void measure();

    BlockGrid grid_;
    std::vector<uint32_t> before_;      // samples of each of a block's pixels before this wave
    std::vector<uint8_t> active_;       // takes part in this wave
    std::vector<uint8_t> pixelsOf_;     // of a block that are rendered
    std::vector<BlockStatistics> statistics_;
    std::vector<float> errors_, sorted_;

    uint32_t samples_ = 0, minSamples_ = 0;
    float noiseTarget_ = 0;
    uint32_t done_ = 0;                 // in waves that are over
    uint32_t wave_ = 0;                 // size of the one in hand, before it is cut; 0: none
    uint32_t cutAt_ = 0;                // samples at which a wave was last cut short
    uint32_t waves_ = 0;
    uint64_t totalDone_ = 0, activePixels_ = 0, pixels_ = 0;
    float errorEstimate_ = 0;
    SampleEnd end_ = SampleEnd::kNotYet;
};

/// Number of waves until every pixel has so many samples.
uint32_t waveCount(uint32_t samples);

}  // namespace raypool
