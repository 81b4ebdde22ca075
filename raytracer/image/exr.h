// OpenEXR, the part of it that renderers exchange: scanlines or tiles (of those the largest level), any channels, all
// compressions but DWA; of several parts the first. Written are scanlines with none/RLE/ZIPS/ZIP.
// Format: "OpenEXR File Layout" (openexr.com, technical documentation).
#pragma once
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "raytracer/image/image.h"

namespace raypool {

struct ExrChannel {
    std::string name;           // "R", "albedo.R", "Z", ...
    std::vector<float> values;  // width * height, rows from the top; halves and unsigned integers are converted
};

struct ExrImage {
    uint32_t width = 0, height = 0;          // of the data window: the pixels that are here
    int32_t x = 0, y = 0;                    // where the data window begins in the display window
    uint32_t fullWidth = 0, fullHeight = 0;  // of the display window; writing: 0 for the data window's
    std::vector<ExrChannel> channels;        // the file's order is alphabetical
    std::vector<std::pair<std::string, std::variant<std::string, float, int32_t>>> attributes;  // those of these types

    /// Null if there is none of that name.
    const ExrChannel* find(std::string_view name) const;
};

enum class ExrCompression : uint8_t { kUncompressed = 0, kRle = 1, kZips = 2, kZip = 3, kPiz = 4, kPxr24 = 5, kB44 = 6, kB44a = 7 };

/// The error says why it can't be read: damaged, or of a kind that this reader does not know (deep pixels, DWA).
std::expected<ExrImage, std::string> decodeExr(std::span<const uint8_t> file);

/// 32-bit floats, up to kZip. Every channel has width * height values, names differ and are shorter than 256 bytes.
std::vector<uint8_t> encodeExr(const ExrImage& image, ExrCompression compression = ExrCompression::kZip);

/// Three channels PREFIX.R/G/B (or R/G/B for an empty prefix; .X/.Y/.Z and a lone Y or PREFIX, too) as one picture; an
/// error if they are not there.
std::expected<ImageF, std::string> rgbOf(const ExrImage& image, std::string_view prefix = {});
/// Adds the channels of an RGB (suffixes "RGB"), XYZ ("XYZ") or single-valued picture (suffixes "": the prefix itself).
void addChannels(ExrImage& image, std::string_view prefix, std::string_view suffixes, std::span<const float> values);

}  // namespace raypool
