#include "app/cli/picture.h"

#include <cstdio>

#include "app/cli/files.h"

namespace raypool::cli {

std::string extension(const std::string& path) {
    const size_t dot = path.rfind('.');
    std::string out = dot == std::string::npos ? "" : path.substr(dot + 1);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::expected<Picture, std::string> readPicture(const std::string& path) {
    const auto bytes = readFile(path);
    if (!bytes) return std::unexpected(path + ": " + bytes.error());
    Picture picture;
    if (isLinearPicture(*bytes)) {
        if (auto exr = decodeExr(*bytes)) picture.exr = std::move(*exr);
        auto image = picture.exr ? rgbOf(*picture.exr) : decodeImageF(*bytes);
        if (!image) return std::unexpected(path + ": " + image.error());
        picture.linear = std::move(*image);
        return picture;
    }
    auto image = decodeImage8(*bytes);
    if (!image) return std::unexpected(path + ": " + image.error());
    picture.linear = linearFromSrgb(*image);
    picture.bytes = std::move(*image);
    return picture;
}

bool writeOrSay(const std::string& path, std::span<const uint8_t> bytes) {
    const auto error = writeFile(path, bytes);
    if (!error.empty()) std::fprintf(stderr, "raypool: %s can't be written: %s\n", path.c_str(), error.c_str());
    return error.empty();
}

bool writeLinear(const std::string& path, const ImageF& image) {
    const std::string kind = extension(path);
    if (kind == "hdr") return writeOrSay(path, encodeHdr(image.width, image.height, image.data));
    if (kind == "pfm") return writeOrSay(path, encodePfm(image.width, image.height, image.data));
    ExrImage exr;
    exr.width = image.width;
    exr.height = image.height;
    addChannels(exr, "", "RGB", image.data);
    return writeOrSay(path, encodeExr(exr));
}

}  // namespace raypool::cli
