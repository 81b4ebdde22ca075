#include "raytracer/render/sample_schedule.h"

#include <algorithm>

namespace raypool {

void SampleSchedule::start(uint32_t width, uint32_t height, PixelRect area, const RenderSettings& settings) {
    grid_ = {width, height};
    samples_ = std::max(1U, settings.samples);
    minSamples_ = std::max(2U, settings.minSamples);
    noiseTarget_ = settings.noiseTarget;
    const size_t blocks = grid_.count();
    before_.assign(blocks, 0);
    pixelsOf_.assign(blocks, 0);
    active_.assign(blocks, 0);
    statistics_.assign(blocks, {});
    pixels_ = 0;
    for (uint32_t y = area.y0; y < area.y1; ++y) {
        for (uint32_t x = area.x0; x < area.x1; x = (x / BlockGrid::kSize + 1) * BlockGrid::kSize) {
            const uint32_t x1 = std::min(area.x1, (x / BlockGrid::kSize + 1) * BlockGrid::kSize);
            uint8_t& count = pixelsOf_[grid_.at(x, y)];
            count = static_cast<uint8_t>(count + x1 - x);
            pixels_ += x1 - x;
        }
    }
    done_ = wave_ = waves_ = cutAt_ = 0;
    totalDone_ = activePixels_ = 0;
    errorEstimate_ = 0;
    end_ = SampleEnd::kNotYet;
    nextWave();
}

bool SampleSchedule::nextWave() {
    if (done_ >= samples_) {
        end_ = SampleEnd::kSamples;
        return false;
    }
    const bool adaptive = noiseTarget_ > 0 && done_ >= minSamples_;
    if (adaptive && errorEstimate_ <= noiseTarget_) {
        end_ = SampleEnd::kNoise;
        return false;
    }
    for (size_t i = 0; i < active_.size(); ++i) active_[i] = adaptive ? errors_[i] > noiseTarget_ : 1;
    if (adaptive) dilate(grid_, active_);
    activePixels_ = 0;
    for (size_t i = 0; i < active_.size(); ++i) {
        if (pixelsOf_[i] == 0) active_[i] = 0;
        if (active_[i]) activePixels_ += pixelsOf_[i];
    }
    wave_ = waveSize(done_);
    ++waves_;
    end_ = SampleEnd::kNotYet;
    return true;
}

void SampleSchedule::measure() {
    const float average = logAverageLuminance(statistics_);
    errors_.resize(statistics_.size());
    sorted_.clear();
    for (size_t i = 0; i < statistics_.size(); ++i) {
        errors_[i] = blockError(statistics_[i], average);
        if (pixelsOf_[i] != 0) sorted_.push_back(errors_[i]);
    }
    errorEstimate_ = percentile95(sorted_);
}

bool SampleSchedule::advance() {
    if (wave_ == 0) return false;
    measure();
    if (waveSamples() < wave_) {
        // Cut short: it goes on where it was left if more samples are asked for.
        cutAt_ = samples_;
        end_ = SampleEnd::kSamples;
        return false;
    }
    totalDone_ += totalOfWave();
    for (size_t i = 0; i < before_.size(); ++i) before_[i] += active_[i] ? wave_ : 0;
    done_ += wave_;
    wave_ = 0;
    return nextWave();
}

bool SampleSchedule::extend(uint32_t samples) {
    if (samples <= samples_) return wave_ != 0 && end_ == SampleEnd::kNotYet;
    samples_ = samples;
    if (wave_ == 0) return nextWave();
    end_ = SampleEnd::kNotYet;
    return true;
}

size_t SampleSchedule::memoryBytes() const {
    return before_.capacity() * sizeof(uint32_t) + active_.capacity() + pixelsOf_.capacity() +
           statistics_.capacity() * sizeof(BlockStatistics) + (errors_.capacity() + sorted_.capacity()) * sizeof(float);
}

uint32_t waveCount(uint32_t samples) {
    uint32_t waves = 0;
    for (uint32_t done = 0; done < samples && waves < 8; ++waves) done += waveSize(done);   // 1, 1, 2, ..., 64: 128 in all
    return samples <= 128 ? waves : 8 + (samples - 128 + 63) / 64;
}

}  // namespace raypool
