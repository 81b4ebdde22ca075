// Pictures; those of an animation as they are in the middle of the exposure.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "raytracer/loaders/tray_rust_reader.h"

namespace raypool {

void TrayRustReader::readTextures() {
    const JsonId list = optional(0, "textures");
    if (list != kNoJson) forEach(list, "textures", [this](JsonId node) { readTexture(node); });
}

void TrayRustReader::readTexture(JsonId node) {
    if (!reader_.expectObject(node, "a texture")) return;
    std::string textureName;
    const bool hasName = text(node, "name", textureName);
    const auto type = kind(node, "a texture", {"image", "animated_image", "movie"});
    TrayTexture texture;
    texture.place = placeOf(node);
    if (type == "image") {
        warnUnknown(node, "an image", {"name", "type", "file"});
        std::string file;
        if (text(node, "file", file)) texture.pictures.push_back({0, file});
    } else if (type == "animated_image") {
        warnUnknown(node, "an animated image", {"name", "type", "keyframes"});
        const JsonId keyframes = required(node, "keyframes");
        if (keyframes != kNoJson) {
            forEach(keyframes, "keyframes", [&](JsonId key) {
                if (!reader_.expectObject(key, "a picture of an animation")) return;
                warnUnknown(key, "a picture of an animation", {"file", "time"});
                TimedPicture picture{};
                const bool good = number(key, "time", -1e9, 1e9, picture.time);
                if (text(key, "file", picture.file) && good) texture.pictures.push_back(std::move(picture));
            });
            if (document_[keyframes].childCount == 0) reader_.error(keyframes, "\"keyframes\" is empty");
        }
        std::stable_sort(texture.pictures.begin(), texture.pictures.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    } else if (type == "movie") {
        warnUnknown(node, "a movie", {"name", "type", "file_prefix", "file_suffix", "frames", "framerate"});
        std::string prefix, suffix;
        double frames = 0, rate = 0;
        const bool good = allOf({number(node, "frames", 1, 1e6, frames), number(node, "framerate", 1e-6, 1e6, rate)});
        if (allOf({text(node, "file_prefix", prefix), text(node, "file_suffix", suffix), good})) {
            // Only the two pictures about the time of exposure are asked for.
            const double last = std::floor(frames) - 1, at = std::clamp(frame_.exposed() * rate, 0.0, last);
            for (double i = std::floor(at); i <= std::min(std::floor(at) + 1, last); ++i) {
                char digits[16];
                std::snprintf(digits, sizeof digits, "%05u", static_cast<unsigned>(i));
                texture.pictures.push_back({i / rate, prefix + digits + suffix});
            }
        }
    }
    if (!hasName || texture.pictures.empty()) return;
    if (!textures_.emplace(textureName, std::move(texture)).second) {
        reader_.error(document_.member(node, "name"), "there are two textures called \"" + textureName + "\"");
    }
}

std::string TrayRustReader::uniqueTexture(std::string wanted) {
    while (textures_.contains(wanted) || !madeTextures_.insert(wanted).second) wanted += "'";
    return wanted;
}

int32_t TrayRustReader::addPicture(const TrayTexture& texture, const TimedPicture& picture, std::string textureName, bool isNumber,
                                   TrayCoordinates coordinates) {
    TextureDesc out;
    out.name = std::move(textureName);
    out.place = texture.place;
    ImageTextureDesc image;
    image.path = picture.file;
    image.wrapU = image.wrapV = WrapMode::kClamp;
    // tray_rust decodes nothing: what its scenes' authors saw is a byte's share of 255, of colours, too.
    image.colorSpace = ColorSpace::kLinear;
    if (isNumber) out.channel = TextureChannel::kRed;
    out.model = image;
    if (coordinates == TrayCoordinates::kFlipped) {
        out.scale = {1, -1};
        out.offset = {0, 1};
    }
    native_.textures.push_back(std::move(out));
    return static_cast<int32_t>(native_.textures.size() - 1);
}

int32_t TrayRustReader::textureFor(const std::string& textureName, bool isNumber, TrayCoordinates coordinates) {
    TrayTexture& texture = textures_.at(textureName);
    const auto key = std::make_pair(isNumber, coordinates);
    if (const auto found = texture.made.find(key); found != texture.made.end()) return found->second;
    std::string unique = textureName;
    if (isNumber) unique += " (number)";
    if (coordinates == TrayCoordinates::kFlipped) unique += " (flipped)";
    if (unique != textureName) unique = uniqueTexture(unique);
    const auto& pictures = texture.pictures;
    const double time = frame_.exposed();
    const auto after = std::upper_bound(pictures.begin(), pictures.end(), time, [](double t, const auto& p) { return t < p.time; });
    int32_t made = kNoTexture;
    if (after == pictures.begin() || after == pictures.end() || (after - 1)->time == time) {
        made = addPicture(texture, after == pictures.begin() ? pictures.front() : *(after - 1), unique, isNumber, coordinates);
    } else {
        BlendTextureDesc blend;
        blend.a.texture = addPicture(texture, *(after - 1), uniqueTexture(unique + " before"), isNumber, coordinates);
        blend.b.texture = addPicture(texture, *after, uniqueTexture(unique + " after"), isNumber, coordinates);
        blend.weight = static_cast<float>((time - (after - 1)->time) / (after->time - (after - 1)->time));
        TextureDesc out;
        out.name = unique;
        out.place = texture.place;
        out.model = blend;
        native_.textures.push_back(std::move(out));
        made = static_cast<int32_t>(native_.textures.size() - 1);
    }
    return texture.made[key] = made;
}

}  // namespace raypool
