// Picture files of the command line: what a file's name and bytes say, read and written.
#pragma once
#include <expected>
#include <optional>
#include <span>
#include <string>

#include "raytracer/raytracer.h"

namespace raypool::cli {

/// The letters behind the last dot, in lower case.
std::string extension(const std::string& path);

struct Picture {
    ImageF linear;                // RGB; of an 8-bit picture the linear values of its sRGB
    std::optional<Image8> bytes;  // as in the file, if it has 8 bits a channel
    std::optional<ExrImage> exr;  // all channels, if it is an EXR
};

/// A picture of any format that is read. The error names the file.
std::expected<Picture, std::string> readPicture(const std::string& path);

/// RGB, linear, as the name's ending says: hdr, pfm or exr (3 x 32 bits). False: it was said why not.
bool writeLinear(const std::string& path, const ImageF& image);
/// Writes bytes; false: it was said why not.
bool writeOrSay(const std::string& path, std::span<const uint8_t> bytes);

}  // namespace raypool::cli
