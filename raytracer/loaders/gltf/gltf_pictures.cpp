#include "raytracer/loaders/gltf/gltf_pictures.h"

#include <algorithm>
#include <array>
#include <set>

#include "raytracer/scene/data_uri.h"

namespace raypool {
namespace {

struct PictureExtension {
    std::string_view name, format;
};
constexpr std::array kPictureExtensions{
    PictureExtension{"KHR_texture_basisu", "KTX2 (Basis Universal)"}, PictureExtension{"EXT_texture_webp", "WebP"},
    PictureExtension{"EXT_texture_avif", "AVIF"}, PictureExtension{"MSFT_texture_dds", "DDS"}};
constexpr std::string_view kRemedy = "pictures in PNG or JPEG; glTF tools can convert them";

bool startsWith(std::span<const uint8_t> bytes, std::string_view text, size_t at = 0) {
    return bytes.size() >= at + text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at), [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}
/// The format's name if it is one that can't be decoded; else empty.
std::string_view unreadableFormat(std::span<const uint8_t> bytes) {
    if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return kPictureExtensions[1].format;
    if (startsWith(bytes, "\xABKTX ")) return kPictureExtensions[0].format;
    if (startsWith(bytes, "ftypavif", 4)) return kPictureExtensions[2].format;
    if (startsWith(bytes, "DDS ")) return kPictureExtensions[3].format;
    return {};
}
std::string_view unreadableName(std::string_view name) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto is = [&](std::string_view ending, std::string_view type) { return lower.ends_with(ending) || lower.starts_with("data:" + std::string(type)); };
    if (is(".webp", "image/webp")) return kPictureExtensions[1].format;
    if (is(".ktx2", "image/ktx2")) return kPictureExtensions[0].format;
    if (is(".avif", "image/avif")) return kPictureExtensions[2].format;
    if (is(".dds", "image/vnd-ms.dds")) return kPictureExtensions[3].format;
    return {};
}

/// A name that does as a file's on every system.
std::string fileName(std::string_view wanted, std::string_view mediaType) {
    std::string out;
    for (const char c : wanted.substr(0, 80)) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ' ' ||
                             (c == '.' && !out.empty());
        out += isPlain ? c : '_';
    }
    const std::string_view ending = mediaType == "image/png" ? ".png" : mediaType == "image/jpeg" ? ".jpg" : "";
    if (!ending.empty() && !out.ends_with(ending) && !(ending == ".jpg" && out.ends_with(".jpeg"))) out += ending;
    return out;
}

class PictureReader {
public:
    PictureReader(GltfReading& reading, std::vector<EmbeddedFile>& files) : reading_(reading), files_(files), paths_(reading.count(GltfList::kImages)) {}

    std::vector<GltfPicture> read() {
        std::vector<GltfPicture> out;
        for (const JsonId texture : reading_.items(GltfList::kTextures)) out.push_back(readTexture(texture));
        return out;
    }

private:
    GltfPicture readTexture(JsonId texture) {
        const std::optional<std::string> path = pathOf(texture);
        if (!path) return std::nullopt;
        ImageTextureDesc out;
        out.path = *path;
        if (const auto sampler = reading_.index(texture, "sampler", GltfList::kSamplers)) {
            readSampler(reading_.items(GltfList::kSamplers)[*sampler], out);
        }
        return out;
    }

    void readSampler(JsonId sampler, ImageTextureDesc& out) {
        const JsonDocument& json = reading_.json;
        // WebGL's numbers.
        const auto wrap = [&](std::string_view name, WrapMode& to) {
            const JsonId found = reading_.member(sampler, name);
            if (found == kNoJson) return;
            const double value = json[found].number;
            if (value == 33071) to = WrapMode::kClamp;
            else if (value == 33648) to = WrapMode::kMirror;
            else if (value != 10497) reading_.reader.warn(found, "unknown wrap mode, taken as REPEAT", "10497 (REPEAT), 33071 (CLAMP_TO_EDGE) or 33648 (MIRRORED_REPEAT)");
        };
        wrap("wrapS", out.wrapU);
        wrap("wrapT", out.wrapV);
        // How a picture is made smaller is the renderer's business; how it looks from near is the artist's.
        const JsonId filter = reading_.member(sampler, "magFilter");
        if (filter != kNoJson && json[filter].number == 9728) out.filter = TextureFilter::kNearest;
    }

    std::optional<std::string> pathOf(JsonId texture) {
        if (reading_.member(texture, "source") != kNoJson) return image(texture);
        for (const auto& [name, format] : kPictureExtensions) {
            if (reading_.extension(texture, name) == kNoJson) continue;
            warnOfFormat(texture, format);
            return std::nullopt;
        }
        return std::nullopt;   // the specification allows it: an extension that nobody knows may have the picture
    }
    void warnOfFormat(JsonId at, std::string_view format) {
        reading_.reader.warn(at, "pictures in " + std::string(format) + " can't be read; what uses this one does without", std::string(kRemedy));
    }

    std::optional<std::string> image(JsonId texture) {
        const auto index = reading_.index(texture, "source", GltfList::kImages);
        if (!index) return std::nullopt;
        auto& path = paths_[*index];
        if (!path) path = readImage(reading_.items(GltfList::kImages)[*index], *index);
        return path->empty() ? std::nullopt : path;
    }

    /// Empty: it can't be had.
    std::string readImage(JsonId image, uint32_t index) {
        const std::string uri = reading_.text(image, "uri");
        if (uri.empty()) return readView(image, index);
        if (const auto format = unreadableName(uri); !format.empty()) {
            warnOfFormat(image, format);
            return {};
        }
        if (!isDataUri(uri)) return reading_.assetName(uri);
        // Embedded: every use of the picture would have to carry the whole text.
        auto bytes = reading_.uriBytes(uri);
        if (bytes) return embed(image, index, *std::move(bytes));
        reading_.reader.error(reading_.member(image, "uri"), bytes.error());
        return {};
    }

    std::string readView(JsonId image, uint32_t index) {
        const auto view = reading_.index(image, "bufferView", GltfList::kBufferViews);
        if (!view) {
            if (reading_.member(image, "bufferView") == kNoJson) reading_.reader.error(image, "the image has neither a uri nor a bufferView");
            return {};
        }
        const auto bytes = reading_.viewBytes(*view);
        // Many images may ask for the same bytes.
        if (!bytes || !reading_.spend(bytes->size(), image)) return {};
        return embed(image, index, std::make_shared<const std::vector<uint8_t>>(bytes->begin(), bytes->end()));
    }

    std::string embed(JsonId image, uint32_t index, SharedBytes bytes) {
        if (const auto format = unreadableFormat(*bytes); !format.empty()) {
            warnOfFormat(image, format);
            return {};
        }
        const std::string called = reading_.text(image, "name"), numbered = "image " + std::to_string(index);
        const auto type = mediaTypeOf(*bytes);
        std::string path = fileName(called.empty() ? numbered : called, type);
        if (!taken_.insert(path).second) {
            path = fileName(numbered + " " + called, type);
            taken_.insert(path);
        }
        files_.push_back({path, std::move(bytes)});
        return path;
    }

    GltfReading& reading_;
    std::vector<EmbeddedFile>& files_;
    std::vector<std::optional<std::string>> paths_;   // of the images that were asked for
    std::set<std::string> taken_;
};

}  // namespace

std::vector<GltfPicture> readGltfPictures(GltfReading& reading, std::vector<EmbeddedFile>& files) {
    return PictureReader(reading, files).read();
}

}  // namespace raypool
