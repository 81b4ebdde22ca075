// Pictures as rendering reads them: a pyramid of ever smaller ones (Williams 1983, "Pyramidal Parametrics"), filtered
// linearly in linear light.
#pragma once
#include <cstdint>
#include <glm/vec4.hpp>
#include <vector>

#include "raytracer/core/vec.h"
#include "raytracer/image/image.h"

namespace raypool {

/// What lies beyond the unit square.
enum class TextureWrap : uint8_t { kRepeat, kMirror, kClamp };

struct TextureSampling {
    TextureWrap wrapU = TextureWrap::kRepeat, wrapV = TextureWrap::kRepeat;
    bool isNearest = false;   // the texel of the picture itself that a point lies in; else between texels
};

/// Immutable. Level 0 keeps the precision of its file: 8 bits, decoded by a table, 16 bits or floats; the smaller levels of
/// pictures of 8 and 16 bits are linear, 16 bits.
class TextureImage {
public:
    TextureImage() = default;
    /// 1 to 4 channels: grey, grey and alpha, RGB, RGBA, at least one pixel. isSrgb: the colours are encoded so; alpha never is.
    TextureImage(Image8 image, bool isSrgb);
    TextureImage(Image<uint16_t> image, bool isSrgb);
    /// Linear. Values that are not finite count as 0.
    explicit TextureImage(ImageF image);

    uint32_t width() const { return levels_.empty() ? 0 : levels_.front().width; }
    uint32_t height() const { return levels_.empty() ? 0 : levels_.front().height; }
    /// Red, green, blue and alpha at a place of the unit square; (0, 0) is the picture's upper left corner. Alpha is 1
    /// where the picture has none. detail: log2 of the width in texels of level 0 over which to average; below 0 none.
    glm::vec4 at(vec2 uv, float detail, const TextureSampling& sampling) const;
    /// Of the whole picture.
    glm::vec4 mean() const;
    size_t memoryBytes() const;
    /// Of level 0, those of floats counted four times: what pictures are limited by.
    uint64_t texelCount() const { return (format_ == Format::kFloat ? uint64_t{4} : uint64_t{1}) * width() * height(); }

private:
    enum class Format : uint8_t { k8, k16, kFloat };
    struct Level {
        uint32_t width = 0, height = 0;
        size_t first = 0;   // value in its list
    };
    glm::vec4 texel(uint32_t level, uint32_t x, uint32_t y) const;
    glm::vec4 between(uint32_t level, vec2 uv, const TextureSampling& sampling) const;
    template <class Read, class Write>
    void shrink(const Level& from, const Level& to, Read&& read, Write&& write);
    void addLevels();

    Format format_ = Format::k8;      // of level 0
    uint32_t channels_ = 0;
    const float* table_ = nullptr;    // of 256 values: what 8 bits of a colour mean
    std::vector<Level> levels_;
    std::vector<uint8_t> bytes_;      // level 0
    std::vector<uint16_t> words_;     // level 0 of 16 bits; all others of 8 and 16 bits
    std::vector<float> floats_;       // all levels
};

/// log2 of a width in texels, 0 below 1: `detail` of TextureImage::at.
float detailOf(float texels);

}  // namespace raypool
